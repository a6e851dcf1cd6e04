//! Which listed posts have these tags and not those, in any order, and how many. No words are searched here.

use sqlx::{QueryBuilder, Sqlite};

use super::Connection;
use crate::model::find::{Sort, Window};

/// Tags that are wanted and tags that are not, by row id.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// The rarest first: its posts are looked at one by one.
    pub tags: &'a [i64],
    /// One of `tags` is enough.
    pub any: bool,
    /// Posts with one of these are left out.
    pub not: &'a [i64],
    /// Unix milliseconds.
    pub now: i64,
}

type Query = QueryBuilder<Sqlite>;

/// Brings in how often a post was read.
const READS: &str = " JOIN post_views v ON v.post_id = p.id";

/// `FROM …` with the posts of `filter` as `p`; `join` brings in more. `CROSS` keeps the loops in the order written.
fn push_posts(query: &mut Query, filter: &Filter<'_>, join: &'static str) {
    match filter.tags {
        [] => {
            query.push(" FROM posts p").push(join).push(" WHERE TRUE");
        }
        [rarest, ..] if !filter.any => {
            query
                .push(" FROM post_tags d CROSS JOIN posts p")
                .push(join)
                .push(" WHERE p.id = d.post_id AND d.listed_at IS NOT NULL AND d.tag_id = ")
                .push_bind(*rarest);
        }
        tags => {
            query.push(
                " FROM (SELECT DISTINCT post_id FROM post_tags WHERE listed_at IS NOT NULL AND tag_id IN (",
            );
            push_list(query, tags);
            query
                .push(")) AS d CROSS JOIN posts p")
                .push(join)
                .push(" WHERE p.id = d.post_id");
        }
    }
    query
        .push(" AND p.listed_at IS NOT NULL AND p.listed_at <= ")
        .push_bind(filter.now);
    if !filter.any {
        for tag in filter.tags.iter().skip(1) {
            query
                .push(" AND EXISTS (SELECT 1 FROM post_tags x WHERE x.post_id = p.id AND x.tag_id = ")
                .push_bind(*tag)
                .push(")");
        }
    }
    if !filter.not.is_empty() {
        query.push(" AND NOT EXISTS (SELECT 1 FROM post_tags x WHERE x.post_id = p.id AND x.tag_id IN (");
        push_list(query, filter.not);
        query.push("))");
    }
}

fn push_list(query: &mut Query, ids: &[i64]) {
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
}

/// Row ids of `limit` posts after the first `offset`, in order. Ties by time go to the newer post, others to the one with
/// the higher row id: that is what the indexes hold, and sorting anew would read them to the end.
pub async fn list_filtered(
    connection: &mut Connection,
    filter: &Filter<'_>,
    sort: Sort,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<i64>> {
    let (join, order) = match sort {
        Sort::Best | Sort::Newest => ("", "p.listed_at DESC, p.id DESC"),
        Sort::Oldest => ("", "p.listed_at, p.id"),
        Sort::Updated => ("", "coalesce(p.updated_at, p.listed_at) DESC, p.id DESC"),
        Sort::Title => ("", "lower(p.title), p.id DESC"),
        Sort::Read(Window::Week) => (READS, "v.week DESC, v.post_id DESC"),
        Sort::Read(Window::Month) => (READS, "v.month DESC, v.post_id DESC"),
        Sort::Read(Window::Year) => (READS, "v.year DESC, v.post_id DESC"),
        Sort::Read(Window::All) => (READS, "v.total DESC, v.post_id DESC"),
    };
    let mut query = Query::new("SELECT p.id");
    push_posts(&mut query, filter, join);
    query
        .push(" ORDER BY ")
        .push(order)
        .push(" LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset);
    query.build_query_scalar().fetch_all(connection).await
}

/// How many posts there are.
pub async fn count_filtered(connection: &mut Connection, filter: &Filter<'_>) -> sqlx::Result<u32> {
    let mut query = Query::new("SELECT count(*)");
    push_posts(&mut query, filter, "");
    query.build_query_scalar().fetch_one(connection).await
}

/// How many of the posts carry each tag: row ids of tags with a count.
pub async fn count_tags(connection: &mut Connection, filter: &Filter<'_>) -> sqlx::Result<Vec<(i64, u32)>> {
    let mut query = Query::new("SELECT t.tag_id, count(*) FROM (SELECT p.id AS post_id");
    push_posts(&mut query, filter, "");
    query.push(") AS s CROSS JOIN post_tags t WHERE t.post_id = s.post_id GROUP BY t.tag_id");
    query.build_query_as().fetch_all(connection).await
}
