//! Writes whole posts: renders the text once, names become rows, counts follow.

use std::collections::HashMap;

use super::{addresses::slug_of, project, publish, render::RenderedBody};
use crate::{
    model::{
        project::Project,
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::db::{
        Connection, authors, drafts, media, redirects,
        search::index::IndexChanges,
        series, status,
        store::{self, PostRecord},
        tags,
    },
};

/// A post as it is written from outside: by an import, the demo or, later, the editor.
///
/// Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// Public identity.
    pub uuid: uuid::Uuid,
    /// Address, free or the post's own.
    pub slug: Slug,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Who may come across it.
    pub visibility: Visibility,
    /// Marked by the author.
    pub featured: bool,
    /// As written.
    pub title: String,
    /// The author's, or empty.
    pub summary: String,
    /// One line, or empty.
    pub takeaway: String,
    /// Markdown, byte for byte.
    pub source: String,
    /// When it appears; required of scheduled and published posts.
    pub published_at: Option<i64>,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// When its author last found it true.
    pub reviewed_at: Option<i64>,
    /// When it is to be looked at again; what is here stays where nothing is said.
    pub review_after: Option<i64>,
    /// Whether it is never out of date; what is here stays where nothing is said.
    pub evergreen: Option<bool>,
    /// Whether readers are shown what changed in it; what is here stays where nothing is said.
    pub tells_changes: Option<bool>,
    /// When readers first saw it, where that is known from elsewhere; what is here stays.
    pub seen_at: Option<i64>,
    /// Names in order.
    pub authors: Vec<Named>,
    /// Names in order.
    pub tags: Vec<Named>,
    /// The series and the place in it.
    pub series: Option<(Named, i64)>,
    /// Path of a stored picture, and what it shows.
    pub cover: Option<(String, String)>,
    /// Where the text first appeared.
    pub canonical: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag, or empty for the site's.
    pub language: String,
    /// Where an import found it, and the SHA-256 of what it read there.
    pub origin: Option<(String, String)>,
    /// Old addresses that lead here from now on.
    pub old_paths: Vec<String>,
    /// What a project says of itself; what is here stays where nothing is said.
    pub project: Option<Project>,
}

/// Something with an address and a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Address.
    pub slug: Slug,
    /// As written.
    pub name: String,
}

impl Named {
    /// A name under the address that it makes.
    pub fn new(name: &str) -> Self {
        Self {
            slug: slug_of(name, "name"),
            name: name.to_owned(),
        }
    }
}

/// Saves posts one after the other and remembers the rows of names it has met.
#[derive(Debug, Default)]
pub struct PostSaver {
    tags: HashMap<Slug, i64>,
    authors: HashMap<Slug, i64>,
    series: HashMap<Slug, i64>,
    index: IndexChanges,
}

/// What became of a post.
#[derive(Debug)]
pub struct Saved {
    /// Its row id.
    pub id: i64,
    /// Old addresses that another post holds already.
    pub taken_paths: Vec<String>,
}

impl PostSaver {
    /// Writes a post with its rendering, over the one with the row id `existing` if there is one. [`PostSaver::finish`]
    /// has to follow in the same transaction.
    pub async fn save(
        &mut self,
        connection: &mut Connection,
        existing: Option<i64>,
        post: &NewPost,
        body: &RenderedBody,
        now: i64,
    ) -> anyhow::Result<Saved> {
        let mut tag_ids = Vec::with_capacity(post.tags.len());
        for tag in &post.tags {
            let id = match self.tags.get(&tag.slug) {
                Some(id) => *id,
                None => tags::ensure_tag(connection, tag.slug.as_str(), &tag.name).await?,
            };
            self.tags.insert(tag.slug.clone(), id);
            // Two names may be one tag's.
            if !tag_ids.contains(&id) {
                tag_ids.push(id);
            }
        }
        let mut author_ids = Vec::with_capacity(post.authors.len());
        for author in &post.authors {
            let id = match self.authors.get(&author.slug) {
                Some(id) => *id,
                None => authors::ensure_author(connection, author.slug.as_str(), &author.name).await?,
            };
            self.authors.insert(author.slug.clone(), id);
            author_ids.push(id);
        }
        let series = match &post.series {
            None => None,
            Some((named, part)) => {
                let id = match self.series.get(&named.slug) {
                    Some(id) => *id,
                    None => series::ensure_series(connection, named.slug.as_str(), &named.name).await?,
                };
                self.series.insert(named.slug.clone(), id);
                Some((id, *part))
            }
        };
        let cover = match &post.cover {
            None => None,
            Some((path, _)) => media::find_media(connection, path).await?,
        };
        // Counts hold what is listed now, so nothing is published before its time.
        let status = match (post.status, post.published_at) {
            (Status::Published, Some(at)) => Status::publish(at, now),
            (status, _) => status,
        };
        let uuid = post.uuid.to_string();
        let record = PostRecord {
            uuid: &uuid,
            slug: post.slug.as_str(),
            kind: post.kind.as_str(),
            status: status.as_str(),
            visibility: post.visibility.as_str(),
            featured: post.featured,
            title: &post.title,
            summary: &post.summary,
            takeaway: &post.takeaway,
            published_at: post.published_at,
            updated_at: post.updated_at,
            reviewed_at: post.reviewed_at,
            series,
            cover,
            cover_alt: post.cover.as_ref().map_or("", |(_, alt)| alt),
            canonical_url: post.canonical.as_deref(),
            seo_title: post.seo_title.as_deref(),
            seo_description: post.seo_description.as_deref(),
            language: &post.language,
            source_path: post.origin.as_ref().map(|(path, _)| path.as_str()),
            source_hash: post.origin.as_ref().map(|(_, hash)| hash.as_str()),
            tags: &tag_ids,
            authors: &author_ids,
            body: body.record(&post.source),
        };
        let id = store::save_post_of_many(connection, existing, &record, now, &mut self.index).await?;
        if post.review_after.is_some() {
            drafts::set_review_after(connection, id, post.review_after).await?;
        }
        if let Some(said) = post.project.as_ref().filter(|_| post.kind == Kind::Project) {
            project::put(connection, id, said).await?;
        }
        if post.evergreen.or(post.tells_changes).is_some() {
            drafts::set_promises(connection, id, post.evergreen, post.tells_changes).await?;
        }
        if let Some(seen) = post.seen_at {
            status::note_seen(connection, id, seen).await?;
        }
        // A new post that waits for nothing has no job either.
        if existing.is_some() || status == Status::Scheduled {
            publish::follow(connection, id, status, post.published_at).await?;
        }
        let mut taken_paths = Vec::new();
        for path in &post.old_paths {
            if !redirects::add_redirect(connection, path, id, "import", now).await? {
                taken_paths.push(path.clone());
            }
        }
        Ok(Saved { id, taken_paths })
    }

    /// Writes what all posts of a transaction change together.
    pub async fn finish(&mut self, connection: &mut Connection) -> sqlx::Result<()> {
        // What is found now may be merged or deleted before the next transaction.
        self.tags.clear();
        self.authors.clear();
        self.series.clear();
        self.index.write(connection).await
    }
}
