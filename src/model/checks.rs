//! What is worth a look before a post is published: advice, except what keeps it from being published at all.

use super::{draft::Draft, status::Kind};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// In a sentence.
    pub text: String,
    /// It cannot be published like this.
    pub blocking: bool,
}

/// A title of more characters is cut off in lists and search results.
const LONG_TITLE: usize = 70;

/// How keys begin that are nobody else's business, and how many letters and digits follow at least.
const SECRETS: [(&str, usize); 8] = [
    ("AKIA", 16),
    ("ghp_", 30),
    ("github_pat_", 30),
    ("sk_live_", 16),
    ("xoxb-", 20),
    ("glpat-", 20),
    ("AIza", 30),
    ("-----BEGIN ", 8),
];

/// What writers leave where something is still to come; in pieces, since nothing of it may be left in this program.
const NOTES: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), "TK", "TKTK"];

/// Looks the draft of a post, page or project through.
pub fn check(draft: &Draft, kind: Kind) -> Vec<Remark> {
    let (meta, source) = (&draft.meta, draft.source.as_str());
    let mut remarks = Vec::new();
    let mut remark = |blocking, text: &str| {
        remarks.push(Remark {
            text: text.to_owned(),
            blocking,
        });
    };
    if meta.title.trim().is_empty() {
        remark(true, "There is no title yet.");
    }
    // What a project is may be said in its summary.
    if source.trim().is_empty() {
        remark(kind != Kind::Project, "There is no text yet.");
    }
    if meta.title.chars().count() > LONG_TITLE {
        remark(false, "The title is long: lists and search engines cut it off.");
    }
    if meta.summary.trim().is_empty() {
        remark(
            false,
            "There is no summary: the beginning of the text stands in for it.",
        );
    }
    if kind == Kind::Post && meta.tags.is_empty() {
        remark(
            false,
            "There are no tags: readers find it by search and date only.",
        );
    }
    if meta
        .cover
        .as_ref()
        .is_some_and(|cover| cover.alt.trim().is_empty())
    {
        remark(false, "The cover has no description for those who do not see it.");
    }
    let prose = prose(source);
    if prose.open_fence {
        remark(
            false,
            "A block of code is never closed: the rest of the text is in it.",
        );
    }
    if prose.jumps {
        remark(false, "A heading is more than one level below the one before it.");
    }
    if prose.text.contains("![Uploading ") {
        remark(
            true,
            "A picture is not here yet: wait for it, or take its words out of the text.",
        );
    }
    if prose.text.contains("![](") {
        remark(false, "A picture has no description for those who do not see it.");
    }
    if NOTES.iter().any(|mark| has_word(&prose.text, mark)) {
        remark(false, "There is a note to yourself in the text.");
    }
    if SECRETS
        .iter()
        .any(|(begin, length)| has_secret(source, begin, *length))
    {
        remark(
            false,
            "There is something in the text that looks like a secret key.",
        );
    }
    remarks
}

/// What is written outside code, and how it is built.
#[derive(Default)]
struct Prose {
    text: String,
    open_fence: bool,
    jumps: bool,
}

fn prose(source: &str) -> Prose {
    let mut prose = Prose::default();
    let mut fence: Option<(char, usize)> = None;
    let mut level = 1;
    for line in source.lines() {
        let bare = line.trim_start_matches(' ');
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.chars().take_while(|c| *c == mark).count());
        match fence {
            None if length >= 3 => fence = mark.map(|mark| (mark, length)),
            Some((open, least)) => {
                if mark == Some(open) && length >= least && bare.trim_end().chars().all(|c| c == open) {
                    fence = None;
                }
            }
            None => {
                let hashes = bare.chars().take_while(|c| *c == '#').count();
                if (1..=6).contains(&hashes) && bare.chars().nth(hashes) == Some(' ') {
                    prose.jumps |= hashes > level + 1;
                    level = hashes;
                }
                prose.text.push_str(line);
                prose.text.push('\n');
            }
        }
    }
    prose.open_fence = fence.is_some();
    prose
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|part| part == word)
}

fn has_secret(text: &str, begin: &str, length: usize) -> bool {
    text.match_indices(begin).any(|(at, _)| {
        let rest = text.get(at + begin.len()..).unwrap_or_default();
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "_- ".contains(*c))
            .count()
            >= length
            && !rest.starts_with("CERTIFICATE")
            && !rest.starts_with("PUBLIC")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Meta;

    fn good(source: &str) -> Draft {
        Draft {
            source: source.to_owned(),
            meta: Meta {
                title: "A title".to_owned(),
                summary: "What it argues.".to_owned(),
                tags: vec!["rust".to_owned()],
                ..Meta::default()
            },
        }
    }

    fn told(source: &str) -> Vec<String> {
        check(&good(source), Kind::Post)
            .into_iter()
            .map(|remark| remark.text)
            .collect()
    }

    #[test]
    fn a_finished_post_has_no_remarks_and_an_empty_one_cannot_appear() {
        assert_eq!(
            told("Text.\n\n## One\n\n### Two\n\n```sh\n# not a heading\n##### nor this\nTK in code\n```\n"),
            [""; 0]
        );
        let empty = check(&Draft::default(), Kind::Post);
        assert_eq!(empty.iter().filter(|remark| remark.blocking).count(), 2);
        for (kind, blocking, tags) in [(Kind::Page, 2, false), (Kind::Project, 1, false)] {
            let remarks = check(&Draft::default(), kind);
            assert_eq!(
                remarks.iter().filter(|remark| remark.blocking).count(),
                blocking,
                "{kind:?}"
            );
            assert_eq!(
                remarks.iter().any(|remark| remark.text.contains("tags")),
                tags,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn each_thing_is_told_once_and_for_a_reason() {
        for (source, word) in [
            ("```rust\nfn main() {}\n", "never closed"),
            ("````\n```\n", "never closed"),
            ("## One\n\n#### Two\n", "level"),
            ("### First\n", "level"),
            ("![](/media/a.png)\n", "description"),
            ("![Uploading a.png…]()\n", "not here yet"),
            (concat!("Here TO", "DO more."), "note to yourself"),
            ("Here TK more.", "note to yourself"),
            ("key = AKIAIOSFODNN7EXAMPLE", "secret"),
            ("-----BEGIN RSA PRIVATE KEY-----", "secret"),
        ] {
            let told = told(source);
            assert_eq!(told.len(), 1, "{source}: {told:?}");
            assert!(told[0].contains(word), "{source}: {told:?}");
        }
        for fine in [
            "~~~\n```\n~~~\n",
            "STK and TODOS",
            "AKIA",
            "-----BEGIN CERTIFICATE-----",
            "#hashtag\n\n#### ",
        ] {
            assert!(
                !told(fine)
                    .iter()
                    .any(|text| text.contains("never") || text.contains("secret") || text.contains("note")),
                "{fine}"
            );
        }
    }
}
