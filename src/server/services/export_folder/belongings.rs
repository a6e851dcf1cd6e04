//! Writes what the site itself has besides posts and what they share: its settings, and the owner's résumé.

use std::{fs, io::Write, path::Path};

use anyhow::Context as _;

use super::{Report, copy_file, piece, put};
use crate::{
    model::{resume, settings::Values},
    server::{
        db::{Connection, resume::read_resume},
        services::{
            resume::{file_names, place_of},
            settings::{
                file::{self, Format},
                read_values,
            },
            written::rest::{RESUME, Rest, ResumeFacts, SETTINGS},
        },
    },
};

/// Writes both into the folder, and into the file of the rest which file the résumé is.
pub async fn write(
    connection: &mut Connection,
    shelf: &Path,
    folder: &Path,
    out: &mut impl Write,
    report: &mut Report,
) -> anyhow::Result<()> {
    let values = read_values(connection).await?;
    put(
        &folder.join(SETTINGS),
        file::write(&values, Format::Toml)?.as_bytes(),
    )?;
    let Some(row) = read_resume(connection).await? else {
        return Ok(());
    };
    let from = place_of(shelf, &row.hash);
    if !from.is_file() {
        report.missing.push(resume::RESUME.to_owned());
        return Ok(());
    }
    let file = name_of(&values);
    let place = folder.join(RESUME);
    fs::create_dir(&place).with_context(|| format!("cannot write to {}", place.display()))?;
    copy_file(&from, &place.join(&file))?;
    let facts = ResumeFacts { file, hash: row.hash };
    report.resume = true;
    piece(
        out,
        &Rest {
            resume: Some(facts),
            ..Rest::default()
        },
    )
}

/// What readers get the résumé as.
fn name_of(values: &Values) -> String {
    let owner = values.get("owner").map(String::as_str).unwrap_or_default();
    file_names(owner).0
}
