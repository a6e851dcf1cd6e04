//! What holds the words that somebody looks for at the desk, whatever their case and whatever signs are in them.

use sqlx::{QueryBuilder, Sqlite};

/// Patterns for what holds some words: one of LIKE, or one of GLOB. The other is nothing, and matches nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Holding {
    /// With `!` before what is no wildcard.
    pub like: Option<String>,
    /// For words that are not all ASCII.
    pub glob: Option<String>,
}

impl Holding {
    /// What holds these words, which are in lower case.
    pub fn of(words: &str) -> Self {
        // LIKE knows both cases of ASCII letters only.
        if words.is_ascii() {
            Self {
                like: Some(containing(words)),
                glob: None,
            }
        } else {
            Self {
                like: None,
                glob: Some(containing_in_any_case(words)),
            }
        }
    }
}

/// The condition that a column holds what [`Holding::like`] is bound to, or [`Holding::glob`].
macro_rules! holds {
    ($column:literal, $like:literal, $glob:literal) => {
        concat!(
            "(",
            $column,
            " LIKE ",
            $like,
            " ESCAPE '!' OR ",
            $column,
            " GLOB ",
            $glob,
            ")"
        )
    };
}

pub(super) use holds;

/// Adds the condition that a column holds a word, which is in lower case.
pub fn push_holding(query: &mut QueryBuilder<Sqlite>, column: &str, word: &str) {
    let Holding { like, glob } = Holding::of(word);
    query.push(column);
    if let Some(like) = like {
        query.push(" LIKE ").push_bind(like).push(" ESCAPE '!'");
    }
    if let Some(glob) = glob {
        query.push(" GLOB ").push_bind(glob);
    }
}

/// A pattern of LIKE for what contains this word, whatever signs are in it.
pub fn containing(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A pattern of GLOB for what contains this word, whatever the case of its letters and whatever signs are in it.
fn containing_in_any_case(word: &str) -> String {
    let mut pattern = String::from("*");
    for letter in word.chars() {
        let mut upper = letter.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(upper), None) if upper != letter => pattern.extend(['[', letter, upper, ']']),
            _ if matches!(letter, '*' | '?' | '[') => pattern.extend(['[', letter, ']']),
            _ => pattern.push(letter),
        }
    }
    pattern.push('*');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::Blog;

    #[tokio::test]
    async fn words_are_found_in_any_case_and_signs_mean_themselves() {
        let blog = Blog::open().await;
        let mut reader = blog.reader().await;
        for (text, words, held) in [
            ("Über uns", "über", true),
            ("über uns", "über u", true),
            ("ÜBER UNS", "über uns", true),
            ("Uber", "über", false),
            ("Mass 100 %", "0 %", true),
            ("Mass 1000", "0 %", false),
            ("a_b!", "_b!", true),
            ("axb", "_b", false),
            ("é*[?", "é*[?", true),
            ("éx", "é*?", false),
            ("Straße", "straße", true),
            ("anything", "", true),
        ] {
            let Holding { like, glob } = Holding::of(words);
            assert!(like.is_some() != glob.is_some());
            let found: Option<bool> = sqlx::query_scalar(concat!("SELECT ", holds!("$1", "$2", "$3")))
                .bind(text)
                .bind(like)
                .bind(glob)
                .fetch_one(&mut *reader)
                .await
                .unwrap();
            assert_eq!(found.unwrap_or(false), held, "{words} in {text}");
            let mut query = QueryBuilder::new("WITH t (x) AS (SELECT ");
            query.push_bind(text).push(") SELECT 1 FROM t WHERE ");
            push_holding(&mut query, "x", words);
            let rows: Vec<i64> = query.build_query_scalar().fetch_all(&mut *reader).await.unwrap();
            assert_eq!(!rows.is_empty(), held, "{words} in {text}");
        }
    }
}
