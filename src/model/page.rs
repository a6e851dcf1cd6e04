//! Pages and projects as readers see them.

use super::{date::DateLabel, post::Cover, site::Entry, toc::TocEntry};

/// A page such as "About", or the text of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePage {
    /// Its address on this site.
    pub path: String,
    /// As written.
    pub title: String,
    /// The author's summary, shown under the title; empty where there is none.
    pub dek: String,
    /// Rendered and sanitised text.
    pub html: String,
    /// Headings of the second and third level.
    pub toc: Vec<TocEntry>,
    /// When its text last changed, if it did since it appeared.
    pub updated: Option<DateLabel>,
    /// The picture at its head.
    pub cover: Option<Cover>,
    /// BCP 47 tag, where it is another one than the site's.
    pub language: Option<String>,
    /// In no list; search engines are asked to leave it out.
    pub unlisted: bool,
    /// Where the text first appeared, if elsewhere.
    pub canonical: Option<String>,
    /// Title for search engines, if it differs.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub description: String,
    /// What a project says besides; nothing for a page.
    pub project: Option<Facts>,
}

/// What is said of a project in a few words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// When it was made, if that is said.
    pub year: Option<u32>,
    /// What it is made with, in the owner's order.
    pub technologies: Vec<String>,
    /// Code, demo, paper …
    pub links: Vec<Entry>,
}

/// A project in the list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectCard {
    /// `/portfolio/{slug}`
    pub slug: String,
    /// As written.
    pub title: String,
    /// What it is.
    pub summary: String,
    /// The picture at its head.
    pub cover: Option<Cover>,
    /// When it was made, if that is said.
    pub year: Option<u32>,
    /// What it is made with.
    pub technologies: Vec<String>,
}

/// What is at an address at the root of the site, or in the portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtRoot {
    /// A page or a project.
    Page(Box<SitePage>),
    /// All projects.
    Portfolio(Vec<ProjectCard>),
}
