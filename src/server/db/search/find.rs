//! Asks the index. Expressions come ready-made from [`Expression`], which is the only way to make one, so that no
//! reader's sign is ever read as syntax.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::server::db::Connection;

/// Weights of title, labels, headings, summary, body, parts and facets.
///
/// Small on purpose: of great weights a single hit is nearly as much as the formula can give, so that ten in the text
/// would be worth as much as one in the title.
const SCORED: &str = "rowid AS key, bm25(post_search, 20.0, 5.0, 1.0, 0.3, 0.03, 0.03, 0.0) AS score";

/// What is looked for, in the dialect of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression(String);

impl Expression {
    /// Consecutive words; they hold no sign but `+`, `#` and `·`.
    pub fn phrase(words: &[impl AsRef<str>]) -> Self {
        let mut out = String::from("\"");
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.extend(word.as_ref().chars().filter(|c| *c != '"' && *c != '\0'));
        }
        out.push('"');
        Self(out)
    }

    /// Words that begin like this.
    pub fn beginning(word: &str) -> Self {
        let Self(mut phrase) = Self::phrase(&[word]);
        phrase.push('*');
        Self(phrase)
    }

    /// All of these; nothing of none.
    pub fn all(of: impl IntoIterator<Item = Self>) -> Option<Self> {
        Self::join(of, " AND ")
    }

    /// Any of these; nothing of none.
    pub fn any(of: impl IntoIterator<Item = Self>) -> Option<Self> {
        Self::join(of, " OR ")
    }

    fn join(of: impl IntoIterator<Item = Self>, operator: &str) -> Option<Self> {
        let parts: Vec<String> = of.into_iter().map(|Self(text)| text).collect();
        match parts.as_slice() {
            [] => None,
            [_] => parts.into_iter().next().map(Self),
            _ => Some(Self(format!("({})", parts.join(operator)))),
        }
    }

    /// This, but not that.
    pub fn without(self, not: Option<Self>) -> Self {
        match not {
            None => self,
            Some(Self(not)) => Self(format!("({} NOT {not})", self.0)),
        }
    }

    /// In the title alone.
    pub fn in_title(self) -> Self {
        Self(format!("(title : {})", self.0))
    }
}

/// Which table is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Everything.
    Posts,
    /// Titles, tags, series and facets.
    Titles,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Posts => "post_search",
            Self::Titles => "title_search",
        }
    }
}

/// What is looked for, and when it was listed, in keys.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Where.
    pub table: Table,
    /// What.
    pub expression: Expression,
    /// From this key.
    pub from: i64,
    /// Up to before this one.
    pub until: i64,
}

impl Scope {
    /// The same question of another table.
    pub fn of(&self, table: Table, expression: Expression) -> Self {
        Self {
            table,
            expression,
            ..*self
        }
    }

    /// `SELECT columns` of what matches.
    fn push_matches(&self, query: &mut Query, columns: &'static str) {
        push_matches(query, columns, self.table, &self.expression, self);
    }
}

/// Found rows are few and the tables they are looked up in are long, which the planner, who knows only the latter, may
/// see the other way round: `CROSS JOIN` has it begin with what was found.
type Query = QueryBuilder<Sqlite>;

/// `SELECT columns` of the rows of `table` that match `expression`, in the time of `scope`.
fn push_matches(
    query: &mut Query,
    columns: &'static str,
    table: Table,
    expression: &Expression,
    scope: &Scope,
) {
    query
        .push("SELECT ")
        .push(columns)
        .push(" FROM ")
        .push(table.name())
        .push(" WHERE ")
        .push(table.name())
        .push(" MATCH ")
        .push_bind(expression.0.clone())
        .push(" AND rowid >= ")
        .push_bind(scope.from)
        .push(" AND rowid < ")
        .push_bind(scope.until);
}

/// A match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Match {
    /// Where it is in the index.
    pub key: i64,
    /// The post's row id.
    pub post: i64,
}

/// In which order matches are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By the time of listing.
    Newest,
    /// The other way round.
    Oldest,
}

