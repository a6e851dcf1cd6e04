//! The rules of a session one by one: when it writes and sends, and what it says.

use super::*;
use crate::model::draft::{MAX_SOURCE, save::Act};

mod look;
mod meeting;

const START: i64 = 1_700_000_000_000;

fn draft(source: &str) -> Draft {
    Draft {
        source: source.into(),
        ..Draft::default()
    }
}

fn head(revision: i64, key: &str, source: &str) -> Head {
    Head {
        revision,
        key: key.into(),
        draft: draft(source),
        who: "Anna on another device".into(),
        at: START,
    }
}

fn id(tab: &str) -> EntryId {
    EntryId {
        post: "p".into(),
        tab: tab.into(),
    }
}

/// A session with a clock.
struct Desk {
    session: Session,
    now: i64,
    /// The last request and its attempt.
    awaited: (String, u32),
    /// When it was told something last.
    stepped: i64,
    /// Whether the device keeps what it is given, at once.
    keeps: bool,
}

impl Desk {
    fn open(source: &str) -> Self {
        Self::with(source, Vec::new()).0
    }

    fn with(source: &str, left: Vec<Entry>) -> (Self, Vec<Effect>) {
        let (session, effects) = Session::open(id("t"), &head(1, "", source), left, START);
        let desk = Self {
            session,
            now: START,
            awaited: (String::new(), 0),
            stepped: START,
            keeps: true,
        };
        (desk, effects)
    }

    fn tell(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = self.session.step(input, self.now);
        self.stepped = self.now;
        let mut at = 0;
        while at < effects.len() {
            match &effects[at] {
                Effect::Send { attempt, request } => self.awaited = (request.key.clone(), *attempt),
                Effect::Write { seq, .. } if self.keeps => {
                    effects.extend(self.session.step(Input::Written(*seq), self.now));
                }
                _ => {}
            }
            at += 1;
        }
        effects
    }

    fn typed(&mut self, source: &str) -> Vec<Effect> {
        self.tell(Input::Typed(source.into()))
    }

    /// Lets time pass. What was to be done, and when, counted from now.
    fn pass(&mut self, ms: i64) -> Vec<(i64, Effect)> {
        let (start, until) = (self.now, self.now + ms);
        let mut all = Vec::new();
        while let Some(wait) = self.session.wait().filter(|wait| self.stepped + wait <= until) {
            self.now = self.now.max(self.stepped + wait);
            let effects = self.tell(Input::Tick);
            all.extend(effects.into_iter().map(|effect| (self.now - start, effect)));
        }
        self.now = until;
        all
    }

    fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let (key, attempt) = self.awaited.clone();
        self.tell(Input::Answered { key, attempt, answer })
    }

    fn words(&self) -> String {
        self.session.status().to_string()
    }
}

fn sent(effects: &[Effect]) -> Option<&SaveRequest> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send { request, .. } => Some(&**request),
        _ => None,
    })
}

fn sends(effects: &[(i64, Effect)]) -> Vec<(i64, &SaveRequest)> {
    let send = |(at, effect): &'_ (i64, Effect)| matches!(effect, Effect::Send { .. }).then_some(*at);
    effects
        .iter()
        .filter_map(|one| Some((send(one)?, sent(std::slice::from_ref(&one.1))?)))
        .collect()
}

#[test]
fn what_the_server_will_not_take_stays_on_the_device_and_is_tried_until_it_does() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.pass(2_000);
    desk.answer(Answer::Refused("This post is in the trash.".into()));
    assert_eq!(
        desk.words(),
        "Could not save: This post is in the trash, retrying in 1 s"
    );
    assert!(desk.session.unsaved());
    let again = desk.pass(60_000);
    let removed = again
        .iter()
        .any(|(_, effect)| matches!(effect, Effect::Remove(_)));
    assert!(!removed, "the device keeps it: {again:?}");
    assert_eq!(sends(&again)[0].1.draft.source, "ab");
    let effects = desk.answer(Answer::Saved(2));
    assert_eq!(desk.words(), "Saved");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Remove(_))));
}

#[test]
fn the_device_has_a_key_within_300_ms_and_the_server_within_two_seconds() {
    let mut desk = Desk::open("a");
    assert_eq!(desk.words(), "Saved");
    desk.typed("ab");
    assert_eq!(desk.words(), "Saving…");
    let effects = desk.pass(3_000);
    let (at, Effect::Write { entry, .. }) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert!(*at <= 250, "{at}");
    assert_eq!(
        (entry.draft.source.as_str(), entry.base, entry.written_at),
        ("ab", 1, START + at)
    );
    let sends = sends(&effects);
    assert_eq!(sends.len(), 1);
    assert!(sends[0].0 <= 2_000 && sends[0].1.base == 1);
    let effects = desk.answer(Answer::Saved(2));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Remove(gone) if *gone == id("t")))
    );
    assert_eq!(
        (desk.words().as_str(), desk.session.unsaved(), desk.session.wait()),
        ("Saved", false, Some(20_000)),
        "nothing is left to do but to look whether somebody else saves"
    );
}

