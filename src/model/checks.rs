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

/// What a text is when it is read as Markdown, as far as it is looked at here. Who can read Markdown says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// What is written outside code.
    pub text: String,
    /// A block of code has no end, and takes the rest of the text in.
    pub open_fence: bool,
    /// A heading is more than one level below the one before it.
    pub jumps: bool,
    /// The words that stand for a picture on its way are still there.
    pub uploading: bool,
    /// Pictures that do not say what they show. One that says on purpose that there is nothing to say is none of them.
    pub undescribed: u32,
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

/// Looks the draft of a post, page or project through, whose text is this when it is read.
pub fn check(draft: &Draft, kind: Kind, prose: &Prose) -> Vec<Remark> {
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
    if prose.open_fence {
        remark(
            false,
            "A block of code is never closed: the rest of the text is in it.",
        );
    }
    if prose.jumps {
        remark(false, "A heading is more than one level below the one before it.");
    }
    if prose.uploading {
        remark(
            true,
            "A picture is not here yet: wait for it, or take its words out of the text.",
        );
    }
    match prose.undescribed {
        0 => {}
        1 => remark(false, "A picture has no description for those who do not see it."),
        number => remark(
            false,
            &format!("{number} pictures have no description for those who do not see them."),
        ),
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

    fn told(source: &str, prose: Prose) -> Vec<String> {
        check(&good(source), Kind::Post, &prose)
            .into_iter()
            .map(|remark| remark.text)
            .collect()
    }

    #[test]
    fn a_finished_post_has_no_remarks_and_an_empty_one_cannot_appear() {
        assert_eq!(told("Text.\n", Prose::default()), [""; 0]);
        let nothing = Prose::default();
        for (kind, blocking, tags) in [
            (Kind::Post, 2, true),
            (Kind::Page, 2, false),
            (Kind::Project, 1, false),
        ] {
            let remarks = check(&Draft::default(), kind, &nothing);
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
        let nothing = Prose::default;
        let pictures = |undescribed| Prose {
            undescribed,
            ..nothing()
        };
        let written = |text: &str| Prose {
            text: text.to_owned(),
            ..nothing()
        };
        for (prose, word) in [
            (
                Prose {
                    open_fence: true,
                    ..nothing()
                },
                "never closed",
            ),
            (
                Prose {
                    jumps: true,
                    ..nothing()
                },
                "level",
            ),
            (
                Prose {
                    uploading: true,
                    ..nothing()
                },
                "not here yet",
            ),
            (pictures(1), "A picture has no description"),
            (pictures(2), "2 pictures have no description"),
            (written(concat!("Here TO", "DO more.")), "note to yourself"),
            (written("Here TK more."), "note to yourself"),
        ] {
            let told = told("Text.\n", prose.clone());
            assert_eq!(told.len(), 1, "{prose:?}: {told:?}");
            assert!(told[0].contains(word), "{prose:?}: {told:?}");
        }
        assert_eq!(told("Text.\n", written("STK and TODOS")), [""; 0]);
    }

    #[test]
    fn secret_keys_are_found_wherever_they_are() {
        for source in ["key = AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA PRIVATE KEY-----"] {
            let told = told(source, Prose::default());
            assert_eq!(told.len(), 1, "{source}: {told:?}");
            assert!(told[0].contains("secret"), "{source}: {told:?}");
        }
        for fine in ["AKIA", "-----BEGIN CERTIFICATE-----"] {
            assert_eq!(told(fine, Prose::default()), [""; 0], "{fine}");
        }
    }
}
