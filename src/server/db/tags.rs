//! Reads and writes tags.

use sqlx::FromRow;

use super::Connection;

pub mod change;
pub mod focus;

/// A tag with its kept count.
#[derive(Debug, FromRow)]
pub struct TagRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub description: String,
    /// Listed posts that carry it.
    pub post_count: u32,
}

/// All tags that a listed post carries, by name.
pub async fn list_tags(connection: &mut Connection) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE post_count > 0 ORDER BY lower(name), slug",
    )
    .fetch_all(connection)
    .await
}

/// The `limit` tags that most listed posts carry.
pub async fn list_most_used(connection: &mut Connection, limit: u32) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE post_count > 0 \
         ORDER BY post_count DESC, slug LIMIT $1",
    )
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// The tag at `slug`, if a listed post carries it.
pub async fn read_tag(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE slug = $1 AND post_count > 0",
    )
    .bind(slug)
    .fetch_optional(connection)
    .await
}

const MEANT: &str = "SELECT id FROM (SELECT id, CASE WHEN slug = $1 THEN 0 ELSE 1 END AS rank FROM tags \
    WHERE lower(name) = lower($2) AND name = $2 \
    UNION ALL SELECT id, 2 FROM tags WHERE slug = $1 \
    UNION ALL SELECT tag_id, 3 FROM redirects WHERE path = '/tags/' || $1 AND tag_id IS NOT NULL) AS meant \
    ORDER BY rank, id LIMIT 1";

/// The row id of the tag that is meant by this slug and name: one of this name, at this address, or at whose address was
/// once what is there no more.
pub async fn find_meant(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(MEANT)
        .bind(slug)
        .bind(name)
        .fetch_optional(connection)
        .await
}

