//! The words of the index with how many posts hold each: for knowing what is common, what a beginning may become, and
//! what was meant.

use std::collections::HashMap;

use super::analyse;
use crate::server::db::Connection;

/// Rows that a search for similar words looks at in one range.
const MOST_CANDIDATES: u32 = 5_000;

/// What a write changes of the counts, gathered so that a word of many posts is written once.
#[derive(Debug, Default)]
pub(super) struct WordChanges {
    words: HashMap<String, Change>,
    serial: u64,
}

#[derive(Debug)]
struct Change {
    stem: String,
    posts: i64,
    recount: i64,
    /// The last post in which it was met.
    serial: u64,
}

/// A post whose words are being counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counting {
    /// Enters or leaves.
    pub(super) by: i64,
    /// Belongs to the generation that is being built or was built last.
    pub(super) current: bool,
}

impl WordChanges {
    /// From here on words are those of another post.
    pub(super) fn next_post(&mut self) {
        self.serial += 1;
    }

    /// Counts a word, once a post; answers its stem.
    pub(super) fn count(&mut self, word: &str, counting: Counting) -> &str {
        if !self.words.contains_key(word) {
            let change = Change {
                stem: analyse::stem(word).into_owned(),
                posts: 0,
                recount: 0,
                serial: 0,
            };
            self.words.insert(word.to_owned(), change);
        }
        let serial = self.serial;
        self.words.get_mut(word).map_or("", |change| {
            if change.serial != serial {
                change.serial = serial;
                change.posts += counting.by;
                if counting.current {
                    change.recount += counting.by;
                }
            }
            change.stem.as_str()
        })
    }

    /// Writes what was gathered.
    pub(super) async fn write(&mut self, connection: &mut Connection) -> sqlx::Result<()> {
        let mut changes: Vec<(String, Change)> = self
            .words
            .drain()
            .filter(|(_, change)| change.posts != 0 || change.recount != 0)
            .collect();
        if changes.is_empty() {
            return Ok(());
        }
        // In the order of the table each page is visited once.
        changes.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let fewer = changes.iter().any(|(_, change)| change.posts < 0);
        let rows: Vec<_> = changes
            .iter()
            .map(|(word, change)| {
                let reversed: String = word.chars().rev().collect();
                (word, reversed, &change.stem, change.posts, change.recount)
            })
            .collect();
        let rows = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
        // A count never falls below zero, even where it was kept by words of another analyser.
        sqlx::query(
            "INSERT INTO search_words (word, reversed, stem, posts, recount) \
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1) WHERE true \
             ON CONFLICT (word) DO UPDATE SET posts = max(0, posts + excluded.posts), \
             recount = max(0, recount + excluded.recount)",
        )
        .bind(&rows)
        .execute(&mut *connection)
        .await?;
        if fewer {
            sqlx::query(
                "DELETE FROM search_words WHERE posts <= 0 AND recount <= 0 \
                 AND word IN (SELECT value ->> 0 FROM json_each($1))",
            )
            .bind(&rows)
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }
}

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WordRow {
    /// As written, folded.
    pub word: String,
    /// What it is indexed as.
    pub stem: String,
    /// How many posts hold it.
    pub posts: i64,
}

/// How common a stem is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StemRow {
    /// The stem.
    pub stem: String,
    /// Posts that hold its most common word: at least as many hold the stem.
    pub least: i64,
    /// Posts of all its words together: at most as many hold the stem.
    pub most: i64,
}

const STEMS: &str = "SELECT stem, max(posts) AS least, sum(posts) AS most FROM search_words \
     WHERE stem IN (SELECT value FROM json_each($1)) AND posts > 0 GROUP BY stem";

/// How common these stems are; those that no post holds are left out.
pub async fn list_stems(connection: &mut Connection, stems: &[&str]) -> sqlx::Result<Vec<StemRow>> {
    let stems = serde_json::to_string(stems).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_as(STEMS).bind(stems).fetch_all(connection).await
}