/// `limit` matches after the first `offset` by time.
pub async fn list_by_time(
    connection: &mut Connection,
    scope: &Scope,
    order: Order,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<Match>> {
    let direction = match order {
        Order::Newest => "DESC",
        Order::Oldest => "ASC",
    };
    let mut query = Query::new("SELECT m.key, s.post_id AS post FROM (");
    scope.push_matches(&mut query, "rowid AS key");
    query
        .push(" ORDER BY rowid ")
        .push(direction)
        .push(" LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset)
        .push(") m CROSS JOIN search_posts s ON s.key = m.key ORDER BY m.key ")
        .push(direction);
    query.build_query_as().fetch_all(connection).await
}

/// How many match, counted up to `most`.
pub async fn count(connection: &mut Connection, scope: &Scope, most: u32) -> sqlx::Result<u32> {
    let mut query = Query::new("SELECT count(*) FROM (");
    scope.push_matches(&mut query, "1");
    query.push(" LIMIT ").push_bind(most).push(")");
    query.build_query_scalar().fetch_one(connection).await
}

/// From which key on there are about `posts` of all posts, if they were listed evenly over time.
pub async fn find_recent(connection: &mut Connection, posts: u32) -> sqlx::Result<i64> {
    let (first, last, all): (Option<i64>, Option<i64>, i64) = sqlx::query_as(
        "SELECT (SELECT min(key) FROM search_posts), (SELECT max(key) FROM search_posts), \
         (SELECT value FROM counters WHERE name = 'listed_posts')",
    )
    .fetch_one(connection)
    .await?;
    Ok(match (first, last) {
        (Some(first), Some(last)) if all > i64::from(posts) => {
            let apart = last.saturating_sub(first) / all;
            last.saturating_sub(apart.saturating_mul(i64::from(posts)))
        }
        _ => i64::MIN,
    })
}

/// What a ranked question is made of.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// What has to match.
    pub scope: Scope,
    /// What the rank is computed of: part of what has to match, and the same where `scope` has nothing else.
    pub by: Option<Expression>,
    /// What comes before all else if it is so in the small table.
    pub first: Option<Expression>,
}

/// `limit` matches after the first `offset`, best first, and how many there are in all; those only where at least one
/// row is answered.
///
/// Reads every row of `by`, so that has to be rare.
pub async fn list_ranked(
    connection: &mut Connection,
    ranked: &Ranked,
    limit: u32,
    offset: u32,
) -> sqlx::Result<(Vec<Match>, u32)> {
    let scope = &ranked.scope;
    let by = ranked.by.as_ref().unwrap_or(&scope.expression);
    let mut query = Query::new("WITH scored AS MATERIALIZED (");
    push_matches(&mut query, SCORED, Table::Posts, by, scope);
    query.push("), best AS MATERIALIZED (SELECT key, score, count(*) OVER () AS total, ");
    match &ranked.first {
        Some(first) => {
            query.push("key IN (");
            push_matches(&mut query, "rowid", Table::Titles, first, scope);
            query.push(")");
        }
        None => {
            query.push("0");
        }
    }
    query.push(" AS ahead FROM scored");
    if ranked.by.is_some() {
        query.push(" WHERE key IN (");
        scope.push_matches(&mut query, "rowid");
        query.push(")");
    }
    query
        .push(" ORDER BY ahead DESC, score, key DESC LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset)
        .push(
            ") SELECT b.key, s.post_id, b.total FROM best b CROSS JOIN search_posts s ON s.key = b.key \
             ORDER BY b.ahead DESC, b.score, b.key DESC",
        );
    let rows: Vec<(i64, i64, u32)> = query.build_query_as().fetch_all(connection).await?;
    let total = rows.first().map_or(0, |(_, _, total)| *total);
    let matches = rows.into_iter().map(|(key, post, _)| Match { key, post });
    Ok((matches.collect(), total))
}

/// An order that the index does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When the text last changed.
    Updated,
    /// The title.
    Title,
    /// All views.
    Views,
    /// Views of 7 days.
    ViewsOfWeek,
    /// Views of 30 days.
    ViewsOfMonth,
    /// Views of 365 days.
    ViewsOfYear,
}

/// `limit` of the `among` newest matches after the first `offset`, in the order of a column.
pub async fn list_by_column(
    connection: &mut Connection,
    scope: &Scope,
    column: Column,
    among: u32,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<i64>> {
    let views = "LEFT JOIN post_views v ON v.post_id = s.post_id";
    let posts = "JOIN posts p ON p.id = s.post_id";
    let (join, order) = match column {
        Column::Updated => (posts, "coalesce(p.updated_at, p.listed_at) DESC"),
        Column::Title => (posts, "lower(p.title)"),
        Column::Views => (views, "coalesce(v.total, 0) DESC"),
        Column::ViewsOfWeek => (views, "coalesce(v.week, 0) DESC"),
        Column::ViewsOfMonth => (views, "coalesce(v.month, 0) DESC"),
        Column::ViewsOfYear => (views, "coalesce(v.year, 0) DESC"),
    };
    let mut query = Query::new("SELECT s.post_id FROM (");
    scope.push_matches(&mut query, "rowid AS key");
    query
        .push(" ORDER BY rowid DESC LIMIT ")
        .push_bind(among)
        .push(") m CROSS JOIN search_posts s ON s.key = m.key ")
        .push(join)
        .push(" ORDER BY ")
        .push(order)
        .push(", m.key DESC LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset);
    query.build_query_scalar().fetch_all(connection).await
}

/// How many of the `among` newest matches carry each tag, by the tag's row id.
pub async fn count_tags(
    connection: &mut Connection,
    scope: &Scope,
    among: u32,
) -> sqlx::Result<Vec<(i64, u32)>> {
    let mut query = Query::new("SELECT t.tag_id, count(*) FROM (");
    scope.push_matches(&mut query, "rowid AS key");
    query.push(" ORDER BY rowid DESC LIMIT ").push_bind(among).push(
        ") m CROSS JOIN search_posts s ON s.key = m.key CROSS JOIN post_tags t ON t.post_id = s.post_id \
             GROUP BY t.tag_id ORDER BY count(*) DESC, t.tag_id",
    );
    query.build_query_as().fetch_all(connection).await
}

/// The row ids of a tag, an author and a series at these slugs; nothing for a slug that nothing has.
pub async fn find_label(connection: &mut Connection, kind: Label, slug: &str) -> sqlx::Result<Option<i64>> {
    let statement = match kind {
        Label::Tag => "SELECT id FROM tags WHERE slug = $1",
        Label::Author => "SELECT id FROM authors WHERE slug = $1",
        Label::Series => "SELECT id FROM series WHERE slug = $1",
    };
    sqlx::query_scalar(statement)
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// What a post can be filed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A series.
    Series,
}
