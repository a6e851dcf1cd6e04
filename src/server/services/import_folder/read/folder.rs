//! What reading a folder gives: plain data with every link, path and picture resolved. Nothing here reads anything.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use super::source::Place;
use crate::{
    model::{
        project::Project,
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::services::written::rest::Rest,
};

/// What the database already knows, so that a second run finds its own posts again.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// Slugs of the posts imported earlier from this folder, by [`FolderPost::source_path`].
    pub slugs_by_source: HashMap<String, String>,
    /// Slugs of all other posts.
    pub taken: HashSet<String>,
    /// What those imported earlier from this folder are.
    pub kinds_by_source: HashMap<String, Kind>,
    /// All posts by their identity.
    pub by_id: HashMap<uuid::Uuid, Known>,
}

/// A post that is here.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its address.
    pub slug: String,
    /// What it is.
    pub kind: Kind,
    /// [`FolderPost::source_path`], if it was imported from this folder.
    pub source_path: Option<String>,
}

/// What the person who imports may decide.
#[derive(Clone, Debug)]
pub struct Options {
    /// Take `keywords` as tags in a folder where no post has a tag or category.
    pub keywords_as_tags: bool,
    /// The old site's pattern of post addresses (`/:year/:month/:slug/` …); else its configuration is asked.
    pub permalink: Option<String>,
    /// The old site's own address (`https://blog.example.org`); else its configuration is asked.
    pub base_url: Option<String>,
    /// The present, in Unix milliseconds: decides what is still to come.
    pub now_ms: i64,
    /// Where dates without a zone belong, unless the old site's configuration says.
    pub zone: jiff::tz::TimeZone,
    /// BCP 47 language of posts that name none, unless the old site's configuration says.
    pub language: String,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The folder has been walked.
    Found {
        /// Number of Markdown files.
        files: usize,
    },
    /// One more post is done.
    Read {
        /// Posts finished.
        done: usize,
        /// Posts in all.
        of: usize,
    },
}

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path given cannot be opened.
    #[error("Cannot read the folder {}; check the path and its permissions", path.display())]
    Unreadable {
        /// As given.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The path given is a file.
    #[error("{} is not a folder. Give the folder that holds the Markdown files.", .0.display())]
    NotAFolder(PathBuf),
}

/// A folder of posts, read.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Oldest first, those without a date last.
    pub posts: Vec<FolderPost>,
    /// The files that posts show or link to, each once.
    pub media: Vec<MediaFile>,
    /// Everyone named by a post.
    pub authors: Vec<FolderAuthor>,
    /// Every tag of a post.
    pub tags: Vec<Term>,
    /// Every series of a post; [`Term::name`] is its title.
    pub series: Vec<Term>,
    /// Files of own posts and the pictures and files that they name and the folder does not hold.
    pub unfound: Vec<(String, String)>,
    /// What was read but needs a look.
    pub warnings: Vec<Warning>,
    /// What was not read, and why.
    pub skipped: Vec<Skipped>,
    /// Links within the old site that lead to nothing in the folder.
    pub dead_links: Vec<DeadLink>,
    /// What an own export says besides its posts.
    pub rest: Option<Rest>,
    /// The settings of an own export, as its file has them.
    pub settings: Option<String>,
    /// The résumé of an own export.
    pub resume: Option<FolderResume>,
    /// What readers were told of changes, as far as an own export has it.
    pub histories: Vec<FolderHistory>,
}

/// A file of what readers saw of a post and were told of its changes. It is read when its turn comes, so that one is in memory
/// at a time.
#[derive(Clone, Debug)]
pub struct FolderHistory {
    /// Relative to the folder.
    pub path: String,
    /// Where it is read from.
    pub place: Place,
}

