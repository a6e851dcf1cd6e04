//! Two texts next to each other for the eye: what is gone and what has come, word by word, with long stretches that stayed
//! the same folded away.

use std::ops::Range;

use super::merge::{Compared, Work, changes_within, compare_within};

/// Lines shown before and after a change.
const CONTEXT: usize = 2;

/// A run of fewer unchanged lines is not folded: the fold itself takes a line.
const LEAST_FOLD: usize = 4;

/// Passages with less in common than this share of their words read better one after the other.
const LEAST_COMMON: usize = 3;

/// A piece of a changed passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// In both texts.
    Same(String),
    /// Only in the old one.
    Gone(String),
    /// Only in the new one.
    Come(String),
}

/// Lines of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// The same in both, near a change.
    Same(String),
    /// The same in both, and far from any change.
    Folded {
        /// How many.
        lines: usize,
        /// What they hold.
        text: String,
    },
    /// Not the same.
    Changed(Vec<Stretch>),
}

/// How `new` differs from `old`, in passages of whole lines.
pub fn passages(old: &str, new: &str) -> Vec<Passage> {
    passages_within(old, new, &mut Work::Each)
}

/// The same, as closely as there is work left for.
pub fn passages_within(old: &str, new: &str, work: &mut Work) -> Vec<Passage> {
    let mut out = Vec::new();
    let (mut same, mut gone, mut come) = (Vec::new(), Vec::new(), Vec::new());
    for line in compare_within(old, new, work) {
        match line {
            Compared::Same(line) => {
                changed(&mut out, &mut gone, &mut come, work);
                same.push(line);
            }
            Compared::Removed(line) => {
                unchanged(&mut out, &mut same, false);
                gone.push(line);
            }
            Compared::Added(line) => {
                unchanged(&mut out, &mut same, false);
                come.push(line);
            }
        }
    }
    changed(&mut out, &mut gone, &mut come, work);
    unchanged(&mut out, &mut same, true);
    out
}

fn changed(out: &mut Vec<Passage>, gone: &mut Vec<String>, come: &mut Vec<String>, work: &mut Work) {
    if gone.is_empty() && come.is_empty() {
        return;
    }
    // A line that only went or only came keeps its line feed: an empty one would not be seen.
    let stretches = match (gone.is_empty(), come.is_empty()) {
        (false, false) => words_within(&gone.join("\n"), &come.join("\n"), work),
        (false, true) => vec![Stretch::Gone(visible(gone))],
        _ => vec![Stretch::Come(visible(come))],
    };
    gone.clear();
    come.clear();
    out.push(Passage::Changed(stretches));
}

fn visible(lines: &[String]) -> String {
    let text = lines.join("\n");
    if text.trim().is_empty() {
        "↵".repeat(lines.len())
    } else {
        text
    }
}

/// Shows what is near a change and folds the rest. `last`: no change follows.
fn unchanged(out: &mut Vec<Passage>, same: &mut Vec<String>, last: bool) {
    if same.is_empty() {
        return;
    }
    let before = if out.is_empty() {
        0
    } else {
        CONTEXT.min(same.len())
    };
    let after = if last { 0 } else { CONTEXT.min(same.len() - before) };
    let fold = before..same.len() - after;
    let text = |range: Range<usize>| same.get(range).unwrap_or_default().join("\n");
    if fold.len() < LEAST_FOLD {
        out.push(Passage::Same(text(0..same.len())));
    } else {
        if before > 0 {
            out.push(Passage::Same(text(0..before)));
        }
        out.push(Passage::Folded {
            lines: fold.len(),
            text: text(fold.clone()),
        });
        if after > 0 {
            out.push(Passage::Same(text(fold.end..same.len())));
        }
    }
    same.clear();
}

/// How `new` differs from `old`, word by word.
pub fn words(old: &str, new: &str) -> Vec<Stretch> {
    words_within(old, new, &mut Work::Each)
}

/// The same, as closely as there is work left for.
pub fn words_within(old: &str, new: &str, work: &mut Work) -> Vec<Stretch> {
    let (old_parts, new_parts) = (parts(old), parts(new));
    let changes = joined(&old_parts, changes_within(&old_parts, &new_parts, work));
    let stayed = old_parts.len() - changes.iter().map(|(gone, _)| gone.len()).sum::<usize>();
    let all = old_parts.len().max(new_parts.len());
    if stayed * LEAST_COMMON < all && !old.is_empty() && !new.is_empty() {
        return vec![Stretch::Gone(old.to_owned()), Stretch::Come(new.to_owned())];
    }
    let mut out = Vec::new();
    let mut push = |parts: &[&str], range: Range<usize>, kind: fn(String) -> Stretch| {
        let text = parts.get(range).unwrap_or_default().concat();
        if !text.is_empty() {
            out.push(kind(text));
        }
    };
    let mut same = 0;
    for (gone, come) in changes {
        push(&old_parts, same..gone.start, Stretch::Same);
        same = gone.end;
        push(&old_parts, gone, Stretch::Gone);
        push(&new_parts, come, Stretch::Come);
    }
    push(&old_parts, same..old_parts.len(), Stretch::Same);
    out
}

