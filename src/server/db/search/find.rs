//! Asks the index. Expressions come ready-made from [`Expression`], which is the only way to make one, so that no
//! reader's sign is ever read as syntax.

use sqlx::{AssertSqlSafe, FromRow};

use crate::server::db::Connection;

/// Weights of title, labels, headings, summary, body, parts and facets.
///
/// Small on purpose: of great weights a single hit is nearly as much as the formula can give, so that ten in the text
/// would be worth as much as one in the title.
const WEIGHTS: &str = "20.0, 5.0, 1.0, 0.3, 0.03, 0.03, 0.0";

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

    fn matches(&self, columns: &str) -> String {
        let table = self.table.name();
        format!("SELECT {columns} FROM {table} WHERE {table} MATCH $1 AND rowid >= $2 AND rowid < $3")
    }
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
    let inner = scope.matches("rowid AS key");
    sqlx::query_as(AssertSqlSafe(format!(
        "SELECT m.key, s.post_id AS post FROM ({inner} ORDER BY rowid {direction} LIMIT $4 OFFSET $5) m \
         JOIN search_posts s ON s.key = m.key ORDER BY m.key {direction}"
    )))
    .bind(&scope.expression.0)
    .bind(scope.from)
    .bind(scope.until)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// How many match, counted up to `most`.
pub async fn count(connection: &mut Connection, scope: &Scope, most: u32) -> sqlx::Result<u32> {
    let inner = scope.matches("1");
    sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM ({inner} LIMIT $4)")))
        .bind(&scope.expression.0)
        .bind(scope.from)
        .bind(scope.until)
        .bind(most)
        .fetch_one(connection)
        .await
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
    let scored = format!(
        "WITH scored AS MATERIALIZED (SELECT rowid AS key, bm25(post_search, {WEIGHTS}) AS score FROM post_search \
         WHERE post_search MATCH $6 AND rowid >= $2 AND rowid < $3)"
    );
    let filter = match ranked.by {
        Some(_) => format!("WHERE key IN ({})", ranked.scope.matches("rowid")),
        // Both have to be named, or the driver would not take them.
        None => "WHERE $1 IS NOT NULL".to_owned(),
    };
    let first = match ranked.first {
        Some(_) => {
            "key IN (SELECT rowid FROM title_search WHERE title_search MATCH $7 AND rowid >= $2 AND rowid < $3) DESC, "
        }
        None => "",
    };
    let by = ranked.by.as_ref().unwrap_or(&ranked.scope.expression);
    let rows: Vec<(i64, i64, u32)> = sqlx::query_as(AssertSqlSafe(format!(
        "{scored}, best AS MATERIALIZED (SELECT key, score, count(*) OVER () AS total FROM scored {filter} \
         ORDER BY {first}score, key DESC LIMIT $4 OFFSET $5) \
         SELECT b.key, s.post_id, b.total FROM best b JOIN search_posts s ON s.key = b.key"
    )))
    .bind(&ranked.scope.expression.0)
    .bind(ranked.scope.from)
    .bind(ranked.scope.until)
    .bind(limit)
    .bind(offset)
    .bind(&by.0)
    .bind(ranked.first.as_ref().map(|first| first.0.as_str()))
    .fetch_all(connection)
    .await?;
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
    let inner = scope.matches("rowid AS key");
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
    sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT s.post_id FROM ({inner} ORDER BY rowid DESC LIMIT $4) m JOIN search_posts s ON s.key = m.key {join} \
         ORDER BY {order}, m.key DESC LIMIT $5 OFFSET $6"
    )))
    .bind(&scope.expression.0)
    .bind(scope.from)
    .bind(scope.until)
    .bind(among)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// How many of the `among` newest matches carry each tag, by the tag's row id.
pub async fn count_tags(
    connection: &mut Connection,
    scope: &Scope,
    among: u32,
) -> sqlx::Result<Vec<(i64, u32)>> {
    let inner = scope.matches("rowid AS key");
    sqlx::query_as(AssertSqlSafe(format!(
        "SELECT t.tag_id, count(*) FROM ({inner} ORDER BY rowid DESC LIMIT $4) m \
         JOIN search_posts s ON s.key = m.key JOIN post_tags t ON t.post_id = s.post_id \
         GROUP BY t.tag_id ORDER BY count(*) DESC, t.tag_id"
    )))
    .bind(&scope.expression.0)
    .bind(scope.from)
    .bind(scope.until)
    .bind(among)
    .fetch_all(connection)
    .await
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
