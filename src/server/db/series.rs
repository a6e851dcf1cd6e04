//! Reads and writes series.

use sqlx::FromRow;

use super::Connection;

pub mod order;

/// Selects which part of its series post `p` is among those that readers see at the time `$now`, from 1, and how many parts
/// there are; 0 for the overview, which is not counted.
macro_rules! part_of_series {
    ($now:literal) => {
        concat!(
            "CASE WHEN p.series_part = 0 THEN 0 ELSE (SELECT count(*) FROM posts q WHERE q.series_id = p.series_id \
             AND q.series_part <> 0 AND +q.listed_at IS NOT NULL AND +q.listed_at <= ",
            $now,
            " AND (q.series_part, q.listed_at, q.id) <= (p.series_part, p.listed_at, p.id)) END AS series_part, \
             (SELECT count(*) FROM posts q WHERE q.series_id = p.series_id AND q.series_part <> 0 \
             AND +q.listed_at IS NOT NULL AND +q.listed_at <= ",
            $now,
            ") AS series_parts"
        )
    };
}

pub(super) use part_of_series;

/// A series without its parts.
#[derive(Debug, FromRow)]
pub struct SeriesRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text, or nothing.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// Readers are told what the parts are called that are to come.
    pub shows_coming: bool,
    /// Path of its picture.
    pub cover_path: Option<String>,
    /// What it shows.
    pub cover_alt: String,
    /// Pixels.
    pub cover_width: Option<u32>,
    /// Pixels.
    pub cover_height: Option<u32>,
}

/// Selects what a [`SeriesRow`] is from series `s` with its picture `m`.
macro_rules! series_row {
    () => {
        "s.id, s.slug, s.title, s.description, s.complete, s.shows_coming, m.path AS cover_path, s.cover_alt, \
         m.width AS cover_width, m.height AS cover_height"
    };
}

use series_row;

