//! The hands of a writing session: carries out what the machine of `model::draft::session` says, and tells it what came of
//! it. The machine decides; nothing here does.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::desk::save_draft,
    error::AppError,
    model::draft::{
        Draft,
        journal::{Entry, EntryId, Offer},
        save::{Answer, Head, Order, SaveRequest},
        session::{Conflict, Effect, Input, Session, Status},
        too_long,
    },
    platform::{self, Journal},
};

/// A request without an answer is given up after so many milliseconds; it is sent again under the same key.
const PATIENCE: u32 = 20_000;

/// What the page shows of the session.
#[derive(Clone, Copy)]
pub struct Shown {
    /// How it stands.
    pub status: RwSignal<Status>,
    /// What was left on the device by tabs that are gone.
    pub offers: RwSignal<Vec<Offer>>,
    /// What has to be chosen first.
    pub conflict: RwSignal<Option<Conflict>>,
    /// An order to be confirmed, since the text changed after it was given.
    pub confirm: RwSignal<Option<Order>>,
    /// What the page says was done, or why not: the words, and whether they tell of a failure.
    pub news: RwSignal<Option<(String, bool)>>,
    /// The last order that was carried out.
    pub done: RwSignal<Option<Order>>,
    /// The draft that the page has to show instead of what it shows.
    pub show: RwSignal<Option<Draft>>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            status: RwSignal::new(Status::Saved),
            offers: RwSignal::new(Vec::new()),
            conflict: RwSignal::new(None),
            confirm: RwSignal::new(None),
            news: RwSignal::new(None),
            done: RwSignal::new(None),
            show: RwSignal::new(None),
        }
    }
}

/// A session with its hands.
#[derive(Clone)]
pub struct Edge {
    parts: Rc<Parts>,
    /// What the page shows of it.
    pub shown: Shown,
}

struct Parts {
    session: RefCell<Session>,
    journal: Option<Journal>,
    waiting: RefCell<VecDeque<Input>>,
    /// Answers that wait until a word is composed.
    held: RefCell<Vec<Input>>,
    busy: RefCell<bool>,
    composing: RefCell<bool>,
    timer: RefCell<Option<Timeout>>,
}

impl Edge {
    /// Opens a session on the server's latest revision, with what tabs that are gone left on this device.
    pub async fn open(post: String, head: &Head, shown: Shown) -> Self {
        let journal = Journal::open().await;
        let mut left = Vec::new();
        if let Some(journal) = &journal {
            let alive = platform::list_alive().await;
            for text in journal.left(&format!("{post}/")).await {
                if let Some(entry) = Entry::read(&text)
                    && !alive.contains(&key(&entry.id))
                {
                    left.push(entry);
                }
            }
        }
        let id = EntryId {
            post,
            tab: platform::random_name(),
        };
        platform::hold_alive(&key(&id));
        let (session, effects) = Session::open(id, head, left, platform::now());
        let edge = Self {
            parts: Rc::new(Parts {
                session: RefCell::new(session),
                journal,
                waiting: RefCell::default(),
                held: RefCell::default(),
                busy: RefCell::new(false),
                composing: RefCell::new(false),
                timer: RefCell::default(),
            }),
            shown,
        };
        for effect in effects {
            edge.carry_out(effect);
        }
        edge
    }

    /// Tells the session what happened.
    pub fn tell(&self, input: Input) {
        let from_server = matches!(input, Input::Answered { .. } | Input::HeadSeen(_));
        if from_server && *self.parts.composing.borrow() {
            self.parts.held.borrow_mut().push(input);
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
        self.wind();
    }

    /// An input method began or ended composing a word.
    pub fn compose(&self, composing: bool) {
        self.parts.composing.replace(composing);
        if !composing {
            let held = std::mem::take(&mut *self.parts.held.borrow_mut());
            held.into_iter().for_each(|input| self.tell(input));
        }
    }

    /// Whether leaving the page would leave something behind that the server does not have.
    pub fn unsaved(&self) -> bool {
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
                edge.tell(Input::Tick);
            })
        });
        self.parts.timer.replace(timer);
    }

    fn carry_out(&self, effect: Effect) {
        let shown = self.shown;
        match effect {
            Effect::Write { seq, entry } => self.keep(seq, &entry),
            Effect::Remove(id) => {
                if let Some(journal) = self.parts.journal.clone() {
                    spawn_local(async move {
                        journal.forget(&key(&id)).await;
                    });
                }
            }
            Effect::Send { attempt, request } => self.send(attempt, *request),
            Effect::Show(draft) => shown.show.set(Some(*draft)),
            Effect::Told { who, changes, .. } => {
                let what = changes.told();
                if !what.is_empty() {
                    let who = if who.is_empty() {
                        "This device".to_owned()
                    } else {
                        who
                    };
                    shown.news.set(Some((format!("From {who}: {what}."), false)));
                }
            }
            Effect::Offer(offers) => shown.offers.set(offers),
            Effect::Conflict(conflict) => shown.conflict.set(Some(*conflict)),
            Effect::Agreed => shown.conflict.set(None),
            Effect::Confirm(order) => shown.confirm.set(Some(order)),
            Effect::Done { order, .. } => shown.done.set(Some(order)),
            Effect::Refused { reason, .. } => shown.news.set(Some((reason, true))),
            Effect::Status(status) => shown.status.set(status),
        }
    }

    fn keep(&self, seq: u32, entry: &Entry) {
        let (name, text) = (key(&entry.id), entry.write());
        let edge = self.clone();
        spawn_local(async move {
            let kept = match &edge.parts.journal {
                Some(journal) => journal.keep(&name, &text).await,
                None => false,
            };
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
            if let Some(problem) = too_long(&request.draft.source) {
                let answer = Answer::Refused(problem);
                return edge.tell(Input::Answered { key, attempt, answer });
            }
            let waited = gloo_timers::future::TimeoutFuture::new(PATIENCE);
            let sent = Box::pin(save_draft(request));
            let answer = match futures_util::future::select(sent, waited).await {
                futures_util::future::Either::Left((Ok(reply), _)) => Answer::from(reply),
                futures_util::future::Either::Left((Err(error), _)) => failed(error),
                futures_util::future::Either::Right(_) => {
                    Answer::Failed("the server did not answer".to_owned())
                }
            };
            edge.tell(Input::Answered { key, attempt, answer });
        });
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
