//! What is changed of series besides writing posts: which they are, who is in them, and in which order.

use sqlx::FromRow;

use super::{SeriesRow, series_row};
use crate::server::db::{
    Connection,
    words::{Holding, holds},
};

/// A series in the desk's list.
#[derive(Debug, FromRow)]
pub struct DeskSeriesRow {
    /// The series.
    #[sqlx(flatten)]
    pub series: SeriesRow,
    /// How many posts are in it, whatever their status; those in the trash are not counted.
    pub parts: u32,
    /// How many of these are listed.
    pub listed: u32,
}

/// At most `limit` series by title: those whose title or slug holds `words`, which is in lower case.
pub async fn list_all_series(
    connection: &mut Connection,
    words: &str,
    limit: u32,
) -> sqlx::Result<Vec<DeskSeriesRow>> {
    let Holding { like, glob } = Holding::of(words);
    sqlx::query_as(concat!(
        "SELECT ",
        series_row!(),
        ", (SELECT count(*) FROM posts p WHERE p.series_id = s.id AND p.status <> 'trashed') AS parts, \
         (SELECT count(*) FROM posts p WHERE p.series_id = s.id AND +p.listed_at IS NOT NULL) AS listed \
         FROM series s LEFT JOIN media m ON m.id = s.cover_id WHERE ",
        holds!("s.title", "$1", "$2"),
        " OR s.slug LIKE $1 ESCAPE '!' ORDER BY lower(s.title), s.slug LIMIT $3"
    ))
    .bind(like)
    .bind(glob)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// The series with this row id, and which state of its parts this is.
pub async fn find_series(connection: &mut Connection, id: i64) -> sqlx::Result<Option<(SeriesRow, i64)>> {
    #[derive(FromRow)]
    struct Found {
        #[sqlx(flatten)]
        series: SeriesRow,
        version: i64,
    }
    let found: Option<Found> = sqlx::query_as(concat!(
        "SELECT ",
        series_row!(),
        ", s.version FROM series s LEFT JOIN media m ON m.id = s.cover_id WHERE s.id = $1"
    ))
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|found| (found.series, found.version)))
}

/// What can be said of a series besides its parts.
#[derive(Clone, Copy, Debug)]
pub struct SeriesWords<'a> {
    /// Its address.
    pub slug: &'a str,
    /// As written.
    pub title: &'a str,
    /// Plain text, or nothing.
    pub description: &'a str,
    /// No further part is planned.
    pub complete: bool,
    /// Readers are told what the parts are called that are to come.
    pub shows_coming: bool,
    /// Row id of its picture, and what that shows.
    pub cover: Option<(i64, &'a str)>,
}