const COMPLETIONS: &str = "SELECT word, stem, posts FROM search_words WHERE word >= $1 AND word < $2 AND posts > 0 \
     ORDER BY posts DESC, word LIMIT $3";

/// The `limit` most common words that begin like this.
pub async fn list_completions(
    connection: &mut Connection,
    beginning: &str,
    limit: u32,
) -> sqlx::Result<Vec<WordRow>> {
    sqlx::query_as(COMPLETIONS)
        .bind(beginning)
        .bind(after(beginning))
        .bind(limit)
        .fetch_all(connection)
        .await
}

const SIMILAR: &str = "SELECT * FROM (SELECT word, stem, posts FROM search_words WHERE word >= $1 AND word < $2 \
     AND length(word) BETWEEN $6 AND $7 AND posts > 0 LIMIT $8) \
     UNION SELECT * FROM (SELECT word, stem, posts FROM search_words WHERE reversed >= $3 AND reversed < $4 \
     AND length(reversed) BETWEEN $6 AND $7 AND posts > 0 LIMIT $8) \
     UNION SELECT word, stem, posts FROM search_words WHERE word IN (SELECT value FROM json_each($5)) AND posts > 0";

/// Words of `least` to `most` letters that begin with `beginning` or end with `ending`, or are one of `exactly`.
///
/// A great many would be cut off, so that no question takes long.
pub async fn list_similar(
    connection: &mut Connection,
    beginning: &str,
    ending: &str,
    exactly: &[String],
    (least, most): (usize, usize),
) -> sqlx::Result<Vec<WordRow>> {
    let reversed: String = ending.chars().rev().collect();
    let exactly = serde_json::to_string(exactly).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_as(SIMILAR)
        .bind(beginning)
        .bind(after(beginning))
        .bind(&reversed)
        .bind(after(&reversed))
        .bind(exactly)
        .bind(i64::try_from(least).unwrap_or_default())
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .bind(MOST_CANDIDATES)
        .fetch_all(connection)
        .await
}

/// A text that sorts after all that begin like this.
fn after(beginning: &str) -> String {
    format!("{beginning}{}", char::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, post};

    #[tokio::test]
    async fn words_are_looked_up_and_never_read_through() {
        let blog = Blog::open().await;
        for index in 0..40 {
            blog.save(&post(&format!("word{index} lock"), index)).await;
        }
        for statement in [STEMS, COMPLETIONS, SIMILAR] {
            let plan = blog.plan(statement).await;
            let scans: Vec<_> = plan
                .iter()
                .filter(|step| step.starts_with("SCAN") && step.contains("search_words"))
                .collect();
            assert!(scans.is_empty(), "{statement}: {plan:?}");
        }
    }

    #[tokio::test]
    async fn completions_come_most_common_first_and_similar_words_from_either_end() {
        let blog = Blog::open().await;
        for (index, title) in ["lock locks", "lock", "locker", "block", "unlock"]
            .into_iter()
            .enumerate()
        {
            let slug = format!("post-{index}");
            let record = crate::server::db::store::PostRecord {
                title,
                ..post(&slug, 1_000)
            };
            blog.save(&record).await;
        }
        let mut reader = blog.reader().await;
        let words = |rows: Vec<WordRow>| -> Vec<String> { rows.into_iter().map(|row| row.word).collect() };
        let completions = list_completions(&mut reader, "lock", 9).await.unwrap();
        assert_eq!(words(completions), ["lock", "locker", "locks"]);
        let similar = list_similar(&mut reader, "lo", "ck", &[], (4, 5)).await.unwrap();
        assert_eq!(words(similar), ["block", "lock", "locks"]);
        let exactly = ["unlock".to_owned()];
        let similar = list_similar(&mut reader, "x", "x", &exactly, (4, 5))
            .await
            .unwrap();
        assert_eq!(words(similar), ["unlock"]);
        let stems = list_stems(&mut reader, &["lock", "none"]).await.unwrap();
        assert_eq!(
            stems,
            [StemRow {
                stem: "lock".to_owned(),
                least: 2,
                most: 3
            }]
        );
    }
}
