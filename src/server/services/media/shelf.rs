//! The folder in which pictures lie. A file appears there under its name only when all of it is on the disk.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::model::media::{WIDTHS, variant};

/// How the addresses of its files begin.
const SHELF: &str = "/media/";

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
        self.put(address)?;
        sync(&self.folder)
    }

    /// Puts it where `address` says; with [`sync`] that is on the disk.
    pub fn put(&self, address: &str) -> io::Result<()> {
        fs::rename(&self.path, place(&self.folder, address))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone already where it was put into its place.
        let _ = fs::remove_file(&self.path);
    }
}

/// Waits until the names of all files in the folder are on the disk.
pub fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Where the file at an address lies.
pub fn place(folder: &Path, address: &str) -> PathBuf {
    folder.join(bare(address))
}

/// The name of a file that readers may get at an address, which is decoded; nothing where there can be none: of what is still
/// being written, and of what nobody put here.
pub fn name_at(address: &str) -> Option<&str> {
    // As it is served: slashes at either end make no difference.
    let name = address.strip_prefix(SHELF)?.trim_matches('/');
    let path = Path::new(name);
    let is_ours = path
        .components()
        .all(|part| matches!(part, Component::Normal(part) if !part.as_encoded_bytes().starts_with(b".")));
    let is_whole = path.extension().is_none_or(|end| end != UNFINISHED);
    (!name.is_empty() && is_ours && is_whole).then_some(name)
}

/// Where the picture may be that the one at an address is a smaller one of; nowhere for any other address.
pub fn wholes_of(address: &str) -> Vec<String> {
    let stem = address.rsplit_once('-').map_or("", |(stem, _)| stem);
    let is_of = |whole: &String| {
        WIDTHS
            .into_iter()
            .any(|width| variant(whole, width).as_deref() == Some(address))
    };
    let wholes = ["webp", "png", "jpg", "jpeg"].map(|end| format!("{stem}.{end}"));
    wholes.into_iter().filter(is_of).collect()
}

