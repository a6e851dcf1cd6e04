//! `logbook render`.

use std::io::{Read as _, Write as _};

use clap::Parser;

use crate::server::services::render;

/// Options of `logbook render`.
#[derive(Debug, Parser)]
pub struct Render {
    /// Texts are separated by a null byte, and so are their pages.
    #[arg(short = '0', long)]
    null: bool,
}

impl Render {
    /// Renders what it reads. Pictures have no size here: it looks at no data folder.
    pub fn run(self) -> anyhow::Result<()> {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let mut out = std::io::stdout().lock();
        if !self.null {
            writeln!(out, "{}", render::page(&text))?;
            return Ok(());
        }
        for text in text.split_terminator('\0') {
            write!(out, "{}\0", render::page(text))?;
        }
        Ok(())
    }
}
