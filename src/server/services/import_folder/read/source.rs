//! Where the files come from: a folder on disk or files built into the program. It finds and reads files and
//! knows nothing of what is in them.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::folder::{ReadError, Skipped};

/// A tree of files.
#[derive(Clone, Debug)]
pub enum Source {
    /// A folder on disk.
    Disk(PathBuf),
    /// Paths (with `/` between the parts) and contents of files built into the program.
    Embedded(Vec<(String, &'static [u8])>),
}

/// Names of folders that hold no contents.
const IGNORED: &[&str] = &["__MACOSX", "node_modules"];

/// The files of a source by their path relative to it.
#[derive(Debug)]
pub struct Tree {
    files: BTreeMap<String, Place>,
}

/// Where one file is.
#[derive(Clone, Debug)]
pub enum Place {
    /// On disk.
    Disk(PathBuf),
    /// Built into the program.
    Embedded(&'static [u8]),
}

impl Place {
    /// The bytes of the file, as they are now.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::Disk(file) => fs::read(file),
            Self::Embedded(bytes) => Ok(bytes.to_vec()),
        }
    }
}

impl Tree {
    /// Walks a source; what cannot or must not be entered is listed in `skipped`.
    pub fn walk(source: &Source, skipped: &mut Vec<Skipped>) -> Result<Self, ReadError> {
        let mut files = BTreeMap::new();
        match source {
            Source::Embedded(list) => {
                files.extend(
                    list.iter()
                        .map(|(path, bytes)| (path.clone(), Place::Embedded(bytes))),
                );
            }
            Source::Disk(root) => walk_disk(root, &mut files, skipped)?,
        }
        Ok(Self { files })
    }

    /// All paths, in the order of the alphabet.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether there is such a file.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether any file lies below the folder `path`.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.files
            .range(prefix.clone()..)
            .next()
            .is_some_and(|(found, _)| found.starts_with(&prefix))
    }

    /// The files directly in the folder `path` (empty for the root).
    pub fn siblings(&self, path: &str) -> impl Iterator<Item = &str> {
        let prefix = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        let from = prefix.clone();
        self.files
            .range(from..)
            .map(|(found, _)| found.as_str())
            .take_while({
                let prefix = prefix.clone();
                move |found| found.starts_with(&prefix)
            })
            .filter(move |found| found.get(prefix.len()..).is_some_and(|name| !name.contains('/')))
    }

    /// The size of a file in bytes, zero if it is not there.
    pub fn size(&self, path: &str) -> u64 {
        match self.files.get(path) {
            Some(Place::Embedded(bytes)) => bytes.len() as u64,
            Some(Place::Disk(file)) => fs::metadata(file).map_or(0, |about| about.len()),
            None => 0,
        }
    }

