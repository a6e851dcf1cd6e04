//! Which files the browser loads: their names, hashed or not, are read once at start-up.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use sha2::{Digest as _, Sha256};

use crate::model::assets::Assets;

/// What the desk's pages add to the style of all pages. It is not in their file, so that readers do not load it.
pub struct DeskStyle {
    /// Its address, which changes with the text.
    pub path: String,
    /// The style.
    pub text: &'static str,
}

/// The desk's style.
pub static DESK_STYLE: LazyLock<DeskStyle> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../../style/desk/door.css"),
        include_str!("../../style/desk/frame.css"),
        include_str!("../../style/desk/people.css"),
        include_str!("../../style/desk/sorting.css"),
        include_str!("../../style/desk/editor.css"),
        include_str!("../../style/desk/media.css"),
        include_str!("../../style/desk/sheet.css"),
        include_str!("../../style/desk/numbers.css"),
        include_str!("../../style/desk/settings.css"),
    );
    let hash = Sha256::digest(text);
    let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    DeskStyle {
        path: format!("/desk/{name}.css"),
        text,
    }
});

/// The folder that cargo-leptos fills, and the names in it.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    /// The folder.
    pub root: PathBuf,
    /// What a page names.
    pub assets: Assets,
}

impl SiteFiles {
    /// Reads the names below `root`; `hashes` is the file that cargo-leptos writes beside the executable.
    ///
    /// Files without a hash in their name (a development build) are used where the hashed ones are missing.
    pub fn find(root: &Path, hashes: Option<&Path>) -> Self {
        let hashes = hashes
            .and_then(|file| fs::read_to_string(file).ok())
            .unwrap_or_default();
        let hashes: HashMap<&str, &str> = hashes
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(kind, hash)| (kind.trim(), hash.trim()))
            .collect();
        let name = |extension: &str| {
            let hashed = hashes
                .get(extension)
                .map(|hash| format!("logbook.{hash}.{extension}"));
            let plain = format!("logbook.{extension}");
            let found = hashed
                .filter(|name| root.join("pkg").join(name).exists())
                .unwrap_or(plain);
            format!("/pkg/{found}")
        };
        let wasm = name("wasm");
        // wasm-bindgen's own name, which cargo-leptos keeps in some builds.
        let wasm = if root.join(&wasm[1..]).exists() || !root.join("pkg/logbook_bg.wasm").exists() {
            wasm
        } else {
            "/pkg/logbook_bg.wasm".to_owned()
        };
        let assets = Assets {
            css: name("css"),
            desk: DESK_STYLE.path.clone(),
            js: name("js"),
            wasm,
        };
        Self {
            root: root.to_owned(),
            assets,
        }
    }

    /// Whether the browser's files were built at all.
    pub fn are_built(&self) -> bool {
        self.root.join(self.assets.js.trim_start_matches('/')).exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_win_only_where_the_files_are() {
        let folder = tempfile::tempdir().unwrap();
        let hashes = folder.path().join("hash.txt");
        fs::write(&hashes, "js: AbC\nwasm: DeF\ncss: GhI\n").unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        fs::write(folder.path().join("pkg/logbook.AbC.js"), "").unwrap();
        let files = SiteFiles::find(folder.path(), Some(&hashes));
        assert_eq!(files.assets.js, "/pkg/logbook.AbC.js");
        assert_eq!(files.assets.css, "/pkg/logbook.css");
        assert!(files.are_built());
    }
}
