//! Gives every post a slug of its own, the same on every run.

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::folder::Existing;
use crate::model::slug::{MAX_SLUG_BYTES, Slug};

/// What a post asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Where the post lies.
    pub source_path: String,
    /// Which post it is, wherever it lies.
    pub id: Option<Uuid>,
    /// The slug it would have if it were alone.
    pub slug: Slug,
    /// When it appeared, in Unix milliseconds.
    pub published: Option<i64>,
}

/// The slugs, in the order of the wishes.
///
/// A post imported before keeps its slug; `others` are given already. Of those that ask for the same one the oldest gets it; the others get
/// the shortest suffix that tells them apart: the month (`-2024-07`), else a number (`-2`).
pub fn assign(wishes: &[Wish], existing: &Existing, others: &[Slug], zone: &TimeZone) -> Vec<Slug> {
    // Those whose file is gone stay where they are, too.
    let mut taken: HashSet<String> = existing.taken.clone();
    taken.extend(existing.slugs_by_source.values().cloned());
    taken.extend(others.iter().map(|slug| slug.as_str().to_owned()));
    let mut given: HashMap<usize, Slug> = HashMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        let known = match wish.id {
            Some(id) => existing.by_id.get(&id).map(|known| &known.slug),
            None => existing.slugs_by_source.get(&wish.source_path),
        };
        if let Some(slug) = known.and_then(|slug| Slug::parse(slug).ok()) {
            given.insert(index, slug);
        }
    }
    let mut order: Vec<usize> = (0..wishes.len())
        .filter(|index| !given.contains_key(index))
        .collect();
    order.sort_by_key(|index| {
        wishes
            .get(*index)
            .map(|wish| (wish.published.unwrap_or(i64::MAX), wish.source_path.as_str()))
    });
    for index in order {
        let Some(wish) = wishes.get(index) else { continue };
        let slug = free(wish, &taken, zone);
        taken.insert(slug.as_str().to_owned());
        given.insert(index, slug);
    }
    wishes
        .iter()
        .enumerate()
        .map(|(index, wish)| given.remove(&index).unwrap_or_else(|| wish.slug.clone()))
        .collect()
}

fn free(wish: &Wish, taken: &HashSet<String>, zone: &TimeZone) -> Slug {
    if !taken.contains(wish.slug.as_str()) {
        return wish.slug.clone();
    }
    let month = wish
        .published
        .and_then(|moment| Timestamp::from_millisecond(moment).ok())
        .map(|moment| zone.to_datetime(moment))
        .map(|date| format!("{:04}-{:02}", date.year(), date.month()));
    let numbers = (2..u32::MAX).map(|number| number.to_string());
    month
        .into_iter()
        .chain(numbers)
        .map(|suffix| with_suffix(&wish.slug, &suffix))
        .find(|slug| !taken.contains(slug.as_str()))
        .unwrap_or_else(|| wish.slug.clone())
}

fn with_suffix(slug: &Slug, suffix: &str) -> Slug {
    let room = MAX_SLUG_BYTES.saturating_sub(suffix.len() + 1);
    let base = slug.as_str().get(..room).unwrap_or(slug.as_str());
    Slug::from_title(&format!("{base}-{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::services::import_folder::read::folder::Known;

    const DAY: i64 = 86_400_000;
    const JULY: i64 = 1_719_800_000_000; // 2024-07-01

    fn wish(path: &str, slug: &str, published: Option<i64>) -> Wish {
        Wish {
            source_path: path.to_owned(),
            id: None,
            slug: Slug::from_title(slug),
            published,
        }
    }

    fn assigned(wishes: &[Wish], existing: &Existing) -> Vec<String> {
        assign(wishes, existing, &[], &TimeZone::UTC)
            .into_iter()
            .map(|slug| slug.as_str().to_owned())
            .collect()
    }

    #[test]
    fn the_oldest_keeps_the_plain_slug_and_the_others_get_month_then_number() {
        let wishes = [
            wish("c.md", "Update", Some(JULY + DAY)),
            wish("a.md", "update", Some(JULY)),
            wish("b.md", "update", Some(JULY - 90 * DAY)),
            wish("d.md", "update", None),
        ];
        assert_eq!(
            assigned(&wishes, &Existing::default()),
            ["update-2", "update-2024-07", "update", "update-3"]
        );
    }

    #[test]
    fn a_post_imported_before_keeps_its_slug_and_foreign_posts_keep_theirs() {
        let existing = Existing {
            slugs_by_source: HashMap::from([("new.md".to_owned(), "update".to_owned())]),
            taken: HashSet::from(["hello".to_owned()]),
            ..Existing::default()
        };
        let wishes = [
            wish("new.md", "renamed", Some(JULY)),
            wish("old.md", "update", Some(JULY - 90 * DAY)),
            wish("x.md", "hello", None),
        ];
        assert_eq!(
            assigned(&wishes, &existing),
            ["update", "update-2024-04", "hello-2"]
        );
    }

    #[test]
    fn who_a_post_is_counts_more_than_where_it_lies() {
        let (mine, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let known = |slug: &str, path: &str| Known {
            slug: slug.to_owned(),
            kind: crate::model::status::Kind::Post,
            source_path: Some(path.to_owned()),
        };
        let existing = Existing {
            slugs_by_source: [("a.md", "one"), ("b.md", "two")]
                .map(|(path, slug)| (path.to_owned(), slug.to_owned()))
                .into(),
            by_id: HashMap::from([(mine, known("two", "b.md"))]),
            ..Existing::default()
        };
        let own = |path: &str, id, slug: &str| Wish {
            id: Some(id),
            ..wish(path, slug, None)
        };
        let wishes = [
            own("a.md", mine, "one"),
            own("b.md", new, "one"),
            own("c.md", new, "plain"),
        ];
        let others = [Slug::from_title("plain")];
        let given = assign(&wishes, &existing, &others, &TimeZone::UTC);
        let given: Vec<&str> = given.iter().map(Slug::as_str).collect();
        assert_eq!(given, ["two", "one-2", "plain-2"]);
    }

    #[test]
    fn a_suffix_fits_even_the_longest_slug() {
        let long = "a".repeat(MAX_SLUG_BYTES);
        let wishes = [
            wish("a.md", &long, Some(JULY)),
            wish("b.md", &long, Some(JULY + DAY)),
        ];
        let slugs = assigned(&wishes, &Existing::default());
        assert_ne!(slugs[0], slugs[1]);
        assert!(slugs[1].ends_with("-2024-07") && slugs[1].len() <= MAX_SLUG_BYTES);
    }
}
