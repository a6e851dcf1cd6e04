//! The proof that no word is lost: authors, tabs, devices, a network and a server, driven by chance through everything that
//! goes wrong, and then left alone until all is calm.
//!
//! Every word that is typed is a word of its own. It counts as **lost** if, once all is calm, it is not in the server's latest
//! revision, unless an author deleted it, an author chose against it where a conflict or an offer showed it, or its tab
//! crashed within the time that the journal has for it. `LOGBOOK_SCHEDULES` says how many schedules are driven,
//! `LOGBOOK_SEED` with which number they begin; a failure names its own.

use std::{env, panic};

mod author;
mod calm;
mod network;
mod rules;
mod seen;
mod world;

use seen::Seen;
use world::World;

/// Steps of chance in one schedule.
const STEPS: usize = 160;

fn number(name: &str, default: u64) -> u64 {
    env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn drive(seed: u64) -> Seen {
    let mut world = World::new(seed);
    for _ in 0..STEPS {
        world.act();
    }
    world.calm_down();
    world.seen
}

#[test]
fn no_word_is_lost_whatever_happens() {
    let (schedules, first) = (number("LOGBOOK_SCHEDULES", 500), number("LOGBOOK_SEED", 1));
    let mut seen = Seen::default();
    for seed in first..first.saturating_add(schedules) {
        match panic::catch_unwind(|| drive(seed)) {
            Ok(one) => seen.add(&one),
            Err(cause) => {
                let text = cause
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| cause.downcast_ref::<&str>().copied())
                    .unwrap_or("it panicked");
                panic!("LOGBOOK_SEED={seed} LOGBOOK_SCHEDULES=1: {text}");
            }
        }
    }
    // A simulation in which nothing goes wrong proves nothing.
    if schedules >= 500 {
        for (what, count) in seen.counts() {
            assert!(
                count >= schedules / 20,
                "only {count} {what} in {schedules} schedules: {seen:?}"
            );
        }
        assert!(
            seen.excused * 20 < seen.words,
            "too many words are excused: {seen:?}"
        );
    }
}
