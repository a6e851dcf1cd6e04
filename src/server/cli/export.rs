//! `logbook export`.

use std::{
    io::{self, Write as _},
    path::PathBuf,
};

use anyhow::ensure;
use clap::Parser;

use super::progress::ProgressLine;
use crate::server::{config::DataOptions, services::export_folder};

/// Options of `logbook export`.
///
/// Writes every post and page that is not in the trash, drafts among them, as Markdown with front matter into content/,
/// pictures and other files into media/, what readers saw of posts and were told of their changes into history/, the settings
/// into settings.toml, the résumé into resume/, and what no post says (tags, series, authors, old addresses, what was deleted)
/// into logbook.toml. `logbook import` reads the folder back to the same blog. Accounts, subscribers, messages, originals of
/// pictures, revisions that readers never saw and numbers of views are not in it.
#[derive(Debug, Parser)]
pub struct Export {
    /// Folder to write into; it has to be empty, or not there yet.
    dir: PathBuf,
}

impl Export {
    /// Exports and says what was written.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let (database, shelf, calendar) = data.open().await?;
        let line = ProgressLine::default();
        let progress = |done, all| line.show("Writing post", done, all);
        let report = export_folder::export(&database, &shelf, &calendar.zone(), &self.dir, progress).await?;
        database.close().await;
        print(&report, &self.dir.display().to_string())?;
        ensure!(
            report.missing.is_empty() && report.faults.is_empty(),
            "the export is written, but it lacks what is named above"
        );
        Ok(())
    }
}

fn print(report: &export_folder::Report, folder: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for path in &report.missing {
        writeln!(out, "The file of {path} is missing in the data folder.")?;
    }
    for fault in &report.faults {
        writeln!(out, "Not as it is: {fault}")?;
    }
    if report.edits > 0 {
        writeln!(
            out,
            "{} published posts have changes that readers do not see yet: those are in {folder}/edits, which an import \
             leaves alone.",
            report.edits
        )?;
    }
    writeln!(
        out,
        "Not in it, as personal data: accounts, subscribers, messages and originals of pictures. Nor are revisions that readers \
         never saw, numbers of views and what is in the trash."
    )?;
    let resume = if report.resume { " and the résumé" } else { "" };
    writeln!(
        out,
        "The settings{resume} are exported. Posts and pages exported: {}, with what readers were told of changes: {}, files: \
         {}, missing files: {}, addresses of what was deleted: {}. Read them back with: logbook import {folder}",
        report.posts,
        report.histories,
        report.files,
        report.missing.len(),
        report.gone
    )
}
