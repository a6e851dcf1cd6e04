//! What a reader asks the list of posts for, and the one way in which an address says it.

use form_urlencoded::Serializer;

use super::Place;
use crate::model::{listing::parse_page, slug::Slug};

/// Longest text of a search in characters; nobody types more, and every word costs.
pub const MAX_WORDS: usize = 300;

/// Tags at once, of each kind.
pub const MAX_TAGS: usize = 8;

/// Names in an address that a question is made of. Others, such as those of campaigns, are not ours to take away.
const OURS: [&str; 8] = ["q", "literal", "tag", "any", "not", "sort", "page", "brief"];

/// Over which time reads are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 365 days.
    Year,
    /// Since the post appeared.
    All,
}

/// The order of a list. Each is total: ties go to the newer post; without words, where an index gives the order, those
/// by reads, update and title go to the post that came into the file later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What fits the words best; only with words.
    Best,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Most read first.
    Read(Window),
    /// Recently updated first.
    Updated,
    /// By title.
    Title,
}

/// Every order and its word in an address.
const SORTS: [(Sort, &str); 9] = [
    (Sort::Best, "best"),
    (Sort::Newest, "newest"),
    (Sort::Oldest, "oldest"),
    (Sort::Read(Window::Month), "read"),
    (Sort::Read(Window::Week), "read-week"),
    (Sort::Read(Window::Year), "read-year"),
    (Sort::Read(Window::All), "read-all"),
    (Sort::Updated, "updated"),
    (Sort::Title, "title"),
];

impl Sort {
    fn parse(text: &str) -> Option<Self> {
        SORTS
            .iter()
            .find(|(_, word)| *word == text)
            .map(|(sort, _)| *sort)
    }

    fn as_str(self) -> &'static str {
        SORTS
            .iter()
            .find(|(sort, _)| *sort == self)
            .map_or("", |(_, word)| word)
    }
}

/// A question to the list of posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostQuery {
    /// As typed, without white space before and, unless `brief`, after it; may be empty. See `services::search` for its language.
    pub words: String,
    /// What was typed is meant, even if nothing is found.
    pub literal: bool,
    /// Slugs of tags, in alphabetical order, each once.
    pub tags: Vec<String>,
    /// One of the tags is enough.
    pub any: bool,
    /// Slugs of tags that are not wanted, in alphabetical order, each once.
    pub not: Vec<String>,
    /// The order.
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    /// Only what is shown while somebody types.
    pub brief: bool,
}

impl PostQuery {
    /// Reads the query of an address, without the `?`. What cannot be understood is left out, as if it were not there;
    /// only a `page` that can be no page leaves nothing to answer.
    pub fn parse(query: &str) -> Option<Self> {
        let (mut words, mut sort, mut page) = (String::new(), None, None);
        let (mut tags, mut not) = (Vec::new(), Vec::new());
        let (mut any, mut brief, mut literal) = (false, false, false);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" if words.is_empty() => words = one_line(&value),
                "tag" => tags.extend(Slug::meant(&value).map(|slug| slug.to_string())),
                "not" => not.extend(Slug::meant(&value).map(|slug| slug.to_string())),
                "any" => any = value == "1",
                "brief" => brief = value == "1",
                "literal" => literal = value == "1",
                "sort" => sort = Sort::parse(&value),
                "page" if page.is_none() => page = Some(value.into_owned()),
                _ => {}
            }
        }
        // Whoever has typed a space after a word has finished it; on a page nobody sees the difference.
        let words = if brief { words.trim_start() } else { words.trim() }.to_owned();
        let words = if words.trim().is_empty() {
            String::new()
        } else {
            words
        };
        for list in [&mut tags, &mut not] {
            list.sort();
            list.dedup();
            list.truncate(MAX_TAGS);
        }
        let usual = usual_sort(&words);
        Some(Self {
            sort: sort.filter(|sort| *sort != Sort::Best).unwrap_or(usual),
            any: any && tags.len() > 1,
            literal: literal && !words.is_empty(),
            page: parse_page(page.as_deref())?,
            words,
            tags,
            not,
            brief,
        })
    }

    /// Reads the query of an address in which nothing but a question is.
    pub fn alone(query: &str) -> Option<Self> {
        let is_alone =
            form_urlencoded::parse(query.as_bytes()).all(|(name, _)| OURS.contains(&name.as_ref()));
        if is_alone { Self::parse(query) } else { None }
    }

    /// Words to be looked for as an address would give them: on one line, no more than are looked at; empty for none.
    pub fn words_of(typed: &str) -> String {
        one_line(typed).trim().to_owned()
    }

    /// The one spelling of the question in an address; empty where there is nothing to say.
    pub fn to_query(&self) -> String {
        let mut query = Serializer::new(String::new());
        if !self.words.is_empty() {
            query.append_pair("q", &self.words);
        }
        if self.literal {
            query.append_pair("literal", "1");
        }
        query.extend_pairs(self.choices());
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        if self.brief {
            query.append_pair("brief", "1");
        }
        query.finish()
    }

    /// What is asked for besides words and page, as an address says it: slugs of tags and words of this list's own, so
    /// no sign of it means anything in HTML.
    pub fn choices(&self) -> Vec<(&'static str, &str)> {
        let tags = self.tags.iter().map(|tag| ("tag", tag.as_str()));
        let not = self.not.iter().map(|tag| ("not", tag.as_str()));
        let sort = (self.sort != usual_sort(&self.words)).then(|| ("sort", self.sort.as_str()));
        tags.chain(self.any.then_some(("any", "1")))
            .chain(not)
            .chain(sort)
            .collect()
    }

    /// The address of the answer at `place`.
    pub fn href(&self, place: Place) -> String {
        match self.to_query() {
            query if query.is_empty() => place.path().to_owned(),
            query => format!("{}?{query}", place.path()),
        }
    }

    /// Whether it asks for something in particular, and not just for all posts.
    pub fn is_filtered(&self) -> bool {
        !self.words.is_empty() || !self.tags.is_empty() || !self.not.is_empty()
    }
}

