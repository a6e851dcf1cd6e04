//! Lists in pages: which page, how many there are, and how a count is worded.

use miniserde::{Deserialize, Serialize};

use super::post::PostSummary;

/// One page of a list of posts, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostList {
    /// The posts of this page.
    pub posts: Vec<PostSummary>,
    /// Which page this is.
    pub paging: Paging,
}

/// Where in a paged list we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// How many entries there are on all of them; exact.
    pub total: u32,
}

impl Paging {
    /// Page `page` of `total` entries at `size` a page; nothing when there is no such page.
    ///
    /// The first page of an empty list exists, so that it can say that it is empty.
    pub fn new(page: u32, size: u32, total: u32) -> Option<Self> {
        let pages = total.div_ceil(size.max(1)).max(1);
        (1..=pages).contains(&page).then_some(Self { page, pages, total })
    }

    /// The page with newer entries.
    pub fn newer(self) -> Option<u32> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page with older entries.
    pub fn older(self) -> Option<u32> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// The title of this page of a list: no two pages of a site have the same.
    pub fn titled(self, title: &str) -> String {
        match (self.page, title) {
            (..=1, _) => title.to_owned(),
            (page, "") => format!("Page {page}"),
            (page, _) => format!("{title}, page {page}"),
        }
    }

    /// Address of a page of the list at `path`; the first page has no parameter, so that it has one address.
    pub fn href(path: &str, page: u32) -> String {
        if page <= 1 {
            path.to_owned()
        } else {
            format!("{path}?page={page}")
        }
    }
}

/// Reads `?page=`: absent is the first page, anything but a whole number from 1 is no page at all.
pub fn parse_page(parameter: Option<&str>) -> Option<u32> {
    match parameter {
        None => Some(1),
        // Written one way only, so that a page has one address.
        Some(text) => text
            .parse()
            .ok()
            .filter(|page: &u32| *page >= 1 && page.to_string() == text),
    }
}

/// "1 post", "30 posts", "No posts yet".
pub fn count_posts(count: u32) -> String {
    match count {
        0 => "No posts yet".to_owned(),
        1 => "1 post".to_owned(),
        n => format!("{} posts", grouped(n)),
    }
}

/// Groups by thousands with commas: `12,345`.
pub fn grouped(n: impl ToString) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_does_not_exist() {
        assert_eq!(
            Paging::new(2, 20, 40),
            Some(Paging {
                page: 2,
                pages: 2,
                total: 40
            })
        );
        assert_eq!(Paging::new(3, 20, 40), None);
        assert_eq!(Paging::new(0, 20, 40), None);
        assert_eq!(
            Paging::new(1, 20, 0),
            Some(Paging {
                page: 1,
                pages: 1,
                total: 0
            })
        );
    }

    #[test]
    fn only_whole_numbers_from_one_are_pages() {
        assert_eq!(parse_page(None), Some(1));
        assert_eq!(parse_page(Some("7")), Some(7));
        for bad in ["0", "-1", "+2", "007", "1.5", "x", "", "99999999999999"] {
            assert_eq!(parse_page(Some(bad)), None, "{bad}");
        }
    }

    #[test]
    fn every_page_has_a_title_of_its_own() {
        let titled = |page, title| Paging::new(page, 20, 60).map(|paging| paging.titled(title));
        assert_eq!(titled(1, "All posts").as_deref(), Some("All posts"));
        assert_eq!(titled(2, "All posts").as_deref(), Some("All posts, page 2"));
        assert_eq!(titled(1, "").as_deref(), Some(""));
        assert_eq!(titled(3, "").as_deref(), Some("Page 3"));
    }

    #[test]
    fn the_first_page_has_one_address() {
        assert_eq!(Paging::href("/posts", 1), "/posts");
        assert_eq!(Paging::href("/posts", 2), "/posts?page=2");
    }

    #[test]
    fn counts_are_worded() {
        assert_eq!(count_posts(0), "No posts yet");
        assert_eq!(count_posts(1), "1 post");
        assert_eq!(count_posts(12_345), "12,345 posts");
    }
}
