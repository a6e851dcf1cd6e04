//! What the site says of itself.

use miniserde::{Deserialize, Serialize};

/// The words that every page carries, and its program with it.
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
    /// Marks featured posts on cards.
    pub featured_word: String,
    /// Stands at the end of a card; empty where cards end without.
    pub more_word: String,
    /// Whether readers are shown how often posts were read.
    pub counts: bool,
    /// Address of the picture in tabs and on home screens; empty for those that come with the program.
    pub icon: String,
    /// Name of the file with its colour; empty where it is the one that comes with the program.
    pub accent: String,
}

/// Where a site leads from all of its pages. The server draws it, and nothing of it is sent but what is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Address of the picture beside the name; empty for the one that comes with the program.
    pub logo: String,
    /// The main navigation.
    pub navigation: Vec<Entry>,
    /// Other places where its owner is.
    pub social: Vec<Entry>,
    /// What stands in the footer beside the description.
    pub footer: Vec<Column>,
    /// Words of what readers write to the site with.
    pub letters: Letters,
}

/// Words of the newsletter box and of the contact page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// Over the page of the newsletter.
    pub newsletter_title: String,
    /// What it is, in a sentence.
    pub newsletter_line: String,
    /// What is sent, and how often.
    pub newsletter_often: String,
    /// At the field.
    pub newsletter_label: String,
    /// On the button.
    pub newsletter_button: String,
    /// Over the contact page.
    pub contact_title: String,
    /// What one may write about.
    pub contact_intro: String,
    /// Of the link in the footer.
    pub contact_call: String,
}

/// A link with its label, or only words where the address is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The words.
    pub label: String,
    /// A path of this site, or a whole address.
    pub address: String,
}

/// A column of the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Over it.
    pub title: String,
    /// What stands in it.
    pub lines: Vec<Line>,
}

/// A line of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A link, or words.
    Entry(Entry),
    /// Something of the site's own.
    Mark(Mark),
}

/// What the site itself draws in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The links to where the owner is besides.
    Social,
    /// The newsletter box.
    Newsletter,
    /// The way to the contact page.
    Contact,
}

impl Mark {
    /// All of them, and how each is typed.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Social, "[social]"),
        (Self::Newsletter, "[newsletter]"),
        (Self::Contact, "[contact]"),
    ];
}

impl Column {
    /// Whether it has this mark.
    pub fn has(&self, mark: Mark) -> bool {
        self.lines.contains(&Line::Mark(mark))
    }
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
            featured_word: "Featured".to_owned(),
            more_word: "Read article".to_owned(),
            counts: true,
            icon: String::new(),
            accent: String::new(),
        }
    }
}

impl Site {
    /// The absolute address of a path that begins with `/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The whole address of what may be a path of this site.
    pub fn whole(&self, address: String) -> String {
        // `//` begins the address of another host (RFC 3986, section 4.2).
        if address.starts_with('/') && !address.starts_with("//") {
            self.absolute(&address)
        } else {
            address
        }
    }

    /// The `lang` of words in `language`, where that is another than the page around them has (WCAG 2.2, 3.1.2).
    pub fn lang(&self, language: String) -> Option<String> {
        (!language.is_empty() && language != self.language).then_some(language)
    }

    /// Where its colour is said, if it has one of its own.
    pub fn accent_path(&self) -> Option<String> {
        (!self.accent.is_empty()).then(|| format!("/accent/{}", self.accent))
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
