//! What feeds are written as. What stands in them is the server's.

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// All of them, in the order in which pages name them.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON",
        }
    }

    /// Its type, without parameters.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// How its paths end.
    pub fn file(self) -> &'static str {
        match self {
            Self::Rss => "/rss.xml",
            Self::Atom => "/atom.xml",
            Self::Json => "/feed.json",
        }
    }
}
