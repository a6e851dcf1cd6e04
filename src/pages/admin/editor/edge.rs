//! The hands of a writing session: carries out what the machine of `model::draft::session` says, and tells it what came of
//! it. The machine decides; nothing here does.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use super::shown::Shown;
use crate::{
    api::{desk::save_draft, writing::look_for_newer},
    error::AppError,
    model::draft::{
        Draft,
        journal::{BASE, Entry, EntryId},
        save::{Act, Answer, Head, SaveRequest},
        session::{Effect, Input, Rest, Session, Status},
        too_long,
    },
    platform::{self, Alive, Journal},
};

/// A request without an answer is given up after so many milliseconds; it is sent again under the same key.
const PATIENCE: u32 = 20_000;

/// From a key to the reading of the text, in milliseconds: taking a long text out of its field costs more than a key may,
/// and of keys that follow each other only the last is read. It counts into the 300 in which the device has it.
const READ_AFTER: u32 = 180;

/// Reads what is in the text field.
pub type Reader = Box<dyn Fn() -> Option<String>>;

/// Says where what was not saved is.
type Teller = Box<dyn Fn(Rest)>;

/// A session with its hands.
#[derive(Clone)]
pub struct Edge {
    parts: Rc<Parts>,
    /// What the page shows of it.
    pub shown: Shown,
}

struct Parts {
    post: String,
    session: RefCell<Session>,
    journal: Option<Journal>,
    waiting: RefCell<VecDeque<Input>>,
    /// Answers that wait until a word is composed.
    held: RefCell<Vec<Input>>,
    busy: RefCell<bool>,
    composing: RefCell<bool>,
    timer: RefCell<Option<Timeout>>,
    /// What takes the text out of its field, and the time at which it will, if something was typed since.
    reader: RefCell<Option<Reader>>,
    unread: RefCell<Option<Timeout>>,
    /// The text of the base that the device holds.
    base: RefCell<Option<String>>,
    /// Says to other pages that this session is there.
    alive: RefCell<Option<Alive>>,
    /// The page shows something else; nothing is begun any more.
    closed: RefCell<bool>,
    /// Somebody else is signed in than who writes: nothing is sent in their name.
    held_back: Cell<bool>,
    /// Counts looks, and saves that were answered: where the post stands is told by both, and only the last is news.
    news: Cell<u32>,
    /// Says elsewhere where what was not saved is.
    rest: RefCell<Option<Teller>>,
}

impl Edge {
    /// Opens a session on the server's latest revision, with what tabs that are gone left on this device; `mark` is that of who
    /// writes.
    pub async fn open(post: String, head: &Head, mark: String, shown: Shown) -> Self {
        let journal = Journal::open().await;
        let mut left = Vec::new();
        if let Some(journal) = &journal {
            let alive = platform::list_alive().await;
            let all = journal.left(&format!("{post}/")).await;
            for (name, text) in &all {
                if name.ends_with(BASE) || alive.contains(name) {
                    continue;
                }
                let base = all.iter().find(|(other, _)| *other == format!("{name}{BASE}"));
                match Entry::read(text, base.map(|(_, text)| text.as_str())) {
                    Some(entry) => left.push(entry),
                    None => shown
                        .unread
                        .update(|unread| unread.push((name.clone(), text.clone()))),
                }
            }
        }
        let id = EntryId {
            post: post.clone(),
            tab: mark + &platform::random_name(),
        };
        let alive = platform::hold_alive(&key(&id));
        let (session, effects) = Session::open(id, head, left, platform::now());
        let edge = Self {
            parts: Rc::new(Parts {
                post,
                session: RefCell::new(session),
                journal,
                waiting: RefCell::default(),
                held: RefCell::default(),
                busy: RefCell::new(false),
                composing: RefCell::new(false),
                timer: RefCell::default(),
                reader: RefCell::default(),
                unread: RefCell::default(),
                base: RefCell::default(),
                alive: RefCell::new(alive),
                closed: RefCell::new(false),
                held_back: Cell::new(false),
                news: Cell::new(0),
                rest: RefCell::default(),
            }),
            shown,
        };
        for effect in effects {
            edge.carry_out(effect);
        }
        shown.revision.set(head.revision);
        edge.wind();
        edge
    }

    /// Says how the text is taken out of its field.
    pub fn read_with(&self, reader: Reader) {
        self.parts.reader.replace(Some(reader));
    }

    /// Something was typed. It is read in a moment, or before the session is told anything else.
    pub fn typed(&self) {
        let mut unread = self.parts.unread.borrow_mut();
        if unread.is_none() {
            let edge = self.clone();
            *unread = Some(Timeout::new(READ_AFTER, move || {
                edge.read();
            }));
            // What is typed is not saved from this moment on, whatever it turns out to be.
            if self.shown.status.get_untracked() == Status::Saved {
                self.shown.status.set(Status::Saving);
            }
        }
    }

    /// Reads what was typed, if something was; whether it was.
    pub fn read(&self) -> bool {
        if self.parts.unread.take().is_none() {
            return false;
        }
        let text = self.parts.reader.borrow().as_ref().and_then(|read| read());
        if let Some(text) = text {
            self.tell(Input::Typed(text));
            let status = self.parts.session.borrow().status();
            if self.shown.status.get_untracked() != status {
                self.shown.status.set(status);
            }
        }
        true
    }

