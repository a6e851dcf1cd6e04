//! Puts posts into the index and takes them out again, in the transaction of whoever changes them; and builds the whole
//! index anew beside that.
//!
//! Only listed posts are in it. A post is taken out by the text that it has at that moment, so this comes before every
//! change of it.

use sqlx::FromRow;

use super::{
    analyse::{self, ANALYSER_VERSION},
    first_key, key,
    words::{Counting, WordChanges},
};
use crate::{model::toc::TocEntry, server::db::Connection};

/// Between texts that no phrase may reach across; no word has this sign.
const BORDER: &str = " · ";

/// The facet that every post has.
pub const FACET_ALL: &str = "·all";

/// The facet of a tag, by row id.
pub fn tag_facet(tag: i64) -> String {
    format!("t·{tag}")
}

/// The facet of an author, by row id.
pub fn author_facet(author: i64) -> String {
    format!("a·{author}")
}

/// The facet of a series, by row id.
pub fn series_facet(series: i64) -> String {
    format!("s·{series}")
}

#[derive(FromRow)]
struct TextRow {
    listed_at: Option<i64>,
    title: String,
    summary: String,
    takeaway: String,
    plain: String,
    toc: String,
    series_id: Option<i64>,
    /// The key under which it is in the index.
    key: Option<i64>,
    /// The labels with which it is in the index.
    labels: Option<String>,
    /// The generation to which that belongs.
    generation: Option<i64>,
    /// The generation of today.
    current: i64,
}

async fn read_text(connection: &mut Connection, post: i64) -> sqlx::Result<Option<TextRow>> {
    sqlx::query_as(
        "SELECT p.listed_at, p.title, p.summary, p.takeaway, b.plain, b.toc, p.series_id, s.key, s.labels, \
         s.generation, (SELECT value FROM counters WHERE name = 'search_generation') AS current \
         FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN search_posts s ON s.post_id = p.id \
         WHERE p.id = $1",
    )
    .bind(post)
    .fetch_optional(connection)
    .await
}

/// What a write changes of the index and has not written yet.
///
/// The engine writes a piece of its index whenever rows come in another order than that of their keys, or other
/// statements come between them; so the rows of a transaction are kept until its end.
#[derive(Debug, Default)]
pub struct IndexChanges {
    words: WordChanges,
    rows: Vec<NewRow>,
}

#[derive(Debug)]
struct NewRow {
    key: i64,
    columns: Columns,
    facets: String,
}

