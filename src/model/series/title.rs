//! Titles that name their series: `Part : Series`, `Series, Part 2: Title`, `Title (Series, part 2)`; taken apart, so that
//! lists need not say twice what a row is part of.

/// What separates a title from the name of its series.
const SEPARATORS: [&str; 6] = [": ", " | ", " – ", " — ", " - ", " · "];

/// Words before the number of a part.
const PART: [&str; 6] = ["part", "pt", "pt.", "no", "no.", "chapter"];

/// A title without the name of its series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What the part itself is called; the whole title where that would leave nothing but a number.
    pub title: String,
    /// The number of the part, if the title has one.
    pub part: Option<u32>,
}

/// A title that seems to name a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The name of the series.
    pub series: String,
    /// The rest.
    pub split: Split,
}

/// Takes `title` apart where it names `series`; nothing where it does not.
pub fn split(title: &str, series: &str) -> Option<Split> {
    ways(title).find_map(|(rest, name)| {
        let part = names(name, series)?;
        rest_of(title, rest, part)
    })
}

/// The title that lists show beside the name of the series.
pub fn short(title: &str, series: &str) -> Option<String> {
    split(title, series)
        .map(|split| split.title)
        .filter(|short| short != title)
}

/// The series that a title seems to name, where nobody said. Whether it is one, other posts have to say.
pub fn guess(title: &str) -> Option<Guess> {
    let of = |series: &str, rest: &str, part| {
        let series = series.trim_matches(is_joint);
        has_words(series).then_some(())?;
        let split = rest_of(title, rest, part)?;
        Some(Guess {
            series: series.to_owned(),
            split,
        })
    };
    // A colon alone is in many titles; only with a space on both sides it is taken for one that names a series.
    if let Some((rest, series)) = title.rsplit_once(" : ")
        && let Some(found) = of(series, rest, None)
    {
        return Some(found);
    }
    ways(title).find_map(|(rest, name)| {
        let (series, part) = numbered(name)?;
        of(series, rest, Some(part))
    })
}

/// Every way to cut a title in two: what may be its own words, and what may name the series.
fn ways(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let bracket = title
        .trim_end()
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once('('));
    let cuts = SEPARATORS.into_iter().flat_map(move |separator| {
        title.match_indices(separator).flat_map(move |(at, _)| {
            let (left, right) = (title.get(..at), title.get(at + separator.len()..));
            let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
            [(left, right), (right, left)]
        })
    });
    bracket.into_iter().chain(cuts)
}

/// Whether a text is the name of `series`, alone or with the number of a part, which is given back.
fn names(text: &str, series: &str) -> Option<Option<u32>> {
    if is_same(text, series) {
        return Some(None);
    }
    let (name, part) = numbered(text)?;
    is_same(name, series).then_some(Some(part))
}

/// The own words of a part, without a number at either end.
fn rest_of(title: &str, rest: &str, part: Option<u32>) -> Option<Split> {
    let mut own = rest.trim_matches(is_joint);
    let mut part = part;
    if let Some(number) = number(own) {
        (own, part) = ("", part.or(Some(number)));
    } else if let Some((number, words)) = SEPARATORS
        .iter()
        .find_map(|separator| own.split_once(separator))
        .and_then(|(beginning, words)| Some((number(beginning)?, words)))
    {
        (own, part) = (words.trim_matches(is_joint), part.or(Some(number)));
    } else if let Some((words, number)) = numbered(own)
        && part.is_none()
    {
        (own, part) = (words, Some(number));
    }
    if has_words(own) {
        let title = own.to_owned();
        return Some(Split { title, part });
    }
    part.map(|part| Split {
        title: title.to_owned(),
        part: Some(part),
    })
}

/// A text with the number of a part at its end, and that number: `Jobs, part 2`, `Jobs (Part II)`, `Jobs #2`.
fn numbered(text: &str) -> Option<(&str, u32)> {
    let text = text.trim().trim_end_matches(')');
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    if let Some(digits) = last.trim_start_matches('(').strip_prefix('#') {
        return Some((before.trim_matches(is_joint), digits.parse().ok()?));
    }
    let part = digits(last)?;
    let before = before.trim_end();
    let (name, word) = before.rsplit_once([' ', '(', ',']).unwrap_or(("", before));
    let name = name.trim_end_matches('(').trim_matches(is_joint);
    (is_part(word) && has_words(name)).then_some((name, part))
}

/// A text that is nothing but the number of a part: `Part 2`, `#2`.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Some(number) = text.strip_prefix('#') {
        return number.parse().ok();
    }
    let (word, last) = text.split_once(char::is_whitespace)?;
    is_part(word).then(|| digits(last.trim())).flatten()
}

