//! Parts of the desk: where they are, and what one must be allowed for them.

use super::role::Action;

/// Where the desk begins.
const DESK: &str = "/admin";

/// A part: address, name, and what one must be allowed for it.
pub type Place = (&'static str, &'static str, Action);

/// In groups: what is written, how it is put in order, who reads it, and the site itself.
pub const PARTS: &[&[Place]] = &[
    &[
        ("/admin/posts", "Posts", Action::EnterDesk),
        ("/admin/review", "To review", Action::EnterDesk),
        ("/admin/media", "Pictures", Action::UploadPicture),
    ],
    &[
        ("/admin/tags", "Tags", Action::KeepOrder),
        ("/admin/series", "Series", Action::KeepOrder),
        ("/admin/collections", "Collections", Action::KeepOrder),
        ("/admin/redirects", "Redirects", Action::KeepOrder),
    ],
    &[
        ("/admin/statistics", "Statistics", Action::EnterDesk),
        ("/admin/inbox", "Inbox", Action::AnswerLetters),
        ("/admin/subscribers", "Subscribers", Action::KeepSubscribers),
    ],
    &[
        ("/admin/settings", "Settings", Action::ChangeSettings),
        ("/admin/people", "People", Action::ManagePeople),
        ("/admin/jobs", "Jobs", Action::KeepOrder),
        ("/admin/log", "Log", Action::ReadAudit),
        ("/admin/account", "Account", Action::KeepOwnAccount),
    ],
];

/// The part that a page is of.
pub fn part_at(path: &str) -> Option<Place> {
    let mut parts = PARTS.iter().copied().flatten();
    parts.find(|(href, ..)| below(path, href).is_some()).copied()
}

/// Whether there is such a page at the desk, as far as its address tells: of posts, series and collections there may be none
/// of that name all the same.
pub fn is_page(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let Some((href, ..)) = part_at(path) else {
        return path == DESK;
    };
    match below(path, href) {
        Some("") => true,
        Some(_) if href == "/admin/posts" => true,
        Some(number) if matches!(href, "/admin/series" | "/admin/collections") => {
            number.parse::<i64>().is_ok()
        }
        _ => false,
    }
}

/// What an address names of a part; empty for the part itself, nothing for what is not of it.
fn below<'a>(path: &'a str, href: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(href)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_desk_is_of_a_part_or_of_none() {
        for page in [
            "/admin",
            "/admin/",
            "/admin/posts",
            "/admin/posts/",
            "/admin/posts/0b1c/revisions",
            "/admin/series/7",
            "/admin/collections/7",
            "/admin/account",
        ] {
            assert!(is_page(page), "{page}");
        }
        for none in [
            "/admin/nope",
            "/admin/postsx",
            "/admin/series/x",
            "/admin/series/7/8",
            "/admin/tags/7",
            "/posts",
            "",
        ] {
            assert!(!is_page(none), "{none}");
        }
        let named = |path| part_at(path).map(|(_, name, _)| name);
        assert_eq!(named("/admin/posts/0b1c"), Some("Posts"));
        assert_eq!((named("/admin"), named("/admin/postsx")), (None, None));
    }
}
