//! What must hold at every moment.

use std::collections::BTreeSet;

use super::world::{DEVICE_DELAY, World, words};
use crate::model::draft::{
    journal::Entry,
    save::SaveRequest,
    session::{Effect, Status},
};

/// What a device has for a key before a crash may not take it: 300 ms, and the write itself.
const JOURNALLED: i64 = 300 + DEVICE_DELAY as i64;
/// A device that refused a write is asked again within this.
const ASKED_AGAIN: i64 = 11_000;

impl World {
    /// Whether a word is where it belongs, or an author did not want it.
    fn stands(&self, word: u32) -> bool {
        self.server.words.contains(&word) || self.dropped.contains(&word)
    }

    pub(super) fn judge(&self, tab: usize, effect: &Effect) {
        let tab = &self.tabs[tab];
        match effect {
            Effect::Send { request, .. } => {
                if tab.flight.is_some() {
                    self.broken("two saves are under way from one tab");
                }
                if tab.conflict.is_some() {
                    self.broken("something is sent while a conflict is open");
                }
                if tab.unsettled.as_ref().is_some_and(|before| before != &**request) {
                    self.broken("another request is made before the fate of the last is known");
                }
                if request.then.is_some() && !tab.meant.contains(&request.draft) {
                    self.broken("an order is sent with content that the author did not mean by it");
                }
            }
            Effect::Show(draft) => {
                let shown = words(draft);
                if words(&tab.shown)
                    .iter()
                    .any(|word| !shown.contains(word) && !self.dropped.contains(word))
                {
                    self.broken("what the author sees is replaced by something without a word of it");
                }
            }
            Effect::Conflict(_) if self.alone => self.broken("a client is in conflict with itself"),
            _ => {}
        }
    }

    /// What must hold between two steps.
    pub(super) fn judge_rest(&self, tab: usize) {
        let tab = &self.tabs[tab];
        if tab.shown != *tab.session.draft() {
            self.broken("what is shown is not what the session holds");
        }
        if tab.conflict.is_some() != (tab.status == Status::Conflict) {
            self.broken("the words do not say what conflict there is");
        }
        if tab.status != tab.session.status() {
            self.broken("the words are not the latest");
        }
        if tab.status == Status::Saved {
            if !self
                .server
                .revisions
                .iter()
                .rev()
                .chain(&self.server.thinned)
                .any(|made| made.draft == tab.shown)
            {
                self.broken("it says saved, but the server never committed that");
            }
            if words(&tab.shown).into_iter().any(|word| !self.stands(word)) {
                self.broken("it says saved, but the server's latest revision lacks a word");
            }
        }
        if tab.status == Status::OnDevice {
            let kept = self.devices[tab.device]
                .store
                .values()
                .find(|entry| entry.id.tab == tab.name);
            if kept.is_none_or(|entry| entry.draft != tab.shown) {
                self.broken("it says that the device holds it, and it does not");
            }
        }
    }

    pub(super) fn judge_removal(&self, device: usize, entry: &Entry) {
        let kept: BTreeSet<u32> = self.devices[device]
            .store
            .values()
            .flat_map(|entry| words(&entry.draft))
            .collect();
        if words(&entry.draft)
            .into_iter()
            .any(|word| !self.stands(word) && !kept.contains(&word))
        {
            self.broken("an entry is removed that held the last copy of a word");
        }
    }

    pub(super) fn judge_commit(&self, tab: usize, request: &SaveRequest) {
        let head = self.head();
        if request.base != head.revision && request.draft != head.draft {
            self.broken("a revision is made from another than the latest");
        }
        let new = words(&request.draft);
        if self
            .server
            .words
            .iter()
            .any(|word| !new.contains(word) && !self.dropped.contains(word))
        {
            self.broken("a revision lacks a word of the one before");
        }
        if request.then.is_some() && !self.tabs[tab].meant.contains(&request.draft) {
            self.broken("something is published that was not meant");
        }
    }

    /// A tab is gone. What it had the time to keep has to be somewhere.
    pub(super) fn judge_crash(&mut self, tab: usize) {
        let device = &self.devices[self.tabs[tab].device];
        let kept: BTreeSet<u32> = device
            .store
            .values()
            .flat_map(|entry| words(&entry.draft))
            .collect();
        let jumped_at = device.jumped_at;
        let excused = device.full || self.now - device.refused_at < ASKED_AGAIN;
        let asked = self.tabs[tab]
            .ordered
            .is_some_and(|at| self.now - at > JOURNALLED + if jumped_at >= at { 300 } else { 0 });
        let remembers = |entry: &Entry| entry.order.is_some() || entry.sending.is_some();
        if asked && !excused && !device.store.values().any(remembers) {
            self.broken("what was asked of the post is forgotten in a crash");
        }
        for (word, at) in self.tabs[tab].typed.clone() {
            if self.stands(word) || kept.contains(&word) {
                continue;
            }
            // A clock that is put back hides some of the time that passed.
            let time = JOURNALLED + if jumped_at >= at { 300 } else { 0 };
            if !excused && self.now - at > time {
                self.broken(&format!("w{word} was typed at {at} and not kept until the crash"));
            }
            self.seen.excused += 1;
            self.dropped.insert(word);
        }
    }
}
