//! What is made of a post, page, project or series and has the address of that with an end: it as a file, what changed in it,
//! all of it to print. Feeds are not among it: readers' programs look for them in many places, see `services::feed::address`.

use crate::model::{address::is_reserved, status::Kind};

/// How the address of a post, page or project as a file ends.
pub const FILE: &str = ".md";

/// Whether something may be at an address, however that is spelt.
type MayBe = fn(&str) -> bool;

/// Each end, and where there may be something of which there is such a thing.
const ENDS: [(&str, MayBe); 3] = [
    (FILE, may_have_file),
    ("/changes", |path| path.starts_with("/posts/")),
    ("/print", |path| path.starts_with("/series/")),
];

/// The address of what something at `path` would be made of, and the end; nothing where nothing like that can be.
pub fn of(path: &str) -> Option<(&str, &'static str)> {
    ENDS.iter().find_map(|(end, may_be)| {
        let whole = path.strip_suffix(end).filter(|whole| may_be(whole))?;
        Some((whole, *end))
    })
}

/// The address of what something at `path` would be made of; any other path as it is.
pub fn stem(path: &str) -> &str {
    of(path).map_or(path, |(whole, _)| whole)
}

fn may_have_file(path: &str) -> bool {
    let Some(inner) = path.strip_prefix('/') else {
        return false;
    };
    let (folder, name) = inner.split_once('/').unwrap_or(("", inner));
    let is_own = folder.is_empty() && is_reserved(name);
    Kind::ALL.into_iter().any(|kind| kind.folder() == folder)
        && !(name.is_empty() || name.contains('/') || is_own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_something_is_known_by_its_end_and_where_that_is() {
        for (path, whole) in [
            ("/posts/a.md", "/posts/a"),
            ("/posts/%C3%9C.md", "/posts/%C3%9C"),
            ("/about.md", "/about"),
            ("/portfolio/one.md", "/portfolio/one"),
            ("/posts/a/changes", "/posts/a"),
            ("/series/queues/print", "/series/queues"),
        ] {
            assert_eq!(stem(path), whole);
        }
        for path in [
            "/",
            "/.md",
            "/posts.md",
            "/posts/a",
            "/posts/a/print",
            "/posts/a/b.md",
            "/series/queues.md",
            "/series/queues/changes",
            "/tags/rust/print",
            "https://example.org/a.md",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
