//! What is asked of the list of posts, as the address says it: whoever goes back finds the list as it was.

use crate::{model::status::Kind, platform};

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Posts, pages or projects.
    pub kind: Kind,
    /// Words of the title.
    pub words: String,
    /// The status machine's word; empty for all that are not in the trash.
    pub status: String,
    /// Only those of who asks.
    pub mine: bool,
    /// The order; empty for the last written on first.
    pub sort: String,
    /// From 1.
    pub page: u32,
}

impl Asked {
    /// Reads an address; `get` answers what it says under a name.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let kind = get("kind").and_then(|word| Kind::parse(&word));
        Self {
            kind: kind.unwrap_or(Kind::Post),
            words: get("words").unwrap_or_default(),
            status: get("status").unwrap_or_default(),
            mine: get("mine").is_some(),
            sort: get("sort").unwrap_or_default(),
            page: get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// The address that says it.
    pub fn address(&self) -> String {
        let page = self.page.to_string();
        let kind = if self.kind == Kind::Post {
            ""
        } else {
            self.kind.as_str()
        };
        let pairs = [
            ("kind", kind),
            ("words", self.words.as_str()),
            ("status", &self.status),
            ("mine", if self.mine { "1" } else { "" }),
            ("sort", &self.sort),
            ("page", if self.page > 1 { &page } else { "" }),
        ];
        let said: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = platform::query(&said);
        if query.is_empty() {
            "/admin/posts".to_owned()
        } else {
            format!("/admin/posts?{query}")
        }
    }

    /// All of a kind.
    pub fn all(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::read(|_| None)
        }
    }

    /// The same from the first page on.
    pub fn first_page(mut self) -> Self {
        self.page = 1;
        self
    }
}
