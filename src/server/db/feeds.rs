//! Reads the posts of a feed, with their whole text.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
};

/// A post in a feed. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct FeedRow {
    /// Public identity.
    pub uuid: String,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
    /// Rendered text.
    pub html: String,
    /// BCP 47; empty where it is the site's.
    pub language: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// Path of the cover, if there is one.
    pub cover_path: Option<String>,
    /// Its type.
    pub cover_mime: Option<String>,
    /// Its size.
    pub cover_bytes: Option<i64>,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// Which posts a feed holds.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every listed post, newest first.
    All,
    /// Those with the tag of this row id, newest first.
    Tag(i64),
    /// Those by the author of this row id, newest first.
    Author(i64),
    /// The parts of the series of this row id, newest first.
    Series(i64),
    /// The same, oldest first.
    Parts(i64),
}

// The page is cut on an index first, so that no text is read that is not shown.
macro_rules! before_page {
    () => {
        concat!(
            "SELECT p.uuid, p.slug, p.title, CASE WHEN p.summary = '' THEN p.excerpt ELSE p.summary END AS summary, \
             b.html, p.language, page.listed_at AS published_at, p.updated_at, m.path AS cover_path, m.mime AS cover_mime, \
             m.bytes AS cover_bytes, ",
            tags_of_post!(),
            ", ",
            authors_of_post!(),
            " FROM ("
        )
    };
}

macro_rules! after_page {
    ($order:literal) => {
        concat!(
            ") AS page JOIN posts p ON p.id = page.post_id JOIN post_bodies b ON b.post_id = p.id \
             LEFT JOIN media m ON m.id = p.cover_id ORDER BY ",
            $order
        )
    };
}

macro_rules! entries_of {
    ($page:literal, $order:literal) => {
        concat!(before_page!(), $page, after_page!($order))
    };
}

const ALL: &str = entries_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= $1 \
     ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3",
    "page.listed_at DESC, p.id DESC"
);
const TAGGED: &str = entries_of!(
    "SELECT post_id, listed_at FROM post_tags WHERE listed_at IS NOT NULL AND listed_at <= $1 AND tag_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3",
    "page.listed_at DESC, p.id DESC"
);
const WRITTEN: &str = entries_of!(
    "SELECT post_id, listed_at FROM post_authors WHERE listed_at IS NOT NULL AND listed_at <= $1 AND author_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3",
    "page.listed_at DESC, p.id DESC"
);
const SERIES: &str = entries_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE series_id = $4 AND listed_at IS NOT NULL AND listed_at <= $1 \
     ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3",
    "page.listed_at DESC, p.id DESC"
);
const PARTS: &str = entries_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE series_id = $4 AND listed_at IS NOT NULL AND listed_at <= $1 \
     ORDER BY listed_at, id LIMIT $2 OFFSET $3",
    "page.listed_at, p.id"
);

