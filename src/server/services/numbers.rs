//! What was counted, put together for those who write: a number for every day, also for those on which nobody read.

use std::collections::BTreeMap;

use super::accounts::Actor;
use crate::{
    model::{
        date::DateLabel,
        numbers::{LeftOut, PostDays, PostNumbers, SiteNumbers, TopPost, Totals, period},
        role::{Action, Whose, allows},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            numbers::{self, DayRow, Told, TopRow, Window},
        },
        fault::Fault,
    },
};

/// Posts in a list of the most read.
const TOP: u32 = 10;

/// Posts whose days are drawn beside each other.
const MOST: usize = 6;

/// A row of days that ends today.
struct Days {
    first: i64,
    count: usize,
}

impl Days {
    fn of(days: u32) -> Self {
        let days = period(days);
        Self {
            first: calendar::day_of(calendar::now()) - i64::from(days) + 1,
            count: usize::try_from(days).unwrap_or(0),
        }
    }

    /// The day before the first.
    fn before(&self) -> i64 {
        self.first - 1
    }

    fn labels(&self) -> Vec<DateLabel> {
        (self.first..).take(self.count).map(calendar::day).collect()
    }

    /// A number for each day, of those that there are.
    fn fill(&self, rows: impl IntoIterator<Item = DayRow>) -> Vec<u64> {
        let mut counts = vec![0; self.count];
        for row in rows {
            let place = usize::try_from(row.day - self.first).ok();
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count = row.count.unsigned_abs();
            }
        }
        counts
    }
}

/// The site's numbers over a period, as who asks may know them. Ten queries at most, however many posts there are.
pub async fn read_site(context: &Context, actor: &Actor, days: u32) -> Result<SiteNumbers, Fault> {
    let days = Days::of(days);
    let told = if allows(actor.role(), Action::ReadNumbers(Whose::Others)) {
        Told::Everybodys
    } else {
        Told::ListedOrBy(actor.author_id().unwrap_or(0))
    };
    let mut reader = context.database.reader().await?;
    let views = days.fill(numbers::list_site_days(&mut reader, days.before()).await?);
    let totals = site_totals(&mut reader).await?;
    let mut top = Vec::new();
    for window in [Window::Week, Window::Month, Window::Year] {
        top.push(numbers::list_top(&mut reader, window, told, TOP).await?);
    }
    // Of three months there is no window; who was read most in one of them is close.
    let ranked = if days.count > 90 { top.last() } else { top.get(1) };
    let mut most = Vec::new();
    for row in ranked.into_iter().flatten().filter(|row| row.own).take(MOST) {
        let rows = numbers::list_post_days(&mut reader, row.id, days.before()).await?;
        most.push(PostDays {
            uuid: row.uuid.clone(),
            title: row.title.clone(),
            views: days.fill(rows),
        });
    }
    let left_out = read_left_out(&mut reader, &days).await?;
    Ok(SiteNumbers {
        days: days.labels(),
        views,
        totals,
        top: top
            .into_iter()
            .map(|rows| rows.into_iter().map(top_post).collect())
            .collect(),
        most,
        left_out,
    })
}

fn top_post(row: TopRow) -> TopPost {
    TopPost {
        uuid: row.own.then_some(row.uuid),
        title: row.title,
        views: row.views.unsigned_abs(),
    }
}

async fn site_totals(connection: &mut Connection) -> sqlx::Result<Totals> {
    let today = calendar::day_of(calendar::now());
    let year = numbers::list_site_days(connection, today - 365).await?;
    let since = |days: i64| {
        year.iter()
            .filter(|row| row.day > today - days)
            .map(|row| row.count.unsigned_abs())
            .sum()
    };
    Ok(Totals {
        ever: numbers::count_site(connection).await?.unsigned_abs(),
        week: since(7),
        month: since(30),
        year: since(365),
    })
}

async fn read_left_out(connection: &mut Connection, days: &Days) -> sqlx::Result<Vec<LeftOut>> {
    let mut reasons: BTreeMap<String, Vec<DayRow>> = BTreeMap::new();
    for row in numbers::list_left_out(connection, days.before()).await? {
        reasons.entry(row.reason).or_default().push(DayRow {
            day: row.day,
            count: row.count,
        });
    }
    let mut left_out: Vec<LeftOut> = reasons
        .into_iter()
        .map(|(reason, rows)| LeftOut {
            reason,
            calls: days.fill(rows),
        })
        .collect();
    left_out.sort_by_key(|reason| std::cmp::Reverse(reason.calls.iter().sum::<u64>()));
    Ok(left_out)
}

/// A post's numbers over a period; nothing where there is no such post. Two queries.
pub async fn read_post(context: &Context, uuid: &str, days: u32) -> Result<Option<PostNumbers>, Fault> {
    let days = Days::of(days);
    let mut reader = context.database.reader().await?;
    let Some(row) = numbers::read_totals(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let views = days.fill(numbers::list_post_days(&mut reader, row.id, days.before()).await?);
    Ok(Some(PostNumbers {
        title: row.title,
        slug: row.slug,
        status: row.status,
        days: days.labels(),
        views,
        totals: Totals {
            ever: row.total.unsigned_abs(),
            week: row.week.unsigned_abs(),
            month: row.month.unsigned_abs(),
            year: row.year.unsigned_abs(),
        },
        imported: row.imported.unsigned_abs(),
    }))
}
