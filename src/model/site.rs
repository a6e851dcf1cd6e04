//! What the site says of itself.

use miniserde::{Deserialize, Serialize};

/// The words that every page carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Name, in the header and in every title.
    pub name: String,
    /// One line under the name.
    pub tagline: String,
    /// What the site is about, for search engines and feeds.
    pub description: String,
    /// Whose it is, in the footer.
    pub owner: String,
    /// Origin without a slash at the end, `https://example.org`; every absolute link starts with it.
    pub base_url: String,
    /// BCP 47 language tag of the interface and of posts without one of their own.
    pub language: String,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Logbook".to_owned(),
            tagline: "Notes on building systems".to_owned(),
            description: "Storage, queues, networks, and what we learned when they went wrong.".to_owned(),
            owner: "The authors".to_owned(),
            base_url: "http://localhost:3000".to_owned(),
            language: "en".to_owned(),
        }
    }
}

impl Site {
    /// The absolute address of a path that begins with `/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// A page's title with the site's name after it; the name alone for the home page.
    pub fn title(&self, page: &str) -> String {
        if page.is_empty() {
            self.name.clone()
        } else {
            format!("{page} · {}", self.name)
        }
    }
}
