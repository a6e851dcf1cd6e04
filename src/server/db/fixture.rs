//! A blog's file for the tests of the queries: really migrated, opened as the server opens it, gone with the test.
//!
//! Here is what every test needs; what a test is about stands in the test.

use sqlx::{AssertSqlSafe, Row as _, Sqlite, pool::PoolConnection};
use tempfile::TempDir;

use super::{
    Connection, Database, Transaction, authors,
    jobs::{JobRow, desk::list_with_posts},
    media::{NewMedia, ensure_media},
    series,
    store::{BodyRecord, PostRecord, save_post},
    tags,
};

/// The moment at which tests read, in Unix milliseconds.
pub const NOW: i64 = 1_000_000;

/// A picture of 640 × 480 pixels that nobody has taken in yet.
pub fn picture<'a>(hash: &'a str, path: &'a str) -> NewMedia<'a> {
    NewMedia {
        hash,
        path,
        mime: "image/png",
        bytes: 9,
        width: 640,
        height: 480,
        name: "",
        user_id: None,
    }
}

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

    /// Counts rows for the planner, as is done when a file is closed for the first time.
    pub async fn analyse(&self) {
        let mut write = self.begin().await;
        sqlx::query("ANALYZE").execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    }

    /// The steps in which a statement is answered once the file has statistics.
    pub async fn plan(&self, statement: &str) -> Vec<String> {
        self.analyse().await;
        let mut write = self.begin().await;
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

    /// The row id of a picture of 640 × 480 pixels.
    pub async fn picture(&self) -> i64 {
        let mut write = self.begin().await;
        let id = ensure_media(&mut write, &picture("aa", "/media/aa.png"), NOW)
            .await
            .unwrap();
        write.commit().await.unwrap();
        id
    }

    /// Says that a post was read so often in the last 30 days and ever.
    pub async fn set_views(&self, post: i64, month: i64, total: i64) {
        let mut write = self.begin().await;
        sqlx::query("UPDATE post_views SET total = $3, month = $2 WHERE post_id = $1")
            .bind(post)
            .bind(month)
            .bind(total)
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
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
        status: "published",
        title: slug,
        published_at: Some(published_at),
        ..PostRecord::begun(slug, body("", 1))
    }
}

/// A text that the renderer of this version worked on.
pub fn body(source: &str, renderer: u32) -> BodyRecord<'_> {
    BodyRecord {
        source,
        ..BodyRecord::empty(renderer)
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

/// The first jobs of a state, as the desk lists them.
pub async fn list_jobs(connection: &mut Connection, state: &str, limit: u32) -> sqlx::Result<Vec<JobRow>> {
    let rows = list_with_posts(connection, state, limit).await?;
    Ok(rows.into_iter().map(|row| row.job).collect())
}

/// Everything that the search index says: who is in it, the counts, and who holds some words.
pub async fn dump_index(connection: &mut Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for statement in [
        "SELECT key || ' ' || post_id || ' ' || labels FROM search_posts ORDER BY key",
        "SELECT word || ' ' || stem || ' ' || reversed || ' ' || posts || ' ' || recount FROM search_words ORDER BY word",
        "SELECT 'all ' || count(*) FROM post_search WHERE post_search MATCH '\"·all\"'",
        "SELECT 'small ' || count(*) FROM title_search WHERE title_search MATCH '\"·all\"'",
        "SELECT rowid || '' FROM post_search WHERE post_search MATCH '\"lock\" AND \"map\"' ORDER BY rowid",
        "SELECT rowid || '' FROM post_search WHERE post_search MATCH '\"17\"' ORDER BY rowid",
    ] {
        let rows = sqlx::query(statement).fetch_all(&mut *connection).await.unwrap();
        lines.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    lines
}

/// What may have become of a file behind the index's back.
#[derive(Clone, Copy, Debug)]
pub enum Damage {
    /// Words were lost.
    Words,
    /// Counts are wrong.
    Counts,
    /// Nothing is left of the full text.
    Text,
    /// A post was withdrawn or put back past the index.
    Status(i64, &'static str),
    /// The index was made by another version.
    Analyser,
}

/// Does it.
pub async fn damage(connection: &mut Connection, damage: Damage) {
    match damage {
        Damage::Words => sqlx::query("DELETE FROM search_words WHERE word < 'k'"),
        Damage::Counts => sqlx::query("UPDATE search_words SET posts = posts + 7, recount = recount + 1"),
        Damage::Text => sqlx::query("INSERT INTO post_search (post_search) VALUES ('delete-all')"),
        Damage::Status(post, status) => sqlx::query("UPDATE posts SET status = $1 WHERE id = $2")
            .bind(status)
            .bind(post),
        Damage::Analyser => sqlx::query("UPDATE counters SET value = 0 WHERE name = 'search_analyser'"),
    }
    .execute(connection)
    .await
    .unwrap();
}

/// Everything that is kept of tags: themselves, who carries them where, what leads to them, and whom a search finds by them.
pub async fn dump_tags(connection: &mut Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for statement in [
        "SELECT id || ' ' || slug || ' ' || name || ' ' || description || ' ' || post_count || ' ' || coalesce(focus, 'none') FROM tags ORDER BY id",
        "SELECT post_id || ' ' || position || ' ' || tag_id || ' ' || coalesce(listed_at, 'none') FROM post_tags \
         ORDER BY post_id, position",
        "SELECT path || ' ' || coalesce(post_id, tag_id, series_id, target) || ' ' || origin || ' ' || created_at \
         FROM redirects ORDER BY path",
    ] {
        let rows = sqlx::query(statement).fetch_all(&mut *connection).await.unwrap();
        lines.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    let tags: Vec<i64> = sqlx::query_scalar("SELECT id FROM tags ORDER BY id")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    for tag in tags {
        for statement in [
            "SELECT s.post_id FROM post_search f JOIN search_posts s ON s.key = f.rowid WHERE post_search MATCH $1 ORDER BY 1",
            "SELECT s.post_id FROM title_search f JOIN search_posts s ON s.key = f.rowid WHERE title_search MATCH $1 ORDER BY 1",
        ] {
            let found: Vec<i64> = sqlx::query_scalar(statement)
                .bind(format!("\"{}\"", super::search::index::tag_facet(tag)))
                .fetch_all(&mut *connection)
                .await
                .unwrap();
            lines.push(format!("facet {tag} {found:?}"));
        }
    }
    lines
}

/// What is kept of tags and is not what counting gives.
pub async fn miscounted(connection: &mut Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for statement in [
        "SELECT 'count of ' || slug FROM tags t WHERE post_count <> (SELECT count(*) FROM post_tags x \
         JOIN posts p ON p.id = x.post_id WHERE x.tag_id = t.id AND p.listed_at IS NOT NULL)",
        "SELECT 'list of ' || x.post_id FROM post_tags x JOIN posts p ON p.id = x.post_id WHERE x.listed_at IS NOT p.listed_at",
        "SELECT 'places of ' || post_id FROM post_tags GROUP BY post_id HAVING max(position) <> count(*) - 1 OR min(position) <> 0",
        "SELECT 'dead ' || path FROM redirects WHERE path IN (SELECT '/tags/' || slug FROM tags)",
        "SELECT 'facets' WHERE (SELECT count(*) FROM counters WHERE name = 'listed_posts' AND value <> (SELECT count(*) FROM search_posts)) > 0",
    ] {
        let rows = sqlx::query(statement).fetch_all(&mut *connection).await.unwrap();
        lines.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    lines
}