    /// Tells the session what happened.
    pub fn tell(&self, input: Input) {
        self.read();
        if *self.parts.composing.borrow() && self.would_show(&input) {
            // Time passes by itself: it is looked at anew afterwards.
            if !matches!(input, Input::Tick) {
                self.parts.held.borrow_mut().push(input);
            }
            return;
        }
        self.parts.waiting.borrow_mut().push_back(input);
        // What an effect causes waits until all effects before it are carried out.
        if self.parts.busy.replace(true) {
            return;
        }
        loop {
            let Some(input) = self.parts.waiting.borrow_mut().pop_front() else {
                break;
            };
            let effects = self.parts.session.borrow_mut().step(input, platform::now());
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.parts.busy.replace(false);
        if *self.parts.closed.borrow() {
            self.settle();
        } else {
            let revision = self.parts.session.borrow().revision();
            if self.shown.revision.get_untracked() != revision {
                self.shown.revision.set(revision);
            }
            self.wind();
        }
    }

    /// Whether something that happened may put another text into the field, under the hands of an input method.
    fn would_show(&self, input: &Input) -> bool {
        let session = self.parts.session.borrow();
        match input {
            Input::HeadSeen(_) => true,
            Input::Answered { answer, .. } => matches!(answer, Answer::Conflict(_)) || session.is_behind(),
            Input::Tick => session.status() == Status::Conflict,
            _ => false,
        }
    }

    /// The page shows something else from now on: what is not saved is kept and sent once more, and what nobody else has as
    /// often as it takes. `rest` is told where it is, now and whenever something came of that. What the device has is offered
    /// to whoever opens the post next.
    pub fn close(&self, rest: impl Fn(Rest) + 'static) {
        self.tell(Input::Leaving);
        self.parts.rest.replace(Some(Box::new(rest)));
        self.parts.closed.replace(true);
        self.parts.alive.replace(None);
        self.settle();
    }

    /// Says where what was not saved is. What is nowhere else is tried again when its time comes.
    fn settle(&self) {
        let rest = self.parts.session.borrow().rest();
        if rest == Rest::Nowhere {
            self.wind();
        } else {
            self.parts.timer.replace(None);
        }
        if let Some(told) = &*self.parts.rest.borrow() {
            told(rest);
        }
    }

    /// Whether nothing is to be sent, for somebody else is signed in than who writes.
    pub fn hold_back(&self, held_back: bool) {
        self.parts.held_back.set(held_back);
    }

    /// Removes an entry from the device.
    pub fn forget(&self, name: String) {
        self.parts.base.take();
        if let Some(journal) = self.parts.journal.clone() {
            spawn_local(async move {
                let base = format!("{name}{BASE}");
                journal.forget(&[name, base]).await;
            });
        }
    }

    /// An input method began or ended composing a word.
    pub fn compose(&self, composing: bool) {
        self.parts.composing.replace(composing);
        if !composing {
            // Firefox says so before it tells of the last input.
            self.typed();
            let held = std::mem::take(&mut *self.parts.held.borrow_mut());
            held.into_iter().for_each(|input| self.tell(input));
            self.wind();
        }
    }

    /// Whether leaving the page would leave something behind that the server does not have.
    pub fn unsaved(&self) -> bool {
        self.read();
        self.parts.session.borrow().unsaved()
    }

    /// What is shown.
    pub fn draft(&self) -> Draft {
        self.parts.session.borrow().draft().clone()
    }

    /// Sets the timer to the session's next deadline.
    fn wind(&self) {
        let wait = self.parts.session.borrow().wait();
        let timer = wait.map(|wait| {
            let edge = self.clone();
            Timeout::new(u32::try_from(wait.max(0)).unwrap_or(u32::MAX), move || {
                edge.parts.timer.replace(None);
                // Telling of what was typed does all that is due, and what is due next is later.
                if !edge.read() {
                    edge.tell(Input::Tick);
                }
            })
        });
        self.parts.timer.replace(timer);
    }

    fn carry_out(&self, effect: Effect) {
        let shown = self.shown;
        let works = matches!(
            effect,
            Effect::Write { .. } | Effect::Remove(_) | Effect::Send { .. }
        );
        if !works && *self.parts.closed.borrow() {
            return;
        }
        match effect {
            Effect::Write { seq, entry } => self.keep(seq, &entry),
            Effect::Remove(id) => self.forget(key(&id)),
            Effect::Send { attempt, request } => self.send(attempt, *request),
            Effect::Look(revision) => self.look(revision),
            Effect::Show(draft) => shown.show.set(Some(*draft)),
            Effect::Told { who, at, changes } => {
                let what = changes.told();
                if !what.is_empty() {
                    let who = if who.is_empty() {
                        "This device".to_owned()
                    } else {
                        who
                    };
                    let time = platform::clock(at);
                    let news = format!("From {who}, saved at {time}: {what}. It is in the text here now.");
                    shown.news.set(Some((news, false)));
                }
            }
            Effect::Offer(offers) => shown.offers.set(offers),
            Effect::Conflict(conflict) => {
                // What came before is no news beside it.
                if shown.news.with_untracked(|news| matches!(news, Some((_, false)))) {
                    shown.news.set(None);
                }
                shown.conflict.set(Some(*conflict));
            }
            Effect::Agreed => shown.conflict.set(None),
            Effect::Confirm(order) => shown.confirm.set(Some(order)),
            Effect::Done { order, .. } => shown.done.set(Some(order)),
            Effect::Refused { reason, .. } => {
                shown.news.set(Some((reason, true)));
                // Perhaps the post stands elsewhere than the page says.
                self.look_now();
            }
            Effect::Status(status) => shown.status.set(status),
        }
    }

    /// Asks the server what is new, and where the post stands.
    pub fn look_now(&self) {
        let revision = self.parts.session.borrow().revision();
        self.look(revision);
    }

    fn look(&self, revision: i64) {
        let edge = self.clone();
        let news = self.parts.count();
        spawn_local(async move {
            match look_for_newer(edge.parts.post.clone(), revision).await {
                Ok(looked) => {
                    if edge.parts.news.get() == news {
                        edge.shown.stands.try_set(Some(looked.stands));
                    }
                    return edge.tell(match looked.newer {
                        Some(head) => Input::HeadSeen(Box::new(head)),
                        None => Input::NothingNewer,
                    });
                }
                Err(AppError::Unauthorized) => edge.tell(Input::SignedOut),
                Err(_) => {}
            }
            edge.tell(Input::NothingSeen);
        });
    }

    fn keep(&self, seq: u32, entry: &Entry) {
        let name = key(&entry.id);
        let base = &entry.base_draft.source;
        let mut texts = Vec::with_capacity(2);
        if self.parts.base.borrow().as_ref() != Some(base) {
            texts.push((format!("{name}{BASE}"), base.clone()));
            self.parts.base.replace(Some(base.clone()));
        }
        texts.push((name, entry.write()));
        let edge = self.clone();
        spawn_local(async move {
            let kept = match &edge.parts.journal {
                Some(journal) => journal.keep(&texts).await,
                None => false,
            };
            if !kept {
                // Nothing of it is there.
                edge.parts.base.take();
            }
            edge.tell(if kept {
                Input::Written(seq)
            } else {
                Input::NotWritten(seq)
            });
        });
    }

    fn send(&self, attempt: u32, request: SaveRequest) {
        let edge = self.clone();
        spawn_local(async move {
            let key = request.key.clone();
            if edge.parts.held_back.get() {
                let answer = Answer::SignedOut;
                return edge.tell(Input::Answered { key, attempt, answer });
            }
            if let Some(problem) = too_long(&request.draft.source) {
                let answer = Answer::Refused(problem);
                return edge.tell(Input::Answered { key, attempt, answer });
            }
            let meta = request.draft.meta.clone();
            let act = request.then.as_ref().map(|order| order.act);
            let waited = gloo_timers::future::TimeoutFuture::new(PATIENCE);
            let sent = Box::pin(save_draft(request));
            let answer = match futures_util::future::select(sent, waited).await {
                futures_util::future::Either::Left((Ok(mut reply), _)) => {
                    edge.parts.count();
                    if let Some(stands) = reply.stands.take() {
                        edge.shown.stands.try_set(Some(stands));
                    }
                    if reply.saved.is_some() {
                        let is_shown = matches!(act, Some(Act::Publish | Act::Schedule));
                        let address = reply.address.take();
                        edge.shown
                            .found
                            .try_update(|found| found.saved(&meta, is_shown, address));
                    }
                    Answer::from(reply)
                }
                futures_util::future::Either::Left((Err(error), _)) => {
                    if let AppError::Invalid(fields) = &error {
                        edge.shown.found.try_update(|found| found.refused(&meta, fields));
                    }
                    failed(error)
                }
                futures_util::future::Either::Right(_) => {
                    Answer::Failed("the server did not answer".to_owned())
                }
            };
            edge.tell(Input::Answered { key, attempt, answer });
        });
    }
}

impl Parts {
    fn count(&self) -> u32 {
        let news = self.news.get().wrapping_add(1);
        self.news.set(news);
        news
    }
}

/// Under which an entry is kept, and its tab is alive.
fn key(id: &EntryId) -> String {
    format!("{}/{}", id.post, id.tab)
}

fn failed(error: AppError) -> Answer {
    match error {
        AppError::Unauthorized => Answer::SignedOut,
        AppError::TooMany { retry_after } => Answer::TooMany(retry_after),
        AppError::Full(_) => Answer::Full,
        AppError::Invalid(fields) if !fields.is_empty() => {
            let all: Vec<String> = fields.into_values().collect();
            Answer::Refused(all.join(" "))
        }
        AppError::Transport(_) => Answer::Failed("the server could not be reached".to_owned()),
        AppError::Internal { reference } => {
            Answer::Failed(format!("a fault on our side, in the log as {reference}"))
        }
        other => Answer::Refused(other.to_string()),
    }
}
