//! What a merge may and may not do, by example and for any three texts.

use proptest::prelude::*;

use super::*;

fn draft(source: &str) -> Draft {
    Draft {
        source: source.into(),
        meta: Meta::default(),
    }
}

fn clean(base: &str, mine: &str, theirs: &str) -> Option<String> {
    match merge(&draft(base), &draft(mine), &draft(theirs)) {
        Merged::Clean(merged) => Some(merged.source),
        Merged::Split(_) => None,
    }
}

fn split(base: &Draft, mine: &Draft, theirs: &Draft) -> Split {
    match merge(base, mine, theirs) {
        Merged::Split(split) => *split,
        Merged::Clean(merged) => panic!("merged to {merged:?}"),
    }
}

#[test]
fn changes_in_different_places_are_both_taken() {
    assert_eq!(
        clean("a\n\nb\n\nc\n", "A\n\nb\n\nc\n", "a\n\nb\n\nC\nd\n").as_deref(),
        Some("A\n\nb\n\nC\nd\n")
    );
    // One side deletes a line that the other left alone.
    assert_eq!(
        clean("a\nb\nc\nd", "a\nc\nd", "a\nb\nc\nD").as_deref(),
        Some("a\nc\nD")
    );
    // A line feed at the end of the text is a change like any other.
    assert_eq!(
        clean("a\nb\nc", "a\nb\nc\n", "A\nb\nc").as_deref(),
        Some("A\nb\nc\n")
    );
    // Line ends stay what they are.
    assert_eq!(
        clean("a\r\nb\r\nc", "A\r\nb\r\nc", "a\r\nb\r\nC").as_deref(),
        Some("A\r\nb\r\nC")
    );
}

#[test]
fn what_both_changed_is_chosen_by_the_author() {
    let split = split(&draft("a\nb\nc"), &draft("a\nmine\nc"), &draft("a\ntheirs\nc\nd"));
    let resolved = |choice| split.resolve(&[choice], &[]).map(|draft| draft.source);
    assert_eq!(resolved(Choice::Mine).as_deref(), Some("a\nmine\nc\nd"));
    assert_eq!(resolved(Choice::Theirs).as_deref(), Some("a\ntheirs\nc\nd"));
    assert_eq!(resolved(Choice::Both).as_deref(), Some("a\nmine\ntheirs\nc\nd"));
    assert_eq!(split.resolve(&[], &[]), None);
    let hunk = split.hunks().next().unwrap();
    assert_eq!(
        (hunk.base.join(""), hunk.mine.join("")),
        ("b".into(), "mine".into())
    );
}

#[test]
fn a_deletion_against_a_change_and_neighbouring_changes_are_not_decided() {
    assert_eq!(clean("a\nb\nc", "a\nc", "a\nB\nc"), None);
    assert_eq!(clean("a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nC\nd"), None);
    assert_eq!(clean("a\nd", "a\nb\nd", "a\nc\nd"), None);
    // Without a common past everything is.
    assert_eq!(clean("", "a\nb", "a\nc"), None);
}

#[test]
fn fields_merge_one_by_one_and_lists_as_sets() {
    let base = Meta {
        title: "t".into(),
        tags: ["a", "b", "c"].map(Into::into).into(),
        ..Meta::default()
    };
    let mine = Meta {
        tags: ["x", "c", "b"].map(Into::into).into(),
        featured: true,
        ..base.clone()
    };
    let theirs = Meta {
        title: "T".into(),
        tags: ["a", "c", "y"].map(Into::into).into(),
        ..base.clone()
    };
    let of = |meta: &Meta| Draft {
        meta: meta.clone(),
        ..Draft::default()
    };
    let Merged::Clean(merged) = merge(&of(&base), &of(&mine), &of(&theirs)) else {
        panic!("does not merge")
    };
    assert_eq!(merged.meta.tags, ["x", "c", "y"]);
    assert_eq!((merged.meta.title.as_str(), merged.meta.featured), ("T", true));

    let other = Meta {
        title: "U".into(),
        slug: "u".into(),
        ..base.clone()
    };
    let theirs = Meta {
        slug: "t".into(),
        ..theirs
    };
    let split = split(&of(&base), &of(&other), &of(&theirs));
    assert_eq!(split.fields, [Field::Title, Field::Slug]);
    let resolved = |title, slug| split.resolve(&[], &[title, slug]).map(|draft| draft.meta);
    let both = resolved(Choice::Both, Choice::Theirs).unwrap();
    assert_eq!((both.title.as_str(), both.slug.as_str()), ("U T", "t"));
    assert_eq!(resolved(Choice::Mine, Choice::Both), None, "two slugs are none");
}

#[test]
fn what_changed_is_told_in_words() {
    let mut new = draft("a\nb\nC");
    new.meta.tags.push("rust".into());
    let told = |old: &Draft, new: &Draft| Changes::between(old, new).told();
    assert_eq!(told(&draft("a\nc"), &new), "2 lines added, 1 line removed, Tags");
    assert_eq!(told(&new, &new), "");
}

#[test]
fn long_texts_with_nothing_in_common_are_one_place() {
    let text = |word: &str| {
        (0..9_000)
            .map(|line| format!("{word}{line}\n"))
            .collect::<String>()
    };
    let (base, mine, theirs) = (text("a"), text("b"), format!("{}end", text("a")));
    assert_eq!(clean(&base, &mine, &base), Some(mine.clone()));
    let split = split(&draft(&base), &draft(&mine), &draft(&theirs));
    let both = split.resolve(&[Choice::Both], &[]).unwrap().source;
    assert!(both.contains("b8999") && both.ends_with("end"));
}

