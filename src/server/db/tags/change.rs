//! What is changed of tags besides writing posts, and the memory of it from which it can be taken back.

use std::collections::BTreeMap;

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::TagRow;
use crate::server::db::{
    Connection,
    followed::{self, Followed},
    words::{Holding, holds},
};

/// A tag in the desk's list.
#[derive(Debug, FromRow)]
pub struct DeskTagRow {
    /// The tag.
    #[sqlx(flatten)]
    pub tag: TagRow,
    /// How many posts carry it, whatever their status.
    pub posts: u32,
    /// Paths that lead to it, a line each.
    pub was: Option<String>,
    /// How many tags there are on all pages.
    pub total: u32,
}

/// `limit` tags after the first `offset`, by name: those whose name or slug holds `words`, which is in lower case.
pub async fn list_all_tags(
    connection: &mut Connection,
    words: &str,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<DeskTagRow>> {
    let Holding { like, glob } = Holding::of(words);
    sqlx::query_as(concat!(
        "SELECT t.id, t.slug, t.name, t.description, t.post_count, \
         (SELECT count(*) FROM post_tags x WHERE x.tag_id = t.id) AS posts, \
         (SELECT string_agg(r.path, '\n' ORDER BY r.path) FROM redirects r WHERE r.tag_id = t.id) AS was, page.total \
         FROM (SELECT id, count(*) OVER () AS total FROM tags WHERE ",
        holds!("name", "$1", "$2"),
        " OR slug LIKE $1 ESCAPE '!' ORDER BY lower(name), slug LIMIT $3 OFFSET $4) \
         AS page JOIN tags t ON t.id = page.id ORDER BY lower(t.name), t.slug",
    ))
    .bind(like)
    .bind(glob)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// The tag with this row id, whether posts carry it or not.
pub async fn find_tag(connection: &mut Connection, id: i64) -> sqlx::Result<Option<TagRow>> {
    sqlx::query_as("SELECT id, slug, name, description, post_count FROM tags WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await
}

/// The row id of the tag at this very slug.
pub async fn find_at(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT id FROM tags WHERE slug = $1")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// Gives a tag another address, name and description.
pub async fn save_tag(
    connection: &mut Connection,
    id: i64,
    slug: &str,
    name: &str,
    description: &str,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE tags SET slug = $2, name = $3, description = $4 WHERE id = $1")
        .bind(id)
        .bind(slug)
        .bind(name)
        .bind(description)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts a tag back under this row id, or under the next one where another tag has it; answers which. `identity` is what named
/// its feed.
pub async fn put_back(
    connection: &mut Connection,
    id: i64,
    slug: &str,
    name: &str,
    description: &str,
    identity: Option<&str>,
) -> sqlx::Result<i64> {
    let back: i64 = sqlx::query_scalar(
        "INSERT INTO tags (id, slug, name, description, identity) \
         VALUES ((SELECT CASE WHEN EXISTS (SELECT 1 FROM tags WHERE id = $1) THEN max(id) + 1 ELSE $1 END FROM tags), \
         $2, $3, $4, $5) RETURNING id",
    )
    .bind(id)
    .bind(slug)
    .bind(name)
    .bind(description)
    .bind(identity)
    .fetch_one(&mut *connection)
    .await?;
    if identity.is_none() && back == id {
        // It was remembered before anything but the row id named a feed, and has that again.
        followed::set_identity(connection, Followed::Tag, id, None).await?;
    }
    Ok(back)
}

/// Deletes a tag that no post carries any more.
pub async fn remove_tag(connection: &mut Connection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM tags WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM post_tags WHERE tag_id = $1)")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Row ids of the posts that carry a tag, whatever their status.
pub async fn list_posts_with(connection: &mut Connection, tag: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("SELECT post_id FROM post_tags WHERE tag_id = $1 ORDER BY post_id")
        .bind(tag)
        .fetch_all(connection)
        .await
}

/// The public identities of those of these posts that are there, by row id.
pub async fn list_uuids(connection: &mut Connection, posts: &[i64]) -> sqlx::Result<BTreeMap<i64, String>> {
    let mut found = BTreeMap::new();
    // One statement names only so many.
    for batch in posts.chunks(1_000) {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT id, uuid FROM posts WHERE id IN (");
        let mut list = query.separated(", ");
        for post in batch {
            list.push_bind(*post);
        }
        query.push(")");
        let rows: Vec<(i64, String)> = query.build_query_as().fetch_all(&mut *connection).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// The tags of a post: place and row id, in order.
pub async fn list_tags_of(connection: &mut Connection, post: i64) -> sqlx::Result<Vec<(i64, i64)>> {
    sqlx::query_as("SELECT position, tag_id FROM post_tags WHERE post_id = $1 ORDER BY position")
        .bind(post)
        .fetch_all(connection)
        .await
}

/// Gives a post other tags, with which it is in their lists at once. The tags have to be counted anew after it by [`recount`],
/// and the post has to be indexed anew.
pub async fn set_tags_of(connection: &mut Connection, post: i64, tags: &[(i64, i64)]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM post_tags WHERE post_id = $1")
        .bind(post)
        .execute(&mut *connection)
        .await?;
    for (position, tag) in tags {
        sqlx::query(
            "INSERT INTO post_tags (post_id, position, tag_id, listed_at) \
             SELECT id, $2, $3, listed_at FROM posts WHERE id = $1",
        )
        .bind(post)
        .bind(position)
        .bind(tag)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Counts the listed posts of a tag.
pub async fn recount(connection: &mut Connection, tag: i64) -> sqlx::Result<()> {
    sqlx::query(RECOUNT).bind(tag).execute(connection).await?;
    Ok(())
}

const RECOUNT: &str = "UPDATE tags SET post_count = \
    (SELECT count(*) FROM post_tags WHERE tag_id = $1 AND listed_at IS NOT NULL) WHERE id = $1";

/// A change that was made.
#[derive(Clone, Debug, FromRow)]
pub struct ChangeRow {
    /// Row id; greater ones are later.
    pub id: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// Who, by name.
    pub who: String,
    /// In words.
    pub told: String,
    /// When it was taken back.
    pub undone_at: Option<i64>,
}

/// Remembers a change with what was before and after it, JSON; answers its row id. Only the last `keep` stay.
pub async fn add_change(
    connection: &mut Connection,
    who: &str,
    told: &str,
    states: (&str, &str),
    keep: i64,
    now: i64,
) -> sqlx::Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO tag_changes (at, who, told, before, after) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(now)
    .bind(who)
    .bind(told)
    .bind(states.0)
    .bind(states.1)
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM tag_changes WHERE id <= $1")
        .bind(id - keep)
        .execute(connection)
        .await?;
    Ok(id)
}

/// The last `limit` changes, the last one first.
pub async fn list_changes(connection: &mut Connection, limit: u32) -> sqlx::Result<Vec<ChangeRow>> {
    sqlx::query_as("SELECT id, at, who, told, undone_at FROM tag_changes ORDER BY id DESC LIMIT $1")
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// A change with what was before and after it, JSON.
#[derive(Clone, Debug, FromRow)]
pub struct ChangeStates {
    /// In words.
    pub told: String,
    /// What was before.
    pub before: String,
    /// What was after.
    pub after: String,
    /// When it was taken back.
    pub undone_at: Option<i64>,
}

/// One change with what was before and after it.
pub async fn read_change(connection: &mut Connection, id: i64) -> sqlx::Result<Option<ChangeStates>> {
    sqlx::query_as("SELECT told, before, after, undone_at FROM tag_changes WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await
}

/// Remembers that a change was taken back.
pub async fn set_undone(connection: &mut Connection, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE tag_changes SET undone_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, post},
        redirects::{Redirect, Target, put_redirect},
        store::PostRecord,
        tags::ensure_tag,
    };

    #[tokio::test]
    async fn all_tags_are_listed_with_all_their_posts_and_old_addresses() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let rust = ensure_tag(&mut write, "rust", "Rust").await.unwrap();
        ensure_tag(&mut write, "c-plus-plus", "C++").await.unwrap();
        for path in ["/tags/b", "/tags/a"] {
            let redirect = Redirect::new(path, &Target::Tag(rust), "address", NOW);
            put_redirect(&mut write, &redirect).await.unwrap();
        }
        write.commit().await.unwrap();
        for (slug, status) in [("one", "published"), ("two", "draft")] {
            blog.save(&PostRecord {
                status,
                tags: &[rust],
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let all = list_all_tags(&mut reader, "", 9, 0).await.unwrap();
        let told: Vec<String> = all
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {}",
                    row.tag.name, row.posts, row.tag.post_count, row.total
                )
            })
            .collect();
        assert_eq!(told, ["C++ 0 0 2", "Rust 2 1 2"]);
        assert_eq!(all[1].was.as_deref(), Some("/tags/a\n/tags/b"));
        assert_eq!(
            list_all_tags(&mut reader, "", 1, 1).await.unwrap()[0].tag.id,
            rust
        );
        for words in ["rus", "ust"] {
            assert_eq!(list_all_tags(&mut reader, words, 9, 0).await.unwrap().len(), 1);
        }
        assert!(list_all_tags(&mut reader, "_", 9, 0).await.unwrap().is_empty());
        drop(reader);
        let mut write = blog.begin().await;
        ensure_tag(&mut write, "uber-uns", "Über uns").await.unwrap();
        let found = list_all_tags(&mut write, "über", 9, 0).await.unwrap();
        assert_eq!((found.len(), found[0].tag.slug.as_str()), (1, "uber-uns"));
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        assert_eq!(list_posts_with(&mut reader, rust).await.unwrap().len(), 2);
        assert!(find_tag(&mut reader, 99).await.unwrap().is_none());
    }

    async fn identity(connection: &mut Connection, id: i64) -> Option<String> {
        let found = followed::find_identity(connection, Followed::Tag, id).await;
        found.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_tag_comes_back_under_its_row_id_unless_another_has_it() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let first = ensure_tag(&mut write, "first", "First").await.unwrap();
        remove_tag(&mut write, first).await.unwrap();
        assert_eq!(
            put_back(&mut write, first, "first", "First", "d", None)
                .await
                .unwrap(),
            first
        );
        assert_eq!(identity(&mut write, first).await, None);
        remove_tag(&mut write, first).await.unwrap();
        let second = ensure_tag(&mut write, "second", "Second").await.unwrap();
        assert_eq!(second, first, "ids are used again");
        let back = put_back(&mut write, first, "first", "First", "d", None)
            .await
            .unwrap();
        assert_ne!(back, second);
        // What the row named is the other's by now.
        assert!(identity(&mut write, back).await.is_some());
        remove_tag(&mut write, back).await.unwrap();
        let back = put_back(&mut write, first, "first", "First", "d", Some("its own"))
            .await
            .unwrap();
        assert_ne!(back, second);
        assert_eq!(identity(&mut write, back).await.as_deref(), Some("its own"));
        assert_eq!(find_at(&mut write, "first").await.unwrap(), Some(back));
        save_tag(&mut write, back, "f", "F", "").await.unwrap();
        let tag = find_tag(&mut write, back).await.unwrap().unwrap();
        assert_eq!((tag.slug.as_str(), tag.name.as_str()), ("f", "F"));
    }

    #[tokio::test]
    async fn a_tag_that_posts_get_is_listed_with_those_that_readers_see() {
        let blog = Blog::open().await;
        let (one, two) = (blog.tag("one").await, blog.tag("two").await);
        for (slug, status) in [("live", "published"), ("draft", "draft")] {
            let id = blog
                .save(&PostRecord {
                    status,
                    tags: &[one],
                    ..post(slug, 1_000)
                })
                .await;
            let mut write = blog.begin().await;
            set_tags_of(&mut write, id, &[(0, two)]).await.unwrap();
            write.commit().await.unwrap();
        }
        let mut write = blog.begin().await;
        for (tag, count) in [(one, 0), (two, 1)] {
            recount(&mut write, tag).await.unwrap();
            let found = find_tag(&mut write, tag).await.unwrap().unwrap();
            assert_eq!(found.post_count, count);
        }
        write.commit().await.unwrap();
        let plan = blog.plan(RECOUNT).await;
        assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
    }

    #[tokio::test]
    async fn a_tag_that_a_post_carries_is_not_deleted() {
        let blog = Blog::open().await;
        let tag = blog.tag("rust").await;
        let id = blog
            .save(&PostRecord {
                tags: &[tag],
                ..post("one", 1_000)
            })
            .await;
        let mut write = blog.begin().await;
        remove_tag(&mut write, tag).await.unwrap();
        assert_eq!(list_tags_of(&mut write, id).await.unwrap(), [(0, tag)]);
        set_tags_of(&mut write, id, &[]).await.unwrap();
        remove_tag(&mut write, tag).await.unwrap();
        assert!(find_tag(&mut write, tag).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn posts_that_are_there_are_known_by_their_identities() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let mut reader = blog.reader().await;
        let found = list_uuids(&mut reader, &[id, id + 1]).await.unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(id, "one".to_owned())]);
        assert!(list_uuids(&mut reader, &[]).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_last_changes_are_remembered() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for number in 1..=5 {
            let id = add_change(&mut write, "Ada", "Renamed.", ("b", "a"), 3, number)
                .await
                .unwrap();
            assert_eq!(id, number);
        }
        set_undone(&mut write, 4, 9).await.unwrap();
        let told: Vec<(i64, Option<i64>)> = list_changes(&mut write, 9)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.id, row.undone_at))
            .collect();
        assert_eq!(told, [(5, None), (4, Some(9)), (3, None)]);
        assert!(read_change(&mut write, 2).await.unwrap().is_none());
        let states = read_change(&mut write, 3).await.unwrap().unwrap();
        assert_eq!((states.before.as_str(), states.after.as_str()), ("b", "a"));
    }
}
