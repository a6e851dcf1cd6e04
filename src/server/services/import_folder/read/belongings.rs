//! Reads what an own export holds of the site itself: the file of its settings, and the owner's résumé.

use super::{
    folder::{Folder, FolderResume, Skipped, Warning},
    source::Tree,
};
use crate::{
    model::resume::{MAX_RESUME, too_large},
    server::services::{
        media::hash_of,
        settings::file::{MOST_BYTES, most},
        written::rest::{RESUME, Rest, ResumeFacts, SETTINGS},
    },
};

/// Adds both to `folder`, and what of them cannot be read.
pub fn read(tree: &Tree, rest: &Rest, folder: &mut Folder) {
    match read_settings(tree) {
        Ok(settings) => folder.settings = settings,
        Err(reason) => folder.skipped.push(Skipped {
            file: SETTINGS.to_owned(),
            line: None,
            reason,
            faulty: true,
        }),
    }
    if let Some(facts) = &rest.resume {
        let path = format!("{RESUME}/{}", facts.file);
        match read_resume(tree, &path, facts) {
            Ok(resume) => folder.resume = Some(resume),
            Err(reason) => folder.warnings.push(Warning {
                file: path,
                line: None,
                reason,
            }),
        }
    }
}

fn read_settings(tree: &Tree) -> Result<Option<String>, String> {
    if !tree.has(SETTINGS) {
        return Ok(None);
    }
    if tree.size(SETTINGS) > MOST_BYTES {
        return Err(format!("is too large for a file of settings: {}", most()));
    }
    let bytes = tree
        .read(SETTINGS)
        .map_err(|error| format!("cannot be read ({error})"))?;
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8; save it as UTF-8".to_owned())?;
    Ok(Some(text))
}

fn read_resume(tree: &Tree, path: &str, facts: &ResumeFacts) -> Result<FolderResume, String> {
    if !tree.has(path) {
        return Err("is the résumé, and not in the folder: export again, or put it there".to_owned());
    }
    if tree.size(path) > MAX_RESUME {
        return Err(format!("is the résumé, and left out: {}", too_large()));
    }
    let bytes = tree
        .read(path)
        .map_err(|error| format!("is the résumé, and cannot be read ({error})"))?;
    if hash_of(&bytes) != facts.hash {
        return Err(
            "is not the résumé that was exported, and left out; if it is meant, take it over with: logbook settings \
             set resume"
                .to_owned(),
        );
    }
    Ok(FolderResume {
        path: path.to_owned(),
        hash: facts.hash.clone(),
        bytes,
    })
}
