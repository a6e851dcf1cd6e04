//! One author at one draft in one tab, from opening to leaving: what to keep on the device, what to send and when, what to
//! merge and what to ask. A machine without hands: it is told what happened and says what to do.
//!
//! The edge that drives it promises: effects are carried out in the order given; every [`Effect::Write`] and every
//! [`Effect::Send`] is answered once (a request without an answer is given up after a while and answered as failed);
//! [`Input::Tick`] comes when [`Session::wait`] is over and no earlier; what the author types is told before anything that came later;
//! while a word is being composed by an input method, what the server says waits.

use super::{
    Draft, Meta,
    journal::{Entry, EntryId, Offer, Taken, offer},
    merge::{Changes, Choice, Split},
    save::{Answer, Head, Order, Reason, SaveRequest},
};

mod device;
mod look;
mod meeting;
mod queue;
mod status;
mod steady;

pub use status::{Rest, Status};

use device::Device;
use look::Look;
use meeting::Standing;
use queue::Queue;
use steady::Steady;

/// What happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The text is now this.
    Typed(String),
    /// The fields are now these.
    Described(Box<Meta>),
    /// The [wait](Session::wait) is over.
    Tick,
    /// The device holds the entry with this number.
    Written(u32),
    /// The device could not keep it.
    NotWritten(u32),
    /// What became of an attempt to save.
    Answered {
        /// The request's key.
        key: String,
        /// The number of the attempt.
        attempt: u32,
        /// The answer.
        answer: Answer,
    },
    /// The network is there.
    Online,
    /// The network is gone.
    Offline,
    /// Somebody has to sign in, as another request was told.
    SignedOut,
    /// The author is signed in again.
    SignedIn,
    /// The server's latest revision, as another request was told.
    HeadSeen(Box<Head>),
    /// The server has nothing newer than what it was [asked](Effect::Look) about.
    NothingNewer,
    /// The server did not say whether it has something newer.
    NothingSeen,
    /// The author asked to save.
    SaveNow,
    /// The tab is hidden or about to be closed.
    Leaving,
    /// The tab is looked at again.
    Back,
    /// Something is asked of the post, and means what is shown now.
    Ordered(Order),
    /// Whether the order that was to be [confirmed](Effect::Confirm) stands; if so, it means what is shown now.
    Confirmed(bool),
    /// The author's choices in a conflict.
    Resolved {
        /// The conflict's number.
        serial: u32,
        /// For every open place of the text, in order.
        hunks: Vec<Choice>,
        /// For every open field, in order.
        fields: Vec<Choice>,
    },
    /// What to do about something left on the device.
    Offered {
        /// Whose entry.
        id: EntryId,
        /// What to do.
        taken: Taken,
    },
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Keep this on the device in place of what is there under the same id.
    Write {
        /// Comes back with the answer.
        seq: u32,
        /// What to keep.
        entry: Box<Entry>,
    },
    /// Remove it from the device, if it is there.
    Remove(EntryId),
    /// Send this to the server.
    Send {
        /// Comes back with the answer.
        attempt: u32,
        /// What to send.
        request: Box<SaveRequest>,
    },
    /// Ask the server for its latest revision if that is newer than this one; answered by [`Input::HeadSeen`],
    /// [`Input::NothingNewer`] or [`Input::NothingSeen`].
    Look(i64),
    /// Show this instead of what is shown, the cursor where it was. Nothing else was typed meanwhile.
    Show(Box<Draft>),
    /// Say what somebody else changed; it is in what is shown.
    Told {
        /// Their name, and where.
        who: String,
        /// When, Unix milliseconds.
        at: i64,
        /// What.
        changes: Changes,
    },
    /// Show these, left on the device by tabs that are gone, each next to what the server has.
    Offer(Vec<Offer>),
    /// Show this conflict, in place of one shown before.
    Conflict(Box<Conflict>),
    /// The conflict is over.
    Agreed,
    /// Ask whether this is still meant: what is shown is no longer what was shown when it was asked for.
    Confirm(Order),
    /// It was done, with what this revision holds.
    Done {
        /// What.
        order: Order,
        /// The revision.
        revision: i64,
    },
    /// It was not done and will not be; what was written is saved without it.
    Refused {
        /// What.
        order: Order,
        /// Why, in words.
        reason: String,
    },
    /// Say how it stands.
    Status(Status),
}

/// What the author has to choose between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Comes back with the choices. A new one means that either side has changed since.
    pub serial: u32,
    /// Whose the other side is, and where; empty for what was left on this device.
    pub who: String,
    /// When it was made, Unix milliseconds.
    pub at: i64,
    /// Both sides; *mine* is what is shown.
    pub split: Split,
}

/// A revision that the server holds, and that what is shown was made from.
#[derive(Clone, Debug)]
struct Base {
    /// 0 if it is not known what was before.
    revision: i64,
    draft: Draft,
}

/// The machine.
#[derive(Debug)]
pub struct Session {
    id: EntryId,
    /// What is shown.
    draft: Draft,
    base: Base,
    steady: Steady,
    device: Device,
    queue: Queue,
    look: Look,
    conflict: Option<Standing>,
    conflicts: u32,
    /// Whether the author was told of a conflict that is not over.
    in_conflict: bool,
    /// A later revision than the base, to be merged as soon as nothing is under way.
    newer: Option<Box<Head>>,
    offers: Vec<Offer>,
    /// Offers taken, to be merged as soon as no conflict is open; with what was shown when they were, unless a conflict was.
    taking: Vec<(Entry, Option<Draft>)>,
    status: Status,
    out: Vec<Effect>,
}

