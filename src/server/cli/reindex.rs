//! `logbook reindex`.

use std::io::Write as _;

use clap::Parser;

use super::progress::ProgressLine;
use crate::server::{config::DataOptions, services::reindex};

/// Options of `logbook reindex`.
///
/// Builds the search index anew. The site may run meanwhile; readers find what is there. Interrupted, it goes on where it
/// was when it is started again.
#[derive(Debug, Parser)]
pub struct Reindex {
    /// Only finish what an update or an interruption left undone.
    #[arg(long, env = "LOGBOOK_REINDEX_MISSING")]
    missing: bool,
}

impl Reindex {
    /// Builds and says how many posts there were.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let (database, _, _) = data.open().await?;
        let line = ProgressLine::default();
        let all = reindex::count(&database).await?;
        let progress = |done| line.show("Indexing post", done, all);
        let count = match self.missing {
            true => reindex::complete(&database, progress).await?,
            false => reindex::reindex(&database, progress).await?,
        };
        writeln!(std::io::stdout(), "{count} posts indexed.")?;
        database.close().await;
        Ok(())
    }
}
