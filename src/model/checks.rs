//! What is worth a look before a post is published: advice, except what keeps it from being published at all.

use miniserde::{Deserialize, Serialize};

use super::{
    draft::{Draft, too_long},
    status::Kind,
};
use crate::error::FieldErrors;

/// What only the server knows of a draft before it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What keeps it from being published, by the names of the fields that it is about.
    pub problems: FieldErrors,
    /// What else is worth a look, in sentences.
    pub advice: Vec<String>,
}

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
const SECRETS: [(&str, usize); 16] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("ghu_", 30),
    ("github_pat_", 30),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("xoxa-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("xoxr-", 20),
    ("xoxs-", 20),
    ("glpat-", 20),
    ("AIza", 30),
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
    if let Some(problem) = too_long(source) {
        remark(true, &problem);
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
            "A picture is not here yet: wait for it, or take its “![Uploading …]()” out of the text.",
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
    let has_secret = SECRETS
        .iter()
        .any(|(begin, length)| has_secret(source, begin, *length));
    if has_secret || has_private_key(source) {
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
        let (before, rest) = text.split_at(at);
        // In the middle of a word it is something else, such as a picture that is written out.
        let begins = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let key = rest.get(begin.len()..).unwrap_or_default();
        let signs = key
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c));
        begins && signs.count() >= length
    })
}

/// A block that is nobody else's business, as it is written in files: certificates and public keys are everybody's.
fn has_private_key(text: &str) -> bool {
    text.split("-----BEGIN ").skip(1).any(|rest| {
        let name = rest.split("-----").next().unwrap_or_default();
        name.lines()
            .next()
            .is_some_and(|name| name.contains("PRIVATE KEY"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::{MAX_SOURCE, Meta, Picture};

    fn good(source: &str) -> Draft {
        Draft {
            source: source.to_owned(),
            meta: Meta {
                title: "A title".to_owned(),
                summary: "What it argues.".to_owned(),
                tags: vec!["rust".to_owned()],
                ..<Meta as Default>::default()
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
            let remarks = check(&<Draft as Default>::default(), kind, &nothing);
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
        let uploading = Prose {
            uploading: true,
            ..nothing()
        };
        let awaited = check(&good("Text.\n"), Kind::Post, &uploading);
        assert!(awaited[0].blocking, "readers would see a broken picture");
    }

    #[test]
    fn a_text_that_no_post_holds_cannot_appear_and_is_said_to_be_larger_than_the_largest() {
        let remarks = check(&good(&"x".repeat(MAX_SOURCE + 10)), Kind::Post, &Prose::default());
        assert_eq!(remarks.len(), 1, "{remarks:?}");
        assert!(remarks[0].blocking);
        assert!(remarks[0].text.contains("513 kB") && remarks[0].text.contains("at most 512"));
        assert_eq!(told(&"x".repeat(MAX_SOURCE), Prose::default()), [""; 0]);
    }

    #[test]
    fn secret_keys_are_found_wherever_they_are() {
        let keys = SECRETS
            .iter()
            .map(|(begin, length)| format!("key = \"{begin}{}\"", "a1".repeat(*length)));
        let blocks =
            ["", "RSA ", "OPENSSH ", "ENCRYPTED "].map(|kind| format!("-----BEGIN {kind}PRIVATE KEY-----"));
        let others = ["AKIAIOSFODNN7EXAMPLE", "```\nKEY=AKIAIOSFODNN7EXAMPLE\n```"].map(str::to_owned);
        let pgp = "-----BEGIN PGP PRIVATE KEY BLOCK-----".to_owned();
        for source in keys.chain(blocks).chain(others).chain([pgp]) {
            let told = told(&source, Prose::default());
            assert_eq!(told.len(), 1, "{source}: {told:?}");
            assert!(told[0].contains("secret"), "{source}: {told:?}");
        }
        for fine in [
            "AKIA",
            "AKIA is how the names of such keys begin, and ghp_ is how others do.",
            "data:image/png;base64,iVBORw0KGgoAIzaSyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN RSA PUBLIC KEY-----",
            "-----BEGIN PGP PUBLIC KEY BLOCK-----",
            "-----BEGIN\nPRIVATE KEY",
        ] {
            assert_eq!(told(fine, Prose::default()), [""; 0], "{fine}");
        }
    }

    #[test]
    fn what_is_said_about_a_text_is_looked_at_as_well() {
        type Change = fn(&mut Meta);
        let cases: [(Change, bool, &str); 8] = [
            (|meta| meta.title = " ".to_owned(), true, "no title"),
            (
                |meta| meta.title = "a".repeat(LONG_TITLE + 1),
                false,
                "title is long",
            ),
            (|meta| meta.title = "ü".repeat(LONG_TITLE), false, ""),
            (|meta| meta.summary = " ".to_owned(), false, "no summary"),
            (|meta| meta.tags = Vec::new(), false, "no tags"),
            (
                |meta| meta.cover = Some(cover(" ")),
                false,
                "cover has no description",
            ),
            (|meta| meta.cover = Some(cover("A lock.")), false, ""),
            (|meta| meta.cover = None, false, ""),
        ];
        for (number, (change, blocking, word)) in cases.into_iter().enumerate() {
            let mut draft = good("Text.\n");
            change(&mut draft.meta);
            let remarks = check(&draft, Kind::Post, &Prose::default());
            assert_eq!(remarks.is_empty(), word.is_empty(), "{number}: {remarks:?}");
            for remark in &remarks {
                assert!(remark.text.contains(word), "{number}: {remarks:?}");
                assert_eq!(remark.blocking, blocking, "{number}");
            }
            assert!(remarks.len() < 2, "{number}: {remarks:?}");
        }
    }

    fn cover(alt: &str) -> Picture {
        Picture {
            src: "/media/a.png".to_owned(),
            alt: alt.to_owned(),
        }
    }
}
