//! Whole folders, written by the test or real, read through the one door.

mod bad_input;
mod fixtures;
mod formats;
mod kinds;
mod links_and_media;
mod series;

use super::*;

/// 2026-06-01T00:00:00Z.
const NOW: i64 = 1_780_272_000_000;

/// The smallest PNG: 1 × 1, transparent.
pub(super) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0,
    1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

fn options() -> Options {
    Options {
        keywords_as_tags: true,
        permalink: None,
        base_url: None,
        now_ms: NOW,
        zone: jiff::tz::TimeZone::UTC,
        language: "en".to_owned(),
    }
}

/// A folder on disk with these files.
fn written(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn read_with(files: &[(&str, &[u8])], existing: &Existing, options: &Options) -> Folder {
    let folder = written(files);
    read(
        &Source::Disk(folder.path().to_owned()),
        existing,
        options,
        &mut |_| {},
    )
    .unwrap()
}

fn read_texts(files: &[(&str, &str)]) -> Folder {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    read_with(&files, &Existing::default(), &options())
}

fn post_of<'a>(folder: &'a Folder, source_path: &str) -> &'a FolderPost {
    folder
        .posts
        .iter()
        .find(|post| post.source_path == source_path)
        .unwrap_or_else(|| panic!("{source_path} is no post"))
}

fn reasons(folder: &Folder) -> Vec<String> {
    folder
        .warnings
        .iter()
        .map(|w| format!("{}:{}: {}", w.file, w.line.unwrap_or(0), w.reason))
        .collect()
}

fn day(text: &str) -> Option<i64> {
    Some(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}
