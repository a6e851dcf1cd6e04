//! What readers look for, in seven classes, drawn from a corpus: the same seed gives the same questions.
//!
//! SQL stands here because a bench has to know what it measures: how many posts hold a word decides its class, so the
//! words are counted in the corpus itself and not asked of the search that is measured. The program never asks this, so
//! none of it belongs to `server/db`.

use logbook::server::db::Connection;
use rand::{Rng as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A word of at most one post in a thousand.
    Rare,
    /// A word of one post in a thousand to one in twenty.
    Medium,
    /// A word of more than a third of all posts.
    VeryCommon,
    /// Two words that one post holds.
    TwoWords,
    /// Two words that follow each other in one post.
    Phrase,
    /// The first three letters of a word, as while typing.
    Prefix,
    /// A word with one wrong letter that no post holds.
    Misspelling,
}

impl Class {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Rare,
        Self::Medium,
        Self::VeryCommon,
        Self::TwoWords,
        Self::Phrase,
        Self::Prefix,
        Self::Misspelling,
    ];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rare => "rare word",
            Self::Medium => "medium word",
            Self::VeryCommon => "very common word",
            Self::TwoWords => "two words",
            Self::Phrase => "a phrase",
            Self::Prefix => "three letters",
            Self::Misspelling => "a misspelling",
        }
    }
}

/// `count` questions of a class for the corpus behind `reader`.
pub async fn draw(
    reader: &mut Connection,
    class: Class,
    seed: u64,
    count: usize,
) -> sqlx::Result<Vec<String>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let posts: i64 = sqlx::query_scalar("SELECT count(*) FROM search_posts")
        .fetch_one(&mut *reader)
        .await?;
    let (least, most) = match class {
        Class::Rare => (1, (posts / 1_000).max(2)),
        Class::Medium => (posts / 1_000 + 1, posts / 20),
        Class::VeryCommon => (posts / 3, posts),
        Class::TwoWords | Class::Phrase | Class::Prefix => (1, posts),
        Class::Misspelling => (3, posts),
    };
    let words: Vec<String> = sqlx::query_scalar(
        "SELECT word FROM search_words WHERE posts BETWEEN $1 AND $2 AND length(word) >= $3 ORDER BY word",
    )
    .bind(least)
    .bind(most)
    .bind(match class {
        Class::Prefix => 3,
        Class::Misspelling => 5,
        _ => 1,
    })
    .fetch_all(&mut *reader)
    .await?;
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count {
        match class {
            Class::Rare | Class::Medium | Class::VeryCommon => {
                let Some(word) = words.choose(&mut random) else {
                    break;
                };
                // Complete, so that it is not taken for a beginning.
                drawn.push(format!("{word} "));
            }
            Class::Prefix => {
                let Some(word) = words.choose(&mut random) else {
                    break;
                };
                drawn.push(word.chars().take(3).collect());
            }
            Class::Misspelling => {
                let Some(word) = words.choose(&mut random) else {
                    break;
                };
                let typed = misspell(&mut random, word);
                let known: bool =
                    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM search_words WHERE word = $1)")
                        .bind(&typed)
                        .fetch_one(&mut *reader)
                        .await?;
                if !known {
                    drawn.push(format!("{typed} "));
                }
            }
            Class::TwoWords | Class::Phrase => {
                let text: Option<String> = sqlx::query_scalar(
                    "SELECT plain FROM post_bodies WHERE post_id >= $1 AND plain <> '' ORDER BY post_id LIMIT 1",
                )
                .bind(random.random_range(1..=posts.max(1)))
                .fetch_optional(&mut *reader)
                .await?;
                let Some(text) = text else { break };
                let lines: Vec<&str> = text.lines().filter(|line| line.contains(' ')).collect();
                let Some(line) = lines.choose(&mut random) else {
                    continue;
                };
                let words: Vec<&str> = line.split(' ').map(|word| word.trim_matches('.')).collect();
                if class == Class::TwoWords {
                    let two: Vec<&str> = words.choose_multiple(&mut random, 2).copied().collect();
                    drawn.push(two.join(" ") + " ");
                } else if let Some(pair) = words.windows(2).collect::<Vec<_>>().choose(&mut random) {
                    drawn.push(format!("\"{}\"", pair.join(" ")));
                }
            }
        }
    }
    Ok(drawn)
}

/// The word with a letter left out, doubled, replaced, or in the place of its neighbour.
fn misspell(random: &mut ChaCha8Rng, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.random_range(1..letters.len());
    match random.random_range(0..4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = char::from(random.random_range(b'a'..=b'z')),
        _ => letters.swap(at - 1, at),
    }
    letters.into_iter().collect()
}