impl Session {
    /// Opens the server's latest revision of a post. `tab` is random and new; `left` are the post's entries on this device
    /// whose tabs are gone; `now` in Unix milliseconds, as everywhere.
    pub fn open(id: EntryId, head: &Head, left: Vec<Entry>, now: i64) -> (Self, Vec<Effect>) {
        let mut session = Self {
            id,
            draft: head.draft.clone(),
            base: Base {
                revision: head.revision,
                draft: head.draft.clone(),
            },
            steady: Steady::new(now),
            device: Device::default(),
            queue: Queue::default(),
            look: Look::default(),
            conflict: None,
            conflicts: 0,
            in_conflict: false,
            newer: None,
            offers: Vec::new(),
            taking: Vec::new(),
            status: Status::Saved,
            out: Vec::new(),
        };
        for entry in left {
            match offer(entry, head) {
                Ok(offer) => session.offers.push(offer),
                Err(id) => session.out.push(Effect::Remove(id)),
            }
        }
        if !session.offers.is_empty() {
            session.out.push(Effect::Offer(session.offers.clone()));
        }
        session.out.push(Effect::Status(Status::Saved));
        let out = std::mem::take(&mut session.out);
        (session, out)
    }

    /// Takes in what happened and says what to do, in this order.
    pub fn step(&mut self, input: Input, now: i64) -> Vec<Effect> {
        let due = self.due();
        self.steady.observe(now);
        if let (Input::Tick, Some(due)) = (&input, due) {
            self.steady.reach(due);
        }
        self.take(input);
        self.reconcile();
        let request = self.prepare();
        self.keep();
        self.agree();
        self.out.extend(request);
        self.look_about();
        self.tell();
        std::mem::take(&mut self.out)
    }

    /// Milliseconds from the last step to the [`Input::Tick`] that is due next, if one is. It is a span and no time, so that a
    /// clock that is put back does not keep anything waiting.
    pub fn wait(&self) -> Option<i64> {
        self.due().map(|due| self.steady.until(due))
    }

    fn due(&self) -> Option<i64> {
        [
            self.keep_due(),
            self.send_due(),
            self.words_due(),
            self.look_due(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// What is shown.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The revision that what is shown was made from.
    pub fn revision(&self) -> i64 {
        self.base.revision
    }

    /// Whether a later revision waits to be merged as soon as nothing is under way.
    pub fn is_behind(&self) -> bool {
        self.newer.is_some()
    }

    /// Whether something shown or asked for was not acknowledged by the server: leaving the page then asks first.
    pub fn unsaved(&self) -> bool {
        self.draft != self.base.draft || self.queue.busy() || self.queue.orders()
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Typed(source) => {
                if source != self.draft.source {
                    self.draft.source = source;
                    self.edited();
                }
            }
            Input::Described(meta) => {
                if *meta != self.draft.meta {
                    self.draft.meta = *meta;
                    self.edited();
                }
            }
            Input::Tick => {}
            Input::Written(seq) => self.written(seq),
            Input::NotWritten(seq) => self.not_written(seq),
            Input::Answered { key, attempt, answer } => self.answered(&key, attempt, answer),
            Input::Online => self.queue.online(self.steady.now()),
            Input::Offline => self.queue.offline(self.steady.now()),
            Input::SignedOut => self.queue.signed_out(),
            Input::SignedIn => self.queue.signed_in(self.steady.now()),
            Input::HeadSeen(head) => {
                // Only somebody who is signed in is told, so a refusal that arrived late is old news.
                self.queue.signed_in(self.steady.now());
                self.look.put_off(self.steady.now());
                self.seen(head);
            }
            Input::NothingNewer => {
                self.queue.signed_in(self.steady.now());
                self.look.put_off(self.steady.now());
            }
            Input::NothingSeen => self.look.put_off(self.steady.now()),
            Input::SaveNow => {
                self.queue.hurry(Reason::Manual);
                // Perhaps somebody signed in elsewhere.
                self.queue.signed_in(self.steady.now());
                self.queue.dare(self.steady.now());
            }
            Input::Leaving => {
                self.queue.hurry(Reason::Autosave);
                self.device.hurry(self.steady.now());
                self.look.hide();
            }
            Input::Back => self.look.show(self.steady.now()),
            Input::Ordered(order) => self.ordered(order),
            Input::Confirmed(yes) => self.confirmed(yes),
            Input::Resolved {
                serial,
                hunks,
                fields,
            } => self.resolved(serial, &hunks, &fields),
            Input::Offered { id, taken } => self.offered(&id, taken),
        }
    }

    /// Something that is shown was changed.
    fn edited(&mut self) {
        let now = self.steady.now();
        self.device.edited(now);
        self.queue.edited(now);
    }

    /// Replaces what is shown.
    fn show(&mut self, draft: Draft) {
        if draft != self.draft {
            self.draft = draft;
            self.out.push(Effect::Show(Box::new(self.draft.clone())));
            self.edited();
        }
    }
}

#[cfg(test)]
mod tests;
