//! Which picture stands at the head of a post.

use super::{
    entry::Entry,
    fields::CoverWish,
    folder::{FolderCover, Warning},
    source::{name, parent},
    targets::{Resolver, Target},
};

/// The picture of post `index`: what its front matter asks for, else a file of its bundle called `cover` or
/// `feature`, else what it shows in previews elsewhere.
pub fn cover(
    index: usize,
    entry: &Entry,
    body: &str,
    resolver: &mut Resolver<'_>,
    warnings: &mut Vec<Warning>,
) -> Option<FolderCover> {
    let wishes = &entry.fields.covers;
    let mut missing = None;
    for wish in wishes.iter().filter(|wish| wish.own) {
        match find(index, wish, body, resolver) {
            Ok(cover) => return Some(cover),
            Err(reason) => missing = missing.or(Some((wish, reason))),
        }
    }
    if let Some((wish, reason)) = missing {
        let line = entry.document.line_of(&wish.key);
        warnings.push(Warning {
            file: entry.path.clone(),
            line,
            reason,
        });
    }
    let wanted = entry.fields.wants_named_cover;
    let beside = beside(entry, resolver).map(|src| CoverWish {
        key: "cover".to_owned(),
        src,
        alt: None,
        own: true,
    });
    let previews = wishes.iter().filter(|wish| !wish.own);
    let found = beside
        .iter()
        .chain(previews)
        .find_map(|wish| find(index, wish, body, resolver).ok());
    if found.is_none() && wanted == Some(true) {
        let line = entry.document.line_of("showcover");
        let reason = "asks for its cover (showCover), but no picture named cover lies beside it".to_owned();
        warnings.push(Warning {
            file: entry.path.clone(),
            line,
            reason,
        });
    }
    // Nobody asked for it at the head of the post, and the text shows it: once is enough.
    found.filter(|cover| wanted == Some(true) || !body.contains(cover.url.as_str()))
}

fn beside(entry: &Entry, resolver: &Resolver<'_>) -> Option<String> {
    if !entry.is_bundle() {
        return None;
    }
    let called = |start: &str| {
        let siblings = resolver.tree.siblings(parent(&entry.path)).map(name);
        siblings
            .filter(|name| !name.ends_with(".md"))
            .find(|name| name.to_lowercase().starts_with(start))
            .map(str::to_owned)
    };
    called("cover.").or_else(|| called("feature"))
}

fn find(
    index: usize,
    wish: &CoverWish,
    body: &str,
    resolver: &mut Resolver<'_>,
) -> Result<FolderCover, String> {
    let alt = |url: &str| wish.alt.clone().or_else(|| alt_in(body, url)).unwrap_or_default();
    match resolver.resolve(index, &wish.src) {
        Target::Kept if wish.src.starts_with("https://") || wish.src.starts_with("http://") => {
            Ok(FolderCover {
                hash: None,
                url: wish.src.clone(),
                alt: alt(&wish.src),
            })
        }
        Target::Moved(url) => match resolver.shelf.by_url(&url) {
            Some(file) if file.size.is_some() => Ok(FolderCover {
                hash: Some(file.hash.clone()),
                alt: alt(&url),
                url,
            }),
            _ => Err(format!("the cover “{}” is no picture", wish.src)),
        },
        Target::Dead(_, Some(reason)) => Err(format!("the cover is left out: {reason}")),
        _ => Err(format!("the cover “{}” is not in the folder", wish.src)),
    }
}

/// What the text says of the picture where it shows it.
fn alt_in(body: &str, url: &str) -> Option<String> {
    let before = body.get(..body.find(&format!("]({url}"))?)?;
    let alt = before.get(before.rfind("![")? + 2..)?;
    (!alt.contains(['[', ']', '\n'])).then(|| alt.to_owned())
}
