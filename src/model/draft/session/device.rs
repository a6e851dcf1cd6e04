//! When to keep what on the device. One write at a time; what is typed meanwhile goes with the next.

use super::{Effect, Session};
use crate::model::draft::{
    journal::{Entry, EntryId},
    save::Order,
};

/// From the first text that the device does not hold to the write. Up to 180 ms pass before a key is read as text: together
/// they keep within 300 ms, also while typing goes on.
const AFTER_KEY: i64 = 60;
/// Longest time between attempts while the device refuses.
const MAX_PAUSE: i64 = 10_000;

/// What the device was told to hold.
#[derive(Debug, Default)]
pub(super) struct Device {
    seq: u32,
    due: Option<i64>,
    writing: Option<u32>,
    /// An entry of this tab is there, or was asked for.
    kept: bool,
    failures: u32,
    /// Entries of tabs that are gone whose content is part of what is shown, and the write that will hold it.
    adopted: Vec<(u32, EntryId)>,
    /// What was asked of the post when that was last looked at: waiting, and on its way.
    orders: (Option<Order>, Option<Order>),
}

impl Device {
    pub(super) fn edited(&mut self, now: i64) {
        self.due.get_or_insert(now + AFTER_KEY);
    }

    pub(super) fn hurry(&mut self, now: i64) {
        if self.due.is_some() {
            self.due = Some(now);
        }
    }

    /// What is there is no longer what should be there, though nothing was typed.
    pub(super) fn stale(&mut self, now: i64) {
        if self.failures == 0 {
            self.due = Some(now);
        } else {
            self.due.get_or_insert(now);
        }
    }

    /// The content of another tab's entry is part of what is shown; it goes as soon as that is kept.
    pub(super) fn adopt(&mut self, id: EntryId, now: i64) {
        self.adopted.push((self.seq + 1, id));
        self.stale(now);
    }

    /// Whether the device holds all that is shown.
    pub(super) fn holds(&self) -> bool {
        self.kept && self.due.is_none() && self.writing.is_none()
    }

    /// Whether the device takes what it is given, and had something to take.
    pub(super) fn takes(&self) -> bool {
        self.kept && self.failures == 0
    }

    /// Whether it was told to hold something and has not answered.
    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// When it is asked again, if it refused last time.
    pub(super) fn refused_until(&self) -> Option<i64> {
        self.due.filter(|_| self.failures > 0)
    }
}

impl Session {
    pub(super) fn written(&mut self, seq: u32) {
        if self.device.writing != Some(seq) {
            return;
        }
        self.device.writing = None;
        self.device.failures = 0;
        self.remove_adopted(|held| held <= seq);
    }

    pub(super) fn not_written(&mut self, seq: u32) {
        if self.device.writing != Some(seq) {
            return;
        }
        let device = &mut self.device;
        device.writing = None;
        device.failures = device.failures.saturating_add(1);
        let pause = 1_000_i64
            .saturating_mul(1 << device.failures.min(5))
            .min(MAX_PAUSE);
        device.due = Some(self.steady.now() + pause);
        // The server is now the only place there is.
        self.queue.soon();
    }

    /// When there is something to keep.
    pub(super) fn keep_due(&self) -> Option<i64> {
        self.device.due.filter(|_| self.device.writing.is_none())
    }

    pub(super) fn keep(&mut self) {
        let orders = self.asked_of_post();
        if self.device.orders != orders {
            self.device.orders.clone_from(&orders);
            self.device.stale(self.steady.now());
        }
        if !self.unsaved() && orders == (None, None) {
            self.device.due = None;
            if std::mem::take(&mut self.device.kept) {
                self.out.push(Effect::Remove(self.id.clone()));
            }
            // All that is shown was committed, so what came from other entries was as well.
            self.remove_adopted(|_| true);
            return;
        }
        if self.keep_due().is_none_or(|due| due > self.steady.now()) {
            return;
        }
        self.refresh();
        let device = &mut self.device;
        device.seq += 1;
        device.due = None;
        device.writing = Some(device.seq);
        device.kept = true;
        self.out.push(Effect::Write {
            seq: device.seq,
            entry: Box::new(Entry {
                id: self.id.clone(),
                draft: self.draft.clone(),
                base: self.base.revision,
                base_draft: self.base.draft.clone(),
                key: self.queue.key(),
                written_at: self.steady.wall(),
                order: orders.0,
                sending: orders.1,
                apart: None,
            }),
        });
    }

    fn remove_adopted(&mut self, which: impl Fn(u32) -> bool) {
        let out = &mut self.out;
        self.device.adopted.retain(|(held, id)| {
            let remove = which(*held);
            if remove {
                out.push(Effect::Remove(id.clone()));
            }
            !remove
        });
    }
}
