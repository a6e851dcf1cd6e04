//! `logbook import`.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
    time::Instant,
};

use clap::{ArgAction, Parser};

use super::progress::ProgressLine;
use crate::server::{
    config::DataOptions,
    services::import_folder::{self, Report, Step, read::Source},
};

/// Options of `logbook import`.
///
/// Reads every Markdown file below the folder, whatever wrote it, and brings new and changed posts into the blog with
/// their pictures. Old addresses become redirects; links between posts are followed. Run it as often as you like: what
/// did not change is left alone, and so is what was changed at the desk, with a warning. Of a folder that `logbook export`
/// wrote, a blog without posts also gets the settings, but for the base URL, and the résumé.
#[derive(Debug, Parser)]
pub struct Import {
    /// Folder that holds the Markdown files, such as content/ or the whole old site.
    dir: PathBuf,

    /// Say what would happen and import nothing; an older data folder is brought up to date first.
    #[arg(long, env = "LOGBOOK_IMPORT_DRY_RUN")]
    dry_run: bool,

    /// Name under which the folder is remembered, if it may move; its full path otherwise.
    #[arg(long = "as", env = "LOGBOOK_IMPORT_AS", value_name = "NAME")]
    name: Option<String>,

    /// Whether keywords are taken as tags where a blog has no tags.
    #[arg(
        long,
        env = "LOGBOOK_IMPORT_KEYWORDS_AS_TAGS",
        default_value_t = true,
        action = ArgAction::Set,
        value_name = "BOOL"
    )]
    keywords_as_tags: bool,

    /// Pattern of the old site's addresses where its own settings do not tell, such as /:year/:month/:slug/.
    #[arg(long, env = "LOGBOOK_IMPORT_PERMALINK", value_name = "PATTERN")]
    permalink: Option<String>,

    /// Address of the old site, so that its links to itself are followed: <https://blog.example.org>.
    #[arg(long, env = "LOGBOOK_IMPORT_OLD_SITE", value_name = "URL")]
    old_site: Option<String>,
}

impl Import {
    /// Imports and prints the report.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let start = Instant::now();
        let name = match self.name {
            Some(name) => name,
            None => std::fs::canonicalize(&self.dir)
                .unwrap_or_else(|_| self.dir.clone())
                .to_string_lossy()
                .into_owned(),
        };
        let (database, shelf, calendar) = data.open().await?;
        let line = Arc::new(ProgressLine::default());
        let report = import_folder::import(
            &database,
            &shelf,
            import_folder::Import {
                source: Source::Disk(self.dir),
                name,
                dry_run: self.dry_run,
                keywords_as_tags: self.keywords_as_tags,
                permalink: self.permalink,
                old_site: self.old_site,
                zone: calendar.zone(),
            },
            move |step| match step {
                Step::Reading(done, all) => line.show("Reading file", done, all),
                Step::Writing(done, all) => line.show("Writing post", done, all),
            },
        )
        .await?;
        database.close().await;
        print(&report, self.dry_run, start.elapsed().as_secs_f32())?;
        Ok(())
    }
}

fn print(report: &Report, dry_run: bool, seconds: f32) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let place = |file: &str, line: Option<u32>| match line {
        Some(line) => format!("{file}:{line}"),
        None => file.to_owned(),
    };
    if !report.skipped.is_empty() {
        writeln!(out, "Skipped")?;
        for skipped in &report.skipped {
            writeln!(
                out,
                "  {}: {}",
                place(&skipped.file, skipped.line),
                skipped.reason
            )?;
        }
    }
    if !report.warnings.is_empty() {
        writeln!(out, "Warnings")?;
        for warning in &report.warnings {
            writeln!(
                out,
                "  {}: {}",
                place(&warning.file, warning.line),
                warning.reason
            )?;
        }
    }
    if !report.dead_links.is_empty() {
        writeln!(out, "Links that lead nowhere")?;
        for link in &report.dead_links {
            writeln!(out, "  {}: {}", place(&link.file, Some(link.line)), link.target)?;
        }
    }
    if report.settings > 0 || report.resume {
        let verb = if dry_run { "Would be taken" } else { "Taken" };
        let resume = if report.resume { ", and the résumé" } else { "" };
        writeln!(out, "{verb} over: settings: {}{resume}.", report.settings)?;
    }
    let verb = if dry_run { "Would be" } else { "Posts" };
    writeln!(
        out,
        "{verb} imported: {}, updated: {}, unchanged: {}, kept as they are here: {}. Skipped files: {}. New \
         pictures: {}. Warnings: {}. Dead links: {}. {seconds:.1} s.",
        report.imported,
        report.updated,
        report.unchanged,
        report.kept,
        report.skipped.len(),
        report.pictures,
        report.warnings.len(),
        report.dead_links.len()
    )
}
