//! What a device keeps of a draft that the server does not have yet. Where it is kept is not known here.
//!
//! Each tab has one entry per post and writes only that. An entry is there exactly as long as something in it was not
//! acknowledged by the server, so an entry without a living tab is what a crash left.

use miniserde::{Deserialize, Serialize, json};

use super::{
    Draft,
    merge::{Changes, Merged, merge},
    save::{Head, Order},
};

/// What follows the key of an entry in that of the text of its base.
pub const BASE: &str = "#base";

/// How the names of the tabs begin in which an author writes. It keeps people on one device from being shown each other's words;
/// it is no secret.
pub fn mark(author: &str) -> String {
    let sum = author.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    format!("{sum:08x}-")
}

/// Whose entry it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryId {
    /// The post.
    pub post: String,
    /// The tab; a new one for every time the editor is opened, also after a reload.
    pub tab: String,
}

/// What one tab had not saved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose it is.
    pub id: EntryId,
    /// What the author saw.
    pub draft: Draft,
    /// The revision it is based on; 0 where that is not known.
    pub base: i64,
    /// What that revision held: with it an old entry can be merged although the server thinned out its revisions.
    pub base_draft: Draft,
    /// The key of the save that was under way when this was written; empty if none was.
    pub key: String,
    /// By the device's clock, Unix milliseconds.
    pub written_at: i64,
    /// What was asked of the post and had not been sent.
    pub order: Option<Order>,
    /// What was asked of it by the save that was under way.
    pub sending: Option<Order>,
    /// Whether the text of the base is kept under a key of its own; only as it is kept.
    pub apart: Option<bool>,
}

impl Entry {
    /// As it is kept. The text of its base lies apart: that changes only with a save, and writing it again with every pause
    /// of the keys would be half of the work.
    pub fn write(&self) -> String {
        json::to_string(&Self {
            base_draft: Draft {
                source: String::new(),
                meta: self.base_draft.meta.clone(),
            },
            apart: Some(true),
            ..self.clone()
        })
    }

    /// Reads what [`Self::write`] wrote, also that of an older program; `base` is the text that lies apart. What cannot be read should be shown as it is, never thrown away.
    pub fn read(text: &str, base: Option<&str>) -> Option<Self> {
        let mut entry: Self = json::from_str(text).ok()?;
        if entry.apart.take() == Some(true) {
            base?.clone_into(&mut entry.base_draft.source);
        }
        Some(entry)
    }

    /// What it was made from, as far as the server's latest revision tells: if that came from a save of the same tab whose
    /// answer never arrived, the entry continues it.
    pub(super) fn origin<'a>(&'a self, head: &'a Head) -> &'a Draft {
        if self.made(head) {
            &head.draft
        } else {
            &self.base_draft
        }
    }

    /// Whether the save that was under way made this revision.
    fn made(&self, head: &Head) -> bool {
        !self.key.is_empty() && self.key == head.key
    }
}

/// Something to take back or to throw away, for the author to look at next to what the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What was found on the device.
    pub entry: Entry,
    /// What its author did since the revision it is based on.
    pub changes: Changes,
}

/// What the author does about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Merge it into what is shown.
    Merge,
    /// Throw it away.
    Discard,
    /// Leave it on the device; it is offered again when the editor opens next.
    Later,
}

/// What to offer of an entry whose tab is gone: nothing if all it changed is in the server's latest revision, and nothing was
/// asked of the post that is not known to be done.
pub(super) fn offer(mut entry: Entry, head: &Head) -> Result<Offer, EntryId> {
    let origin = entry.origin(head).clone();
    let sending = entry.sending.take().filter(|_| !entry.made(head));
    entry.order = entry.order.or(sending);
    let same = merge(&origin, &entry.draft, &head.draft) == Merged::Clean(Box::new(head.draft.clone()));
    if same && entry.order.is_none() {
        return Err(entry.id);
    }
    entry.base_draft = origin;
    let changes = Changes::between(&entry.base_draft, &entry.draft);
    Ok(Offer { entry, changes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::save::Act;

    /// What a first version wrote. Never changed: it lies on devices.
    const KEPT: &str = concat!(
        r#"{"id":{"post":"p","tab":"t"},"draft":{"source":"a\nb","meta":{"title":"T","slug":"","summary":"","takeaway":"","#,
        r#""tags":["rust"],"series":{"series":"s","position":1},"cover":null,"authors":[],"featured":false,"unlisted":true,"#,
        r#""canonical":"","seo_title":"","seo_description":"","language":"","review_after":null}},"base":3,"#,
        r#""base_draft":{"source":"a","meta":{"title":"","slug":"","summary":"","takeaway":"","tags":[],"series":null,"#,
        r#""cover":null,"authors":[],"featured":false,"unlisted":false,"canonical":"","seo_title":"","seo_description":"","#,
        r#""language":"","review_after":null}},"key":"t-1","written_at":1700000000000}"#,
    );

    fn head(revision: i64, key: &str, source: &str) -> Head {
        Head {
            revision,
            key: key.into(),
            draft: Draft {
                source: source.into(),
                ..<Draft as Default>::default()
            },
            who: "Anna".into(),
            at: 0,
        }
    }

    #[test]
    fn what_lies_on_devices_can_be_read() {
        let entry = Entry::read(KEPT, None).unwrap();
        assert_eq!((entry.base, entry.draft.meta.tags.len()), (3, 1));
        let (kept, base) = (entry.write(), entry.base_draft.source.clone());
        assert_eq!(Entry::read(&kept, None), None);
        assert_eq!(Entry::read(&kept, Some(&base)), Some(entry));
        assert_eq!(Entry::read("{}", None), None);
    }

    #[test]
    fn nothing_is_offered_that_the_server_has() {
        let mut entry = Entry::read(KEPT, None).unwrap();
        entry.draft.meta = entry.base_draft.meta.clone();
        assert_eq!(offer(entry.clone(), &head(4, "x", "a\nb")), Err(entry.id.clone()));
        assert!(offer(entry.clone(), &head(4, "x", "a")).is_ok());
        assert!(offer(entry, &head(4, "x", "a\nc")).is_ok());
    }

    #[test]
    fn what_was_asked_is_offered_until_it_is_known_to_be_done() {
        let publish = Some(Order::now(Act::Publish));
        let mut entry = Entry::read(KEPT, None).unwrap();
        entry.draft = head(0, "", "a\nb").draft;
        entry.sending.clone_from(&publish);
        assert_eq!(
            offer(entry.clone(), &head(4, "x", "a\nb")).unwrap().entry.order,
            publish
        );
        assert_eq!(
            offer(entry.clone(), &head(4, "t-1", "a\nb")),
            Err(entry.id.clone())
        );
        // Asked once more while the first was under way.
        entry.order = Some(Order::schedule(9));
        assert_eq!(
            offer(entry, &head(4, "t-1", "a\nb")).unwrap().entry.order,
            Some(Order::schedule(9))
        );
    }

    #[test]
    fn an_entry_that_continues_its_own_save_is_based_on_it() {
        let mut entry = Entry::read(KEPT, None).unwrap();
        entry.draft = head(0, "", "a\nb and more").draft;
        let offered = offer(entry, &head(4, "t-1", "a\nb")).unwrap();
        assert_eq!(offered.entry.base_draft.source, "a\nb");
        assert_eq!((offered.changes.added, offered.changes.removed), (1, 1));
    }
}
