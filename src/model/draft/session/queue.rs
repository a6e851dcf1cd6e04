//! When to send what to the server. One request at a time; it is repeated, the same in everything, until its fate is known,
//! and only then comes what was written meanwhile, all at once.

use super::{Base, Effect, Session};
use crate::model::draft::{
    Draft,
    save::{Act, Answer, Head, Order, Reason, SaveRequest},
    too_long,
};

/// From the last key to the save.
const IDLE: i64 = 1_500;
/// From the first key that was not sent to the save, while typing goes on.
const CONTINUOUS: i64 = 9_000;
/// The first pause after a failure; each further one is twice as long.
const FIRST_PAUSE: i64 = 1_000;
/// Longest pause; also how often a save is tried although the device says that there is no network.
const MAX_PAUSE: i64 = 60_000;

/// Why an attempt failed, where the server has no room; with who can help.
pub(super) const DISK_FULL: &str = "the server’s disk is full (tell whoever runs this site)";

/// A request whose fate is not known.
#[derive(Debug)]
pub(super) struct Flight {
    request: SaveRequest,
    attempt: u32,
    under_way: bool,
    retry_at: i64,
    failures: u32,
    reason: String,
    /// The server said no to this content, so other content may take its place.
    refused: bool,
    /// An attempt had no answer and may have been committed.
    unsure: bool,
}

/// What is under way and what waits.
#[derive(Debug)]
pub(super) struct Queue {
    made: u32,
    flight: Option<Flight>,
    /// First and last key that no request holds.
    typed: Option<(i64, i64)>,
    soon: bool,
    reason: Reason,
    /// What is asked of the post, and the content that it means.
    order: Option<(Order, Draft)>,
    /// What has to be confirmed, and whether the author was asked.
    asked: Option<(Order, bool)>,
    /// Keys of requests that were given up although they may have been committed.
    lost: Vec<String>,
    /// Without a network: when to try all the same.
    offline_until: Option<i64>,
    signed_out: bool,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            made: 0,
            flight: None,
            typed: None,
            soon: false,
            reason: Reason::Autosave,
            order: None,
            asked: None,
            lost: Vec::new(),
            offline_until: None,
            signed_out: false,
        }
    }
}

impl Queue {
    pub(super) fn edited(&mut self, now: i64) {
        self.typed = Some(self.typed.map_or((now, now), |(first, _)| (first, now)));
        self.flight.take_if(|flight| flight.refused && !flight.under_way);
    }

    /// Saves what there is as soon as can be.
    pub(super) fn soon(&mut self) {
        self.soon = true;
    }

    pub(super) fn hurry(&mut self, reason: Reason) {
        self.soon = true;
        if self.reason == Reason::Autosave {
            self.reason = reason;
        }
    }

    /// Tries at once what waits for its time.
    pub(super) fn dare(&mut self, now: i64) {
        if let Some(until) = &mut self.offline_until {
            *until = now;
        }
        if let Some(flight) = &mut self.flight {
            flight.retry_at = flight.retry_at.min(now);
        }
    }

    pub(super) fn online(&mut self, now: i64) {
        self.dare(now);
        self.offline_until = None;
    }

    pub(super) fn offline(&mut self, now: i64) {
        self.offline_until = Some(now + MAX_PAUSE);
    }

    pub(super) fn signed_out(&mut self) {
        self.signed_out = true;
    }

    pub(super) fn signed_in(&mut self, now: i64) {
        if std::mem::take(&mut self.signed_out) {
            self.dare(now);
        }
    }

    pub(super) fn busy(&self) -> bool {
        self.flight.is_some()
    }

    /// The key of what is under way; empty if nothing is.
    pub(super) fn key(&self) -> String {
        self.flight
            .as_ref()
            .map(|flight| flight.request.key.clone())
            .unwrap_or_default()
    }

    /// What is shown changes by more than typing: an order that waits no longer means it.
    pub(super) fn unpin(&mut self) {
        if let Some((order, _)) = self.order.take() {
            self.asked = Some((order, false));
        }
    }

