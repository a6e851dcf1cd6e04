//! A post as a file: front matter in TOML and, byte for byte, its text. What is written here is read here again; files of
//! other systems are read elsewhere, as forgivingly as those were written.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use super::{project, save::Named};
use crate::{
    model::{
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::db::{labels, whole::WholePost},
};

mod file;
pub mod history;
mod moments;
pub mod rest;
mod said;

pub use self::{
    file::{Unreadable, is_written, read},
    moments::{millis, moment},
    said::{Link, Said},
};

/// How these files are written; raised when an older program would misread them.
pub const VERSION: u32 = 1;

/// The part of a series that is not numbered comes after those that are.
const UNNUMBERED: i64 = u32::MAX as i64;

/// What stands before the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrontMatter {
    /// [`VERSION`]
    pub logbook: u32,
    /// Whether this is what nobody sees yet of a post that has a file of its own besides.
    #[serde(skip_serializing_if = "is_false")]
    pub pending: bool,
    /// Public identity, a UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// As written.
    pub title: String,
    /// Address; the identity for a draft that has none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Slug>,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Who comes across it.
    pub visibility: Visibility,
    /// Marked by the author.
    #[serde(skip_serializing_if = "is_false")]
    pub featured: bool,
    /// When it appeared or is to appear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Datetime>,
    /// When it appeared by what its author says, of what readers do not have with that date yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Datetime>,
    /// When readers first saw it, where they do not now: its address then is one that others may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Datetime>,
    /// When its text last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Datetime>,
    /// When its author last found it true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<Datetime>,
    /// When it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_after: Option<Datetime>,
    /// It is never out of date.
    #[serde(skip_serializing_if = "is_false")]
    pub evergreen: bool,
    /// Readers are shown what changed in it.
    #[serde(skip_serializing_if = "is_false")]
    pub tells_changes: bool,
    /// What it argues.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The one line to remember.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub takeaway: String,
    /// In the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Name>,
    /// In the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Name>,
    /// The series it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Part>,
    /// The picture at its head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Cover>,
    /// Where the text first appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Title for search engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo_title: Option<String>,
    /// Description for search engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo_description: Option<String>,
    /// BCP 47 tag; the site's where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What a project says of itself besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<Said>,
    /// Old addresses that lead here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file that an import once made it of; only told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_path: Option<String>,
    /// Its place among the posts of its blog, from 1; decides between posts of the same moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
}

/// A name with its address, where the name alone would make another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// The address is what the name makes.
    Plain(String),
    /// Both.
    At {
        /// Address.
        slug: Slug,
        /// As written.
        name: String,
    },
}

/// A place in a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The series' address.
    pub slug: Slug,
    /// The series' title.
    pub title: String,
    /// The place in the reading order; 0 is the overview.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<i64>,
}

/// The picture at the head of a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// `/media/…`
    pub src: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form in which serde asks")]
fn is_false(truth: &bool) -> bool {
    !truth
}

impl Default for FrontMatter {
    fn default() -> Self {
        Self {
            logbook: VERSION,
            pending: false,
            id: None,
            title: String::new(),
            slug: None,
            kind: Kind::Post,
            status: Status::Draft,
            visibility: Visibility::Public,
            featured: false,
            published_at: None,
            date: None,
            seen_at: None,
            updated_at: None,
            reviewed_at: None,
            review_after: None,
            evergreen: false,
            tells_changes: false,
            summary: String::new(),
            takeaway: String::new(),
            tags: Vec::new(),
            authors: Vec::new(),
            series: None,
            cover: None,
            canonical: None,
            seo_title: None,
            seo_description: None,
            language: String::new(),
            project: None,
            aliases: Vec::new(),
            source_path: None,
            order: None,
        }
    }
}

impl Name {
    /// `name` at `slug`.
    pub fn new(slug: &str, name: &str) -> anyhow::Result<Self> {
        Ok(if Named::new(name).slug.as_str() == slug {
            Self::Plain(name.to_owned())
        } else {
            Self::At {
                slug: Slug::parse(slug)?,
                name: name.to_owned(),
            }
        })
    }

    /// Both.
    pub fn named(self) -> Named {
        match self {
            Self::Plain(name) => Named::new(&name),
            Self::At { slug, name } => Named { slug, name },
        }
    }
}

impl FrontMatter {
    /// What is said of a post as it is out or was to be; moments are written in `zone`.
    pub fn of(post: &WholePost, zone: &TimeZone) -> anyhow::Result<Self> {
        let moment = |millis: Option<i64>| millis.map(|millis| moment(millis, zone)).transpose();
        let names = |gathered: Option<&str>| {
            labels::parse_labels(gathered)
                .into_iter()
                .map(|label| Name::new(&label.slug, &label.name))
                .collect::<anyhow::Result<Vec<Name>>>()
        };
        let series = match (&post.series_slug, &post.series_title) {
            (Some(slug), Some(title)) => Some(Part {
                slug: Slug::parse(slug)?,
                title: title.clone(),
                part: post.series_part.filter(|part| *part != UNNUMBERED),
            }),
            _ => None,
        };
        let lines = |text: Option<&str>| text.unwrap_or_default().lines().map(str::to_owned).collect();
        Ok(Self {
            logbook: VERSION,
            pending: false,
            id: Some(post.uuid.clone()),
            title: post.title.clone(),
            slug: Some(Slug::parse(&post.slug)?),
            kind: word(&post.kind)?,
            status: word(&post.status)?,
            visibility: word(&post.visibility)?,
            featured: post.featured,
            published_at: moment(post.published_at)?,
            date: None,
            seen_at: moment(post.seen_at.filter(|_| post.status != "published"))?,
            updated_at: moment(post.updated_at)?,
            reviewed_at: moment(post.reviewed_at)?,
            review_after: moment(post.review_after)?,
            evergreen: post.evergreen,
            tells_changes: post.tells_changes,
            summary: post.summary.clone(),
            takeaway: post.takeaway.clone(),
            tags: names(post.tags.as_deref())?,
            authors: names(post.authors.as_deref())?,
            series,
            cover: post.cover.clone().map(|src| Cover {
                src,
                alt: post.cover_alt.clone(),
            }),
            canonical: post.canonical_url.clone(),
            seo_title: post.seo_title.clone(),
            seo_description: post.seo_description.clone(),
            language: post.language.clone(),
            project: (post.kind == Kind::Project.as_str()).then(|| {
                let technologies = post.technologies.as_deref().unwrap_or_default();
                let links = post.links.as_deref().unwrap_or_default();
                Said::of(project::of_kept(technologies, links, post.year, post.position))
            }),
            aliases: lines(post.old_paths.as_deref()),
            source_path: post.source_path.clone(),
            order: None,
        })
    }

    /// The number of the part, as posts are kept.
    pub fn part(&self) -> i64 {
        self.series
            .as_ref()
            .and_then(|series| series.part)
            .unwrap_or(UNNUMBERED)
    }
}

/// A word of the database as what it stands for.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> anyhow::Result<T> {
    Ok(toml::Value::String(word.to_owned()).try_into()?)
}

#[cfg(test)]
mod tests;