impl IndexChanges {
    /// Writes what was gathered. To be called before the transaction of the posts ends.
    pub async fn write(&mut self, connection: &mut Connection) -> sqlx::Result<()> {
        self.rows.sort_unstable_by_key(|row| row.key);
        for row in self.rows.drain(..) {
            sqlx::query(
                "INSERT INTO post_search (rowid, title, labels, headings, summary, body, parts, facets) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(row.key)
            .bind(&row.columns.title)
            .bind(&row.columns.labels)
            .bind(&row.columns.headings)
            .bind(&row.columns.summary)
            .bind(&row.columns.body)
            .bind(&row.columns.parts)
            .bind(&row.facets)
            .execute(&mut *connection)
            .await?;
            sqlx::query("INSERT INTO title_search (rowid, title, labels, facets) VALUES ($1, $2, $3, $4)")
                .bind(row.key)
                .bind(&row.columns.title)
                .bind(&row.columns.labels)
                .bind(&row.facets)
                .execute(&mut *connection)
                .await?;
        }
        self.words.write(connection).await
    }
}

/// Takes a post out of the index, if it is in it.
pub async fn withdraw(
    connection: &mut Connection,
    post: i64,
    changes: &mut IndexChanges,
) -> sqlx::Result<()> {
    let Some(row) = read_text(connection, post).await? else {
        return Ok(());
    };
    let Some(key) = row.key else { return Ok(()) };
    let counting = Counting {
        by: -1,
        current: row.generation == Some(row.current),
    };
    let labels = row.labels.clone().unwrap_or_default();
    Columns::read(&row, &labels, &mut changes.words, counting);
    sqlx::query("DELETE FROM search_posts WHERE key = $1")
        .bind(key)
        .execute(&mut *connection)
        .await?;
    // Entered in the same transaction.
    if let Some(at) = changes.rows.iter().position(|row| row.key == key) {
        changes.rows.swap_remove(at);
        return Ok(());
    }
    for statement in [
        "DELETE FROM post_search WHERE rowid = $1",
        "DELETE FROM title_search WHERE rowid = $1",
    ] {
        sqlx::query(statement).bind(key).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Puts a post that is not in the index into it, if it is listed; with [`IndexChanges::write`] it is there.
pub async fn enter(connection: &mut Connection, post: i64, changes: &mut IndexChanges) -> sqlx::Result<()> {
    let Some(row) = read_text(connection, post).await? else {
        return Ok(());
    };
    let (Some(listed_at), None) = (row.listed_at, row.key) else {
        return Ok(());
    };
    let (labels, facets) = read_labels(connection, post, row.series_id).await?;
    let counting = Counting { by: 1, current: true };
    let columns = Columns::read(&row, &labels, &mut changes.words, counting);
    let key = free_key(connection, listed_at, post).await?;
    sqlx::query("INSERT INTO search_posts (key, post_id, generation, labels) VALUES ($1, $2, $3, $4)")
        .bind(key)
        .bind(post)
        .bind(row.current)
        .bind(&labels)
        .execute(connection)
        .await?;
    changes.rows.push(NewRow { key, columns, facets });
    Ok(())
}

async fn free_key(connection: &mut Connection, listed_at: i64, post: i64) -> sqlx::Result<i64> {
    let wanted = key(listed_at, post);
    let taken: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM search_posts WHERE key = $1)")
        .bind(wanted)
        .fetch_one(&mut *connection)
        .await?;
    if !taken {
        return Ok(wanted);
    }
    sqlx::query_scalar(
        "SELECT min(key) + 1 FROM search_posts s WHERE key >= $1 \
         AND NOT EXISTS (SELECT 1 FROM search_posts n WHERE n.key = s.key + 1)",
    )
    .bind(first_key(listed_at))
    .fetch_one(connection)
    .await
}

/// Names of the tags and the series of a post, and the facets of these and of its authors.
async fn read_labels(
    connection: &mut Connection,
    post: i64,
    series: Option<i64>,
) -> sqlx::Result<(String, String)> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT 't' AS kind, t.id, t.name FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.post_id = $1 \
         UNION ALL SELECT 'a', author_id, '' FROM post_authors WHERE post_id = $1 \
         UNION ALL SELECT 's', id, title FROM series WHERE id = $2",
    )
    .bind(post)
    .bind(series)
    .fetch_all(connection)
    .await?;
    let mut names = Vec::new();
    let mut facets = vec![FACET_ALL.to_owned()];
    for (kind, id, name) in rows {
        facets.push(match kind.as_str() {
            "t" => tag_facet(id),
            "a" => author_facet(id),
            _ => series_facet(id),
        });
        if !name.is_empty() {
            names.push(name);
        }
    }
    Ok((names.join("\n"), facets.join(" ")))
}

/// A post in words.
#[derive(Debug, Default)]
struct Columns {
    title: String,
    labels: String,
    headings: String,
    summary: String,
    body: String,
    parts: String,
}

impl Columns {
    fn read(row: &TextRow, labels: &str, words: &mut WordChanges, counting: Counting) -> Self {
        // A table of contents that cannot be read is nothing that a search should fail for.
        let headings: Vec<TocEntry> = serde_json::from_str(&row.toc).unwrap_or_default();
        let headings: Vec<String> = headings.into_iter().map(|entry| entry.title).collect();
        let mut columns = Self::default();
        let mut feed = Feed {
            words,
            counting,
            parts: String::new(),
        };
        feed.words.next_post();
        feed.lines(&row.title, &mut columns.title);
        feed.lines(labels, &mut columns.labels);
        feed.lines(&headings.join("\n"), &mut columns.headings);
        feed.lines(&row.summary, &mut columns.summary);
        feed.lines(&row.takeaway, &mut columns.summary);
        feed.lines(&row.plain, &mut columns.body);
        columns.parts = feed.parts;
        columns
    }
}

struct Feed<'a> {
    words: &'a mut WordChanges,
    counting: Counting,
    parts: String,
}

impl Feed<'_> {
    /// Adds the stems of a text; phrases end where its lines do.
    fn lines(&mut self, text: &str, out: &mut String) {
        for line in text.lines() {
            if !out.is_empty() {
                out.push_str(BORDER);
            }
            self.line(line, out);
        }
    }

    fn line(&mut self, line: &str, out: &mut String) {
        let (words, counting) = (&mut *self.words, self.counting);
        let mut before = String::new();
        analyse::each_word(line, |word| {
            out.push_str(words.count(word.folded, counting));
            out.push(' ');
            let writing = line.get(word.range.clone()).unwrap_or_default();
            let mut more = analyse::parts(writing);
            more.extend(analyse::other_spelling(&word, &before));
            if !more.is_empty() {
                for part in &more {
                    self.parts.push_str(words.count(part, counting));
                    self.parts.push(' ');
                }
                self.parts.push_str(BORDER);
            }
            before.clear();
            before.push_str(word.folded);
        });
    }
}

