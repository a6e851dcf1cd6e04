//! Sending pictures: a few at a time, with how far each is. What failed stays until it is sent again or taken away.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast as _, closure::Closure},
};
use miniserde::json;
use web_sys::{File, FileList, ProgressEvent, XmlHttpRequest};

use crate::model::media::{MAX_BYTES, UPLOAD, Uploaded, size_in_words};

/// Pictures under way at once.
const AT_ONCE: usize = 3;

/// How far a picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Others go first.
    Waiting,
    /// So many percent are sent; at 100 the server works on it.
    Sending(u32),
    /// There is no network; it goes on when that is back.
    Offline,
    /// Why it did not get here, and what to do.
    Failed(String),
    /// Why this file will never be taken.
    Refused(String),
    /// It is here.
    Done(Uploaded),
}

impl State {
    /// Whether it would be lost with the page.
    fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Sending(_) | Self::Offline)
    }

    /// Whether it may get here when it is sent again.
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Offline)
    }

    /// Whether it tells of something that has to be looked at.
    pub fn is_wrong(&self) -> bool {
        self.is_failed() || matches!(self, Self::Refused(_))
    }
}

/// A picture that somebody chose.
#[derive(Clone, Copy, PartialEq)]
pub struct Sent {
    /// Names it.
    pub id: u32,
    /// As the file is called.
    pub name: StoredValue<String>,
    /// How far it is.
    pub state: RwSignal<State>,
    file: StoredValue<File, LocalStorage>,
    request: StoredValue<Option<XmlHttpRequest>, LocalStorage>,
}

/// How many places of the desk hold something that has not reached the server: pictures, words that do not get there, and
/// settings that were not saved. The browser asks before the page that holds it is left.
#[derive(Clone, Copy)]
pub struct UnderWay(RwSignal<u32>);

impl UnderWay {
    /// None. Made with the desk, which lasts as long as its window.
    pub fn open() -> Self {
        let count = RwSignal::new(0);
        let handle = window_event_listener(ev::beforeunload, move |event| {
            if count.try_get_untracked() > Some(0) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
        Self(count)
    }

    /// What a link of the desk has to be meanwhile: one that loads a page, so that the browser asks before it leaves this.
    pub fn rel(self) -> Option<&'static str> {
        (self.0.get() > 0).then_some("external")
    }

    /// Counts a place as long as something is under way there, and it is shown.
    pub fn count(self, is_busy: impl Fn() -> bool + Send + Sync + 'static) {
        let is_busy = Memo::new(move |_| is_busy());
        Effect::new(move |_| {
            if is_busy.get() {
                self.0.update(|count| *count += 1);
                on_cleanup(move || self.0.update(|count| *count -= 1));
            }
        });
    }
}

/// All that were chosen on a page, in their order.
#[derive(Clone, Copy)]
pub struct Uploads {
    /// Those that are shown.
    pub all: RwSignal<Vec<Sent>>,
    number: StoredValue<u32>,
    done: Callback<(u32, Uploaded)>,
}

impl Uploads {
    /// None yet. `done` is told of each that is taken. The files are kept in this page's memory until then.
    pub fn new(done: Callback<(u32, Uploaded)>) -> Self {
        let uploads = Self {
            all: RwSignal::new(Vec::new()),
            number: StoredValue::new(0),
            done,
        };
        let handle = window_event_listener(ev::online, move |_| uploads.go_on());
        on_cleanup(move || handle.remove());
        expect_context::<UnderWay>().count(move || {
            uploads
                .all
                .with(|all| all.iter().any(|one| one.state.with(State::is_open)))
        });
        uploads
    }

    /// Adds files; [`Self::start`] sends them.
    pub fn add(self, files: Vec<File>) -> Vec<Sent> {
        let added: Vec<Sent> = files
            .into_iter()
            .map(|file| {
                self.number.update_value(|number| *number += 1);
                let too_large = file.size() > MAX_BYTES as f64;
                let state = if too_large {
                    State::Refused(format!(
                        "This file is larger than {}. Scale it down and add it again.",
                        size_in_words(MAX_BYTES)
                    ))
                } else {
                    State::Waiting
                };
                Sent {
                    id: self.number.get_value(),
                    name: StoredValue::new(file.name()),
                    state: RwSignal::new(state),
                    file: StoredValue::new_local(file),
                    request: StoredValue::new_local(None),
                }
            })
            .collect();
        self.all.update(|all| all.extend(&added));
        added
    }

    /// Sends as many as may be under way.
    pub fn start(self) {
        let Some(all) = self.all.try_get_untracked() else {
            return;
        };
        let is = |one: &&Sent, wanted: fn(&State) -> bool| one.state.with_untracked(wanted);
        let under_way = all
            .iter()
            .filter(|one| is(one, |state| matches!(state, State::Sending(_))))
            .count();
        let waiting = all.iter().filter(|one| is(one, |state| *state == State::Waiting));
        for one in waiting.take(AT_ONCE.saturating_sub(under_way)) {
            self.send(*one);
        }
    }