/// The row id of the tag that is meant as in [`find_meant`], made where there is none.
pub async fn ensure_tag(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<i64> {
    if let Some(id) = find_meant(connection, slug, name).await? {
        return Ok(id);
    }
    // Where one was deleted, its address led elsewhere.
    sqlx::query("DELETE FROM redirects WHERE path = '/tags/' || $1")
        .bind(slug)
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar("INSERT INTO tags (slug, name) VALUES ($1, $2) RETURNING id")
        .bind(slug)
        .bind(name)
        .fetch_one(connection)
        .await
}

/// Says what a tag is about; the tag is made where there is none.
pub async fn describe_tag(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    description: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO tags (slug, name, description) VALUES ($1, $2, $3) \
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description",
    )
    .bind(slug)
    .bind(name)
    .bind(description)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        redirects::{Redirect, Target, put_redirect},
        store::PostRecord,
    };

    #[tokio::test]
    async fn the_most_used_tags_come_first_by_an_index() {
        let blog = Blog::open().await;
        let (rust, sqlite) = (blog.tag("rust").await, blog.tag("sqlite").await);
        for (slug, tags) in [
            ("one", vec![rust]),
            ("two", vec![sqlite, rust]),
            ("three", vec![]),
        ] {
            blog.save(&PostRecord {
                tags: &tags,
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let slugs = |rows: Vec<TagRow>| rows.into_iter().map(|row| row.slug).collect::<Vec<_>>();
        assert_eq!(
            slugs(list_most_used(&mut reader, 9).await.unwrap()),
            ["rust", "sqlite"]
        );
        assert_eq!(slugs(list_most_used(&mut reader, 1).await.unwrap()), ["rust"]);
    }

    #[tokio::test]
    async fn a_tag_is_there_once_a_listed_post_carries_it() {
        let blog = Blog::open().await;
        let tagged = PostRecord {
            tags: &[blog.tag("rust").await],
            ..post("notes", 1_000)
        };
        blog.save_hidden(&tagged).await;
        let mut reader = blog.reader().await;
        assert!(read_tag(&mut reader, "rust").await.unwrap().is_none());
        assert!(list_tags(&mut reader).await.unwrap().is_empty());

        let id = blog.save(&tagged).await;
        assert_eq!(
            read_tag(&mut reader, "rust").await.unwrap().unwrap().post_count,
            1
        );
        assert_eq!(list_tags(&mut reader).await.unwrap().len(), 1);

        blog.replace(id, &PostRecord { tags: &[], ..tagged }).await;
        assert!(read_tag(&mut reader, "rust").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn tags_come_by_name_whatever_its_case_and_then_by_slug() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        let mut write = blog.begin().await;
        for (slug, name) in [
            ("rust", "rust"),
            ("go-2", "Go"),
            ("backend", "Backend"),
            ("go", "go"),
            ("api", "api"),
        ] {
            ids.push(ensure_tag(&mut write, slug, name).await.unwrap());
        }
        write.commit().await.unwrap();
        blog.save(&PostRecord {
            tags: &ids,
            ..post("notes", 1_000)
        })
        .await;
        let tags = list_tags(&mut *blog.reader().await).await.unwrap();
        let slugs: Vec<&str> = tags.iter().map(|tag| tag.slug.as_str()).collect();
        assert_eq!(slugs, ["api", "backend", "go", "go-2", "rust"]);
    }

    #[tokio::test]
    async fn another_spelling_is_another_tag() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            tags: &[blog.tag("uber").await],
            ..post("notes", 1_000)
        })
        .await;
        let mut reader = blog.reader().await;
        for slug in ["", "Uber", "über", "ube", "uber ", "_ber", "タグ"] {
            assert!(read_tag(&mut reader, slug).await.unwrap().is_none(), "{slug:?}");
        }
    }

    #[tokio::test]
    async fn meeting_a_tag_again_changes_nothing_and_describing_it_keeps_its_posts() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        describe_tag(&mut write, "rust", "Rust", "The language.")
            .await
            .unwrap();
        let id = ensure_tag(&mut write, "rust", "RUST").await.unwrap();
        write.commit().await.unwrap();
        blog.save(&PostRecord {
            tags: &[id],
            ..post("notes", 1_000)
        })
        .await;
        let mut reader = blog.reader().await;
        let tag = read_tag(&mut reader, "rust").await.unwrap().unwrap();
        assert_eq!(
            (tag.name.as_str(), tag.description.as_str()),
            ("Rust", "The language.")
        );

        let mut write = blog.begin().await;
        describe_tag(&mut write, "rust", "Rust 2", "").await.unwrap();
        write.commit().await.unwrap();
        let tag = read_tag(&mut reader, "rust").await.unwrap().unwrap();
        assert_eq!(
            (tag.id, tag.name.as_str(), tag.description.as_str()),
            (id, "Rust 2", "")
        );
        assert_eq!(tag.post_count, 1);
    }
    #[tokio::test]
    async fn a_tag_is_meant_by_its_name_its_address_or_one_it_once_had() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let node = ensure_tag(&mut write, "node", "Node.js").await.unwrap();
        let go = ensure_tag(&mut write, "go", "Go").await.unwrap();
        let old = Redirect::new("/tags/golang", &Target::Tag(go), "address", 0);
        put_redirect(&mut write, &old).await.unwrap();
        let away = Redirect::new("/tags/gone", &Target::Address("/tags".to_owned()), "delete", 0);
        put_redirect(&mut write, &away).await.unwrap();
        for (slug, name, meant) in [
            ("nodejs", "Node.js", Some(node)),
            ("node", "NODE", Some(node)),
            ("golang", "Golang", Some(go)),
            ("nodejs", "NODE.JS", None),
            ("gone", "Gone", None),
        ] {
            let found = find_meant(&mut write, slug, name).await.unwrap();
            assert_eq!(found, meant, "{slug} {name}");
        }
        // Whoever asks for a name by its very address gets that one of two.
        let second = ensure_tag(&mut write, "go-2", "go").await.unwrap();
        assert_ne!(second, go);
        change::save_tag(&mut write, second, "go-2", "Go", "")
            .await
            .unwrap();
        assert_eq!(find_meant(&mut write, "go", "Go").await.unwrap(), Some(go));
        assert_eq!(find_meant(&mut write, "go-2", "Go").await.unwrap(), Some(second));
        drop(write);
        let plan = blog.plan(MEANT).await;
        assert_eq!(
            plan.iter().find(|step| step.contains("SCAN tags")),
            None,
            "{plan:#?}"
        );
    }
}
