//! Reads what was counted, for those who write: days, windows, the most read, and what was left out. The statements touch
//! what is shown, however many posts there are.

use sqlx::FromRow;

use super::Connection;

/// A number on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct DayRow {
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    /// How many.
    pub count: i64,
}

/// The windows by which posts are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 7 days, today among them.
    Week,
    /// 30.
    Month,
    /// 365.
    Year,
}

/// Whose posts are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// All.
    Everybodys,
    /// What is in the lists anyway, and those of this author.
    ListedOrBy(i64),
}

/// Views of the whole site on each day after `after` that had any, in order.
pub async fn list_site_days(connection: &mut Connection, after: i64) -> sqlx::Result<Vec<DayRow>> {
    sqlx::query_as("SELECT day, views AS count FROM site_views WHERE day > $1 ORDER BY day")
        .bind(after)
        .fetch_all(connection)
        .await
}

/// Views of the whole site ever.
pub async fn count_site(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT coalesce(SUM(views), 0) FROM site_views")
        .fetch_one(connection)
        .await
}

/// Views of a post on each day after `after` that had any, in order.
pub async fn list_post_days(connection: &mut Connection, post: i64, after: i64) -> sqlx::Result<Vec<DayRow>> {
    sqlx::query_as("SELECT day, views AS count FROM daily_views WHERE post_id = $1 AND day > $2 ORDER BY day")
        .bind(post)
        .bind(after)
        .fetch_all(connection)
        .await
}

/// What was left out on a day, and why.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct LeftOutRow {
    /// The word for it.
    pub reason: String,
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    /// How many calls.
    pub count: i64,
}

/// What was left out on the days after `after`, by day.
pub async fn list_left_out(connection: &mut Connection, after: i64) -> sqlx::Result<Vec<LeftOutRow>> {
    sqlx::query_as("SELECT reason, day, count FROM view_exclusions WHERE day > $1 ORDER BY day, reason")
        .bind(after)
        .fetch_all(connection)
        .await
}

/// A post among the most read.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TopRow {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// As readers see it.
    pub title: String,
    /// Views in the window.
    pub views: i64,
    /// Whether who asks may see more of it.
    pub own: bool,
}

/// The most read posts of a window that readers can see now, at most `limit`; those that nobody read are not among them.
pub async fn list_top(
    connection: &mut Connection,
    window: Window,
    told: Told,
    limit: u32,
) -> sqlx::Result<Vec<TopRow>> {
    let statement = match (window, told) {
        (Window::Week, Told::Everybodys) => TOP_WEEK,
        (Window::Month, Told::Everybodys) => TOP_MONTH,
        (Window::Year, Told::Everybodys) => TOP_YEAR,
        (Window::Week, Told::ListedOrBy(_)) => TOLD_WEEK,
        (Window::Month, Told::ListedOrBy(_)) => TOLD_MONTH,
        (Window::Year, Told::ListedOrBy(_)) => TOLD_YEAR,
    };
    let query = sqlx::query_as(statement).bind(limit);
    match told {
        Told::Everybodys => query,
        Told::ListedOrBy(author) => query.bind(author),
    }
    .fetch_all(connection)
    .await
}

/// The statement for a window, walked along its index from the top until enough are found.
macro_rules! top {
    ($window:literal, $own:literal, $told:literal) => {
        concat!(
            "SELECT p.id, p.uuid, p.title, v.",
            $window,
            " AS views, ",
            $own,
            " AS own FROM post_views v CROSS JOIN posts p ON p.id = v.post_id WHERE v.",
            $window,
            " > 0 AND p.kind = 'post' AND p.status = 'published'",
            $told,
            " ORDER BY v.",
            $window,
            " DESC, v.post_id DESC LIMIT $1"
        )
    };
}

/// What those are told who look after their own posts only.
macro_rules! told {
    ($window:literal) => {
        top!(
            $window,
            "EXISTS (SELECT 1 FROM post_authors x WHERE x.post_id = p.id AND x.author_id = $2)",
            " AND (p.listed_at IS NOT NULL \
             OR EXISTS (SELECT 1 FROM post_authors x WHERE x.post_id = p.id AND x.author_id = $2))"
        )
    };
}