    /// Sends one again.
    pub fn retry(self, one: Sent) {
        one.state.set(State::Waiting);
        self.start();
    }

    /// Gives up all that are under way, for another one is meant now.
    pub fn clear(self) {
        for one in self.all.get_untracked() {
            if let Some(request) = one.request.get_value() {
                let _ = request.abort();
            }
        }
        self.all.set(Vec::new());
    }

    /// Takes one off the list; if it is under way it is given up.
    pub fn remove(self, one: Sent) {
        if let Some(request) = one.request.get_value() {
            let _ = request.abort();
        }
        self.all.update(|all| all.retain(|other| other.id != one.id));
        self.start();
    }

    /// How the pictures are, in one sentence that changes with each that is here or failed and not with each percent.
    pub fn summary(self) -> String {
        let all = self.all.get();
        let count = |is: fn(&State) -> bool| all.iter().filter(|one| one.state.with(is)).count();
        let done = count(|state| matches!(state, State::Done(_)));
        let failed = count(|state| matches!(state, State::Failed(_) | State::Refused(_)));
        match (all.len(), failed) {
            (0, _) => String::new(),
            (1, 0) if done == 0 => "The picture is on its way.".to_owned(),
            (1, 0) => "The picture is here.".to_owned(),
            (number, 0) => format!("{done} of {number} pictures are here."),
            (number, failed) => format!("{done} of {number} pictures are here, {failed} failed."),
        }
    }

    fn go_on(self) {
        for one in self.all.try_get_untracked().unwrap_or_default() {
            if one.state.get_untracked() == State::Offline {
                one.state.set(State::Waiting);
            }
        }
        self.start();
    }

    fn send(self, one: Sent) {
        one.state.set(State::Sending(0));
        let failed = move || {
            one.state.try_set(State::Failed(
                "This browser could not send it. Load the page again.".to_owned(),
            ));
        };
        let query = crate::platform::query(&[("name", &one.name.get_value())]);
        let Ok(request) = XmlHttpRequest::new() else {
            return failed();
        };
        if request
            .open_with_async("POST", &format!("{UPLOAD}?{query}"), true)
            .is_err()
        {
            return failed();
        }
        if let Ok(way) = request.upload() {
            let told = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
                if event.length_computable() && event.total() > 0.0 {
                    let percent = (100.0 * event.loaded() / event.total()) as u32;
                    one.state.try_set(State::Sending(percent.min(100)));
                }
            });
            way.set_onprogress(Some(told.as_ref().unchecked_ref()));
            told.forget();
        }
        let asked = request.clone();
        let ended = Closure::once_into_js(move || {
            let outcome = outcome(&asked);
            one.request.try_set_value(None);
            one.state.try_set(outcome.clone());
            if let State::Done(uploaded) = outcome {
                self.done.try_run((one.id, uploaded));
            }
            self.start();
        });
        request.set_onloadend(Some(ended.unchecked_ref()));
        let sent = one
            .file
            .with_value(|file| request.send_with_opt_blob(Some(file.unchecked_ref())));
        match sent {
            Ok(()) => one.request.set_value(Some(request)),
            Err(_) => failed(),
        }
    }
}

/// What an answer means.
fn outcome(request: &XmlHttpRequest) -> State {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or(0) {
        200 => match json::from_str::<Uploaded>(&text) {
            Ok(uploaded) => State::Done(uploaded),
            Err(_) => State::Failed("The server's answer could not be read. Try again.".to_owned()),
        },
        // No answer at all.
        0 if !window().navigator().on_line() => State::Offline,
        // It is the file, which stays what it is.
        status @ (413 | 415 | 422) => State::Refused(why(status, text)),
        status => State::Failed(why(status, text)),
    }
}

/// Why a file was not taken, by the status and the words of the answer.
pub fn why(status: u16, text: String) -> String {
    match status {
        0 => "The server could not be reached. Try again.".to_owned(),
        401 => "You are signed out. Sign in again, then try this again.".to_owned(),
        _ if !text.is_empty() && text.len() < 400 && !text.starts_with('<') => text,
        _ => "The server could not take it. Try again in a moment.".to_owned(),
    }
}

/// The files of a list that somebody chose, dropped or pasted; only pictures if `pictures`.
pub fn files(list: Option<FileList>, pictures: bool) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.get(index))
        .filter(|file| !pictures || file.type_().starts_with("image/"))
        .collect()
}

/// How far a picture is, in words.
pub fn told(state: &State) -> String {
    match state {
        State::Waiting => "waits for its turn".to_owned(),
        State::Sending(100) => "is being worked on".to_owned(),
        State::Sending(percent) => format!("{percent} % sent"),
        State::Offline => {
            "waits for the network. Keep this page open: the file is only here until it is sent.".to_owned()
        }
        State::Failed(reason) | State::Refused(reason) => reason.clone(),
        State::Done(uploaded) if uploaded.known => "was here already".to_owned(),
        State::Done(_) => "is here".to_owned(),
    }
}
