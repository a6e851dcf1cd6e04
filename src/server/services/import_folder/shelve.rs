//! Puts pictures where readers get them: on disk first, then under their names and into the database at once.

use std::{collections::BTreeMap, fs, io, path::Path};

use anyhow::Context as _;

use super::read::{MediaFile, Warning};
use crate::server::{
    db::{
        Database,
        media::{self, NewMedia},
    },
    services::{
        jobs::{self, Again, MakeVariants},
        media::shelf::{Unfinished, place, sync},
    },
};

/// What was stored.
#[derive(Debug)]
pub struct Shelved {
    /// Files that were not there before.
    pub new: usize,
    /// Files that could not be had any more, and why.
    pub lost: Vec<Warning>,
}

/// Stores those of `files` that are not there yet, and those that an older version left there with their notes. Of all of them
/// one is in memory at a time.
pub async fn shelve(
    database: &Database,
    shelf: &Path,
    files: &[MediaFile],
    now: i64,
) -> anyhow::Result<Shelved> {
    let new = count_new(shelf, files);
    let missing: Vec<MediaFile> = missing_of(shelf, files).into_iter().cloned().collect();
    let cannot = || format!("cannot write pictures to {}", shelf.display());
    let folder = shelf.to_owned();
    let written = tokio::task::spawn_blocking(move || write(&folder, missing))
        .await?
        .with_context(cannot)?;
    // They get their names with the writer's place held: whoever removes what nobody knows asks the database, and waits.
    let mut transaction = database.begin().await?;
    let mut gone = missing_of(shelf, files);
    gone.retain(|file| !written.files.contains_key(&file.url) && !written.lost.contains_key(&file.url));
    let gone: Vec<MediaFile> = gone.into_iter().cloned().collect();
    let folder = shelf.to_owned();
    let lost = tokio::task::spawn_blocking(move || settle(&folder, written, gone))
        .await?
        .with_context(cannot)?;
    for file in files.iter().filter(|file| !lost.contains_key(&file.url)) {
        let (width, height) = file.size.unwrap_or_default();
        let row = NewMedia {
            hash: &file.hash,
            path: &file.url,
            mime: file.mime,
            bytes: i64::try_from(file.length)?,
            width,
            height,
            name: &file.name,
            user_id: None,
        };
        let known = media::find_media(&mut transaction, &file.url).await?.is_some();
        let id = media::ensure_media(&mut transaction, &row, now).await?;
        if !known && let Some(work) = MakeVariants::of(id, &file.url, file.mime, width) {
            jobs::enqueue(&mut transaction, &work, now, Again::Keep).await?;
        }
    }
    transaction.commit().await?;
    Ok(Shelved {
        new: new.saturating_sub(lost.len()),
        lost: lost.into_values().collect(),
    })
}

/// How many of `files` are not there yet.
pub fn count_new(shelf: &Path, files: &[MediaFile]) -> usize {
    let is_new = |file: &&MediaFile| !place(shelf, &file.url).exists();
    files.iter().filter(is_new).count()
}

/// Those of the files that are not there as they are to be. An address is that of one file, of which more or less may be kept.
fn missing_of<'a>(shelf: &Path, files: &'a [MediaFile]) -> Vec<&'a MediaFile> {
    let missing = |file: &&MediaFile| {
        let there = fs::metadata(place(shelf, &file.url));
        there.map_or(true, |there| there.len() != file.length)
    };
    files.iter().filter(missing).collect()
}

/// Files that were written and have no names yet, and those that could not be, by the addresses that they are to have.
#[derive(Default)]
struct Written {
    files: BTreeMap<String, Unfinished>,
    lost: BTreeMap<String, Warning>,
}

/// Writes files that have no names yet, one after the other.
fn write(shelf: &Path, files: Vec<MediaFile>) -> io::Result<Written> {
    let mut written = Written::default();
    for file in files {
        match file.bytes() {
            Ok(bytes) => {
                let draft = Unfinished::begin(shelf);
                draft.write(&bytes)?;
                written.files.insert(file.url, draft);
            }
            Err(reason) => {
                let lost = Warning {
                    file: file.source_path,
                    line: None,
                    reason,
                };
                written.lost.insert(file.url, lost);
            }
        }
    }
    Ok(written)
}

/// Gives what was written its names, and that which was there before and is `gone` by now; answers what could not be had.
fn settle(shelf: &Path, mut written: Written, gone: Vec<MediaFile>) -> io::Result<BTreeMap<String, Warning>> {
    let again = write(shelf, gone)?;
    written.files.extend(again.files);
    written.lost.extend(again.lost);
    for (url, file) in &written.files {
        file.put(url)?;
    }
    if !written.files.is_empty() {
        sync(shelf)?;
    }
    Ok(written.lost)
}
