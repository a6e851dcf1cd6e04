//! What becomes of what others wrote, of what is asked of a post, and of what a crash left.

use super::*;

#[test]
fn what_merges_is_shown_and_said_and_saved() {
    let mut desk = Desk::open("a\n\nb");
    desk.typed("a mine\n\nb");
    desk.tell(Input::SaveNow);
    let effects = desk.answer(Answer::Conflict(Box::new(head(2, "x", "a\n\nb theirs"))));
    let told = effects.iter().find_map(|effect| match effect {
        Effect::Told { who, changes, .. } => Some(format!("{who}: {}", changes.told())),
        _ => None,
    });
    assert_eq!(
        told.as_deref(),
        Some("Anna on another device: 1 line added, 1 line removed")
    );
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Show(shown) if shown.source == "a mine\n\nb theirs"))
    );
    let effects = desk.pass(2_000);
    assert_eq!(
        (
            sends(&effects)[0].1.base,
            sends(&effects)[0].1.draft.source.as_str()
        ),
        (2, "a mine\n\nb theirs")
    );
}

#[test]
fn a_conflict_stops_everything_but_the_journal_until_it_is_resolved() {
    let mut desk = Desk::open("a");
    desk.typed("mine");
    desk.tell(Input::Ordered(Order::now(Act::Publish)));
    let effects = desk.answer(Answer::Conflict(Box::new(head(2, "x", "theirs"))));
    let Some(Effect::Conflict(conflict)) = effects
        .iter()
        .find(|effect| matches!(effect, Effect::Conflict(_)))
    else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (conflict.who.as_str(), desk.words().as_str()),
        ("Anna on another device", "Conflict")
    );
    // Told of the same revision again, the author is not asked anew.
    assert!(
        desk.tell(Input::HeadSeen(Box::new(head(2, "x", "theirs"))))
            .is_empty()
    );
    desk.typed("mine, still");
    desk.tell(Input::SaveNow);
    let effects = desk.pass(60_000);
    assert!(sends(&effects).is_empty());
    assert!(effects.iter().any(
        |(_, effect)| matches!(effect, Effect::Write { entry, .. } if entry.draft.source == "mine, still")
    ));
    let resolve = |serial| Input::Resolved {
        serial,
        hunks: vec![Choice::Both],
        fields: Vec::new(),
    };
    // The conflict that was shown before the author went on writing is no longer the one there is.
    let old = conflict.serial;
    assert!(desk.tell(resolve(old)).is_empty());
    let effects = desk.tell(resolve(old + 1));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Agreed)));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Confirm(order) if order.act == Act::Publish))
    );
    let saved = sent(&effects).unwrap();
    assert_eq!(
        (saved.base, saved.draft.source.as_str(), saved.then.clone()),
        (2, "mine, still\ntheirs", None)
    );
    desk.answer(Answer::Saved(3));
    let effects = desk.tell(Input::Confirmed(true));
    let published = sent(&effects).unwrap();
    assert_eq!(
        (published.then.clone(), published.draft.source.as_str()),
        (Some(Order::now(Act::Publish)), "mine, still\ntheirs")
    );
}

#[test]
fn an_order_means_what_was_shown_when_it_was_given() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.tell(Input::SaveNow);
    desk.typed("abc");
    desk.tell(Input::Ordered(Order::now(Act::Publish)));
    desk.typed("abc and an afterthought");
    let effects = desk.answer(Answer::Saved(2));
    let request = sent(&effects).unwrap();
    assert_eq!(
        (request.draft.source.as_str(), request.reason),
        ("abc", Reason::Publish)
    );
    let effects = desk.answer(Answer::Saved(3));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Done { revision: 3, .. }))
    );
    assert_eq!(sends(&desk.pass(2_000))[0].1.then, None);
}

#[test]
fn throwing_away_is_repeated_the_same_and_what_is_typed_afterwards_waits_until_the_post_is_back() {
    let mut desk = Desk::open("a");
    desk.typed("a, and a last word");
    let effects = desk.tell(Input::Ordered(Order::now(Act::Trash)));
    let first = sent(&effects).unwrap().clone();
    assert_eq!(
        (first.draft.source.as_str(), first.then.clone()),
        ("a, and a last word", Some(Order::now(Act::Trash)))
    );
    desk.answer(Answer::Failed("no answer came".into()));
    assert_eq!(*sends(&desk.pass(1_000))[0].1, first);
    // A second click is none.
    desk.tell(Input::Ordered(Order::now(Act::Trash)));
    let effects = desk.answer(Answer::Saved(2));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Done { order, revision: 2 } if order.act == Act::Trash))
    );
    assert!(sends(&desk.pass(60_000)).is_empty(), "nothing is asked again");
    desk.typed("a, and a last word, and more");
    assert_eq!(sends(&desk.pass(2_000))[0].1.then, None);
    desk.answer(Answer::Refused("This post is in the trash.".into()));
    assert_eq!(
        desk.words(),
        "Could not save: This post is in the trash, retrying in 1 s"
    );
    // As the page does once it is back.
    let effects = desk.tell(Input::SaveNow);
    assert_eq!(
        sent(&effects).unwrap().draft.source,
        "a, and a last word, and more"
    );
    desk.answer(Answer::Saved(3));
    assert_eq!(desk.words(), "Saved");
}