/// A résumé as it was written.
#[derive(Clone, Debug)]
pub struct FolderResume {
    /// Relative to the folder.
    pub path: String,
    /// SHA-256 in hex of its bytes.
    pub hash: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// One post, ready to be stored.
#[derive(Clone, Debug)]
pub struct FolderPost {
    /// Where it lies, relative to the folder of contents, with `/` between the parts.
    pub source_path: String,
    /// SHA-256 in hex of the file and of all that was made of it (links, pictures, tags …): if it is the same,
    /// nothing about the post has changed.
    pub source_hash: String,
    /// Whether it comes from an own export: then its identity says which post it is.
    pub is_own: bool,
    /// Its public identity, where the file gives one.
    pub id: Option<uuid::Uuid>,
    /// Unique among the folder's posts and [`Existing::taken`].
    pub slug: Slug,
    /// One line; "Untitled" where there is none.
    pub title: String,
    /// What it argues.
    pub summary: Option<String>,
    /// The one line to remember.
    pub takeaway: Option<String>,
    /// Markdown, final.
    pub body: String,
    /// Where it stands.
    pub status: Status,
    /// Whether lists show it.
    pub visibility: Visibility,
    /// Post, page or project.
    pub kind: Kind,
    /// Marked by the author.
    pub featured: bool,
    /// The picture at its head.
    pub cover: Option<FolderCover>,
    /// In the author's order.
    pub authors: Vec<Term>,
    /// In the author's order.
    pub tags: Vec<Term>,
    /// The series it is part of.
    pub series: Option<SeriesPart>,
    /// Where the text first appeared.
    pub canonical: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// Unix milliseconds; none only for drafts.
    pub published_at: Option<i64>,
    /// When it appeared by what its author says, where readers do not see it; Unix milliseconds.
    pub date: Option<i64>,
    /// Unix milliseconds.
    pub updated_at: Option<i64>,
    /// Unix milliseconds.
    pub reviewed_at: Option<i64>,
    /// Unix milliseconds.
    pub review_after: Option<i64>,
    /// Whether it is never out of date, where the file says so.
    pub evergreen: Option<bool>,
    /// Whether readers are shown what changed in it, where the file says so.
    pub tells_changes: Option<bool>,
    /// When readers first saw it, where that was before they no longer did; Unix milliseconds.
    pub seen_at: Option<i64>,
    /// Paths under which it was known: decoded, with a leading `/`, without a trailing one, no page of the new site.
    pub old_paths: Vec<String>,
    /// What a project says of itself.
    pub project: Option<Project>,
}

/// A name and the slug it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Of its page.
    pub slug: Slug,
    /// As first written.
    pub name: String,
}

/// Someone who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderAuthor {
    /// Of their page.
    pub slug: Slug,
    /// As first written.
    pub name: String,
    /// What the front matter says of them after the name, if anything.
    pub bio: Option<String>,
}

/// A post's place in a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesPart {
    /// Of the series.
    pub slug: Slug,
    /// Of the series.
    pub title: String,
    /// The number of the part, where the file gives one.
    pub part: Option<u32>,
}

/// The picture at the head of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderCover {
    /// [`MediaFile::hash`] of a picture of the folder; none for one that lies elsewhere.
    pub hash: Option<String>,
    /// `/media/…`, or the address elsewhere.
    pub url: String,
    /// What it shows; empty where nobody said.
    pub alt: String,
}

/// A file that posts show or link to.
#[derive(Clone, Debug)]
pub struct MediaFile {
    /// Where it was found first, relative to the folder.
    pub source_path: String,
    /// As it was called.
    pub name: String,
    /// SHA-256 in hex of the file as it lies in the folder; of an SVG, of [`Self::bytes`].
    pub hash: String,
    /// How many [`Self::bytes`] there are.
    pub length: u64,
    /// Tells whether [`Self::bytes`] are the same when they are read again.
    pub digest: u64,
    /// Where it is read from.
    pub place: Place,
    /// By content, not by name.
    pub extension: &'static str,
    /// By content, not by name.
    pub mime: &'static str,
    /// Pixels; none for what is no picture.
    pub size: Option<(u32, u32)>,
    /// `/media/{first 32 characters of the hash}.{extension}`.
    pub url: String,
}

/// Something that was read but needs a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Relative to the folder.
    pub file: String,
    /// Counted from 1.
    pub line: Option<u32>,
    /// A sentence.
    pub reason: String,
}

/// A file that became no post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Relative to the folder.
    pub file: String,
    /// Where the fault lies, counted from 1.
    pub line: Option<u32>,
    /// A sentence.
    pub reason: String,
    /// Whether it is a file that cannot be read, not merely one that is no post.
    pub faulty: bool,
}

/// A link within the old site that leads to nothing in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLink {
    /// Relative to the folder.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// As written.
    pub target: String,
}
