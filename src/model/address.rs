//! Where posts, pages and projects are on the site, and which words at its root are the program's own.

use super::{slug::Slug, status::Kind};

/// Where the projects are, all together.
pub const PORTFOLIO: &str = "portfolio";

/// First words of addresses that are the program's own, or are to be: no page is called so. In order.
pub const RESERVED: [&str; 33] = [
    "accent",
    "admin",
    "api",
    "atom",
    "authors",
    "contact",
    "desk",
    "draft",
    "favicon",
    "feed",
    "fonts",
    "health",
    "healthz",
    "llms",
    "media",
    "metrics",
    "oembed",
    "opensearch",
    "pkg",
    "portfolio",
    "posts",
    "privacy",
    "readyz",
    "resume",
    "robots",
    "rss",
    "search",
    "series",
    "share",
    "sitemap",
    "subscribe",
    "tags",
    "unsubscribe",
];

/// Names below `/posts` that are none of a post's.
const RESERVED_POSTS: [&str; 3] = ["feed", "new", "page"];

/// Whether an address at the root of the site is the program's own.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

impl Kind {
    /// The folder of the site in which they are; empty for its root.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Post => "posts",
            Self::Page => "",
            Self::Project => PORTFOLIO,
        }
    }

    /// The address of the one with this slug.
    pub fn path(self, slug: &str) -> String {
        match self {
            Self::Page => format!("/{slug}"),
            other => format!("/{}/{slug}", other.folder()),
        }
    }

    /// What would be at this address, and its slug; nothing where none of them can be.
    pub fn at(path: &str) -> Option<(Self, Slug)> {
        let rest = path.strip_prefix('/')?;
        let (kind, slug) = match rest.split_once('/') {
            None => (Self::Page, rest),
            Some((folder, slug)) => {
                let kind = [Self::Post, Self::Project]
                    .into_iter()
                    .find(|kind| kind.folder() == folder)?;
                (kind, slug)
            }
        };
        let slug = Slug::parse(slug).ok()?;
        (kind.admits(slug.as_str())).then_some((kind, slug))
    }

    /// Why the address that a slug makes cannot be had, where it is not [admitted](Self::admits).
    pub fn refusal(self, slug: &str) -> String {
        format!("{} is the site's own. Choose another address.", self.path(slug))
    }

    /// Whether the address that a slug makes is free of the program's own words.
    pub fn admits(self, slug: &str) -> bool {
        match self {
            Self::Post => !RESERVED_POSTS.contains(&slug),
            Self::Page => !is_reserved(slug),
            Self::Project => slug != "feed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_slugs_in_order() {
        assert!(RESERVED.is_sorted());
        for word in RESERVED {
            assert!(Slug::parse(word).is_ok() && is_reserved(word), "{word}");
        }
        for free in ["about", "now", "uses", "imprint", "post", "postscript"] {
            assert!(!is_reserved(free), "{free}");
        }
    }

    #[test]
    fn an_address_names_a_kind_and_a_slug() {
        for kind in Kind::ALL {
            let slug = Slug::parse("a-b").unwrap();
            assert_eq!(Kind::at(&kind.path("a-b")), Some((kind, slug)));
        }
        for path in [
            "",
            "/",
            "about",
            "/About",
            "/about/",
            "/about.md",
            "/posts",
            "/portfolio",
            "/admin",
            "/posts/new",
            "/portfolio/feed",
            "/tags/rust",
            "/posts/a/b",
            "/portfolio/a/b",
            "//about",
        ] {
            assert_eq!(Kind::at(path), None, "{path}");
        }
    }
}
