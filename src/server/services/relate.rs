//! Finds for every post the others on the same matter: shared tags, and shared words that few posts use.

use std::collections::{HashMap, HashSet};

use crate::server::db::{
    Database, listing,
    related::{self, SubjectRow},
};

/// Posts remembered for each post; a page shows the first few that readers can still see.
const KEPT: usize = 6;

/// The words that tell most about a post, as many of them as are compared.
const TERMS: usize = 14;

/// A term of more posts than this says little, and comparing by it costs most.
const COMMON: usize = 300;

/// Posts written in one transaction.
const BATCH: usize = 2_000;

/// Computes what is related to what for all listed posts, if a post was written since the last time.
pub async fn relate_all(database: &Database) -> anyhow::Result<()> {
    let (change, subjects, pairs) = {
        let mut reader = database.reader().await?;
        let change = listing::last_change(&mut reader).await?;
        if related::related_until(&mut reader).await? >= change {
            return Ok(());
        }
        (
            change,
            related::list_subjects(&mut reader).await?,
            related::list_tag_pairs(&mut reader).await?,
        )
    };
    let related = tokio::task::spawn_blocking(move || find_related(&subjects, &pairs)).await?;
    for batch in related.chunks(BATCH) {
        let mut transaction = database.begin().await?;
        for (post, others) in batch {
            related::replace_related(&mut transaction, *post, others).await?;
        }
        transaction.commit().await?;
    }
    let mut transaction = database.begin().await?;
    related::set_related_until(&mut transaction, change).await?;
    transaction.commit().await?;
    Ok(())
}

/// A word or a tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Term {
    Word(String),
    Tag(i64),
}

/// For each subject its related posts, best first. `subjects` come newest first.
fn find_related(subjects: &[SubjectRow], pairs: &[(i64, i64)]) -> Vec<(i64, Vec<i64>)> {
    let mut tags: HashMap<i64, Vec<i64>> = HashMap::new();
    for (post, tag) in pairs {
        tags.entry(*post).or_default().push(*tag);
    }
    let texts: Vec<HashMap<Term, f32>> = subjects
        .iter()
        .map(|subject| weigh(subject, tags.get(&subject.id)))
        .collect();
    let mut frequency: HashMap<&Term, usize> = HashMap::new();
    for text in &texts {
        for term in text.keys() {
            *frequency.entry(term).or_default() += 1;
        }
    }
    let rarity = |term: &Term| {
        let posts = frequency.get(term).copied().unwrap_or(1).max(1);
        (subjects.len().max(2) as f32 / posts as f32).ln()
    };

    // Each post keeps its most telling terms; a term of one post compares nothing.
    let telling: Vec<Vec<(&Term, f32)>> = texts
        .iter()
        .map(|text| {
            let mut terms: Vec<(&Term, f32)> = text
                .iter()
                .filter(|(term, _)| frequency.get(term).is_some_and(|posts| *posts > 1))
                .map(|(term, weight)| (term, weight * rarity(term)))
                .collect();
            terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| order(a.0).cmp(&order(b.0))));
            terms.truncate(TERMS);
            terms
        })
        .collect();
    let mut places: HashMap<&Term, Vec<(usize, f32)>> = HashMap::new();
    for (index, terms) in telling.iter().enumerate() {
        for (term, weight) in terms {
            places.entry(*term).or_default().push((index, *weight));
        }
    }
    subjects
        .iter()
        .zip(&telling)
        .enumerate()
        .map(|(index, (subject, terms))| {
            let best = best_matches(index, terms, &places);
            (
                subject.id,
                best.into_iter()
                    .filter_map(|at| subjects.get(at).map(|other| other.id))
                    .collect(),
            )
        })
        .collect()
}

fn best_matches(
    index: usize,
    terms: &[(&Term, f32)],
    places: &HashMap<&Term, Vec<(usize, f32)>>,
) -> Vec<usize> {
    let mut scores: HashMap<usize, f32> = HashMap::new();
    for (term, weight) in terms {
        let Some(posts) = places.get(term) else { continue };
        // Of a common term only the posts nearest in time count.
        let middle = posts.partition_point(|(other, _)| *other < index);
        let start = middle.saturating_sub(COMMON / 2);
        for (other, other_weight) in posts.iter().skip(start).take(COMMON) {
            if *other != index {
                *scores.entry(*other).or_default() += weight * other_weight;
            }
        }
    }
    let mut ranked: Vec<(usize, f32)> = scores.into_iter().collect();
    // Ties go to the post nearest in time, then to the newer one.
    ranked.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| a.0.abs_diff(index).cmp(&b.0.abs_diff(index)))
            .then(a.0.cmp(&b.0))
    });
    ranked.into_iter().take(KEPT).map(|(other, _)| other).collect()
}

/// An order that does not change from run to run.
fn order(term: &Term) -> (i64, &str) {
    match term {
        Term::Tag(id) => (*id, ""),
        Term::Word(word) => (i64::MAX, word),
    }
}

/// The terms of a post: a word in the title weighs more than one in the text, a tag most.
fn weigh(subject: &SubjectRow, tags: Option<&Vec<i64>>) -> HashMap<Term, f32> {
    let mut terms: HashMap<Term, f32> = HashMap::new();
    for (text, weight) in [
        (&subject.title, 3.0),
        (&subject.summary, 1.5),
        (&subject.opening, 1.0),
    ] {
        let words: HashSet<String> = words(text).collect();
        for word in words {
            let entry = terms.entry(Term::Word(word)).or_default();
            *entry = entry.max(weight);
        }
    }
    for tag in tags.into_iter().flatten() {
        terms.insert(Term::Tag(*tag), 4.0);
    }
    terms
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(id: i64, title: &str) -> SubjectRow {
        SubjectRow {
            id,
            title: title.to_owned(),
            summary: String::new(),
            opening: String::new(),
        }
    }

    #[test]
    fn posts_that_share_a_rare_word_or_a_tag_are_related_and_never_to_themselves() {
        let subjects = [
            subject(1, "Leases for durable jobs"),
            subject(2, "Durable jobs and retries"),
            subject(3, "Colour contrast on the web"),
            subject(4, "Contrast in print"),
            subject(5, "Something else entirely"),
        ];
        let related: HashMap<i64, Vec<i64>> =
            find_related(&subjects, &[(3, 9), (5, 9)]).into_iter().collect();
        assert_eq!(related[&1], [2]);
        assert_eq!(related[&4], [3]);
        assert_eq!(related[&3][0], 5, "a shared tag outweighs a shared word");
        assert!(related.iter().all(|(id, others)| !others.contains(id)));
    }
}
