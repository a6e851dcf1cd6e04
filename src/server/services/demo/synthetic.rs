//! Made-up posts for measurements: the same seed gives the same posts, and the first of many are those of few.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Zipf};
use uuid::Uuid;

use crate::{
    model::{
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::services::save::{Named, NewPost},
};

/// Different words that can occur; how often follows Zipf's law with exponent 1, as in natural language.
pub const VOCABULARY: u32 = 120_000;

/// Different tags that can occur, again by Zipf's law.
const TAGS: u32 = 200;

const AUTHORS: u64 = 12;

/// Every so many posts one is of about 2,000 words, for measuring a long read.
const LONG_EVERY: u64 = 50;

/// The newest post's time: 2026-01-01T00:00:00Z; each further post is two hours older.
const NEWEST: i64 = 1_767_225_600_000;
const APART: i64 = 2 * 60 * 60 * 1000;

/// Post `index` of the set that `seed` names.
pub fn post(seed: u64, index: u64) -> NewPost {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(index);
    let title = sentence(&mut random, 4, 9, 50.0);
    let count = random.random_range(1..=6);
    let mut tags: Vec<Named> = Vec::with_capacity(count);
    while tags.len() < count {
        let tag = Named::new(&format!("Topic {}", zipf(&mut random, TAGS, 1.0)));
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let published_at = NEWEST.saturating_sub(APART.saturating_mul(i64::try_from(index).unwrap_or(i64::MAX)));
    NewPost {
        uuid: Uuid::from_u64_pair(seed ^ 0x4c6f_6762_6f6f_6b00, index.wrapping_add(1)),
        slug: Slug::from_title(&format!("{} {index}", title.chars().take(80).collect::<String>())),
        kind: Kind::Post,
        status: Status::Published,
        visibility: Visibility::Public,
        featured: random.random_ratio(1, 40),
        summary: sentence(&mut random, 12, 28, 1.0) + ".",
        title,
        takeaway: String::new(),
        source: text(
            &mut random,
            if index.is_multiple_of(LONG_EVERY) {
                2_000
            } else {
                880
            },
        ),
        published_at: Some(published_at),
        updated_at: None,
        reviewed_at: None,
        review_after: None,
        evergreen: None,
        tells_changes: None,
        seen_at: None,
        authors: vec![Named::new(&format!(
            "Author {}",
            random.random_range(1..=AUTHORS)
        ))],
        tags,
        series: None,
        cover: None,
        canonical: None,
        seo_title: None,
        seo_description: None,
        language: String::new(),
        origin: None,
        old_paths: Vec::new(),
        project: None,
    }
}

/// About `words` words: sections with paragraphs, lists and code.
fn text(random: &mut ChaCha8Rng, words: usize) -> String {
    let mut out = String::with_capacity(words * 8);
    let mut written = 0;
    // The last section goes over the mark by half of itself on average.
    while written + 90 < words {
        let start = out.len();
        if start > 0 {
            out.push_str("## ");
            out.push_str(&sentence(random, 2, 6, 20.0));
            out.push_str("\n\n");
        }
        for _ in 0..random.random_range(2..=4) {
            paragraph(random, &mut out);
        }
        match random.random_range(0..4) {
            0 => code(random, &mut out),
            1 => list(random, &mut out),
            _ => {}
        }
        written += out
            .get(start..)
            .map_or(0, |section| section.split_whitespace().count());
    }
    out
}

fn paragraph(random: &mut ChaCha8Rng, out: &mut String) {
    for i in 0..random.random_range(3..=6) {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(&sentence(random, 6, 22, 1.0));
        out.push('.');
    }
    out.push_str("\n\n");
}

fn list(random: &mut ChaCha8Rng, out: &mut String) {
    for _ in 0..random.random_range(3..=6) {
        out.push_str("- ");
        out.push_str(&sentence(random, 4, 12, 1.0));
        out.push('\n');
    }
    out.push('\n');
}

fn code(random: &mut ChaCha8Rng, out: &mut String) {
    out.push_str("```rust\n");
    for _ in 0..random.random_range(3..=9) {
        let (name, value) = (word(zipf(random, VOCABULARY, 1.0)), random.random_range(0..1000));
        out.push_str(&format!("let {name} = measure({value}, \"{name}\");\n"));
    }
    out.push_str("```\n\n");
}

/// Words with a capital at the beginning. A `floor` above 1 leaves out the most frequent words, as titles do.
fn sentence(random: &mut ChaCha8Rng, least: usize, most: usize, floor: f64) -> String {
    let mut out = String::new();
    for i in 0..random.random_range(least..=most) {
        let word = word(zipf(random, VOCABULARY, floor));
        if i == 0 {
            let mut letters = word.chars();
            out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            out.extend(letters);
        } else {
            out.push(' ');
            out.push_str(&word);
        }
    }
    out
}

/// A rank from 1 to `most`, drawn by Zipf's law; ranks below `floor` are moved up by it.
fn zipf(random: &mut ChaCha8Rng, most: u32, floor: f64) -> u32 {
    let rank = Zipf::new(f64::from(most), 1.0).map_or(1.0, |law| law.sample(random));
    // The law gives whole numbers between 1 and `most`.
    (rank + floor - 1.0).min(f64::from(most)) as u32
}

/// The word of a rank: frequent words are short, and no two ranks share one.
fn word(rank: u32) -> String {
    const ONSETS: [&str; 16] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "tr",
    ];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut out = String::new();
    let mut rest = rank;
    loop {
        let syllable = usize::try_from(rest % 80).unwrap_or_default();
        out.push_str(ONSETS.get(syllable / 5).unwrap_or(&"b"));
        out.push_str(VOWELS.get(syllable % 5).unwrap_or(&"a"));
        rest /= 80;
        if rest == 0 {
            return out;
        }
        rest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_posts() {
        assert_eq!(post(7, 41).source, post(7, 41).source);
        assert_ne!(post(7, 41).source, post(8, 41).source);
        assert_ne!(post(7, 41).uuid, post(7, 42).uuid);
    }

    #[test]
    fn every_rank_has_a_word_of_its_own() {
        let words: HashSet<String> = (1..=VOCABULARY).map(word).collect();
        assert_eq!(words.len(), 120_000);
    }

    #[test]
    fn posts_have_about_nine_hundred_words_and_one_to_six_tags() {
        let posts: Vec<NewPost> = (0..200).map(|index| post(7, index)).collect();
        let words: usize = posts
            .iter()
            .map(|post| post.source.split_whitespace().count())
            .sum();
        assert!(
            (800..1_000).contains(&(words / posts.len())),
            "{}",
            words / posts.len()
        );
        assert!(posts.iter().all(|post| (1..=6).contains(&post.tags.len())));
        let tags: HashSet<&str> = posts
            .iter()
            .flat_map(|post| &post.tags)
            .map(|tag| tag.slug.as_str())
            .collect();
        assert!(tags.len() > 100, "{}", tags.len());
    }
}
