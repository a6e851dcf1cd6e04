//! `logbook rerender`.

use std::io::Write as _;

use clap::Parser;

use crate::server::{config::DataOptions, services::rerender};

/// Options of `logbook rerender`.
#[derive(Debug, Parser)]
pub struct Rerender {
    /// Also render what this version rendered already.
    #[arg(long, env = "LOGBOOK_RERENDER_ALL")]
    all: bool,
}

impl Rerender {
    /// Renders and says how many posts there were.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let (database, _, _) = data.open().await?;
        let count = rerender::rerender(&database, self.all).await?;
        writeln!(std::io::stdout(), "{count} posts rendered.")?;
        database.close().await;
        Ok(())
    }
}
