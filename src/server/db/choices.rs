//! Finds tags and series by the beginning of their names, for completing what somebody types.

use sqlx::FromRow;

use super::{Connection, tags::list_most_used, words::containing};

/// What was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// In lower case as far as that is ASCII; empty finds the most used.
    pub name: String,
    /// As an address spells it; empty where it has none.
    pub slug: String,
}

/// A tag or series that was found.
#[derive(Debug, PartialEq, Eq, FromRow)]
pub struct ChoiceRow {
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// How many posts it has.
    pub posts: u32,
}

/// After every text that begins with this one.
fn end(text: &str) -> String {
    format!("{text}\u{10ffff}")
}

const TAGS_BEGINNING: &str = "SELECT slug, name, post_count AS posts FROM tags \
    WHERE (lower(name) >= $1 AND lower(name) < $2) OR (slug >= $3 AND slug < $4) \
    ORDER BY post_count DESC, slug LIMIT $5";

// The most used come first in the index, so this ends with the last one that is wanted.
const TAGS_HOLDING: &str = "SELECT slug, name, post_count AS posts FROM tags \
    WHERE post_count > 0 AND lower(name) LIKE $1 ESCAPE '!' ORDER BY post_count DESC, slug LIMIT $2";

/// At most `limit` tags: whose name or address begins with what was typed, then listed ones whose name holds it.
pub async fn find_tags(
    connection: &mut Connection,
    typed: &Typed,
    limit: u32,
) -> sqlx::Result<Vec<ChoiceRow>> {
    if typed.name.is_empty() {
        let rows = list_most_used(connection, limit).await?;
        let choice = |row: super::tags::TagRow| ChoiceRow {
            slug: row.slug,
            name: row.name,
            posts: row.post_count,
        };
        return Ok(rows.into_iter().map(choice).collect());
    }
    find(connection, typed, limit, TAGS_BEGINNING, TAGS_HOLDING).await
}

macro_rules! series_where {
    ($condition:literal) => {
        concat!(
            "SELECT slug, title AS name, (SELECT count(*) FROM posts p WHERE p.series_id = series.id \
             AND p.status <> 'trashed') AS posts FROM series WHERE ",
            $condition
        )
    };
}

const SERIES_BEGINNING: &str = series_where!(
    "(lower(title) >= $1 AND lower(title) < $2) OR (slug >= $3 AND slug < $4) ORDER BY lower(title), slug LIMIT $5"
);
const SERIES_HOLDING: &str =
    series_where!("lower(title) LIKE $1 ESCAPE '!' ORDER BY lower(title), slug LIMIT $2");

/// At most `limit` series, by title: those that begin with what was typed, then those that hold it.
pub async fn find_series(
    connection: &mut Connection,
    typed: &Typed,
    limit: u32,
) -> sqlx::Result<Vec<ChoiceRow>> {
    find(connection, typed, limit, SERIES_BEGINNING, SERIES_HOLDING).await
}