#[test]
fn an_order_that_is_refused_is_told_and_the_words_are_saved_without_it() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.tell(Input::Ordered(Order::now(Act::Publish)));
    let effects = desk.answer(Answer::Refused("it has no title".into()));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Refused { reason, .. } if reason == "it has no title"))
    );
    let request = sent(&effects).unwrap();
    assert_eq!((request.then.clone(), request.key.as_str()), (None, "t-2"));
    desk.answer(Answer::Refused("the slug is taken".into()));
    assert_eq!(desk.words(), "Could not save: the slug is taken, retrying in 1 s");
    desk.typed("ab, changed");
    let effects = desk.pass(2_000);
    assert_eq!(sends(&effects)[0].1.key, "t-3", "other content is another save");
}

#[test]
fn the_content_of_a_lost_answer_is_recognised() {
    let mut desk = Desk::open("a");
    desk.typed("ab");
    desk.tell(Input::SaveNow);
    desk.answer(Answer::Failed("no answer came".into()));
    desk.pass(1_000);
    // It was committed, and then the right to save was lost for a moment.
    desk.answer(Answer::Refused("you are not allowed to do this".into()));
    desk.typed("abc");
    desk.pass(2_000);
    let effects = desk.answer(Answer::Conflict(Box::new(head(2, "t-1", "ab"))));
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Conflict(_) | Effect::Told { .. }))
    );
    assert_eq!(
        sent(&effects).map(|request| (request.base, request.draft.source.as_str())),
        Some((2, "abc"))
    );
}

#[test]
fn a_server_that_went_back_is_a_conflict_and_no_change() {
    let mut desk = Desk::open("a\nb");
    desk.typed("a\nb\nc");
    desk.tell(Input::SaveNow);
    desk.answer(Answer::Saved(5));
    desk.typed("a\nb\nc\nd");
    desk.tell(Input::SaveNow);
    let effects = desk.answer(Answer::Conflict(Box::new(head(1, "", "a\nb"))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Show(_))));
    assert_eq!(desk.words(), "Conflict");
}

#[test]
fn what_a_crash_left_is_offered_and_leaves_the_device_only_when_it_is_kept_elsewhere() {
    let left = Entry {
        id: id("gone"),
        draft: draft("a\nleft"),
        base: 1,
        base_draft: draft("a"),
        key: String::new(),
        written_at: START - 1,
        order: None,
        sending: None,
        apart: None,
    };
    let (mut desk, effects) = Desk::with("a", vec![left.clone()]);
    desk.keeps = false;
    let Some(Effect::Offer(offers)) = effects.first() else {
        panic!("{effects:?}")
    };
    assert_eq!(offers[0].changes.told(), "1 line added");
    assert_eq!(
        (desk.session.draft(), desk.words().as_str()),
        (&draft("a"), "Saved")
    );
    let take = Input::Offered {
        id: id("gone"),
        taken: Taken::Merge,
    };
    let effects = desk.tell(take);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Show(shown) if **shown == draft("a\nleft")))
    );
    let gone = |effect: &Effect| matches!(effect, Effect::Remove(gone) if *gone == id("gone"));
    assert!(!effects.iter().any(gone));
    let Some(Effect::Write { seq, .. }) = effects
        .iter()
        .find(|effect| matches!(effect, Effect::Write { .. }))
    else {
        panic!("{effects:?}")
    };
    let seq = *seq;
    assert!(desk.tell(Input::Written(seq)).iter().any(gone));

    let (mut desk, _) = Desk::with("a", vec![left.clone()]);
    let discard = Input::Offered {
        id: id("gone"),
        taken: Taken::Discard,
    };
    assert!(desk.tell(discard).iter().any(gone));
    let (_, effects) = Desk::with("a\nleft", vec![left]);
    assert!(effects.iter().any(gone), "the server has it");
}