/// `limit` listed posts after the first `offset`, with their whole text.
pub async fn list_feed(
    connection: &mut Connection,
    scope: Scope,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<FeedRow>> {
    let (statement, id) = match scope {
        Scope::All => (ALL, None),
        Scope::Tag(id) => (TAGGED, Some(id)),
        Scope::Author(id) => (WRITTEN, Some(id)),
        Scope::Series(id) => (SERIES, Some(id)),
        Scope::Parts(id) => (PARTS, Some(id)),
    };
    let query = sqlx::query_as(statement).bind(now).bind(limit).bind(offset);
    let query = match id {
        Some(id) => query.bind(id),
        None => query,
    };
    query.fetch_all(connection).await
}

/// These posts with their whole text, newest first; those that readers cannot find are left out.
pub async fn list_these(connection: &mut Connection, posts: &[i64], now: i64) -> sqlx::Result<Vec<FeedRow>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new(concat!(
        before_page!(),
        "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= "
    ));
    query.push_bind(now).push(" AND id IN (");
    let mut list = query.separated(", ");
    for post in posts {
        list.push_bind(*post);
    }
    query.push(concat!(")", after_page!("page.listed_at DESC, p.id DESC")));
    query.build_query_as().fetch_all(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        labels::parse_labels,
        store::{BodyRecord, PostRecord},
    };

    async fn slugs(connection: &mut Connection, scope: Scope, limit: u32, offset: u32) -> Vec<String> {
        let rows = list_feed(connection, scope, NOW, limit, offset).await.unwrap();
        rows.into_iter().map(|row| row.slug).collect()
    }

    #[tokio::test]
    async fn every_feed_has_the_newest_posts_that_readers_see_and_no_others() {
        let blog = Blog::open().await;
        let (tag, author, series) = (
            blog.tag("rust").await,
            blog.author("ada").await,
            blog.series("long").await,
        );
        let like = |slug, published_at, part| PostRecord {
            tags: &[1],
            authors: &[1],
            series: Some((1, part)),
            ..post(slug, published_at)
        };
        assert_eq!((tag, author, series), (1, 1, 1), "what the posts name");
        for (slug, published_at, part) in [
            ("old", 1_000, 3),
            ("tie-1", 2_000, 2),
            ("tie-2", 2_000, 1),
            ("later", NOW + 1, 4),
        ] {
            blog.save(&like(slug, published_at, part)).await;
        }
        blog.save_hidden(&like("hidden", 1_500, 9)).await;
        let mut reader = blog.reader().await;
        for scope in [
            Scope::All,
            Scope::Tag(tag),
            Scope::Author(author),
            Scope::Series(series),
        ] {
            assert_eq!(
                slugs(&mut reader, scope, 9, 0).await,
                ["tie-2", "tie-1", "old"],
                "{scope:?}"
            );
            assert_eq!(
                slugs(&mut reader, scope, 2, 0).await,
                ["tie-2", "tie-1"],
                "{scope:?}"
            );
            assert_eq!(slugs(&mut reader, scope, 2, 2).await, ["old"], "{scope:?}");
        }
        let these = list_these(&mut reader, &[4, 1, 3, 5, 2], NOW).await.unwrap();
        let these: Vec<&str> = these.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(these, ["tie-2", "tie-1", "old"]);
        assert!(list_these(&mut reader, &[], NOW).await.unwrap().is_empty());
        let parts = Scope::Parts(series);
        assert_eq!(slugs(&mut reader, parts, 9, 0).await, ["old", "tie-1", "tie-2"]);
        assert_eq!(slugs(&mut reader, parts, 2, 0).await, ["old", "tie-1"]);
        assert_eq!(slugs(&mut reader, parts, 2, 2).await, ["tie-2"]);
        for scope in [
            Scope::Tag(-1),
            Scope::Author(-1),
            Scope::Series(-1),
            Scope::Parts(-1),
        ] {
            assert!(slugs(&mut reader, scope, 9, 0).await.is_empty());
        }
    }

    #[tokio::test]
    async fn an_entry_has_its_labels_in_the_authors_order_and_an_excerpt_where_there_is_no_summary() {
        let blog = Blog::open().await;
        let (ada, zoe) = (blog.author("ada").await, blog.author("zoe").await);
        let (api, rust) = (blog.tag("api").await, blog.tag("rust").await);
        let cut = PostRecord {
            uuid: "an-id",
            language: "de",
            updated_at: Some(2_500),
            tags: &[rust, api],
            authors: &[zoe, ada],
            cover: Some(blog.picture().await),
            body: BodyRecord {
                html: "<p>Text</p>",
                excerpt: "Cut.",
                ..body("Text", 1)
            },
            ..post("cut", 2_000)
        };
        blog.save(&cut).await;
        blog.save(&PostRecord {
            summary: "Written.",
            body: cut.body,
            canonical_url: Some("https://elsewhere.test/"),
            ..post("written", 1_000)
        })
        .await;
        let rows = list_feed(&mut *blog.reader().await, Scope::All, NOW, 9, 0)
            .await
            .unwrap();
        assert_eq!(
            (rows[0].summary.as_str(), rows[1].summary.as_str()),
            ("Cut.", "Written.")
        );
        assert_eq!(
            (rows[0].uuid.as_str(), rows[0].html.as_str()),
            ("an-id", "<p>Text</p>")
        );
        assert_eq!((rows[0].language.as_str(), rows[1].language.as_str()), ("de", ""));
        assert_eq!((rows[0].published_at, rows[0].updated_at), (2_000, Some(2_500)));
        assert_eq!(rows[0].cover_path.as_deref(), Some("/media/aa.png"));
        assert_eq!(
            (rows[0].cover_mime.as_deref(), rows[0].cover_bytes),
            (Some("image/png"), Some(9))
        );
        let slugs = |text: &Option<String>| -> Vec<String> {
            parse_labels(text.as_deref())
                .into_iter()
                .map(|label| label.slug)
                .collect()
        };
        assert_eq!(slugs(&rows[0].tags), ["rust", "api"]);
        assert_eq!(slugs(&rows[0].authors), ["zoe", "ada"]);
        assert_eq!((&rows[1].tags, &rows[1].authors), (&None, &None));
        assert!(rows[1].cover_path.is_none());
    }
}