    pub(super) fn orders(&self) -> bool {
        self.order.is_some()
    }

    /// What is asked of the post and not known to be done: what waits, be it for the author, and what is on its way.
    pub(super) fn asked_of_post(&self) -> (Option<Order>, Option<Order>) {
        let waiting = self.order.as_ref().map(|(order, _)| order.clone());
        let asked = self.asked.as_ref().map(|(order, _)| order.clone());
        let flight = self.flight.as_ref();
        (
            waiting.or(asked),
            flight.and_then(|flight| flight.request.then.clone()),
        )
    }

    /// Asks the author about an order that a tab left behind, unless a later one is there.
    pub(super) fn recall(&mut self, order: Order) {
        if self.order.is_none() && self.asked.is_none() {
            self.asked = Some((order, false));
        }
    }

    pub(super) fn is_offline(&self) -> bool {
        self.offline_until.is_some()
    }

    pub(super) fn is_signed_out(&self) -> bool {
        self.signed_out
    }

    pub(super) fn under_way(&self) -> bool {
        self.flight.as_ref().is_some_and(|flight| flight.under_way)
    }

    /// Why the last attempt failed, if it did.
    pub(super) fn failing(&self) -> Option<&str> {
        let failed = self.flight.as_ref().filter(|flight| flight.failures > 0);
        failed.map(|flight| flight.reason.as_str())
    }

    /// The order to ask about, if the author was not asked yet.
    pub(super) fn ask(&mut self) -> Option<Order> {
        let (order, shown) = self.asked.as_mut().filter(|(_, shown)| !shown)?;
        *shown = true;
        Some(order.clone())
    }

    fn pause(failures: u32) -> i64 {
        FIRST_PAUSE.saturating_mul(1 << failures.min(10)).min(MAX_PAUSE)
    }
}

impl Flight {
    fn fail(&mut self, reason: String, now: i64, at_least: i64) {
        self.retry_at = now + Queue::pause(self.failures).max(at_least);
        self.failures = self.failures.saturating_add(1);
        self.reason = reason;
    }
}

impl Session {
    /// When there is something to send.
    pub(super) fn send_due(&self) -> Option<i64> {
        let queue = &self.queue;
        if queue.signed_out || self.conflict.is_some() {
            return None;
        }
        let due = match &queue.flight {
            Some(flight) if flight.under_way => return None,
            Some(flight) => flight.retry_at,
            None if queue.order.is_some() => self.steady.now(),
            None if self.draft == self.base.draft => return None,
            // It is the text that has to change first.
            None if too_long(&self.draft.source).is_some() => return None,
            None if queue.soon => self.steady.now(),
            None => queue.typed.map_or(self.steady.now(), |(first, last)| {
                (last + IDLE).min(first + CONTINUOUS)
            }),
        };
        Some(due.max(queue.offline_until.unwrap_or(due)))
    }

    /// The request that is due, if one is.
    pub(super) fn prepare(&mut self) -> Option<Effect> {
        if self.draft == self.base.draft {
            self.queue.typed = None;
            self.queue.soon = false;
            self.queue.reason = Reason::Autosave;
        }
        if self.send_due()? > self.steady.now() {
            return None;
        }
        let mut flight = match self.queue.flight.take() {
            Some(flight) => flight,
            None => self.make(),
        };
        flight.attempt += 1;
        flight.under_way = true;
        let effect = Effect::Send {
            attempt: flight.attempt,
            request: Box::new(flight.request.clone()),
        };
        self.queue.flight = Some(flight);
        Some(effect)
    }

    fn make(&mut self) -> Flight {
        let queue = &mut self.queue;
        queue.made += 1;
        let (draft, then) = match queue.order.take() {
            Some((order, draft)) => (draft, Some(order)),
            None => (self.draft.clone(), None),
        };
        let reason = std::mem::replace(&mut queue.reason, Reason::Autosave);
        if draft == self.draft {
            queue.typed = None;
            queue.soon = false;
        }
        // An entry that names its request is recognised if the answer is never seen.
        self.device.stale(self.steady.now());
        Flight {
            request: SaveRequest {
                post: self.id.post.clone(),
                key: format!("{}-{}", self.id.tab, queue.made),
                base: self.base.revision,
                draft,
                reason: if then.is_some() { Reason::Publish } else { reason },
                then,
            },
            attempt: 0,
            under_way: false,
            retry_at: 0,
            failures: 0,
            reason: String::new(),
            refused: false,
            unsure: false,
        }
    }