/// How far the building of the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct IndexState {
    /// The generation that posts are entered under.
    pub generation: i64,
    /// The last one in which all posts were.
    pub finished: i64,
    /// Whose words the generation is made of.
    pub analyser: i64,
}

impl IndexState {
    /// Whether every listed post is in the index, in words of this version.
    pub fn is_whole(self) -> bool {
        self.generation == self.finished && self.analyser == ANALYSER_VERSION
    }
}

/// Reads how far the building of the index is.
pub async fn read_state(connection: &mut Connection) -> sqlx::Result<IndexState> {
    sqlx::query_as(
        "SELECT max(value) FILTER (WHERE name = 'search_generation') AS generation, \
         max(value) FILTER (WHERE name = 'search_finished') AS finished, \
         max(value) FILTER (WHERE name = 'search_analyser') AS analyser FROM counters",
    )
    .fetch_one(connection)
    .await
}

/// Begins a generation, or goes on with one that was begun by this version and not finished.
pub async fn begin_generation(connection: &mut Connection) -> sqlx::Result<()> {
    let state = read_state(connection).await?;
    if state.analyser == ANALYSER_VERSION && state.generation != state.finished {
        return Ok(());
    }
    for statement in [
        "UPDATE counters SET value = value + 1 WHERE name = 'search_generation'",
        "UPDATE search_words SET recount = 0",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    sqlx::query("UPDATE counters SET value = $1 WHERE name = 'search_analyser'")
        .bind(ANALYSER_VERSION)
        .execute(connection)
        .await?;
    Ok(())
}

/// Calls the index of a blog without posts whole, so that what is written from now on keeps it so; does nothing where
/// there are posts.
pub async fn begin_empty(connection: &mut Connection) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE counters SET value = CASE name WHEN 'search_analyser' THEN $1 ELSE 1 END \
         WHERE name IN ('search_generation', 'search_finished', 'search_analyser') \
         AND NOT EXISTS (SELECT 1 FROM posts)",
    )
    .bind(ANALYSER_VERSION)
    .execute(connection)
    .await?;
    Ok(())
}

/// The row ids of at most `limit` posts after `after` that this generation lacks, or holds although they are not listed.
pub async fn list_missing(connection: &mut Connection, after: i64, limit: u32) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT p.id FROM posts p LEFT JOIN search_posts s ON s.post_id = p.id \
         AND s.generation = (SELECT value FROM counters WHERE name = 'search_generation') \
         WHERE p.id > $1 AND (p.listed_at IS NULL) <> (s.key IS NULL) ORDER BY p.id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// Ends the generation: its counts of words are the ones that hold.
pub async fn finish_generation(connection: &mut Connection) -> sqlx::Result<()> {
    for statement in [
        "UPDATE search_words SET posts = recount WHERE posts <> recount",
        "DELETE FROM search_words WHERE posts <= 0",
        "UPDATE counters SET value = (SELECT value FROM counters WHERE name = 'search_generation') \
         WHERE name = 'search_finished'",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Tidies some more of the index and answers whether there is anything left to tidy; `first` starts it.
///
/// Many small pieces become few large ones, which are faster to ask. Each call takes some milliseconds.
pub async fn tidy(connection: &mut Connection, first: bool) -> sqlx::Result<bool> {
    const PAGES: i64 = 500;
    let mut left = false;
    for statement in [
        "INSERT INTO post_search (post_search, rank) VALUES ('merge', $1)",
        "INSERT INTO title_search (title_search, rank) VALUES ('merge', $1)",
    ] {
        let before: i64 = sqlx::query_scalar("SELECT total_changes()")
            .fetch_one(&mut *connection)
            .await?;
        sqlx::query(statement)
            .bind(if first { -PAGES } else { PAGES })
            .execute(&mut *connection)
            .await?;
        let after: i64 = sqlx::query_scalar("SELECT total_changes()")
            .fetch_one(&mut *connection)
            .await?;
        // The command counts as one change; a step that found nothing to do makes no other.
        left |= after - before > 1;
    }
    Ok(left)
}

#[cfg(test)]
mod tests;
