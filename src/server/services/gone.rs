//! Whether something was here that its owner threw away.

use super::redirects::normalise;
use crate::server::{context::Context, db::gone, fault::Fault};

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