#[test]
fn while_typing_goes_on_the_device_has_it_every_300_ms_and_the_server_every_ten_seconds() {
    let mut desk = Desk::open("");
    let (mut written, mut saved) = (0, 0);
    for key in 0_i64..200 {
        desk.typed(&"x".repeat(key as usize + 1));
        for (at, effect) in desk.pass(100) {
            let time = key * 100 + at;
            match effect {
                Effect::Write { .. } => {
                    assert!(time - written <= 400, "{time} after {written}");
                    written = time;
                }
                Effect::Send { .. } => {
                    assert!(time - saved <= 10_000, "{time} after {saved}");
                    saved = time;
                    let revision = 2 + key;
                    desk.answer(Answer::Saved(revision));
                }
                _ => {}
            }
        }
    }
    assert!(saved > 10_000 && written > 19_500);
}

#[test]
fn one_save_is_under_way_and_the_rest_goes_with_the_next() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    assert_eq!(sent(&desk.tell(Input::SaveNow)).unwrap().reason, Reason::Manual);
    for text in ["abc", "abcd"] {
        desk.typed(text);
        assert!(sends(&desk.pass(5_000)).is_empty());
    }
    let effects = desk.answer(Answer::Saved(2));
    let next = sent(&effects).unwrap();
    assert_eq!(
        (next.base, next.draft.source.as_str(), next.key.as_str()),
        (2, "abcd", "t-2")
    );
    assert_eq!(desk.words(), "Saving…");
}

#[test]
fn a_failed_save_is_repeated_the_same_with_growing_pauses_that_are_told() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    let first = sent(&desk.tell(Input::SaveNow)).unwrap().clone();
    let mut pauses = Vec::new();
    for _ in 0..8 {
        desk.answer(Answer::Failed("the server could not be reached.".into()));
        desk.typed("ab and more");
        let effects = desk.pass(60_000);
        let again = sends(&effects);
        assert_eq!(again.len(), 1);
        assert_eq!(*again[0].1, first);
        pauses.push(again[0].0);
    }
    assert_eq!(
        pauses,
        [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    );
    desk.answer(Answer::TooMany(90));
    assert_eq!(
        desk.words(),
        "Could not save: too many requests, retrying in 90 s"
    );
    let told: Vec<_> = desk
        .pass(2_500)
        .into_iter()
        .map(|(at, effect)| (at, format!("{effect:?}")))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!((told[0].0, told[1].0), (1_000, 2_000));
    assert_eq!(
        desk.words(),
        "Could not save: too many requests, retrying in 88 s"
    );
    // The network came back: nobody waits for the end of a pause.
    assert!(sent(&desk.tell(Input::Online)).is_some());
}

#[test]
fn a_full_disk_is_said_with_where_the_words_are_and_tried_again() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.pass(200);
    let first = sent(&desk.tell(Input::SaveNow)).unwrap().clone();
    desk.answer(Answer::Full);
    let words = "Could not save: the server’s disk is full (tell whoever runs this site); your text is kept on this device, \
                 retrying in 1 s";
    assert_eq!(desk.words(), words);
    desk.typed("ab and more");
    assert_eq!(desk.words(), words, "it is not told anew for every key");
    let again = desk.pass(1_000);
    assert_eq!(*sends(&again)[0].1, first);
    desk.answer(Answer::Saved(2));
    desk.pass(10_000);
    desk.answer(Answer::Saved(3));
    assert_eq!(desk.words(), "Saved");
}

#[test]
fn a_text_that_is_too_long_is_kept_on_the_device_and_sent_once_it_is_shorter() {
    let mut desk = Desk::open("a");
    desk.typed(&"x".repeat(MAX_SOURCE + 10));
    assert!(sends(&desk.pass(60_000)).is_empty(), "it is never taken");
    let words = "Could not save: The text has 513 kB; a post holds at most 512. Divide it into parts of a series; your text is \
                 kept on this device";
    assert_eq!(desk.words(), words);
    assert_eq!(desk.session.status().said(), words);
    assert!(desk.session.unsaved());
    assert_eq!(sent(&desk.typed("ab")).unwrap().draft.source, "ab");
    desk.answer(Answer::Saved(2));
    assert_eq!(desk.words(), "Saved");
}

