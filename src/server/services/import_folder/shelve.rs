//! Puts pictures where readers get them: on disk first, known to the database after.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::read::MediaFile;
use crate::server::{
    db::{
        Database,
        media::{self, NewMedia},
    },
    services::jobs::{self, Again, MakeVariants},
};

/// Stores those of `files` that are not there yet; answers how many there were.
pub async fn shelve(
    database: &Database,
    shelf: &Path,
    files: &[MediaFile],
    now: i64,
) -> anyhow::Result<usize> {
    let missing: Vec<MediaFile> = files
        .iter()
        .filter(|file| !place(shelf, file).exists())
        .cloned()
        .collect();
    let stored = missing.len();
    let folder = shelf.to_owned();
    tokio::task::spawn_blocking(move || write(&folder, &missing))
        .await?
        .with_context(|| format!("cannot write pictures to {}", shelf.display()))?;
    let mut transaction = database.begin().await?;
    for file in files {
        let (width, height) = file.size.unwrap_or_default();
        let row = NewMedia {
            hash: &file.hash,
            path: &file.url,
            mime: file.mime,
            bytes: i64::try_from(file.bytes.len())?,
            width,
            height,
            name: name(&file.source_path),
            user_id: None,
        };
        let known = media::find_media(&mut transaction, &file.url).await?.is_some();
        let id = media::ensure_media(&mut transaction, &row, now).await?;
        if !known && let Some(work) = MakeVariants::of(id, &file.url, file.mime, width) {
            jobs::enqueue(&mut transaction, &work, now, Again::Keep).await?;
        }
    }
    transaction.commit().await?;
    Ok(stored)
}

/// How many of `files` are not there yet.
pub fn count_new(shelf: &Path, files: &[MediaFile]) -> usize {
    files.iter().filter(|file| !place(shelf, file).exists()).count()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn place(shelf: &Path, file: &MediaFile) -> PathBuf {
    shelf.join(file.url.trim_start_matches("/media/"))
}

/// A file appears under its name only when all of it is on the disk.
fn write(shelf: &Path, files: &[MediaFile]) -> io::Result<()> {
    for file in files {
        let place = place(shelf, file);
        let draft = place.with_extension("part");
        let mut handle = File::create(&draft)?;
        handle.write_all(&file.bytes)?;
        handle.sync_data()?;
        fs::rename(&draft, &place)?;
    }
    if files.is_empty() {
        Ok(())
    } else {
        File::open(shelf)?.sync_all()
    }
}
