//! A blog's file for the tests of the queries: really migrated, opened as the server opens it, gone with the test.
//!
//! Here is what every test needs; what a test is about stands in the test.

use sqlx::{AssertSqlSafe, Row as _, Sqlite, pool::PoolConnection};
use tempfile::TempDir;

use super::{
    Database, Transaction, authors, series,
    store::{BodyRecord, PostRecord, save_post},
    tags,
};

/// The moment at which tests read, in Unix milliseconds.
pub const NOW: i64 = 1_000_000;

/// An empty blog, on which each write is committed before anything is read.
pub struct Blog {
    database: Database,
    _folder: TempDir,
}

impl Blog {
    /// Makes the file.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        Self {
            database,
            _folder: folder,
        }
    }

    /// A connection as pages have one: it cannot write.
    pub async fn reader(&self) -> PoolConnection<Sqlite> {
        self.database.reader().await.unwrap()
    }

    /// A write; there is one at a time.
    pub async fn begin(&self) -> Transaction {
        self.database.begin().await.unwrap()
    }

    /// The steps in which a statement is answered once the file has statistics, as after it was closed for the first
    /// time.
    pub async fn plan(&self, statement: &str) -> Vec<String> {
        let mut write = self.begin().await;
        sqlx::query("ANALYZE").execute(&mut *write).await.unwrap();
        let steps = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
            .fetch_all(&mut *write)
            .await
            .unwrap();
        steps.iter().map(|step| step.get("detail")).collect()
    }

    /// Saves a new post; answers its row id.
    pub async fn save(&self, post: &PostRecord<'_>) -> i64 {
        let mut write = self.begin().await;
        let id = save_post(&mut write, None, post, NOW).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// Saves `post` over the one with this row id.
    pub async fn replace(&self, id: i64, post: &PostRecord<'_>) {
        let mut write = self.begin().await;
        save_post(&mut write, Some(id), post, NOW).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Saves one post of each kind that no list may show, otherwise like `post`.
    pub async fn save_hidden(&self, post: &PostRecord<'_>) {
        for (name, hidden) in hidden(post) {
            let slug = format!("hidden-{name}");
            self.save(&PostRecord {
                uuid: &slug,
                slug: &slug,
                ..hidden
            })
            .await;
        }
    }

    /// The row id of a tag, named as its slug.
    pub async fn tag(&self, slug: &str) -> i64 {
        let mut write = self.begin().await;
        let id = tags::ensure_tag(&mut write, slug, slug).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// The row id of an author, named as their slug.
    pub async fn author(&self, slug: &str) -> i64 {
        let mut write = self.begin().await;
        let id = authors::ensure_author(&mut write, slug, slug).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// The row id of a series, titled as its slug.
    pub async fn series(&self, slug: &str) -> i64 {
        let mut write = self.begin().await;
        let id = series::ensure_series(&mut write, slug, slug).await.unwrap();
        write.commit().await.unwrap();
        id
    }
}

/// A listed post that appeared at this time, with nothing that it need not have; its title is its slug.
pub fn post(slug: &str, published_at: i64) -> PostRecord<'_> {
    PostRecord {
        uuid: slug,
        slug,
        kind: "post",
        status: "published",
        visibility: "public",
        featured: false,
        title: slug,
        summary: "",
        takeaway: "",
        published_at: Some(published_at),
        updated_at: None,
        reviewed_at: None,
        series: None,
        cover: None,
        cover_alt: "",
        canonical_url: None,
        seo_title: None,
        seo_description: None,
        language: "",
        source_path: None,
        source_hash: None,
        tags: &[],
        authors: &[],
        body: body("", 1),
    }
}

/// A text that the renderer of this version worked on.
pub fn body(source: &str, renderer: u32) -> BodyRecord<'_> {
    BodyRecord {
        source,
        html: "",
        toc: "[]",
        plain: "",
        excerpt: "",
        minutes: 1,
        words: 0,
        renderer,
    }
}

/// The same post as a draft, unlisted, a page …: each as no list may show it.
pub fn hidden<'a>(post: &PostRecord<'a>) -> [(&'static str, PostRecord<'a>); 7] {
    let status = |status| (status, PostRecord { status, ..*post });
    let kind = |kind| (kind, PostRecord { kind, ..*post });
    [
        status("draft"),
        status("scheduled"),
        status("unpublished"),
        status("trashed"),
        kind("page"),
        kind("project"),
        (
            "unlisted",
            PostRecord {
                visibility: "unlisted",
                ..*post
            },
        ),
    ]
}
