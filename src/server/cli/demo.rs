//! `logbook demo`.

use std::{io::Write as _, time::Instant};

use clap::Parser;

use super::progress::ProgressLine;
use crate::server::{
    config::DataOptions,
    services::demo::{self, site},
};

/// Options of `logbook demo`.
#[derive(Debug, Parser)]
pub struct Demo {
    /// Load a whole site of this kind into an empty folder: its settings, posts, pages and collections.
    #[arg(long, env = "LOGBOOK_DEMO_SITE", value_name = "KIND", value_parser = site::names(), conflicts_with = "posts")]
    site: Option<String>,

    /// Load this many made-up posts for measurements instead of the demo site.
    #[arg(long, env = "LOGBOOK_DEMO_POSTS", value_name = "N")]
    posts: Option<u64>,

    /// Which set of made-up posts; the same number gives the same posts.
    #[arg(long, env = "LOGBOOK_DEMO_SEED", default_value_t = 7)]
    seed: u64,

    /// Do nothing where there are posts already.
    #[arg(long, env = "LOGBOOK_DEMO_IF_EMPTY")]
    if_empty: bool,
}

impl Demo {
    /// Loads, and says what is there now.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let (database, shelf, _) = data.open().await?;
        let empty = demo::is_empty(&database).await?;
        let mut out = std::io::stdout();
        if self.if_empty && !empty {
            writeln!(out, "There are posts already; nothing was loaded.")?;
            database.close().await;
            return Ok(());
        }
        if let Some(name) = &self.site {
            if !empty {
                anyhow::bail!("a site is loaded into an empty folder only; name another one with --data");
            }
            let report = site::load_site(&database, &shelf, name).await?;
            writeln!(out, "Demo site {name}: {} posts and pages.", report.imported)?;
            database.close().await;
            return Ok(());
        }
        match self.posts {
            None => {
                let report = demo::load_demo(&database, &shelf).await?;
                writeln!(
                    out,
                    "Demo site: {} posts new, {} updated, {} unchanged, {} kept as they are here.",
                    report.imported, report.updated, report.unchanged, report.kept
                )?;
            }
            Some(_) if !empty => anyhow::bail!(
                "made-up posts are loaded into an empty database only; name another folder with --data"
            ),
            Some(count) => {
                let start = Instant::now();
                let line = ProgressLine::default();
                let all = usize::try_from(count)?;
                demo::load_synthetic(&database, count, self.seed, |done| {
                    line.show("Writing post", done, all)
                })
                .await?;
                writeln!(
                    out,
                    "{count} posts of seed {} in {:.1} s.",
                    self.seed,
                    start.elapsed().as_secs_f32()
                )?;
            }
        }
        database.close().await;
        Ok(())
    }
}