/// Changes with nothing but white space between them are one: words torn apart are hard to read.
fn joined(old: &[&str], changes: Vec<(Range<usize>, Range<usize>)>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(changes.len());
    for (gone, come) in changes {
        if let Some((last_gone, last_come)) = out.last_mut() {
            let between = old.get(last_gone.end..gone.start).unwrap_or_default();
            if between.len() == 1 && between.iter().all(|part| *part == " ") {
                last_gone.end = gone.end;
                last_come.end = come.end;
                continue;
            }
        }
        out.push((gone, come));
    }
    out
}

/// A text in words, signs and white space; a line feed stands alone.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let kind = Kind::of(c);
        if last.is_some_and(|last| last != kind || kind == Kind::Alone) {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        last = Some(kind);
    }
    if start < text.len() {
        parts.push(text.get(start..).unwrap_or_default());
    }
    parts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Space,
    Alone,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_alphanumeric() || matches!(c, '_' | '\'' | '’') {
            Self::Word
        } else if matches!(c, ' ' | '\t') {
            Self::Space
        } else {
            Self::Alone
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(stretches: &[Stretch]) -> String {
        stretches
            .iter()
            .map(|stretch| match stretch {
                Stretch::Same(text) => text.clone(),
                Stretch::Gone(text) => format!("[-{text}-]"),
                Stretch::Come(text) => format!("[+{text}+]"),
            })
            .collect()
    }

    #[test]
    fn a_sentence_differs_in_its_words() {
        assert_eq!(
            show(&words(
                "A cache holds what we ask for most.",
                "A cache keeps what we ask for often."
            )),
            "A cache [-holds-][+keeps+] what we ask for [-most-][+often+]."
        );
        assert_eq!(
            show(&words("one two three four five", "one 2 3 four five")),
            "one [-two three-][+2 3+] four five",
            "neighbours are one change"
        );
        assert_eq!(show(&words("", "new")), "[+new+]");
        assert_eq!(
            show(&words("nothing in common", "quite another thing here")),
            "[-nothing in common-][+quite another thing here+]"
        );
    }

    #[test]
    fn what_is_far_from_a_change_is_folded() {
        let old: Vec<String> = (0..20).map(|line| format!("line {line}")).collect();
        let mut new = old.clone();
        new[9] = "line nine".to_owned();
        let passages = passages(&old.join("\n"), &new.join("\n"));
        let [
            Passage::Folded { lines: 7, .. },
            Passage::Same(before),
            Passage::Changed(change),
            Passage::Same(after),
            Passage::Folded { lines: 8, text },
        ] = passages.as_slice()
        else {
            panic!("{passages:?}")
        };
        assert_eq!(before, "line 7\nline 8");
        assert_eq!(show(change), "line [-9-][+nine+]");
        assert_eq!(after, "line 10\nline 11");
        assert!(text.starts_with("line 12") && text.ends_with("line 19"));
    }

    #[test]
    fn what_there_is_no_work_left_for_is_compared_as_a_whole() {
        let (old, new) = ("one two three four five", "one 2 three 4 five");
        let mut work = Work::Left(50);
        assert_eq!(
            show(&words_within(old, new, &mut work)),
            "one [-two-][+2+] three [-four-][+4+] five"
        );
        assert_eq!(
            show(&words_within(old, new, &mut work)),
            "one [-two three four-][+2 three 4+] five",
            "nothing is left of it"
        );
    }

    #[test]
    fn an_empty_line_is_seen() {
        let passages = passages("a\nb", "a\n\nb");
        assert!(
            passages
                .iter()
                .any(|passage| matches!(passage, Passage::Changed(change) if show(change) == "[+↵+]")),
            "{passages:?}"
        );
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_it(old in "[ab \n.]{0,40}", new in "[ab \n.]{0,40}") {
            let (mut left, mut right) = (String::new(), String::new());
            for stretch in words(&old, &new) {
                match stretch {
                    Stretch::Same(text) => {
                        left.push_str(&text);
                        right.push_str(&text);
                    }
                    Stretch::Gone(text) => left.push_str(&text),
                    Stretch::Come(text) => right.push_str(&text),
                }
            }
            prop_assert_eq!((left, right), (old, new));
        }
    }
}
