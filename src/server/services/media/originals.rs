//! The files that pictures were made of, as they were sent, where the owner wants them kept. They say what was taken out of the
//! pictures, such as where a photograph was made: so they lie in a folder of their own, which nothing gives out to readers.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    picture::{Clean, Packed},
    shelf::Unfinished,
};
use crate::{
    model::media::{KEPT, ORIGINALS},
    server::context::Context,
};

/// Name of their folder, beside that of the pictures.
const FOLDER: &str = "originals";

/// How their names can end.
const ENDS: [&str; 5] = ["png", "jpg", "webp", "gif", "svg"];

/// Whether they are to be kept.
pub fn are_kept(context: &Context) -> bool {
    context
        .settings
        .values()
        .get(ORIGINALS)
        .is_some_and(|choice| choice == KEPT)
}

/// One that is on the disk and has no name yet; gone when it is dropped before it has.
#[derive(Debug)]
pub struct Original {
    file: Unfinished,
    end: &'static str,
}

impl Original {
    /// Writes the file of which a picture was made. `media` is the folder of the pictures.
    pub fn write(media: &Path, bytes: &[u8], made: &Clean) -> io::Result<Self> {
        let folder = folder_of(media);
        fs::create_dir_all(&folder)?;
        let file = Unfinished::begin(&folder);
        file.write(bytes)?;
        let end = match Packed::of(bytes) {
            Some(Packed::Png) => "png",
            Some(Packed::Jpeg) => "jpg",
            Some(Packed::Webp) => "webp",
            // Of these kinds it is made anew as the same.
            None => made.extension,
        };
        Ok(Self { file, end })
    }

    /// What it is called where the picture is at `path`.
    pub fn name(&self, path: &str) -> String {
        format!("{}.{}", stem_of(path), self.end)
    }

    /// Gives it this name, and waits until that is on the disk.
    pub fn settle(&self, name: &str) -> io::Result<()> {
        self.file.settle(name)
    }
}

/// Their folder. `media` is that of the pictures.
pub fn folder_of(media: &Path) -> PathBuf {
    media.with_file_name(FOLDER)
}

/// Removes the one of the picture at `path`, if there is one. `media` is the folder of the pictures.
pub fn remove(media: &Path, path: &str) -> io::Result<()> {
    let folder = folder_of(media);
    for end in ENDS {
        match fs::remove_file(folder.join(format!("{}.{end}", stem_of(path)))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// What is the same in the names of a picture and of all that belongs to it.
fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