async fn find(
    connection: &mut Connection,
    typed: &Typed,
    limit: u32,
    beginning: &'static str,
    holding: &'static str,
) -> sqlx::Result<Vec<ChoiceRow>> {
    // Without an address the range is empty.
    let slug_end = if typed.slug.is_empty() {
        String::new()
    } else {
        end(&typed.slug)
    };
    let mut rows: Vec<ChoiceRow> = sqlx::query_as(beginning)
        .bind(&typed.name)
        .bind(end(&typed.name))
        .bind(&typed.slug)
        .bind(slug_end)
        .bind(limit)
        .fetch_all(&mut *connection)
        .await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    if rows.len() < wanted {
        // Those that begin with it are among them.
        let more: Vec<ChoiceRow> = sqlx::query_as(holding)
            .bind(containing(&typed.name))
            .bind(limit)
            .fetch_all(connection)
            .await?;
        for row in more {
            if rows.len() < wanted && !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        series::describe_series,
        store::PostRecord,
        tags::ensure_tag,
    };

    fn typed(name: &str, slug: &str) -> Typed {
        Typed {
            name: name.to_owned(),
            slug: slug.to_owned(),
        }
    }

    fn names(rows: Vec<ChoiceRow>) -> Vec<String> {
        rows.into_iter()
            .map(|row| format!("{} {}", row.slug, row.posts))
            .collect()
    }

    #[tokio::test]
    async fn tags_that_begin_so_come_first_then_the_most_used_that_hold_it() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        let mut write = blog.begin().await;
        for (slug, name) in [
            ("rust", "Rust"),
            ("rustdoc", "rustdoc"),
            ("trust", "Trust"),
            ("crust", "Crust"),
            ("uber-uns", "Über uns"),
            ("100-percent", "100%"),
        ] {
            ids.push(ensure_tag(&mut write, slug, name).await.unwrap());
        }
        write.commit().await.unwrap();
        for (slug, tags) in [
            ("one", vec![ids[1], ids[2], ids[3]]),
            ("two", vec![ids[2], ids[1]]),
        ] {
            blog.save(&PostRecord {
                tags: &tags,
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let found = find_tags(&mut reader, &typed("rust", "rust"), 10).await.unwrap();
        assert_eq!(names(found), ["rustdoc 2", "rust 0", "trust 2", "crust 1"]);
        let found = find_tags(&mut reader, &typed("rust", "rust"), 3).await.unwrap();
        assert_eq!(names(found), ["rustdoc 2", "rust 0", "trust 2"]);
        let found = find_tags(&mut reader, &typed("Über", "uber"), 9).await.unwrap();
        assert_eq!(names(found), ["uber-uns 0"]);
        let found = find_tags(&mut reader, &typed("%", ""), 9).await.unwrap();
        assert_eq!(names(found), Vec::<String>::new());
        let found = find_tags(&mut reader, &typed("", ""), 2).await.unwrap();
        assert_eq!(names(found), ["rustdoc 2", "trust 2"]);
    }

    #[tokio::test]
    async fn series_come_with_how_many_posts_they_have() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for (slug, title) in [
            ("jobs", "Durable jobs"),
            ("durable", "Durable"),
            ("not-durable", "Not durable"),
        ] {
            describe_series(&mut write, slug, title, "", false).await.unwrap();
        }
        write.commit().await.unwrap();
        let jobs = blog.series("jobs").await;
        for (slug, status) in [("one", "published"), ("two", "draft"), ("three", "trashed")] {
            blog.save(&PostRecord {
                status,
                series: Some((jobs, 1)),
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let found = find_series(&mut reader, &typed("dur", "dur"), 9).await.unwrap();
        assert_eq!(names(found), ["durable 0", "jobs 2", "not-durable 0"]);
        let found = find_series(&mut reader, &typed("", ""), 9).await.unwrap();
        assert_eq!(names(found), ["durable 0", "jobs 2", "not-durable 0"]);
    }

    #[tokio::test]
    async fn what_is_typed_is_looked_up_in_indexes() {
        let blog = Blog::open().await;
        for number in 0..200 {
            blog.tag(&format!("tag-{number}")).await;
            blog.series(&format!("series-{number}")).await;
        }
        for (statement, indexes) in [
            (TAGS_BEGINNING, vec!["tags_name", "sqlite_autoindex_tags_1"]),
            (TAGS_HOLDING, vec!["tags_used"]),
            (SERIES_BEGINNING, vec!["series_title", "posts_series"]),
            (SERIES_HOLDING, vec!["series_title", "posts_series"]),
        ] {
            let plan = blog.plan(statement).await.join("\n");
            for index in indexes {
                assert!(plan.contains(index), "{index}: {plan}");
            }
            assert!(
                !plan.contains("SCAN tags\n") && !plan.ends_with("SCAN tags"),
                "{plan}"
            );
        }
    }
}
