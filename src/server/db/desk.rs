//! The desk's list of posts, of pages or of projects: all of them, whatever their status, by what is filtered and ordered
//! there.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::{Connection, words::push_holding};

/// A post in the list. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct DeskRow {
    /// Public identity.
    pub uuid: String,
    /// Address.
    pub slug: String,
    /// The latest revision's title.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// `public` or `unlisted`.
    pub visibility: String,
    /// Whether the latest revision is not the released one.
    pub pending: bool,
    /// Names, with commas between them.
    pub authors: String,
    /// All views.
    pub views: i64,
    /// When it was last written on.
    pub edited_at: i64,
    /// When it appeared or is to appear.
    pub published_at: Option<i64>,
    /// When it was thrown away.
    pub trashed_at: Option<i64>,
    /// How many there are on all pages.
    pub total: u32,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct DeskScope {
    /// `post`, `page` or `project`.
    pub kind: &'static str,
    /// Words that the title holds, in lower case, whatever their case there.
    pub words: Vec<String>,
    /// Only those with this status; else all that are not thrown away.
    pub status: Option<&'static str>,
    /// Only those by this author.
    pub author: Option<i64>,
    /// The order.
    pub order: DeskOrder,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskOrder {
    /// The last written on first.
    Edited,
    /// The last to appear first, those without a time at the end.
    Published,
    /// The most read first.
    Views,
    /// By the alphabet.
    Title,
}

/// `limit` posts after the first `offset`; where these are beyond the last, none, and so is how many there are.
pub async fn list_posts(
    connection: &mut Connection,
    scope: &DeskScope,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<DeskRow>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "WITH page AS (SELECT p.id, coalesce(h.title, p.title) AS title, coalesce(v.total, 0) AS views, \
         coalesce(h.released <> h.number, FALSE) AS pending, h.trashed_at, \
         coalesce(h.edited_at, p.updated_at, iif(p.status = 'scheduled', NULL, p.published_at), p.created_at) AS edited_at, \
         count(*) OVER () AS total \
         FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id LEFT JOIN post_views v ON v.post_id = p.id \
         WHERE p.kind = ",
    );
    query.push_bind(scope.kind);
    match scope.status {
        Some(status) => query.push(" AND p.status = ").push_bind(status),
        None => query.push(" AND p.status <> 'trashed'"),
    };
    if let Some(author) = scope.author {
        query
            .push(" AND EXISTS (SELECT 1 FROM post_authors x WHERE x.post_id = p.id AND x.author_id = ")
            .push_bind(author)
            .push(")");
    }
    for word in &scope.words {
        push_holding(query.push(" AND "), "coalesce(h.title, p.title)", word);
    }
    query
        .push(match scope.order {
            DeskOrder::Edited => " ORDER BY edited_at DESC, p.id DESC",
            DeskOrder::Published => " ORDER BY coalesce(p.published_at, 0) DESC, p.id DESC",
            DeskOrder::Views => " ORDER BY views DESC, p.id DESC",
            DeskOrder::Title => " ORDER BY lower(coalesce(h.title, p.title)), p.id",
        })
        .push(" LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset)
        .push(
            ") SELECT p.uuid, p.slug, page.title, p.status, p.visibility, page.pending, page.views, page.edited_at, \
             p.published_at, page.trashed_at, page.total, coalesce((SELECT string_agg(a.name, ', ' ORDER BY x.position) \
             FROM post_authors x JOIN authors a ON a.id = x.author_id WHERE x.post_id = p.id), '') AS authors \
             FROM page CROSS JOIN posts p ON p.id = page.id",
        )
        .push(match scope.order {
            DeskOrder::Edited => " ORDER BY page.edited_at DESC, p.id DESC",
            DeskOrder::Published => " ORDER BY coalesce(p.published_at, 0) DESC, p.id DESC",
            DeskOrder::Views => " ORDER BY page.views DESC, p.id DESC",
            DeskOrder::Title => " ORDER BY lower(page.title), p.id",
        });
    query.build_query_as().fetch_all(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        drafts::{NewRevision, append, set_released},
        fixture::{Blog, NOW, post},
        store::PostRecord,
    };

    async fn slugs(blog: &Blog, scope: &DeskScope) -> Vec<String> {
        let rows = list_posts(&mut *blog.reader().await, scope, 9, 0).await.unwrap();
        rows.into_iter().map(|row| row.slug).collect()
    }

    #[tokio::test]
    async fn filters_and_orders_are_kept_together() {
        let blog = Blog::open().await;
        let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
        let mut ids = Vec::new();
        for (slug, title, status, authors, at) in [
            ("one", "Locks, 100 %", "published", vec![ada], 3_000),
            ("two", "locks and keys", "draft", vec![ben, ada], 2_000),
            ("three", "Queues", "scheduled", vec![ben], 2 * NOW),
            ("four", "Locks", "trashed", vec![ada], 4_000),
        ] {
            ids.push(
                blog.save(&PostRecord {
                    title,
                    status,
                    authors: &authors,
                    ..post(slug, at)
                })
                .await,
            );
        }
        blog.set_views(ids[2], 1, 9).await;
        let all = DeskScope {
            kind: "post",
            words: Vec::new(),
            status: None,
            author: None,
            order: DeskOrder::Edited,
        };
        let with = |words: &[&str], status, author, order| DeskScope {
            kind: "post",
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            status,
            author,
            order,
        };
        assert_eq!(slugs(&blog, &all).await, ["three", "one", "two"]);
        for kind in ["page", "project"] {
            blog.save(&PostRecord {
                kind,
                title: kind,
                ..post(kind, 5_000)
            })
            .await;
            let others = DeskScope { kind, ..all.clone() };
            assert_eq!(slugs(&blog, &others).await, [kind]);
        }
        for (scope, expected) in [
            (
                with(&[], None, None, DeskOrder::Views),
                vec!["three", "two", "one"],
            ),
            (
                with(&[], None, None, DeskOrder::Title),
                vec!["two", "one", "three"],
            ),
            (
                with(&[], None, None, DeskOrder::Published),
                vec!["three", "one", "two"],
            ),
            (
                with(&["locks"], None, None, DeskOrder::Edited),
                vec!["one", "two"],
            ),
            (
                with(&["locks", "key"], None, None, DeskOrder::Edited),
                vec!["two"],
            ),
            (with(&["%"], None, None, DeskOrder::Edited), vec!["one"]),
            (with(&["_"], None, None, DeskOrder::Edited), vec![]),
            (with(&["ü", "g[*?"], None, None, DeskOrder::Edited), vec![]),
            (with(&[], Some("trashed"), None, DeskOrder::Edited), vec!["four"]),
            (with(&[], None, Some(ada), DeskOrder::Edited), vec!["one", "two"]),
            (
                with(&["locks"], Some("draft"), Some(ben), DeskOrder::Edited),
                vec!["two"],
            ),
        ] {
            assert_eq!(slugs(&blog, &scope).await, expected, "{scope:?}");
        }

        let rows = list_posts(&mut *blog.reader().await, &all, 9, 0).await.unwrap();
        assert_eq!(rows[0].edited_at, NOW, "nobody wrote in a time to come");
        let rows = list_posts(&mut *blog.reader().await, &all, 1, 2).await.unwrap();
        assert_eq!((rows[0].total, rows[0].authors.as_str()), (3, "ben, ada"));
        assert!(!rows[0].pending);

        // What is written and not released yet is what the list shows.
        let mut write = blog.begin().await;
        for number in 1..=2 {
            let revision = NewRevision {
                post: ids[0],
                number,
                key: "",
                user_id: None,
                who: "",
                reason: "manual",
                source: "",
                meta: "{}",
                title: "Barriers",
            };
            append(&mut write, &revision, NOW).await.unwrap();
            set_released(&mut write, ids[0], 1).await.unwrap();
        }
        write.commit().await.unwrap();
        let rows = list_posts(&mut *blog.reader().await, &all, 9, 0).await.unwrap();
        let first = rows.iter().find(|row| row.slug == "one").unwrap();
        assert_eq!(
            (first.title.as_str(), first.pending, first.edited_at),
            ("Barriers", true, NOW)
        );
        assert_eq!(
            slugs(&blog, &with(&["locks"], None, None, DeskOrder::Edited)).await,
            ["two"]
        );
    }
}
