//! The front page, as an owner wants it and as a reader gets it.

use miniserde::{Deserialize, Serialize};

use super::{
    drawn::DrawnPage,
    find::Found,
    listing::PostList,
    post::PostSummary,
    settings::Values,
    tag::{TagCount, TagPage},
};

/// What an entry of a list can show besides its title, in the order of the settings' table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The picture.
    Cover,
    /// What it is about.
    Tags,
    /// That its author marked it.
    Featured,
    /// Which series it is in.
    Series,
    /// What it argues.
    Summary,
    /// The one line to remember.
    Takeaway,
    /// When it appeared.
    Date,
    /// Who wrote it.
    Author,
    /// How long it takes to read.
    Minutes,
    /// How often it was read.
    Views,
    /// Words at its end.
    More,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Cover,
        Self::Tags,
        Self::Featured,
        Self::Series,
        Self::Summary,
        Self::Takeaway,
        Self::Date,
        Self::Author,
        Self::Minutes,
        Self::Views,
        Self::More,
    ];

    /// How it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Tags => "tags",
            Self::Featured => "featured",
            Self::Series => "series",
            Self::Summary => "summary",
            Self::Takeaway => "takeaway",
            Self::Date => "date",
            Self::Author => "author",
            Self::Minutes => "minutes",
            Self::Views => "views",
            Self::More => "more",
        }
    }
}

/// What an entry of a list shows besides its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shows(u16);

impl Shows {
    /// These parts.
    pub fn of(parts: &[Part]) -> Self {
        Self(parts.iter().fold(0, |all, part| all | 1 << *part as u16))
    }

    /// What is kept as names with commas between them; what is no name is left aside.
    pub fn parse(names: &str) -> Self {
        let named = |part: &Part| names.split(", ").any(|name| name == part.name());
        let parts: Vec<Part> = Part::ALL.into_iter().filter(named).collect();
        Self::of(&parts)
    }

    /// What the owner chose, if anything.
    pub fn chosen(values: &Values) -> Option<Self> {
        let shows = values.get("shows").map(|names| Self::parse(names));
        shows.filter(|shows| !shows.is_empty())
    }

    /// Nothing but the title.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is shown.
    pub fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u16) != 0
    }

    /// Takes out of a post what is not shown.
    pub fn trim(self, post: &mut PostSummary) {
        let hides = |part| !self.has(part);
        if hides(Part::Cover) {
            post.cover = None;
        }
        if hides(Part::Tags) {
            post.tags.clear();
        }
        if hides(Part::Featured) {
            post.featured = false;
        }
        if hides(Part::Series) {
            post.series = None;
        }
        if hides(Part::Summary) {
            post.summary.clear();
        }
        if hides(Part::Takeaway) {
            post.takeaway.clear();
        }
        if hides(Part::Date) {
            post.published.iso.clear();
            post.updated = None;
        }
        if hides(Part::Author) {
            post.authors.clear();
        }
        if hides(Part::Minutes) {
            post.minutes = 0;
        }
        if hides(Part::Views) {
            post.views = None;
        }
    }
}

/// What kind of front page it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Cards, with search and filters.
    #[default]
    Logbook,
    /// A plain list of essays.
    Index,
    /// Focus areas, collections, and the other articles.
    KnowledgeBase,
    /// All posts of one tag.
    TagArchive,
    /// The newest of many authors.
    Feed,
}

impl Layout {
    /// The layout that is kept under this name; the first where there is none.
    fn parse(name: &str) -> Self {
        match name {
            "index" => Self::Index,
            "knowledge-base" => Self::KnowledgeBase,
            "tag-archive" => Self::TagArchive,
            "feed" => Self::Feed,
            _ => Self::Logbook,
        }
    }

    /// What it shows of a post by itself.
    fn shows(self) -> Shows {
        Shows::of(match self {
            Self::Logbook => &[
                Part::Cover,
                Part::Tags,
                Part::Featured,
                Part::Series,
                Part::Summary,
                Part::Date,
                Part::Author,
                Part::Minutes,
                Part::Views,
                Part::More,
            ],
            Self::Index => &[Part::Summary, Part::Minutes],
            Self::KnowledgeBase => &[Part::Summary, Part::Takeaway],
            Self::TagArchive => &[Part::Series, Part::Summary, Part::Date, Part::Minutes],
            Self::Feed => &[Part::Summary, Part::Date, Part::Author, Part::Minutes],
        })
    }
}

