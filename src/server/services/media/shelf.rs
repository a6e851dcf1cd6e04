//! The folder in which pictures lie. A file appears there under its name only when all of it is on the disk.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::model::media::{WIDTHS, variant};

/// How files end that are not whole yet.
const UNFINISHED: &str = "part";

/// After this long nobody is writing an unfinished file any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is being written; gone when it is dropped before it is put into its place.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    folder: PathBuf,
}

impl Unfinished {
    /// A new one on this shelf.
    pub fn begin(folder: &Path) -> Self {
        let name = format!("{}.{UNFINISHED}", uuid::Uuid::new_v4());
        Self {
            path: folder.join(name),
            folder: folder.to_owned(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes its content these bytes, and waits until they are on the disk.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(&self.path)?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    /// Puts it where `address` says, and waits until that is on the disk. What is there already is the same.
    pub fn settle(&self, address: &str) -> io::Result<()> {
        fs::rename(&self.path, place(&self.folder, address))?;
        File::open(&self.folder)?.sync_all()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone already where it was put into its place.
        let _ = fs::remove_file(&self.path);
    }
}

/// Where the file at an address lies.
pub fn place(folder: &Path, address: &str) -> PathBuf {
    folder.join(address.trim_start_matches("/media/"))
}

/// Removes a picture and everything that was made of it.
pub fn remove(folder: &Path, address: &str) -> io::Result<()> {
    let smaller = WIDTHS.into_iter().filter_map(|width| variant(address, width));
    for address in smaller.chain([address.to_owned()]) {
        match fs::remove_file(place(folder, &address)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Removes what uploads left behind that were cut off.
pub fn sweep(folder: &Path, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let age = now
            .duration_since(entry.metadata()?.modified()?)
            .unwrap_or_default();
        if path.extension().is_some_and(|end| end == UNFINISHED) && age > ABANDONED {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &str = "/media/0123456789abcdef0123456789abcdef.png";

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_when_it_is_whole_and_leaves_nothing_when_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = Unfinished::begin(folder.path());
        file.write(b"longer than it will be").unwrap();
        file.write(b"whole").unwrap();
        assert!(names(folder.path())[0].ends_with(".part"));
        file.settle(PNG).unwrap();
        drop(file);
        Unfinished::begin(folder.path()).write(b"cut off").unwrap();
        assert_eq!(names(folder.path()), ["0123456789abcdef0123456789abcdef.png"]);
        assert_eq!(fs::read(place(folder.path(), PNG)).unwrap(), b"whole");
    }

    #[test]
    fn what_goes_goes_in_all_its_sizes_and_only_that() {
        let folder = tempfile::tempdir().unwrap();
        let other = PNG.replace("0123", "abcd");
        for address in [
            PNG,
            &variant(PNG, 480).unwrap(),
            &variant(PNG, 1600).unwrap(),
            &other,
        ] {
            fs::write(place(folder.path(), address), "x").unwrap();
        }
        remove(folder.path(), PNG).unwrap();
        remove(folder.path(), PNG).unwrap();
        assert_eq!(names(folder.path()), [other.trim_start_matches("/media/")]);
    }

    #[test]
    fn only_what_was_given_up_long_ago_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.part"), "x").unwrap();
        fs::write(folder.path().join("b.png"), "x").unwrap();
        sweep(folder.path(), SystemTime::now()).unwrap();
        assert_eq!(names(folder.path()), ["a.part", "b.png"]);
        sweep(folder.path(), SystemTime::now() + 2 * ABANDONED).unwrap();
        assert_eq!(names(folder.path()), ["b.png"]);
    }
}