fn is_part(word: &str) -> bool {
    PART.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// A number in digits or, up to twenty, as Romans wrote it.
fn digits(text: &str) -> Option<u32> {
    const ROMAN: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
        "xvii", "xviii", "xix", "xx",
    ];
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    (1..)
        .zip(ROMAN)
        .find(|(_, roman)| roman.eq_ignore_ascii_case(text))
        .map(|(number, _)| number)
}

/// Whether two texts are the same but for case, quotation marks and what stands at their ends.
fn is_same(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.trim_matches(|c| is_joint(c) || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\''))
            .split_whitespace()
            .map(str::to_lowercase)
            .collect()
    };
    let one = words(one);
    !one.is_empty() && one == words(other)
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ':' | ';' | '–' | '—' | '-' | '|' | '·')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split_of(title: &str, series: &str) -> Option<(String, Option<u32>)> {
        split(title, series).map(|split| (split.title, split.part))
    }

    #[test]
    fn a_title_that_names_its_series_is_taken_apart() {
        for (title, own, part) in [
            ("Leases : Durable Jobs", "Leases", None),
            ("Leases: Durable jobs", "Leases", None),
            ("Leases | Durable Jobs", "Leases", None),
            ("Leases – Durable Jobs, Part 2", "Leases", Some(2)),
            ("Durable Jobs: Leases", "Leases", None),
            ("Durable Jobs, Part 2: Leases", "Leases", Some(2)),
            ("Durable Jobs Part II - Leases", "Leases", Some(2)),
            (
                "Durable Jobs #3: Leases: a love story",
                "Leases: a love story",
                Some(3),
            ),
            ("Durable Jobs (Part 2): Leases", "Leases", Some(2)),
            ("Leases (Durable Jobs, part 2)", "Leases", Some(2)),
            ("Leases (Durable Jobs)", "Leases", None),
            ("Leases (Durable Jobs #12)", "Leases", Some(12)),
            ("Part 2: Leases : Durable Jobs", "Leases", Some(2)),
            ("Leases, Part 2 : Durable Jobs", "Leases", Some(2)),
            // What would be left alone says nothing: the title stays.
            ("Part 2 : Durable Jobs", "Part 2 : Durable Jobs", Some(2)),
            ("Durable Jobs: Part 4", "Durable Jobs: Part 4", Some(4)),
        ] {
            assert_eq!(
                split_of(title, "Durable Jobs"),
                Some((own.to_owned(), part)),
                "{title}"
            );
        }
    }

    #[test]
    fn other_titles_stay_whole() {
        for title in [
            "Durable Jobs",
            "Why durable jobs: a case",
            "Leases",
            "Leases: durable",
            "",
            ":",
            " : ",
            " : Durable Jobs",
            "()",
            "(Durable Jobs)",
        ] {
            assert_eq!(split_of(title, "Durable Jobs"), None, "{title}");
        }
        assert_eq!(split_of("a: b", ""), None);
        assert_eq!(short("Part 2 : Durable Jobs", "Durable Jobs"), None);
    }

    #[test]
    fn a_series_is_guessed_from_clear_shapes_only() {
        for (title, series, own, part) in [
            (
                "Consistency : Backend Basics",
                "Backend Basics",
                "Consistency",
                None,
            ),
            (
                "Backend Basics, Part 2: Queues",
                "Backend Basics",
                "Queues",
                Some(2),
            ),
            (
                "Queues (Backend Basics, part 2)",
                "Backend Basics",
                "Queues",
                Some(2),
            ),
            (
                "Backend Basics – Part 3: Locks",
                "Backend Basics",
                "Locks",
                Some(3),
            ),
        ] {
            let guess = guess(title).unwrap();
            assert_eq!(guess.series, series, "{title}");
            assert_eq!(
                (guess.split.title.as_str(), guess.split.part),
                (own, part),
                "{title}"
            );
        }
        for title in [
            "Rust: an introduction",
            "Queues (and why)",
            "Part 2: Queues",
            "2024 in review",
            "Windows 11: a review",
            " : ",
        ] {
            assert_eq!(guess(title), None, "{title}");
        }
    }

    proptest! {
        #[test]
        fn any_title_is_taken_apart_without_a_panic(title in any::<String>(), series in any::<String>()) {
            if let Some(split) = split(&title, &series) {
                prop_assert!(has_words(&split.title));
            }
            let _ = guess(&title);
        }

        #[test]
        fn what_is_put_together_comes_apart(own in "[a-z]{2,9}( [a-z]{2,9}){0,3}", series in "[A-Z][a-z]{2,9}( [a-z]{3,9}){0,2}", part in 1_u32..99) {
            for title in [
                format!("{own} : {series}"),
                format!("{own} ({series}, part {part})"),
                format!("{series}, Part {part}: {own}"),
            ] {
                let split = split(&title, &series);
                prop_assert_eq!(split.map(|split| split.title), Some(own.clone()), "{}", title);
            }
        }
    }
}