/// What an owner said of the front page. The server alone knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// What kind it is.
    pub layout: Layout,
    /// The slug of the tag that the archive is of.
    pub tag: String,
    /// Over the title; may be empty.
    pub eyebrow: String,
    /// What stands largest.
    pub headline: String,
    /// Under it.
    pub lede: String,
    /// Under that; may be empty.
    pub method: String,
    /// Over the focus areas.
    pub focus_title: String,
    /// Over what no collection shows.
    pub all_title: String,
    /// Under that; may be empty.
    pub all_intro: String,
    /// Over the projects, on their own page; may be empty.
    pub portfolio_intro: String,
    /// What entries of the front page show.
    pub shows: Shows,
    /// What entries of the list of all posts show.
    pub shows_in_list: Shows,
}

impl Front {
    /// What these texts make of it, as settings are kept.
    pub fn of(values: &Values) -> Self {
        let text = |name: &str| values.get(name).cloned().unwrap_or_default();
        let first = |names: &[&str]| {
            let mut texts = names.iter().map(|name| text(name));
            texts.find(|text| !text.is_empty()).unwrap_or_default()
        };
        let layout = Layout::parse(&text("layout"));
        let chosen = Shows::chosen(values);
        Self {
            layout,
            tag: text("front_tag"),
            eyebrow: text("eyebrow"),
            headline: first(&["headline", "tagline", "name"]),
            lede: first(&["lede", "description"]),
            method: text("method"),
            focus_title: text("focus_title"),
            all_title: text("all_title"),
            all_intro: text("all_intro"),
            portfolio_intro: text("portfolio_intro"),
            shows: chosen.unwrap_or_else(|| layout.shows()),
            shows_in_list: chosen.unwrap_or_else(|| Layout::Logbook.shows()),
        }
    }
}

/// A list that the owner put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Over it.
    pub name: String,
    /// Under that; may be empty.
    pub intro: String,
    /// In the owner's order, with as much as the owner wants shown.
    pub posts: Vec<PostSummary>,
}

/// What stands on a front page that the server draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A plain list.
    Index(PostList),
    /// Curated; what comes before the list is on its first page only.
    KnowledgeBase {
        /// In the owner's order.
        focus: Vec<TagCount>,
        /// In the owner's order.
        collections: Vec<Collection>,
        /// What none of them shows.
        rest: PostList,
    },
    /// All posts of a tag; a list of all posts where there is no such tag.
    TagArchive(Box<Result<TagPage, PostList>>),
    /// The newest of all authors.
    Feed(PostList),
}

/// The front page as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontPage {
    /// The page; what stands over the list where there is one that can be asked.
    pub page: DrawnPage,
    /// The list, where it can be asked.
    pub found: Option<Found>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::{
        defaults,
        table::{LAYOUTS, SHOWN},
    };

    #[test]
    fn the_table_of_settings_names_every_part_and_layout() {
        let names: Vec<&str> = Part::ALL.into_iter().map(Part::name).collect();
        let table: Vec<&str> = SHOWN.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, table);
        let mut layouts: Vec<Layout> = LAYOUTS.iter().map(|(name, _)| Layout::parse(name)).collect();
        layouts.dedup();
        assert_eq!(layouts.len(), LAYOUTS.len());
        assert_eq!(layouts[0], Layout::default());
    }

    #[test]
    fn what_is_shown_is_kept_by_name() {
        let shows = Shows::parse("cover, minutes");
        assert!(shows.has(Part::Cover) && shows.has(Part::Minutes) && !shows.has(Part::Date));
        assert!(Shows::parse("").is_empty() && Shows::parse("covers").is_empty());
    }

    #[test]
    fn what_nobody_chose_comes_from_the_site_and_the_layout() {
        let mut values = defaults();
        let front = Front::of(&values);
        assert_eq!(front.headline, values["tagline"]);
        assert_eq!(front.lede, values["description"]);
        assert!(front.shows.has(Part::Cover) && !front.shows.has(Part::Takeaway));
        values.insert("layout".to_owned(), "index".to_owned());
        values.insert("headline".to_owned(), "Essays".to_owned());
        let front = Front::of(&values);
        assert_eq!(front.headline, "Essays");
        for name in ["headline", "tagline"] {
            values.insert(name.to_owned(), String::new());
        }
        assert_eq!(Front::of(&values).headline, values["name"]);
        assert_eq!(front.shows, Shows::of(&[Part::Summary, Part::Minutes]));
        assert!(front.shows_in_list.has(Part::Cover));
        values.insert("shows".to_owned(), "date".to_owned());
        let front = Front::of(&values);
        assert_eq!(
            (front.shows, front.shows_in_list),
            (Shows::of(&[Part::Date]), front.shows)
        );
    }
}