/// Texts of few different lines, many of them empty: the hardest to tell apart.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["", "a", "b", "c", "d", "é\r"]), 0..12)
        .prop_map(|lines| lines.join("\n"))
}

/// A text and one made of it by a few changes.
fn changed(base: &str, edits: &[(usize, usize, String)]) -> String {
    let mut lines: Vec<String> = lines(base).into_iter().map(ToOwned::to_owned).collect();
    for (kind, at, line) in edits {
        let at = at % lines.len().max(1);
        match kind {
            0 => lines.insert(at, line.clone()),
            1 if lines.len() > 1 => drop(lines.remove(at)),
            _ => lines[at] = line.clone(),
        }
    }
    lines.join("\n")
}

fn edits(mark: &'static str) -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    prop::collection::vec((0..3usize, 0..40usize, "[a-c]{1,2}"), 0..4).prop_map(move |edits| {
        let marked = |(at, (kind, place, line)): (usize, (usize, usize, String))| {
            (kind, place, format!("{mark}{at}{line}"))
        };
        edits.into_iter().enumerate().map(marked).collect()
    })
}

fn mirrored(pieces: &[Piece]) -> Vec<Piece> {
    let mirror = |piece: &Piece| match piece {
        Piece::Open(hunk) => Piece::Open(Hunk {
            base: hunk.base.clone(),
            mine: hunk.theirs.clone(),
            theirs: hunk.mine.clone(),
        }),
        settled => settled.clone(),
    };
    pieces.iter().map(mirror).collect()
}

proptest! {
    #[test]
    fn one_side_alone_and_two_that_agree_are_taken_as_they_are(base in text(), a in text()) {
        for (mine, theirs) in [(&a, &base), (&base, &a), (&a, &a)] {
            let text = clean(&base, mine, theirs);
            prop_assert_eq!(text.as_ref(), Some(&a));
            // The same without the short cuts for texts that are equal.
            let pieces = lines::merge(&base, mine, theirs);
            let [Piece::Settled(lines)] = &pieces[..] else { return Err(TestCaseError::fail(format!("{pieces:?}"))) };
            prop_assert_eq!(lines.join("\n"), a.as_str());
        }
    }

    #[test]
    fn it_does_not_matter_whose_side_is_whose(base in text(), a in text(), b in text()) {
        prop_assert_eq!(mirrored(&lines::merge(&base, &a, &b)), lines::merge(&base, &b, &a));
    }

    #[test]
    fn what_either_side_added_is_in_the_merge_or_in_a_choice(
        base in text(), mine in edits("m"), theirs in edits("t"),
    ) {
        let (a, b) = (changed(&base, &mine), changed(&base, &theirs));
        let pieces = lines::merge(&base, &a, &b);
        let mut all = Vec::new();
        for piece in &pieces {
            match piece {
                Piece::Settled(lines) => all.extend(lines),
                Piece::Open(hunk) => all.extend(hunk.mine.iter().chain(&hunk.theirs)),
            }
        }
        let marked = |text: &str, mark| {
            lines(text).into_iter().filter(|line| line.starts_with(mark)).map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        for line in marked(&a, 'm').iter().chain(&marked(&b, 't')) {
            prop_assert!(all.contains(&line), "{line} of {a:?} and {b:?} is not in {pieces:?}");
        }
        // Each side reads in its own order: what is settled or its own, without what the other added, is what it wrote.
        for (side, mark) in [(&a, 't'), (&b, 'm')] {
            let hunk_side = |hunk: &Hunk| if mark == 't' { hunk.mine.clone() } else { hunk.theirs.clone() };
            let mut read = Vec::new();
            for piece in &pieces {
                match piece {
                    Piece::Settled(lines) => read.extend(lines.clone()),
                    Piece::Open(hunk) => read.extend(hunk_side(hunk)),
                }
            }
            let own = if mark == 't' { 'm' } else { 't' };
            let read: Vec<_> = read.into_iter().filter(|line| line.starts_with(own)).collect();
            prop_assert_eq!(read, marked(side, own));
        }
    }

    #[test]
    fn choosing_one_side_throughout_loses_nothing_of_it(
        base in text(), mine in edits("m"), theirs in edits("t"),
    ) {
        let (a, b) = (changed(&base, &mine), changed(&base, &theirs));
        if let Merged::Split(split) = merge(&draft(&base), &draft(&a), &draft(&b)) {
            let hunks = vec![Choice::Both; split.hunks().count()];
            let both = split.resolve(&hunks, &[]).unwrap();
            for line in lines(&a).into_iter().chain(lines(&b)).filter(|line| line.starts_with(['m', 't'])) {
                prop_assert!(lines(&both.source).contains(&line));
            }
        }
    }

    #[test]
    fn a_comparison_holds_both_texts(a in text(), b in text()) {
        let compared = compare(&a, &b);
        let old: Vec<_> = compared.iter().filter_map(|line| match line {
            Compared::Same(line) | Compared::Removed(line) => Some(line.as_str()),
            Compared::Added(_) => None,
        }).collect();
        let new: Vec<_> = compared.iter().filter_map(|line| match line {
            Compared::Same(line) | Compared::Added(line) => Some(line.as_str()),
            Compared::Removed(_) => None,
        }).collect();
        prop_assert_eq!(old.join("\n"), a);
        prop_assert_eq!(new.join("\n"), b);
    }
}