const TOP_WEEK: &str = top!("week", "TRUE", "");
const TOP_MONTH: &str = top!("month", "TRUE", "");
const TOP_YEAR: &str = top!("year", "TRUE", "");
const TOLD_WEEK: &str = told!("week");
const TOLD_MONTH: &str = told!("month");
const TOLD_YEAR: &str = told!("year");

/// What is kept of a post's views, and what the page of them says of the post.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PostTotalsRow {
    /// Row id.
    pub id: i64,
    /// `/posts/{slug}`, once it has appeared.
    pub slug: String,
    /// The latest revision's title.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// Ever.
    pub total: i64,
    /// Of 7 days, today among them.
    pub week: i64,
    /// Of 30.
    pub month: i64,
    /// Of 365.
    pub year: i64,
    /// Counted elsewhere, before; in none of the others.
    pub imported: i64,
}

/// What is kept of the views of the post with this public identity.
pub async fn read_totals(connection: &mut Connection, uuid: &str) -> sqlx::Result<Option<PostTotalsRow>> {
    sqlx::query_as(
        "SELECT p.id, p.slug, coalesce(h.title, p.title) AS title, p.status, coalesce(v.total, 0) AS total, \
         coalesce(v.week, 0) AS week, coalesce(v.month, 0) AS month, coalesce(v.year, 0) AS year, \
         coalesce(v.imported, 0) AS imported FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id \
         LEFT JOIN post_views v ON v.post_id = p.id WHERE p.uuid = $1",
    )
    .bind(uuid)
    .fetch_optional(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        store::PostRecord,
        views::{add_exclusions, add_views, begin_day},
    };

    /// Posts with views: one is listed and by ada, one unlisted and by ada, one unlisted and by ben, one a draft by now.
    async fn blog() -> (Blog, Vec<i64>, i64) {
        let blog = Blog::open().await;
        let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
        let mut ids = Vec::new();
        for (slug, status, visibility, author) in [
            ("listed", "published", "public", ada),
            ("own", "published", "unlisted", ada),
            ("theirs", "published", "unlisted", ben),
            ("draft", "unpublished", "public", ada),
            ("unread", "published", "public", ada),
        ] {
            let record = PostRecord {
                status,
                visibility,
                authors: &[author],
                ..post(slug, 1_000)
            };
            ids.push(blog.save(&record).await);
        }
        let mut write = blog.begin().await;
        begin_day(&mut write, 10, &[7; 32]).await.unwrap();
        let views: Vec<(i64, i64)> = ids
            .iter()
            .take(4)
            .zip([2, 3, 5, 9])
            .map(|(id, n)| (*id, n))
            .collect();
        add_views(&mut write, 10, &views).await.unwrap();
        begin_day(&mut write, 12, &[7; 32]).await.unwrap();
        add_views(&mut write, 12, &[(ids[0], 4)]).await.unwrap();
        write.commit().await.unwrap();
        (blog, ids, ada)
    }

    #[tokio::test]
    async fn days_come_in_order_for_the_site_and_for_a_post() {
        let (blog, ids, _) = blog().await;
        let mut reader = blog.reader().await;
        let day = |day, count| DayRow { day, count };
        let all = list_site_days(&mut reader, 0).await.unwrap();
        assert_eq!(all, [day(10, 19), day(12, 4)]);
        assert_eq!(list_site_days(&mut reader, 10).await.unwrap(), [day(12, 4)]);
        assert_eq!(count_site(&mut reader).await.unwrap(), 23);
        let own = list_post_days(&mut reader, ids[0], 9).await.unwrap();
        assert_eq!(own, [day(10, 2), day(12, 4)]);
        assert!(list_post_days(&mut reader, ids[4], 0).await.unwrap().is_empty());
        let totals = read_totals(&mut reader, "listed").await.unwrap().unwrap();
        assert_eq!((totals.total, totals.week, totals.imported), (6, 6, 0));
        assert_eq!(
            (totals.title.as_str(), totals.status.as_str()),
            ("listed", "published")
        );
        assert_eq!(read_totals(&mut reader, "nothing").await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_most_read_are_those_that_who_asks_may_know_of() {
        let (blog, ids, ada) = blog().await;
        let mut reader = blog.reader().await;
        for window in [Window::Week, Window::Month, Window::Year] {
            let mut told = Vec::new();
            for whose in [Told::Everybodys, Told::ListedOrBy(ada), Told::ListedOrBy(0)] {
                let rows = list_top(&mut reader, window, whose, 9).await.unwrap();
                told.push(rows.iter().map(|row| (row.id, row.views)).collect::<Vec<_>>());
            }
            assert_eq!(told[0], [(ids[0], 6), (ids[2], 5), (ids[1], 3)], "{window:?}");
            assert_eq!(told[1], [(ids[0], 6), (ids[1], 3)]);
            assert_eq!(told[2], [(ids[0], 6)]);
            for (whose, own) in [
                (Told::Everybodys, true),
                (Told::ListedOrBy(ada), true),
                (Told::ListedOrBy(0), false),
            ] {
                assert_eq!(list_top(&mut reader, window, whose, 1).await.unwrap()[0].own, own);
            }
        }
        let first = list_top(&mut reader, Window::Week, Told::Everybodys, 1)
            .await
            .unwrap();
        assert_eq!((first.len(), first[0].title.as_str()), (1, "listed"));
    }

    #[tokio::test]
    async fn what_was_left_out_comes_by_day_and_reason() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        add_exclusions(&mut write, 11, &[("rate", 1), ("bot", 4)])
            .await
            .unwrap();
        add_exclusions(&mut write, 10, &[("bot", 2)]).await.unwrap();
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        let rows = list_left_out(&mut reader, 9).await.unwrap();
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.day, row.reason.as_str(), row.count))
            .collect();
        assert_eq!(rows, [(10, "bot", 2), (11, "bot", 4), (11, "rate", 1)]);
        assert_eq!(list_left_out(&mut reader, 10).await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn no_statement_reads_all_posts() {
        let (blog, ids, _) = blog().await;
        // What is short is read whole, whatever indexes there are.
        let mut write = blog.begin().await;
        for day in 100..400 {
            add_views(&mut write, day, &[(ids[0], 1)]).await.unwrap();
        }
        write.commit().await.unwrap();
        for (statement, steps) in [
            (
                "SELECT day, views AS count FROM site_views WHERE day > 1 ORDER BY day",
                vec!["SEARCH site_views USING INTEGER PRIMARY KEY (rowid>?)"],
            ),
            (
                "SELECT day, views AS count FROM daily_views WHERE post_id = 1 AND day > 1 ORDER BY day",
                vec!["SEARCH daily_views USING PRIMARY KEY (post_id=? AND day>?)"],
            ),
            (
                "SELECT reason, day, count FROM view_exclusions WHERE day > 1 ORDER BY day, reason",
                vec!["SEARCH view_exclusions USING PRIMARY KEY (day>?)"],
            ),
            (
                TOP_MONTH,
                vec![
                    "SEARCH v USING COVERING INDEX post_views_month (month>?)",
                    "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
                ],
            ),
        ] {
            assert_eq!(
                blog.plan(&statement.replace("$1", "10")).await,
                steps,
                "{statement}"
            );
        }
        for (statement, index) in [
            (TOP_WEEK, "post_views_week"),
            (TOP_YEAR, "post_views_year"),
            (TOLD_WEEK, "post_views_week"),
            (TOLD_MONTH, "post_views_month"),
            (TOLD_YEAR, "post_views_year"),
        ] {
            let plan = blog.plan(&statement.replace("$1", "10").replace("$2", "1")).await;
            assert!(plan[0].contains(index), "{plan:?}");
            assert!(
                !plan
                    .iter()
                    .any(|step| step.contains("SCAN") || step.contains("TEMP")),
                "{plan:?}"
            );
        }
    }
}