    pub(super) fn answered(&mut self, key: &str, attempt: u32, answer: Answer) {
        let now = self.steady.now();
        self.look.put_off(now);
        let awaited =
            |flight: &mut Flight| flight.under_way && flight.request.key == key && flight.attempt == attempt;
        let Some(mut flight) = self.queue.flight.take_if(awaited) else {
            return;
        };
        flight.under_way = false;
        match answer {
            Answer::Saved(revision) => return self.saved(flight, revision),
            Answer::Conflict(head) => return self.overtaken(flight, head),
            Answer::SignedOut => {
                flight.retry_at = now;
                self.queue.signed_out = true;
            }
            Answer::TooMany(seconds) => {
                flight.fail("too many requests".to_owned(), now, i64::from(seconds) * 1_000);
            }
            Answer::Refused(reason) => {
                if flight.unsure {
                    self.queue.lost.push(flight.request.key.clone());
                }
                if let Some(order) = flight.request.then.take() {
                    self.out.push(Effect::Refused { order, reason });
                    return self.queue.soon();
                }
                if flight.request.draft != self.draft {
                    return;
                }
                flight.refused = true;
                flight.fail(reason, now, 0);
            }
            Answer::Full => {
                flight.refused = false;
                flight.fail(DISK_FULL.to_owned(), now, 0);
            }
            Answer::Failed(reason) => {
                flight.unsure = true;
                flight.refused = false;
                flight.fail(reason, now, 0);
            }
        }
        if let Some(until) = &mut self.queue.offline_until {
            *until = now + MAX_PAUSE;
        }
        self.queue.flight = Some(flight);
    }

    fn saved(&mut self, flight: Flight, revision: i64) {
        self.base = Base {
            revision,
            draft: flight.request.draft,
        };
        self.queue.lost.clear();
        if let Some(order) = flight.request.then {
            self.out.push(Effect::Done { order, revision });
        }
        // What was typed meanwhile continues the new revision, not the one before.
        self.device.stale(self.steady.now());
    }

    fn overtaken(&mut self, flight: Flight, head: Box<Head>) {
        if let Some(order) = flight.request.then {
            self.queue.asked = Some((order, false));
        }
        if head.draft == flight.request.draft || self.queue.lost.contains(&head.key) {
            self.base = Base {
                revision: head.revision,
                draft: head.draft,
            };
            return self.device.stale(self.steady.now());
        }
        if head.revision <= self.base.revision {
            // The server went back to an older state: what it has now is no change of what it had then.
            self.base = Base {
                revision: 0,
                draft: Draft::default(),
            };
        }
        self.newer = Some(head);
    }

    pub(super) fn ordered(&mut self, order: Order) {
        // It is on its way there already, and what is asked of it there is refused.
        let again = |flight: &Flight| {
            flight
                .request
                .then
                .as_ref()
                .is_some_and(|then| then.act == Act::Trash)
        };
        if order.act == Act::Trash && self.queue.flight.as_ref().is_some_and(again) {
            return;
        }
        if self.conflict.is_some() {
            self.queue.asked = Some((order, false));
        } else {
            self.queue.asked = None;
            self.queue.order = Some((order, self.draft.clone()));
            self.queue.dare(self.steady.now());
        }
    }

    pub(super) fn confirmed(&mut self, yes: bool) {
        // What has not been asked cannot be answered; what was asked before a conflict opened is asked again after it.
        let answered = self.queue.asked.take_if(|(_, shown)| *shown);
        if let (Some((order, _)), true) = (answered, yes) {
            self.ordered(order);
        }
    }
}
