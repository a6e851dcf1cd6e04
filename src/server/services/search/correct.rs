//! What was meant where nothing was found: words of the index that differ by a letter or two.

use super::query::{Query, Word};
use crate::server::{
    db::{
        Connection,
        search::words::{self, WordRow},
    },
    fault::Fault,
};

/// Corrected words that are offered for one that was not found.
const OFFERED: usize = 3;

/// Letters at either end of which one of both must be right where two are wrong.
const SURE_LETTERS: usize = 3;

/// Unknown words that are looked up: each costs some milliseconds, and a question with more is no slip.
const MOST_LOOKED_UP: usize = 3;

/// The first words of a question that no post holds, each with what may have been meant, best first.
pub async fn suggest(
    reader: &mut Connection,
    query: &Query,
    unknown: &[(usize, usize)],
) -> Result<Vec<(Word, Vec<String>)>, Fault> {
    let words = unknown.iter().filter_map(|(term, place)| {
        let term = query.terms.get(*term).filter(|term| !term.quoted)?;
        term.words.get(*place)
    });
    let mut found = Vec::new();
    for word in words.take(MOST_LOOKED_UP) {
        found.push((word.clone(), similar(reader, &word.text).await?));
    }
    Ok(found)
}

/// How many wrong letters a word may have: with few letters, or with digits, it would be another word.
fn allowed(word: &str) -> usize {
    if word.chars().any(|c| !c.is_alphabetic()) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

async fn similar(reader: &mut Connection, word: &str) -> Result<Vec<String>, Fault> {
    let letters: Vec<char> = word.chars().collect();
    for distance in 1..=allowed(word) {
        // With one letter wrong one half is right; two that changed places in the middle are looked up as they are.
        let (beginning, ending) = match distance {
            1 => (letters.len() / 2, letters.len() - letters.len() / 2),
            _ => (SURE_LETTERS, SURE_LETTERS),
        };
        let beginning: String = letters.iter().take(beginning).collect();
        let ending: String = letters.iter().skip(letters.len() - ending).collect();
        let lengths = (letters.len() - distance, letters.len() + distance);
        let rows = words::list_similar(reader, &beginning, &ending, &swapped(&letters), lengths).await?;
        let word = word.to_owned();
        // Of ten thousand candidates: other requests go on meanwhile.
        let found = tokio::task::spawn_blocking(move || nearest(&word, rows, distance)).await?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn nearest(word: &str, rows: Vec<WordRow>, most: usize) -> Vec<String> {
    let mut near: Vec<(usize, WordRow)> = rows
        .into_iter()
        .map(|row| (strsim::damerau_levenshtein(word, &row.word), row))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .collect();
    near.sort_by(|(a, x), (b, y)| {
        a.cmp(b)
            .then(y.posts.cmp(&x.posts))
            .then_with(|| x.word.cmp(&y.word))
    });
    near.into_iter().take(OFFERED).map(|(_, row)| row.word).collect()
}

/// The word with each two neighbours in each other's place.
fn swapped(letters: &[char]) -> Vec<String> {
    (1..letters.len())
        .map(|at| {
            let mut letters = letters.to_vec();
            letters.swap(at - 1, at);
            letters.into_iter().collect()
        })
        .collect()
}

/// The question with words in the place of others.
pub fn replace(words: &str, replacements: &[(&Word, &str)]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut end = 0;
    for (word, by) in replacements {
        out.push_str(words.get(end..word.range.start).unwrap_or_default());
        out.push_str(by);
        end = word.range.end;
    }
    out.push_str(words.get(end..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_and_those_with_digits_are_left_alone() {
        for word in ["", "a", "abc", "sha256", "c++", "全文検索1"] {
            assert_eq!(allowed(word), 0, "{word}");
        }
        assert_eq!((allowed("rust"), allowed("windows")), (1, 1));
        assert_eq!(allowed("database"), 2);
    }

    #[test]
    fn the_nearest_word_wins_then_the_one_of_more_posts() {
        let row = |word: &str, posts| WordRow {
            word: word.to_owned(),
            stem: word.to_owned(),
            posts,
        };
        let rows = vec![
            row("cargo", 1),
            row("carbon", 9),
            row("cairo", 5),
            row("carga", 3),
            row("crago", 7),
        ];
        assert_eq!(nearest("crago", rows.clone(), 1), ["cargo"]);
        assert_eq!(nearest("cargo", rows, 1), ["crago", "carga"]);
    }

    #[test]
    fn words_are_replaced_where_they_were_typed() {
        let word = |range: std::ops::Range<usize>| Word {
            text: String::new(),
            range,
        };
        let (first, second) = (word(0..4), word(9..13));
        assert_eq!(
            replace("rsut and tkio now", &[(&first, "rust"), (&second, "tokio")]),
            "rust and tokio now"
        );
        assert_eq!(replace("as it is", &[]), "as it is");
    }
}
