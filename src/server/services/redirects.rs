//! Where an old address leads.

use crate::{
    model::{
        address::PORTFOLIO,
        find::{Place, PostQuery},
    },
    server::{
        calendar,
        context::Context,
        db::{Connection, redirects},
        fault::Fault,
    },
};

/// Lists that have feeds.
pub const FED: [&str; 3] = ["/tags/", "/series/", "/authors/"];

/// Folders of the site whose entries are named by slugs. Pages are besides at its root, which has no name.
pub const FOLDERS: [&str; 5] = ["posts", "tags", "authors", "series", PORTFOLIO];

/// The present path of what was once at `path`; nothing when nothing was.
///
/// A slash or `.html` at the end makes no difference.
pub async fn find_redirect(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    let Some(path) = normalise(path) else {
        return Ok(None);
    };
    let mut reader = context.database.reader().await?;
    let now = calendar::now();
    if let Some(target) = redirects::find_redirect(&mut reader, &path, now).await? {
        return Ok(Some(target));
    }
    match without_end(&path) {
        Some(stem) => Ok(redirects::find_redirect(&mut reader, stem, now).await?),
        None => Ok(None),
    }
}

/// A path without the end of a file of a page; nothing where it has none.
pub fn without_end(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".html")?;
    Some(stem.strip_suffix("/index").unwrap_or(stem))
}

/// The same question with the present names of its tags; nothing where none of these `unknown` ones has another name now.
pub async fn follow_tags(
    reader: &mut Connection,
    query: &PostQuery,
    unknown: &[&String],
) -> Result<Option<PostQuery>, Fault> {
    if unknown.is_empty() {
        return Ok(None);
    }
    let path = |slug: &String| format!("/tags/{slug}");
    let paths: Vec<String> = unknown.iter().map(|slug| path(slug)).collect();
    let moved = redirects::find_tags_at(reader, &paths).await?;
    if moved.is_empty() {
        return Ok(None);
    }
    let follow = |slug: &String| {
        let moved = moved.iter().find(|(old, _)| *old == path(slug));
        moved.map_or_else(|| slug.clone(), |(_, present)| present.clone())
    };
    let followed = PostQuery {
        tags: query.tags.iter().map(follow).collect(),
        not: query.not.iter().map(follow).collect(),
        ..query.clone()
    };
    // Two of them may be one by now.
    Ok(PostQuery::parse(&followed.to_query()))
}

/// The one address of a question at `place`, with the present names of its tags. One query where it has any.
pub async fn address_of(context: &Context, place: Place, asked: &PostQuery) -> Result<String, Fault> {
    let tags: Vec<&String> = asked.tags.iter().chain(&asked.not).collect();
    if tags.is_empty() {
        return Ok(asked.href(place));
    }
    let mut reader = context.database.reader().await?;
    let followed = follow_tags(&mut reader, asked, &tags).await?;
    Ok(followed.as_ref().unwrap_or(asked).href(place))
}

/// Whether readers find something under this name in this folder of the site, or without one at its root.
pub async fn is_there(context: &Context, folder: &str, slug: &str) -> Result<bool, Fault> {
    let mut reader = context.database.reader().await?;
    Ok(redirects::is_there(&mut reader, folder, slug, calendar::now()).await?)
}

/// A path as redirects are stored: decoded, a leading slash, none at the end.
pub fn normalise(path: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let trimmed = decoded.trim_end_matches('/');
    (!trimmed.is_empty() && trimmed.len() <= 2_000).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_escapes_make_no_difference() {
        assert_eq!(
            normalise("/2015/05/11/traits/").as_deref(),
            Some("/2015/05/11/traits")
        );
        assert_eq!(normalise("/%C3%BCber").as_deref(), Some("/über"));
        assert_eq!(normalise("/"), None);
        assert_eq!(normalise("/%FF"), None);
    }
}