/// Begins a series; its slug has to be free.
pub async fn create_series(connection: &mut Connection, words: SeriesWords<'_>) -> sqlx::Result<i64> {
    let (cover, cover_alt) = words.cover.unzip();
    sqlx::query_scalar(
        "INSERT INTO series (slug, title, description, complete, shows_coming, cover_id, cover_alt) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(words.slug)
    .bind(words.title)
    .bind(words.description)
    .bind(words.complete)
    .bind(words.shows_coming)
    .bind(cover)
    .bind(cover_alt.unwrap_or_default())
    .fetch_one(connection)
    .await
}

/// Says something else of a series.
pub async fn save_series(connection: &mut Connection, id: i64, words: SeriesWords<'_>) -> sqlx::Result<()> {
    let (cover, cover_alt) = words.cover.unzip();
    sqlx::query(
        "UPDATE series SET slug = $2, title = $3, description = $4, complete = $5, shows_coming = $6, cover_id = $7, \
         cover_alt = $8 WHERE id = $1",
    )
    .bind(id)
    .bind(words.slug)
    .bind(words.title)
    .bind(words.description)
    .bind(words.complete)
    .bind(words.shows_coming)
    .bind(cover)
    .bind(cover_alt.unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a series; its posts stay.
pub async fn remove_series(connection: &mut Connection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM series WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// A part, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PartRow {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// The latest revision's title.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// The place; 0 is the overview.
    pub part: i64,
    /// Whether readers find it in lists.
    pub listed: bool,
}

const PARTS: &str = "SELECT p.id, p.uuid, coalesce(h.title, p.title) AS title, p.status, \
    coalesce(p.series_part, 1) AS part, p.listed_at IS NOT NULL AS listed FROM posts p \
    LEFT JOIN post_heads h ON h.post_id = p.id \
    WHERE p.series_id = $1 ORDER BY p.series_part, p.published_at, p.id";

/// All parts of a series in reading order.
pub async fn list_all_parts(connection: &mut Connection, series: i64) -> sqlx::Result<Vec<PartRow>> {
    sqlx::query_as(PARTS).bind(series).fetch_all(connection).await
}

/// The series that a post is in, and its place there.
pub async fn find_place(connection: &mut Connection, post: i64) -> sqlx::Result<Option<(i64, i64)>> {
    sqlx::query_as(
        "SELECT series_id, coalesce(series_part, 1) FROM posts WHERE id = $1 AND series_id IS NOT NULL",
    )
    .bind(post)
    .fetch_optional(connection)
    .await
}

/// Gives a post a place in a series, or none. Where it is another series the post has to be withdrawn from all lists before,
/// and to enter them again after.
pub async fn set_place(
    connection: &mut Connection,
    post: i64,
    place: Option<(i64, i64)>,
) -> sqlx::Result<()> {
    let (series, part) = place.unzip();
    sqlx::query("UPDATE posts SET series_id = $2, series_part = $3 WHERE id = $1")
        .bind(post)
        .bind(series)
        .bind(part)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says that the parts of a series are others now, or in another order.
pub async fn raise_version(connection: &mut Connection, series: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE series SET version = version + 1 WHERE id = $1")
        .bind(series)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        store::PostRecord,
    };

    #[tokio::test]
    async fn parts_come_in_reading_order_whatever_their_status() {
        let blog = Blog::open().await;
        let series = blog.series("jobs").await;
        for (slug, status, part) in [
            ("third", "draft", 7),
            ("overview", "published", 0),
            ("second", "trashed", 2),
            ("first", "published", 1),
        ] {
            blog.save(&PostRecord {
                status,
                series: Some((series, part)),
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut write = blog.begin().await;
        let parts = list_all_parts(&mut write, series).await.unwrap();
        let order: Vec<&str> = parts.iter().map(|part| part.uuid.as_str()).collect();
        assert_eq!(order, ["overview", "first", "second", "third"]);
        set_place(&mut write, parts[3].id, Some((series, 1)))
            .await
            .unwrap();
        assert_eq!(
            find_place(&mut write, parts[3].id).await.unwrap(),
            Some((series, 1))
        );
        set_place(&mut write, parts[1].id, None).await.unwrap();
        assert_eq!(find_place(&mut write, parts[1].id).await.unwrap(), None);
        let list = list_all_series(&mut write, "job", 9).await.unwrap();
        assert_eq!((list[0].parts, list[0].listed), (2, 1));
        drop(write);
        let plan = blog.plan(PARTS).await;
        assert!(plan.iter().any(|step| step.contains("posts_series")), "{plan:#?}");
    }

    #[tokio::test]
    async fn a_series_is_begun_changed_and_deleted_and_its_posts_stay() {
        let blog = Blog::open().await;
        let picture = blog.picture().await;
        let mut write = blog.begin().await;
        let words = SeriesWords {
            slug: "jobs",
            title: "Übers Warten",
            description: "",
            complete: false,
            shows_coming: false,
            cover: None,
        };
        let id = create_series(&mut write, words).await.unwrap();
        raise_version(&mut write, id).await.unwrap();
        for (words, found) in [("über", 1), ("job", 1), ("ober", 0), ("", 1)] {
            let list = list_all_series(&mut write, words, 9).await.unwrap();
            assert_eq!(list.len(), found, "{words}");
        }
        let other = SeriesWords {
            slug: "durable",
            complete: true,
            shows_coming: true,
            cover: Some((picture, "A queue")),
            ..words
        };
        save_series(&mut write, id, other).await.unwrap();
        let (series, version) = find_series(&mut write, id).await.unwrap().unwrap();
        assert_eq!(
            (
                series.slug.as_str(),
                series.complete,
                series.shows_coming,
                version
            ),
            ("durable", true, true, 1)
        );
        assert_eq!(
            (
                series.cover_path.as_deref(),
                series.cover_alt.as_str(),
                series.cover_width
            ),
            (Some("/media/aa.png"), "A queue", Some(640))
        );
        save_series(&mut write, id, words).await.unwrap();
        let list = list_all_series(&mut write, "", 9).await.unwrap();
        assert_eq!(
            (
                list[0].series.cover_path.as_deref(),
                list[0].series.cover_alt.as_str(),
                list[0].series.shows_coming
            ),
            (None, "", false)
        );
        write.commit().await.unwrap();
        let part = blog
            .save(&PostRecord {
                series: Some((id, 1)),
                ..post("part", 1_000)
            })
            .await;
        let mut write = blog.begin().await;
        remove_series(&mut write, id).await.unwrap();
        assert!(find_series(&mut write, id).await.unwrap().is_none());
        assert_eq!(find_place(&mut write, part).await.unwrap(), None);
    }
}
