//! What a session learns although it saves nothing, and what it remembers of what was asked.

use super::*;
use crate::model::draft::journal::Taken;

fn looks(effects: &[(i64, Effect)]) -> Vec<(i64, i64)> {
    let look = |(at, effect): &(i64, Effect)| match effect {
        Effect::Look(revision) => Some((*at, *revision)),
        _ => None,
    };
    effects.iter().filter_map(look).collect()
}

#[test]
fn who_only_looks_learns_of_what_others_save() {
    let mut desk = Desk::open("a");
    assert_eq!(looks(&desk.pass(60_000)), [(20_000, 1)], "one question at a time");
    let effects = desk.tell(Input::HeadSeen(Box::new(head(2, "x", "a\nb"))));
    assert!(effects.iter().any(
        |effect| matches!(effect, Effect::Told { who, at: START, .. } if who.contains("another device"))
    ));
    assert_eq!(desk.session.draft().source, "a\nb");
    assert_eq!(looks(&desk.pass(20_000)), [(20_000, 2)]);
    desk.tell(Input::NothingNewer);

    desk.tell(Input::Leaving);
    assert!(looks(&desk.pass(100_000)).is_empty(), "nobody looks");
    let effects = desk.tell(Input::Back);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Look(2))));
    desk.tell(Input::NothingNewer);
    desk.tell(Input::Leaving);
    assert!(desk.tell(Input::Back).is_empty(), "it was looked just now");
    assert_eq!(looks(&desk.pass(3_000)), [(2_000, 2)]);
}

#[test]
fn nobody_is_asked_without_a_network_or_a_session() {
    let mut desk = Desk::open("a");
    desk.tell(Input::Offline);
    assert!(looks(&desk.pass(100_000)).is_empty());
    desk.tell(Input::Online);
    desk.tell(Input::NothingNewer);
    desk.tell(Input::SignedOut);
    assert!(looks(&desk.pass(100_000)).is_empty());
    desk.typed("ab");
    let effects = desk.tell(Input::Back);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Look(1))));
    assert_eq!(desk.words(), "Session expired – sign in, nothing is lost");
    let effects = desk.tell(Input::NothingNewer);
    assert!(sent(&effects).is_none());
    assert_eq!(sends(&desk.pass(2_000)).len(), 1, "somebody signed in elsewhere");
}

#[test]
fn an_order_that_is_taken_back_during_a_conflict_is_asked_for_again_after_it() {
    let mut desk = Desk::open("a");
    desk.tell(Input::Offline);
    let effects = desk.tell(Input::Ordered(Order::now(Act::Publish)));
    let Some(Effect::Write { entry, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    let mut entry = (**entry).clone();
    entry.id = id("gone");
    let (mut desk, _) = Desk::with("a", vec![entry]);
    desk.typed("mine");
    let effects = desk.tell(Input::HeadSeen(Box::new(head(2, "x", "theirs"))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Conflict(_))));
    let taken = Input::Offered {
        id: id("gone"),
        taken: Taken::Merge,
    };
    let effects = desk.tell(taken);
    assert!(sent(&effects).is_none());
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::Write { entry, .. } => entry.order.clone(),
        _ => None,
    });
    assert_eq!(
        kept,
        Some(Order::now(Act::Publish)),
        "a crash comes before the end of it"
    );
    let effects = desk.tell(Input::Resolved {
        serial: 1,
        hunks: vec![Choice::Theirs],
        fields: Vec::new(),
    });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Agreed)));
    assert!(sent(&effects).is_none(), "nobody saw this text when they said so");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Confirm(_))));
    assert_eq!(
        sent(&desk.tell(Input::Confirmed(true))).unwrap().then,
        Some(Order::now(Act::Publish))
    );
}

#[test]
fn an_order_that_was_not_sent_survives_its_tab_and_is_not_carried_out_unasked() {
    let mut desk = Desk::open("a");
    desk.tell(Input::Offline);
    let effects = desk.tell(Input::Ordered(Order::now(Act::Publish)));
    let Some(Effect::Write { entry, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    let mut entry = (**entry).clone();
    entry.id = id("gone");

    let (mut desk, effects) = Desk::with("a", vec![entry.clone()]);
    let Some(Effect::Offer(offers)) = effects.first() else {
        panic!("{effects:?}")
    };
    assert_eq!(offers[0].entry.order, Some(Order::now(Act::Publish)));
    assert!(sends(&desk.pass(100_000)).is_empty());
    let take = |taken| Input::Offered {
        id: id("gone"),
        taken,
    };
    assert_eq!(
        sent(&desk.tell(take(Taken::Merge))).unwrap().then,
        Some(Order::now(Act::Publish)),
        "nothing else is shown than before, so it means this"
    );

    entry.draft = draft("a\nb");
    let (mut desk, _) = Desk::with("a", vec![entry]);
    let effects = desk.tell(take(Taken::Merge));
    assert!(sent(&effects).is_none());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Confirm(_))));
    assert!(
        effects.iter().any(
            |effect| matches!(effect, Effect::Write { entry, .. } if entry.order == Some(Order::now(Act::Publish)))
        ),
        "a question that has no answer yet survives as well"
    );
    desk.tell(Input::Confirmed(false));
    desk.tell(Input::SaveNow);
    desk.answer(Answer::Saved(2));
    assert_eq!(desk.words(), "Saved");
}