#[test]
fn without_a_network_it_says_where_the_words_are() {
    let mut desk = Desk::open("a");
    desk.tell(Input::Offline);
    assert_eq!(desk.words(), "Saved");
    desk.typed("ab");
    assert_eq!(desk.words(), "Saving…", "the device does not have it yet");
    assert!(sends(&desk.pass(30_000)).is_empty());
    assert_eq!(desk.words(), "Saved on this device only (offline)");
    assert!(desk.session.unsaved());
    // What the device says of the network may be wrong.
    assert_eq!(sends(&desk.pass(60_000)).len(), 1);
    desk.answer(Answer::Failed("there is no network".into()));
    assert_eq!(desk.words(), "Saved on this device only (offline)");
    assert!(sent(&desk.tell(Input::Online)).is_some());
}

#[test]
fn a_device_that_keeps_nothing_is_said_and_the_server_is_asked_at_once() {
    let mut desk = Desk::open("a");
    desk.keeps = false;
    desk.typed("ab");
    desk.now += 200;
    let effects = desk.tell(Input::Tick);
    let Some(Effect::Write { seq, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    let seq = *seq;
    assert!(sent(&desk.tell(Input::NotWritten(seq))).is_some());
    desk.answer(Answer::Failed("the server could not be reached".into()));
    desk.tell(Input::Offline);
    assert_eq!(
        desk.words(),
        "Could not save: the server could not be reached, retrying in 60 s"
    );
}

#[test]
fn an_expired_session_keeps_all_and_goes_on_after_signing_in() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    let first = sent(&desk.tell(Input::SaveNow)).unwrap().clone();
    desk.answer(Answer::SignedOut);
    assert_eq!(desk.words(), "Session expired – sign in, nothing is lost");
    desk.typed("abc");
    let effects = desk.pass(100_000);
    assert!(sends(&effects).is_empty());
    assert!(
        effects
            .iter()
            .any(|(_, effect)| matches!(effect, Effect::Write { entry, .. } if entry.draft.source == "abc"))
    );
    assert_eq!(sent(&desk.tell(Input::SignedIn)), Some(&first));
    let effects = desk.answer(Answer::Saved(2));
    assert_eq!(sent(&effects).unwrap().draft.source, "abc");
}

#[test]
fn a_clock_that_jumps_stops_nothing() {
    for jump in [-86_400_000, 86_400_000, i64::MIN, i64::MAX] {
        let mut desk = Desk::open("a");
        desk.typed("ab");
        assert_eq!(desk.session.wait(), Some(60));
        let mut effects = desk.session.step(Input::Tick, START.saturating_add(jump));
        assert!(
            matches!(effects.first(), Some(Effect::Write { .. })),
            "{effects:?}"
        );
        for _ in 0..3 {
            effects.extend(desk.session.step(Input::Tick, START.saturating_add(jump)));
        }
        assert!(sent(&effects).is_some(), "{jump}");
    }
}

#[test]
fn a_clock_that_is_put_back_while_something_waits_makes_it_wait_no_longer() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.now -= 3_600_000;
    desk.typed("abc");
    assert_eq!(desk.session.wait(), Some(60));
    assert_eq!(sends(&desk.pass(2_000)).len(), 1);
}

#[test]
fn where_words_are_that_did_not_arrive_is_known_once_nothing_is_awaited() {
    let mut desk = Desk::open("a");
    assert_eq!(desk.session.rest(), Rest::Saved);
    desk.typed("ab");
    desk.tell(Input::Leaving);
    assert_eq!(desk.session.rest(), Rest::Unknown, "the server was asked");
    desk.answer(Answer::Failed("the server could not be reached".into()));
    assert_eq!(desk.session.rest(), Rest::OnDevice);
    desk.tell(Input::SaveNow);
    assert_eq!(desk.session.rest(), Rest::Unknown);
    desk.answer(Answer::Saved(2));
    assert_eq!(desk.session.rest(), Rest::Saved);

    let mut desk = Desk::open("a");
    desk.keeps = false;
    desk.typed("ab");
    let effects = desk.tell(Input::Leaving);
    let seq = effects.iter().find_map(|effect| match effect {
        Effect::Write { seq, .. } => Some(*seq),
        _ => None,
    });
    desk.answer(Answer::SignedOut);
    assert_eq!(desk.session.rest(), Rest::Unknown, "the device was asked");
    desk.tell(Input::NotWritten(seq.unwrap()));
    assert_eq!(desk.session.rest(), Rest::Nowhere);
    // Even where the server waits for somebody to sign in, the device is asked again.
    desk.keeps = true;
    assert!(!desk.pass(10_000).is_empty());
    assert_eq!(desk.session.rest(), Rest::OnDevice);
}