/// Whether readers get a file at an address, which is decoded: it lies there, or that of which it is a smaller picture does.
pub fn is_there(folder: &Path, address: &str) -> io::Result<bool> {
    let Some(name) = name_at(address) else {
        return Ok(false);
    };
    if is_file(&folder.join(name))? {
        return Ok(true);
    }
    for whole in wholes_of(&format!("{SHELF}{name}")) {
        if is_file(&place(folder, &whole))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a file lies somewhere; a fault where nobody can tell.
fn is_file(place: &Path) -> io::Result<bool> {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    match fs::metadata(place) {
        Ok(data) => Ok(data.is_file()),
        Err(error) => match error.kind() {
            NotFound | NotADirectory | InvalidInput | InvalidFilename => Ok(false),
            _ => Err(error),
        },
    }
}

/// An address without its beginning, which may be left off.
fn bare(address: &str) -> &str {
    address.strip_prefix(SHELF).unwrap_or(address)
}

/// Removes a picture and everything that was made of it.
pub fn remove(folder: &Path, address: &str) -> io::Result<()> {
    let smaller = WIDTHS.into_iter().filter_map(|width| variant(address, width));
    smaller
        .chain([address.to_owned()])
        .try_for_each(|address| remove_name(folder, bare(&address)))
}

/// Removes what uploads left behind that were cut off. Answers the files that have lain here for long under the name of a
/// picture or of what was made of one, by the part of their names that is the same for all of these.
pub fn sweep(folder: &Path, now: SystemTime) -> io::Result<BTreeMap<String, Vec<String>>> {
    let mut settled: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        let stem = stem_of(&name).map(str::to_owned);
        let unfinished = Path::new(&name).extension().is_some_and(|end| end == UNFINISHED);
        if (!unfinished && stem.is_none()) || !is_abandoned(folder, &name, now)? {
            continue;
        }
        match stem.filter(|_| !unfinished) {
            Some(stem) => settled.entry(stem).or_default().push(name),
            None => remove_name(folder, &name)?,
        }
    }
    Ok(settled)
}

/// Removes those of these files that are still old: one of them may have come anew.
pub fn remove_abandoned(folder: &Path, names: &[String], now: SystemTime) -> io::Result<()> {
    for name in names {
        if is_abandoned(folder, name, now)? {
            remove_name(folder, name)?;
        }
    }
    Ok(())
}

/// Whether a file has not been written for so long that nobody is about to need it; not where it is gone.
fn is_abandoned(folder: &Path, name: &str, now: SystemTime) -> io::Result<bool> {
    let written = match fs::symlink_metadata(folder.join(name)) {
        Ok(data) if data.is_file() => data.modified()?,
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    Ok(now.duration_since(written).unwrap_or_default() > ABANDONED)
}

fn remove_name(folder: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(folder.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The first 32 characters of the hash of the picture that a file is, or is made of; nothing for other files.
fn stem_of(name: &str) -> Option<&str> {
    let (stem, _) = name.split_once('.')?;
    let stem = match stem.split_once('-') {
        Some((stem, width)) => width.parse::<u32>().ok().map(|_| stem)?,
        None => stem,
    };
    let is_hash = stem.len() == 32
        && stem
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    is_hash.then_some(stem)
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
    fn a_picture_is_there_in_all_its_sizes_once_it_is_there_itself() {
        let folder = tempfile::tempdir().unwrap();
        let is_there = |address: &str| is_there(folder.path(), address).unwrap();
        let smaller = variant(PNG, 480).unwrap();
        assert!(!is_there(PNG) && !is_there(&smaller));
        fs::write(place(folder.path(), PNG), "x").unwrap();
        assert!(is_there(PNG) && is_there(&smaller));
        assert_eq!(wholes_of(&smaller)[1], PNG);
        let odd = smaller.replace("480", "481");
        assert!(wholes_of(&odd).is_empty() && wholes_of(PNG).is_empty());
        let (twice, inside) = (format!("/media/{PNG}"), format!("{PNG}/a.png"));
        let long = format!("/media/{}.png", "a".repeat(300));
        for unfinished in ["a.part", ".hidden"] {
            fs::write(folder.path().join(unfinished), "x").unwrap();
        }
        for nowhere in [
            odd.as_str(),
            &twice,
            &inside,
            &long,
            "/media/a.part",
            "/media/a.part/.",
            "/media/.hidden",
            "/media/a\0b.png",
            "/media/",
            "/media/../media",
            "/media//etc/hosts",
            "/media/a-480.webp",
        ] {
            assert!(!is_there(nowhere), "{nowhere}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_looked_at_is_not_told_to_be_gone() {
        let folder = tempfile::tempdir().unwrap();
        let itself = folder.path().join("itself.png");
        std::os::unix::fs::symlink(&itself, &itself).unwrap();
        assert!(is_there(folder.path(), "/media/itself.png").is_err());
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
        let found = sweep(folder.path(), SystemTime::now() + 2 * ABANDONED).unwrap();
        assert_eq!(names(folder.path()), ["b.png"]);
        assert!(found.is_empty(), "nothing of ours");
    }

    #[test]
    fn what_has_lain_here_for_long_is_named_with_all_that_was_made_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let (stem, other) = ("0123456789abcdef0123456789abcdef", "f".repeat(32));
        let mine = [format!("{stem}-480.webp"), format!("{stem}.png")];
        let shouted = format!("{}.png", stem.to_uppercase());
        let foreign = [
            "notes.txt",
            "0123.png",
            "me-480.webp",
            &format!("{stem}-b.png"),
            &shouted,
        ];
        for name in mine.iter().map(String::as_str).chain(foreign) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join(&other)).unwrap();
        fs::create_dir(folder.path().join(format!("{other}.png"))).unwrap();
        let now = SystemTime::now();
        assert!(sweep(folder.path(), now).unwrap().is_empty());
        let mut found = sweep(folder.path(), now + 2 * ABANDONED).unwrap();
        found.values_mut().for_each(|names| names.sort());
        assert_eq!(found, BTreeMap::from([(stem.to_owned(), mine.to_vec())]));
        let gone = format!("{other}-480.webp");
        remove_abandoned(folder.path(), &[mine[0].clone(), gone], now).unwrap();
        assert!(folder.path().join(&mine[0]).exists(), "it came anew");
        remove_abandoned(folder.path(), &mine, now + 2 * ABANDONED).unwrap();
        assert_eq!(names(folder.path()).len(), foreign.len() + 2);
    }
}
