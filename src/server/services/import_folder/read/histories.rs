//! Finds what an own export holds of what readers saw of its posts and were told of their changes.

use super::{
    folder::{Folder, FolderHistory, Skipped},
    source::Tree,
};
use crate::server::services::written::history::HISTORY;

/// Most bytes of one of these files: some hundred texts of the longest kind, some thousands of most.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Adds the files to `folder`, unread.
pub fn find(tree: &Tree, folder: &mut Folder) {
    for path in tree.siblings(HISTORY).filter(|path| path.ends_with(".toml")) {
        if tree.size(path) > MOST_BYTES {
            folder.skipped.push(Skipped {
                file: path.to_owned(),
                line: None,
                reason: format!("is longer than {} MiB", MOST_BYTES / 1024 / 1024),
                faulty: true,
            });
        } else if let Ok(place) = tree.place(path) {
            folder.histories.push(FolderHistory {
                path: path.to_owned(),
                place: place.clone(),
            });
        }
    }
}
