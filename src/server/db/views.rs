//! Views as they are kept: a total a day and a post, rolling windows over them, and for one day who was counted.
//!
//! Everything here writes inside the transaction of its caller, many rows to a statement. What a visitor is, and
//! which request is a view at all, is decided elsewhere.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;

/// Rows that a statement may have. A batch is filled up to the next of these, so that there are few statements to
/// prepare.
const SIZES: [usize; 5] = [1, 8, 32, 128, 512];

/// The most rows that any function here takes in one call.
pub const MOST: usize = 512;

/// The windows of `post_views`: how many days, today among them, and what leaves them at the turn of a day.
const WINDOWS: [(i64, &str); 3] = [
    (
        7,
        "UPDATE post_views SET week = week - gone.views FROM (SELECT post_id, SUM(views) AS views FROM daily_views \
         WHERE day > $1 AND day <= $2 GROUP BY post_id) AS gone WHERE gone.post_id = post_views.post_id",
    ),
    (
        30,
        "UPDATE post_views SET month = month - gone.views FROM (SELECT post_id, SUM(views) AS views FROM daily_views \
         WHERE day > $1 AND day <= $2 GROUP BY post_id) AS gone WHERE gone.post_id = post_views.post_id",
    ),
    (
        365,
        "UPDATE post_views SET year = year - gone.views FROM (SELECT post_id, SUM(views) AS views FROM daily_views \
         WHERE day > $1 AND day <= $2 GROUP BY post_id) AS gone WHERE gone.post_id = post_views.post_id",
    ),
];

/// The day that is being counted, in days since 1970-01-01 UTC, and under which salt its visitors are.
#[derive(FromRow)]
pub struct DayRow {
    /// The day.
    pub day: i64,
    /// The salt.
    pub salt: Vec<u8>,
}

/// The random key of this name: the one that was kept, else `fresh`, which is kept from now on.
pub async fn ensure_secret(connection: &mut Connection, name: &str, fresh: &[u8]) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar(
        "INSERT INTO secrets (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value",
    )
    .bind(name)
    .bind(fresh)
    .fetch_one(connection)
    .await
}

/// The day that is being counted, if there is one.
pub async fn read_day(connection: &mut Connection) -> sqlx::Result<Option<DayRow>> {
    sqlx::query_as("SELECT day, salt FROM view_salts ORDER BY day DESC LIMIT 1")
        .fetch_optional(connection)
        .await
}

/// Ends the days before `day` and begins it under this salt: keys and salts are deleted, and what has left a window is
/// taken out of it, however many days have passed. Once a day has begun, beginning it again changes no window.
pub async fn begin_day(connection: &mut Connection, day: i64, salt: &[u8]) -> sqlx::Result<()> {
    // A deleted row stays in the file until something takes its place; a salt is overwritten first, and without it the
    // keys tell nothing.
    sqlx::query("UPDATE view_salts SET salt = $1")
        .bind(vec![0_u8; salt.len()])
        .execute(&mut *connection)
        .await?;
    for statement in ["DELETE FROM view_salts", "DELETE FROM view_keys"] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    let counted: i64 = sqlx::query_scalar("SELECT value FROM counters WHERE name = 'views_day'")
        .fetch_one(&mut *connection)
        .await?;
    for (days, statement) in WINDOWS {
        sqlx::query(statement)
            .bind(counted - days)
            .bind(day - days)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("UPDATE counters SET value = $1 WHERE name = 'views_day' AND value < $1")
        .bind(day)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO view_salts (day, salt) VALUES ($1, $2)")
        .bind(day)
        .bind(salt)
        .execute(connection)
        .await?;
    Ok(())
}

/// The row ids of the posts that readers see at these slugs, listed or not; what is not there is left out.
pub async fn find_posts(
    connection: &mut Connection,
    slugs: &[&str],
    now: i64,
) -> sqlx::Result<Vec<(i64, String)>> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id, slug FROM posts WHERE slug IN (");
    let mut list = query.separated(", ");
    for slug in filled(slugs, |last| *last) {
        list.push_bind(slug.to_owned());
    }
    query
        .push(") AND kind = 'post' AND status = 'published' AND published_at <= ")
        .push_bind(now);
    query.build_query_as().fetch_all(connection).await
}

/// Remembers which visitors read which posts today; answers the post of each one that is new, in any order.
pub async fn add_keys(connection: &mut Connection, keys: &[(i64, [u8; 16])]) -> sqlx::Result<Vec<i64>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO view_keys (post_id, key) ");
    // The same row once more is no new one.
    query.push_values(filled(keys, |last| *last), |mut row, (post, key)| {
        row.push_bind(post).push_bind(key.to_vec());
    });
    query.push(" ON CONFLICT DO NOTHING RETURNING post_id");
    query.build_query_scalar().fetch_all(connection).await
}

