//! A blog is exported, and what was exported is imported.

use std::path::Path;

use logbook::server::services::{
    export_folder::{self, export},
    import_folder::{Report, read::Warning},
};

use crate::site::TestSite;

mod blog;
mod faults;
mod files;
mod history;
mod rest;
mod round_trip;
mod unseen;

/// Exports all that a site holds.
pub async fn exported(site: &TestSite, folder: &Path) -> export_folder::Report {
    let context = &site.context;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    export(&context.database, &context.media, &zone, folder, |_, _| {})
        .await
        .unwrap()
}

/// What an import warns of, a line each.
fn warnings(report: &Report) -> String {
    let line = |warning: &Warning| format!("{}: {}\n", warning.file, warning.reason);
    report.warnings.iter().map(line).collect()
}