    /// The first bytes of a file, at most `most`; none of one that cannot be read.
    pub fn beginning(&self, path: &str, most: u64) -> Vec<u8> {
        let mut found = Vec::new();
        let read = match self.files.get(path) {
            Some(Place::Embedded(bytes)) => bytes.take(most).read_to_end(&mut found),
            Some(Place::Disk(file)) => {
                fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut found))
            }
            None => Ok(0),
        };
        if read.is_err() {
            found.clear();
        }
        found
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.place(path)?.read()
    }

    /// Where a file is, for who reads it later.
    pub fn place(&self, path: &str) -> io::Result<&Place> {
        self.files.get(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// When a file was last written, in Unix milliseconds; unknown for what is built in.
    pub fn modified(&self, path: &str) -> Option<i64> {
        let Some(Place::Disk(file)) = self.files.get(path) else {
            return None;
        };
        let since = fs::metadata(file)
            .ok()?
            .modified()
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        i64::try_from(since.as_millis()).ok()
    }
}

fn walk_disk(
    root: &Path,
    files: &mut BTreeMap<String, Place>,
    skipped: &mut Vec<Skipped>,
) -> Result<(), ReadError> {
    let unreadable = |source| ReadError::Unreadable {
        path: root.to_owned(),
        source,
    };
    let root = fs::canonicalize(root).map_err(unreadable)?;
    if !root.is_dir() {
        return Err(ReadError::NotAFolder(root));
    }
    fs::read_dir(&root).map_err(|source| ReadError::Unreadable {
        path: root.clone(),
        source,
    })?;
    let skip = |file: String, reason: String| Skipped {
        file,
        line: None,
        reason,
        faulty: true,
    };
    let walker = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !name.starts_with('.') && !IGNORED.contains(&name.as_ref())
        });
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let file = error.path().map(|path| relative(&root, path)).unwrap_or_default();
                skipped.push(skip(file, "cannot be read; check its permissions".to_owned()));
                continue;
            }
        };
        let path = relative(&root, entry.path());
        if entry.file_type().is_dir() {
            continue;
        }
        if entry.file_type().is_symlink() {
            // A link to a file of the same folder is that file; a linked folder could lead round in a circle.
            let target = fs::canonicalize(entry.path());
            match target {
                Ok(target) if target.starts_with(&root) && target.is_file() => {
                    files.insert(path, Place::Disk(target));
                }
                Ok(target) if target.starts_with(&root) => skipped.push(skip(
                    path,
                    "is a link to a folder, which is not followed; the folder itself is read where it lies"
                        .to_owned(),
                )),
                Ok(_) => skipped.push(skip(
                    path,
                    "is a link out of the folder, which is not followed".to_owned(),
                )),
                Err(_) => skipped.push(skip(path, "is a link that leads nowhere".to_owned())),
            }
            continue;
        }
        if entry.path().to_str().is_none() {
            skipped.push(skip(path, "has a name that is not UTF-8; rename it".to_owned()));
            continue;
        }
        files.insert(path, Place::Disk(entry.path().to_owned()));
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The folder a file lies in, empty for the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Puts a relative path upon a folder and resolves `.` and `..`; none if it leads out of the root.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_of_the_folder_and_nowhere_else() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let at = |name: &str| inside.path().join(name);
        fs::create_dir_all(at("posts")).unwrap();
        fs::create_dir_all(at(".git")).unwrap();
        fs::write(at("posts/a.md"), "a").unwrap();
        fs::write(at(".git/config.md"), "no").unwrap();
        std::os::unix::fs::symlink(at("posts/a.md"), at("b.md")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), at("secret.md")).unwrap();
        std::os::unix::fs::symlink(outside.path(), at("elsewhere")).unwrap();
        std::os::unix::fs::symlink(at("posts"), at("posts/round")).unwrap();
        std::os::unix::fs::symlink(at("gone"), at("broken.md")).unwrap();
        let mut skipped = Vec::new();
        let tree = Tree::walk(&Source::Disk(inside.path().to_owned()), &mut skipped).unwrap();
        assert_eq!(tree.paths().collect::<Vec<_>>(), ["b.md", "posts/a.md"]);
        let mut files: Vec<_> = skipped.iter().map(|skip| skip.file.as_str()).collect();
        files.sort_unstable();
        assert_eq!(files, ["broken.md", "elsewhere", "posts/round", "secret.md"]);
    }

    #[test]
    fn a_path_out_of_the_root_joins_to_nothing() {
        assert_eq!(join("a/b", "../c.png").as_deref(), Some("a/c.png"));
        assert_eq!(join("a", "../../etc/passwd"), None);
    }

    #[test]
    fn a_missing_folder_and_a_file_are_errors_that_say_so() {
        let mut skipped = Vec::new();
        let missing = Tree::walk(&Source::Disk("/no/such/folder".into()), &mut skipped).unwrap_err();
        assert!(missing.to_string().contains("/no/such/folder"));
        // What the system says follows from the cause, once.
        assert!(!missing.to_string().contains("os error"), "{missing}");
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Tree::walk(&Source::Disk(file.path().to_owned()), &mut skipped).unwrap_err();
        assert!(matches!(error, ReadError::NotAFolder(_)));
    }
}
