//! Where what is shown meets what came from elsewhere: a later revision of the server, or what a tab left on the device.

use super::{Base, Conflict, Effect, Session};
use crate::model::draft::{
    Draft,
    journal::{Entry, EntryId, Taken},
    merge::{Changes, Choice, Merged, Split, merge},
    save::{Head, Order},
};

/// A conflict that the author has not resolved.
#[derive(Debug)]
pub(super) struct Standing {
    serial: u32,
    with: With,
    split: Split,
    /// What was shown when the two were compared.
    mine: Draft,
}

/// The other side of a conflict.
#[derive(Debug)]
enum With {
    Server(Box<Head>),
    Device(Box<Entry>),
}

impl Session {
    /// Takes note of the server's latest revision, unless it is old news.
    pub(super) fn seen(&mut self, head: Box<Head>) {
        let compared = self.conflict.as_ref().and_then(|standing| match &standing.with {
            With::Server(head) => Some(head.revision),
            With::Device(_) => None,
        });
        let waiting = self.newer.as_ref().map(|newer| newer.revision);
        let known = [waiting, compared].into_iter().flatten().max();
        if head.revision > known.unwrap_or(0).max(self.base.revision) {
            self.newer = Some(head);
        }
    }

    /// Merges what can be merged now.
    pub(super) fn reconcile(&mut self) {
        loop {
            // While a save's fate is unknown a later revision may hold it, and would look like someone else's.
            if !self.queue.busy()
                && !self.with_device()
                && let Some(head) = self.newer.take()
            {
                self.conflict = None;
                self.meet(head);
                continue;
            }
            if self.conflict.is_none() && !self.taking.is_empty() {
                let (entry, meant) = self.taking.remove(0);
                self.adopt(entry, meant.as_ref());
                continue;
            }
            return;
        }
    }

    /// Compares anew after the author went on writing in a conflict.
    pub(super) fn refresh(&mut self) {
        let Some(standing) = self.conflict.take_if(|standing| standing.mine != self.draft) else {
            return;
        };
        match standing.with {
            With::Server(head) => self.newer = Some(head),
            With::Device(entry) => self.taking.insert(0, (*entry, None)),
        }
        self.reconcile();
    }

    pub(super) fn resolved(&mut self, serial: u32, hunks: &[Choice], fields: &[Choice]) {
        self.refresh();
        let Some(standing) = self.conflict.take_if(|standing| standing.serial == serial) else {
            return;
        };
        let Some(draft) = standing.split.resolve(hunks, fields) else {
            self.conflict = Some(standing);
            return;
        };
        match standing.with {
            With::Server(head) => self.rebase(*head),
            With::Device(entry) => {
                if let Some(order) = entry.order {
                    self.queue.recall(order);
                }
                self.device.adopt(entry.id, self.steady.now());
            }
        }
        self.show(draft);
        self.queue.soon();
    }

    pub(super) fn offered(&mut self, id: &EntryId, taken: Taken) {
        let Some(at) = self.offers.iter().position(|offer| offer.entry.id == *id) else {
            return;
        };
        let offer = self.offers.remove(at);
        match taken {
            Taken::Merge => {
                let meant = self.conflict.is_none().then(|| self.draft.clone());
                self.taking.push((offer.entry, meant));
            }
            Taken::Discard => self.out.push(Effect::Remove(offer.entry.id)),
            Taken::Later => {}
        }
    }

    /// What is asked of the post and not done: what waits, and what is on its way. What a tab that is gone asked for counts from
    /// the moment it is taken back: by the time it is looked at another tab may have taken it off the device.
    pub(super) fn asked_of_post(&self) -> (Option<Order>, Option<Order>) {
        let (waiting, sending) = self.queue.asked_of_post();
        let met = self.conflict.as_ref().and_then(|standing| match &standing.with {
            With::Server(_) => None,
            With::Device(entry) => Some(&**entry),
        });
        let mut taken = met.into_iter().chain(self.taking.iter().map(|(entry, _)| entry));
        let waiting = waiting.or_else(|| taken.find_map(|entry| entry.order.clone()));
        (waiting, sending)
    }

    fn with_device(&self) -> bool {
        let standing = self.conflict.as_ref();
        standing.is_some_and(|standing| matches!(standing.with, With::Device(_)))
    }

    fn meet(&mut self, head: Box<Head>) {
        if head.revision <= self.base.revision {
            return;
        }
        self.queue.unpin();
        match merge(&self.base.draft, &self.draft, &head.draft) {
            Merged::Clean(draft) => {
                let changes = Changes::between(&self.base.draft, &head.draft);
                if changes != Changes::default() {
                    self.out.push(Effect::Told {
                        who: head.who.clone(),
                        at: head.at,
                        changes,
                    });
                }
                self.rebase(*head);
                self.show(*draft);
            }
            Merged::Split(split) => {
                let (who, at) = (head.who.clone(), head.at);
                self.disagree(With::Server(head), *split, who, at);
            }
        }
    }

    fn adopt(&mut self, entry: Entry, meant: Option<&Draft>) {
        match merge(&entry.base_draft, &self.draft, &entry.draft) {
            Merged::Clean(draft) => {
                let order = entry.order.filter(|_| self.queue.asked_of_post().0.is_none());
                match order {
                    // The author said so with exactly this before the eyes.
                    Some(order) if *draft == self.draft && meant == Some(&self.draft) => self.ordered(order),
                    Some(order) => self.queue.recall(order),
                    None => {}
                }
                self.show(*draft);
                self.device.adopt(entry.id, self.steady.now());
            }
            Merged::Split(split) => {
                let at = entry.written_at;
                self.disagree(With::Device(Box::new(entry)), *split, String::new(), at);
            }
        }
    }

    fn disagree(&mut self, with: With, split: Split, who: String, at: i64) {
        self.conflicts += 1;
        self.in_conflict = true;
        let serial = self.conflicts;
        self.out.push(Effect::Conflict(Box::new(Conflict {
            serial,
            who,
            at,
            split: split.clone(),
        })));
        self.queue.unpin();
        self.conflict = Some(Standing {
            serial,
            with,
            split,
            mine: self.draft.clone(),
        });
    }

    /// What is shown continues this revision from now on.
    fn rebase(&mut self, head: Head) {
        self.base = Base {
            revision: head.revision,
            draft: head.draft,
        };
        self.device.stale(self.steady.now());
    }
}