/// Adds views of this day, each post at most once among them: to its day, its windows and its total, and to the site's.
pub async fn add_views(connection: &mut Connection, day: i64, views: &[(i64, i64)]) -> sqlx::Result<()> {
    if views.is_empty() {
        return Ok(());
    }
    let rows = || filled(views, |(post, _)| (*post, 0));
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO daily_views (post_id, day, views) ");
    query.push_values(rows(), |mut row, (post, views)| {
        row.push_bind(post).push_bind(day).push_bind(views);
    });
    query.push(" ON CONFLICT (post_id, day) DO UPDATE SET views = daily_views.views + excluded.views");
    query.build().execute(&mut *connection).await?;

    let mut query =
        QueryBuilder::<Sqlite>::new("INSERT INTO post_views (post_id, total, week, month, year) ");
    query.push_values(rows(), |mut row, (post, views)| {
        row.push_bind(post)
            .push_bind(views)
            .push_bind(views)
            .push_bind(views)
            .push_bind(views);
    });
    query.push(
        " ON CONFLICT (post_id) DO UPDATE SET total = post_views.total + excluded.total, \
         week = post_views.week + excluded.week, month = post_views.month + excluded.month, \
         year = post_views.year + excluded.year",
    );
    query.build().execute(&mut *connection).await?;

    sqlx::query(
        "INSERT INTO site_views (day, views) VALUES ($1, $2) \
         ON CONFLICT (day) DO UPDATE SET views = site_views.views + excluded.views",
    )
    .bind(day)
    .bind(views.iter().map(|(_, views)| views).sum::<i64>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds what was not counted on this day, each reason at most once among them.
pub async fn add_exclusions(
    connection: &mut Connection,
    day: i64,
    exclusions: &[(&'static str, i64)],
) -> sqlx::Result<()> {
    for (reason, count) in exclusions {
        sqlx::query(
            "INSERT INTO view_exclusions (day, reason, count) VALUES ($1, $2, $3) \
             ON CONFLICT (day, reason) DO UPDATE SET count = view_exclusions.count + excluded.count",
        )
        .bind(day)
        .bind(*reason)
        .bind(count)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The rows, and after them what `filler` makes of the last one until a size of [`SIZES`] is full.
fn filled<T: Copy>(rows: &[T], filler: impl Fn(&T) -> T) -> impl Iterator<Item = T> {
    let size = SIZES
        .into_iter()
        .find(|size| *size >= rows.len())
        .unwrap_or(rows.len());
    let rest = rows
        .last()
        .map(|last| std::iter::repeat_n(filler(last), size - rows.len()));
    rows.iter().copied().chain(rest.into_iter().flatten())
}

/// How often the posts at these addresses were read: those that readers may see and that were read at all.
pub async fn list_totals(
    connection: &mut Connection,
    slugs: &[&str],
    now: i64,
) -> sqlx::Result<Vec<(String, i64)>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT p.slug, v.total FROM posts p JOIN post_views v ON v.post_id = p.id WHERE v.total > 0 \
         AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= ",
    );
    query.push_bind(now).push(" AND p.slug IN (");
    let mut list = query.separated(", ");
    for slug in slugs {
        list.push_bind((*slug).to_owned());
    }
    query.push(")");
    query.build_query_as().fetch_all(connection).await
}

#[cfg(test)]
mod tests;