fn usual_sort(words: &str) -> Sort {
    if words.is_empty() {
        Sort::Newest
    } else {
        Sort::Best
    }
}

/// A text on one line of printable characters.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_WORDS)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(query: &str) -> String {
        PostQuery::parse(query).unwrap().to_query()
    }

    #[test]
    fn an_address_has_one_spelling() {
        for (asked, written) in [
            ("", ""),
            ("tag=Rust", "tag=rust"),
            ("tag=sqlite&tag=rust&tag=Rust", "tag=rust&tag=sqlite"),
            ("tag=C%2B%2B", "tag=c-plus-plus"),
            ("page=2&q=+wal+mode+", "q=wal+mode&page=2"),
            ("sort=newest&page=1&any=1&tag=rust", "tag=rust"),
            ("q=a&sort=newest", "q=a&sort=newest"),
            ("q=a&sort=best", "q=a"),
            ("sort=best", ""),
            ("sort=sideways&utm_source=x&literal=1", ""),
            ("not=ai&tag=ai", "tag=ai&not=ai"),
            ("tag=a&tag=b&any=1", "tag=a&tag=b&any=1"),
            ("tag=!!!&tag=%E2%98%83&tag=%FF&not=+", ""),
            ("tag=rust&not=!!!", "tag=rust"),
            ("tag=Untitled", "tag=untitled"),
            ("q=%00%ff%0a", ""),
        ] {
            // Bytes that are no UTF-8 become a replacement character, which is searched for like any other.
            let got = canonical(asked)
                .replace("q=%EF%BF%BD", "")
                .trim_start_matches('&')
                .to_owned();
            assert_eq!(got, written, "{asked}");
        }
    }

    #[test]
    fn a_question_is_alone_where_no_campaign_is_counted() {
        assert_eq!(
            PostQuery::alone("tag=Rust&page=2"),
            PostQuery::parse("tag=rust&page=2")
        );
        assert_eq!(PostQuery::alone(""), PostQuery::parse(""));
        for other in ["utm_source=x&tag=Rust", "page=0", "page=1&x"] {
            assert_eq!(PostQuery::alone(other), None, "{other}");
        }
    }

    #[test]
    fn what_can_be_no_page_is_none() {
        for page in ["0", "-1", "two", "01", "99999999999", ""] {
            assert_eq!(PostQuery::parse(&format!("page={page}")), None, "{page}");
        }
    }

    proptest! {
        #[test]
        fn the_spelling_of_a_spelling_is_itself(query in any::<String>()) {
            if let Some(query) = PostQuery::parse(&query) {
                prop_assert_eq!(PostQuery::parse(&query.to_query()), Some(query));
            }
        }

        #[test]
        fn whatever_is_asked_is_bounded(words in any::<String>(), tags in prop::collection::vec(any::<String>(), 0..40)) {
            let mut query = Serializer::new(String::new());
            query.append_pair("q", &words);
            query.extend_pairs(tags.iter().map(|tag| ("tag", tag)));
            let query = PostQuery::parse(&query.finish()).unwrap();
            prop_assert!(query.words.chars().count() <= MAX_WORDS);
            prop_assert!(query.tags.len() <= MAX_TAGS);
        }
    }
}