/// The series at `slug`.
pub async fn read_series(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<SeriesRow>> {
    sqlx::query_as(concat!(
        "SELECT ",
        series_row!(),
        " FROM series s LEFT JOIN media m ON m.id = s.cover_id WHERE s.slug = $1"
    ))
    .bind(slug)
    .fetch_optional(connection)
    .await
}

const MEANT: &str = "SELECT id FROM (SELECT id, 0 AS rank FROM series WHERE slug = $1 \
    UNION ALL SELECT id, 1 FROM series WHERE lower(title) = lower($2) AND title = $2 \
    UNION ALL SELECT series_id, 2 FROM redirects WHERE path = '/series/' || $1 AND series_id IS NOT NULL) AS meant \
    ORDER BY rank, id LIMIT 1";

/// The row id of the series that is meant by this slug and title: the one at this address, of this title, or at whose
/// address was once what is there no more.
pub async fn find_meant(connection: &mut Connection, slug: &str, title: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(MEANT)
        .bind(slug)
        .bind(title)
        .fetch_optional(connection)
        .await
}

/// The row id of the series that is meant as in [`find_meant`], made where there is none.
pub async fn ensure_series(connection: &mut Connection, slug: &str, title: &str) -> sqlx::Result<i64> {
    if let Some(id) = find_meant(connection, slug, title).await? {
        return Ok(id);
    }
    // Where one was deleted, its address led elsewhere.
    sqlx::query("DELETE FROM redirects WHERE path = '/series/' || $1")
        .bind(slug)
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar("INSERT INTO series (slug, title) VALUES ($1, $2) RETURNING id")
        .bind(slug)
        .bind(title)
        .fetch_one(connection)
        .await
}

/// Says what a series is about; the series is made where there is none.
pub async fn describe_series(
    connection: &mut Connection,
    slug: &str,
    title: &str,
    description: &str,
    complete: bool,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO series (slug, title, description, complete) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (slug) DO UPDATE SET title = excluded.title, description = excluded.description, \
         complete = excluded.complete",
    )
    .bind(slug)
    .bind(title)
    .bind(description)
    .bind(complete)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Row as _};

    use super::*;
    use crate::server::db::{
        fixture::{Blog, picture, post},
        media::{delete_media, ensure_media},
        redirects::{Redirect, Target, put_redirect},
        store::PostRecord,
        whole::cover_series,
    };

    #[tokio::test]
    async fn a_series_is_looked_up_with_its_picture() {
        let blog = Blog::open().await;
        let id = blog.series("jobs").await;
        let cover = blog.picture().await;
        let read = async || {
            let row = read_series(&mut *blog.reader().await, "jobs")
                .await
                .unwrap()
                .unwrap();
            (row.cover_path, row.cover_width, row.cover_height, row.cover_alt)
        };
        assert_eq!(read().await, (None, None, None, String::new()));
        let mut write = blog.begin().await;
        cover_series(&mut write, id, cover, "A queue").await.unwrap();
        write.commit().await.unwrap();
        let covered = (
            Some("/media/aa.png".to_owned()),
            Some(640),
            Some(480),
            "A queue".to_owned(),
        );
        assert_eq!(read().await, covered);
        // Enough of everything that looking a row up is cheaper than reading the table.
        for number in 0..60 {
            let name = format!("b{number}");
            blog.series(&name).await;
            let mut write = blog.begin().await;
            ensure_media(&mut write, &picture(&name, &name), 0).await.unwrap();
            write.commit().await.unwrap();
        }
        let plan = blog
            .plan(concat!(
                "SELECT ",
                series_row!(),
                " FROM series s LEFT JOIN media m ON m.id = s.cover_id WHERE s.slug = 'jobs'"
            ))
            .await;
        assert!(plan.iter().all(|step| step.starts_with("SEARCH")), "{plan:#?}");
        // It goes with its picture, and nothing else does.
        let mut write = blog.begin().await;
        delete_media(&mut write, cover).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(read().await.0, None);
    }

    #[tokio::test]
    async fn another_spelling_is_another_series() {
        let blog = Blog::open().await;
        let id = blog.series("grosse-plane").await;
        let mut reader = blog.reader().await;
        assert_eq!(
            read_series(&mut reader, "grosse-plane")
                .await
                .unwrap()
                .unwrap()
                .id,
            id
        );
        for slug in ["", "Grosse-plane", "große-pläne", "grosse", "連載"] {
            assert!(
                read_series(&mut reader, slug).await.unwrap().is_none(),
                "{slug:?}"
            );
        }
    }

    #[tokio::test]
    async fn meeting_a_series_again_changes_nothing_and_describing_it_replaces_all_but_its_id() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        describe_series(&mut write, "jobs", "Durable jobs", "From scratch.", true)
            .await
            .unwrap();
        let id = ensure_series(&mut write, "jobs", "Jobs").await.unwrap();
        let series = read_series(&mut write, "jobs").await.unwrap().unwrap();
        assert_eq!((series.id, series.slug.as_str()), (id, "jobs"));
        assert_eq!(
            (
                series.title.as_str(),
                series.description.as_str(),
                series.complete
            ),
            ("Durable jobs", "From scratch.", true)
        );

        describe_series(&mut write, "jobs", "Jobs", "", false)
            .await
            .unwrap();
        let series = read_series(&mut write, "jobs").await.unwrap().unwrap();
        assert_eq!((series.id, series.title.as_str()), (id, "Jobs"));
        assert_eq!((series.description.as_str(), series.complete), ("", false));
    }

    #[tokio::test]
    async fn parts_are_counted_in_an_index_alone() {
        let blog = Blog::open().await;
        let id = blog.series("jobs").await;
        for part in 0..9 {
            blog.save(&PostRecord {
                series: Some((id, part)),
                ..post(&format!("part-{part}"), 1_000)
            })
            .await;
        }
        let statement = concat!("SELECT ", part_of_series!("$1"), " FROM posts p WHERE p.id = 7");
        let plan = blog.plan(statement).await;
        let counts: Vec<&String> = plan.iter().filter(|step| step.contains(" q ")).collect();
        assert_eq!(counts.len(), 2, "{plan:#?}");
        for step in counts {
            assert!(step.contains("posts_series (series_id=?"), "{plan:#?}");
        }
        // A computed column keeps the plan from saying that an index is all that is read; the program that is run does.
        let mut reader = blog.reader().await;
        let program: Vec<(String, i64, i64)> = sqlx::query(AssertSqlSafe(format!("EXPLAIN {statement}")))
            .fetch_all(&mut *reader)
            .await
            .unwrap()
            .iter()
            .map(|step| (step.get("opcode"), step.get("p1"), step.get("p3")))
            .collect();
        let of = |wanted: &'static str| program.iter().filter(move |(opcode, _, _)| opcode == wanted);
        let tables: Vec<i64> = of("DeferredSeek").map(|(_, _, table)| *table).collect();
        assert_eq!(tables.len(), 2, "{program:#?}");
        let read = of("Column").find(|(_, cursor, _)| tables.contains(cursor));
        assert_eq!(read, None, "{program:#?}");
    }

    #[tokio::test]
    async fn a_series_is_meant_by_its_address_its_title_or_an_address_it_once_had() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let jobs = ensure_series(&mut write, "jobs", "Durable jobs").await.unwrap();
        let old = Redirect::new("/series/queues", &Target::Series(jobs), "address", 0);
        put_redirect(&mut write, &old).await.unwrap();
        for (slug, title, meant) in [
            ("jobs", "Something", Some(jobs)),
            ("durable-jobs", "Durable jobs", Some(jobs)),
            ("queues", "Queues", Some(jobs)),
            ("durable-jobs", "durable jobs", None),
        ] {
            let found = find_meant(&mut write, slug, title).await.unwrap();
            assert_eq!(found, meant, "{slug} {title}");
        }
    }
}
