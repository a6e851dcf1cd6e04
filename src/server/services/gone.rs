//! Whether something was here that its owner threw away.

use super::redirects::normalise;
use crate::server::{
    context::Context,
    db::{
        gone,
        redirects::{self, Target},
    },
    fault::Fault,
};

/// Why an address leads elsewhere that no tag or series had here.
const NEVER_THEIRS: [&str; 2] = ["hand", "import"];

/// Whether readers saw something at `path`, which leads nowhere now, and it was thrown away since. One query.
///
/// A slash or `.html` at the end makes no difference.
pub async fn is_gone(context: &Context, path: &str) -> Result<bool, Fault> {
    let Some(path) = normalise(path) else {
        return Ok(false);
    };
    let stem = path
        .strip_suffix(".html")
        .map(|stem| stem.strip_suffix("/index").unwrap_or(stem));
    let mut reader = context.database.reader().await?;
    if gone::is_gone(&mut reader, &path).await? {
        return Ok(true);
    }
    match stem {
        Some(stem) => Ok(gone::is_gone(&mut reader, stem).await?),
        None => Ok(false),
    }
}

/// Whether a tag or series was at `path` and was deleted, so that its address leads to something else. One query.
pub async fn is_deleted_list(context: &Context, path: &str) -> Result<bool, Fault> {
    let Some(path) = normalise(path) else {
        return Ok(false);
    };
    let mut reader = context.database.reader().await?;
    let redirect = redirects::read_redirect(&mut reader, &path).await?;
    Ok(redirect.is_some_and(|redirect| {
        !NEVER_THEIRS.contains(&redirect.origin.as_str())
            && !matches!(redirect.ends_at(), Target::Tag(_) | Target::Series(_))
    }))
}
