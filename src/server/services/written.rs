//! A post as a file: front matter in TOML and, byte for byte, its text. What is written here is read here again; files of
//! other systems are read elsewhere, as forgivingly as those were written.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use super::{project, save::Named};
use crate::{
    model::{
        draft::Meta,
        project::{Project, problems},
        site::Entry,
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::db::{labels, whole::WholePost},
};

pub mod rest;

/// How these files are written; raised when an older program would misread them.
pub const VERSION: u32 = 1;

/// The first key of every such file.
const FIRST_KEY: &str = "logbook";

/// The last line of front matter.
const END: &str = "+++\n";

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

/// The keys in the order in which they are written.
const KEYS: [&str; 30] = [
    FIRST_KEY,
    "pending",
    "id",
    "title",
    "slug",
    "kind",
    "status",
    "visibility",
    "featured",
    "published_at",
    "seen_at",
    "updated_at",
    "reviewed_at",
    "review_after",
    "evergreen",
    "tells_changes",
    "summary",
    "takeaway",
    "tags",
    "authors",
    "series",
    "cover",
    "canonical",
    "seo_title",
    "seo_description",
    "language",
    "project",
    "aliases",
    "source_path",
    "order",
];

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

/// What a project says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// What it is made with, in the owner's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technologies: Vec<String>,
    /// Where it can be seen and had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// Its place in the owner's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
}

/// A link of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The words.
    pub label: String,
    /// A path of this site, or a whole address.
    pub url: String,
}

impl Said {
    /// What is written of a project.
    pub fn of(project: Project) -> Self {
        let link = |entry: Entry| Link {
            label: entry.label,
            url: entry.address,
        };
        Self {
            technologies: project.technologies,
            links: project.links.into_iter().map(link).collect(),
            year: project.year,
            order: project.place,
        }
    }

    /// What it says.
    pub fn project(self) -> Project {
        let entry = |link: Link| Entry {
            label: link.label,
            address: link.url,
        };
        Project {
            technologies: self.technologies,
            links: self.links.into_iter().map(entry).collect(),
            year: self.year,
            place: self.order,
        }
    }

    /// Leaves out what cannot be kept, and says what that was.
    pub fn keep(&mut self) -> Result<(), String> {
        let mut typed = Meta::default();
        self.clone().project().describe(&mut typed);
        let problems = problems(&typed);
        for field in problems.keys() {
            match field.as_str() {
                "links" => self.links.clear(),
                "technologies" => self.technologies.clear(),
                "year" => self.year = None,
                _ => self.order = None,
            }
        }
        let said: Vec<String> = problems
            .into_iter()
            .map(|(field, problem)| format!("{field}: {problem}"))
            .collect();
        if said.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "says of its project what cannot be kept; {}",
                said.join(" ")
            ))
        }
    }
}

/// A file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Counted from 1.
    pub line: Option<u32>,
    /// What is wrong, in words for whoever wrote the file.
    pub reason: String,
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
    /// What is said of a post; moments are written in `zone`.
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

    /// The file with this text.
    pub fn write(&self, text: &str) -> anyhow::Result<String> {
        // By way of a text: of values, moments become tables of another kind.
        let mut keys: toml::Table = toml::to_string(self)?.parse()?;
        let mut out = String::with_capacity(text.len() + 1024);
        out.push_str(END);
        for key in KEYS {
            if let Some(value) = keys.remove(key) {
                out.push_str(&format!("{key} = {}\n", one_line(value)));
            }
        }
        out.push_str(END);
        out.push_str(text);
        Ok(out)
    }

    /// The number of the part, as posts are kept.
    pub fn part(&self) -> i64 {
        self.series
            .as_ref()
            .and_then(|series| series.part)
            .unwrap_or(UNNUMBERED)
    }
}

/// Whether a text begins as the files of posts do, however its first key is set.
pub fn is_written(beginning: &str) -> bool {
    let rest = beginning.trim_start_matches('\u{feff}').strip_prefix("+++");
    let Some((fence, keys)) = rest.and_then(|rest| rest.split_once('\n')) else {
        return false;
    };
    let key = keys.trim_start().strip_prefix(FIRST_KEY);
    fence.trim().is_empty() && key.is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// Takes a file apart that [is written so](is_written).
pub fn read(file: &str) -> Result<(FrontMatter, &str), Unreadable> {
    let bad = |line: Option<usize>, reason: String| Unreadable {
        line: line.and_then(|line| u32::try_from(line).ok()),
        reason,
    };
    let inner = file.split_once('\n').map_or("", |(_, inner)| inner);
    let end = inner
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .find(|(_, line)| line.trim_end() == "+++");
    let Some((end, last)) = end else {
        let reason = "the front matter is never closed; end it with a line +++".to_owned();
        return Err(bad(Some(1), reason));
    };
    let (keys, text) = inner.split_at_checked(end).unwrap_or_default();
    let text = text.get(last.len()..).unwrap_or_default();
    let front: FrontMatter = toml::from_str(keys).map_err(|error| {
        let before = error.span().and_then(|span| keys.get(..span.start));
        let line = before.map(|before| 2 + before.matches('\n').count());
        let said: Vec<&str> = error.message().split_whitespace().collect();
        bad(line, format!("the front matter is malformed: {}", said.join(" ")))
    })?;
    if front.logbook > VERSION {
        let reason = "was written by a newer Logbook; import it with that one".to_owned();
        return Err(bad(Some(2), reason));
    }
    Ok((front, text))
}

/// A moment, in Unix milliseconds, as it is written.
pub fn moment(millis: i64, zone: &TimeZone) -> anyhow::Result<Datetime> {
    let moment = Timestamp::from_millisecond(millis)?;
    let local = moment.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z");
    // Long ago zones were off by seconds, which the format has no room for.
    let written = local.to_string().parse();
    Ok(written.or_else(|_| moment.strftime("%Y-%m-%dT%H:%M:%S%.fZ").to_string().parse())?)
}

/// What was written as Unix milliseconds; a moment without a zone is local to `zone`.
pub fn millis(moment: Datetime, zone: &TimeZone) -> Result<i64, String> {
    let written = moment.to_string();
    let read = written.parse::<Timestamp>().or_else(|_| {
        let local: jiff::civil::DateTime = written.parse()?;
        zone.to_timestamp(local)
    });
    read.map(Timestamp::as_millisecond)
        .map_err(|_| format!("the moment {written} has no date; write it as 2024-05-31T09:00:00Z"))
}

/// A word of the database as what it stands for.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> anyhow::Result<T> {
    Ok(toml::Value::String(word.to_owned()).try_into()?)
}

/// A value on one line, so that no line of it is taken for the end.
fn one_line(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(&text),
        toml::Value::Array(items) => {
            let items: Vec<String> = items.into_iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        toml::Value::Table(table) => {
            let pairs: Vec<String> = table
                .into_iter()
                .map(|(key, value)| format!("{key} = {}", one_line(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// A basic string (TOML 1.0, "String").
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
