//! What the author has to decide: what was left on the device, and places where somebody else wrote something else.

use leptos::prelude::*;

use super::{FieldsPart, Session, TextPart, comparison, publish::told, shown::Shown, tell};
use crate::{
    model::draft::{
        journal::Taken,
        merge::Choice,
        save::{Act, Order},
        session::{Conflict, Input},
    },
    platform,
};

/// What tabs that are gone left on this device: never chosen silently.
#[component]
pub fn OffersPart(
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let rows = move || {
        shown
            .offers
            .get()
            .into_iter()
            .map(|offer| {
                let id = StoredValue::new(offer.entry.id.clone());
                let take = move |taken: Taken| {
                    tell(
                        session,
                        Input::Offered {
                            id: id.get_value(),
                            taken,
                        },
                    );
                    shown
                        .offers
                        .update(|offers| offers.retain(|offer| offer.entry.id != id.get_value()));
                };
                let changes = offer.changes.told();
                let order = offer.entry.order.as_ref();
                let time = platform::local_day(offer.entry.written_at) + ", " + &platform::clock(offer.entry.written_at);
                let same = changes.is_empty();
                let what = match (same, order) {
                    (true, Some(order)) => format!(
                        "On {time} you asked to {}, and it is not known to have been done. It has to be asked for again.",
                        told(order)
                    ),
                    (_, None) => format!("Written on {time} and never saved: {changes}."),
                    (false, Some(order)) => format!(
                        "Written on {time} and never saved: {changes}. You had also asked to {}; you will be asked whether that still stands.",
                        told(order)
                    ),
                };
                let put_in = match order.filter(|_| same) {
                    Some(Order { act: Act::Publish, .. }) => "Publish it now",
                    Some(Order { act: Act::Schedule, .. }) => "Schedule it now",
                    Some(Order { act: Act::Unpublish, .. }) => "Unpublish it now",
                    Some(Order { act: Act::Withdraw, .. }) => "Do not publish it",
                    Some(Order { act: Act::Trash, .. }) => "Move it to the trash",
                    None => "Put it in",
                };
                let refuse = if same { "Forget it" } else { "Throw it away" };
                let (old, new) = (offer.entry.base_draft, offer.entry.draft);
                view! {
                    <li>
                        <p>{what}</p>
                        {(!same).then(|| view! {
                            <details open>
                                <summary>"What is different"</summary>
                                <FieldsPart old=old.meta new=new.meta/>
                                <TextPart old=old.source new=new.source/>
                            </details>
                        })}
                        <button class="button" type="button" on:click=move |_| take(Taken::Merge)>
                            {put_in}
                        </button>
                        <button type="button" on:click=move |_| take(Taken::Later)>
                            "Decide later"
                        </button>
                        <button type="button" on:click=move |_| take(Taken::Discard)>
                            {refuse}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let unread = move || {
        shown
            .unread
            .get()
            .into_iter()
            .map(|(name, text)| {
                let name = StoredValue::new(name);
                let forget = move |_| {
                    if let Some(edge) = session.get_value() {
                        edge.forget(name.get_value());
                    }
                    shown.unread.update(|unread| unread.retain(|(other, _)| *other != name.get_value()));
                };
                view! {
                    <li>
                        <p>
                            "This device holds something that another version of this program left. It cannot be read here, so this is all of it; copy what you need."
                        </p>
                        <pre tabindex="0">{text}</pre>
                        <button type="button" on:click=forget>
                            "Throw it away"
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || shown.offers.with(|offers| !offers.is_empty()) || shown.unread.with(|unread| !unread.is_empty())>
            <section class="editor-ask" aria-labelledby="offers">
                <h2 id="offers">"Left on this device"</h2>
                <ul role="list">{rows} {unread}</ul>
            </section>
        </Show>
    }
}

/// Places where both sides wrote something else. Saving waits until all are chosen.
#[component]
pub fn ConflictPart(
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    // While it is written on, the conflict is drawn anew; what was chosen at places that are the same stays.
    let made: Made = StoredValue::new(Vec::new());
    let part = move || {
        shown
            .conflict
            .get()
            .map(|conflict| choices(session, conflict, made))
    };
    view! { {part} }
}

/// What was chosen between which two texts.
type Made = StoredValue<Vec<(String, String, Choice)>>;

fn choices(session: Session, conflict: Conflict, made: Made) -> AnyView {
    let hunks: Vec<(String, String)> = conflict
        .split
        .hunks()
        .map(|hunk| (hunk.mine.join("\n"), hunk.theirs.join("\n")))
        .collect();
    let fields = conflict.split.fields.clone();
    let texts = hunks.len();
    let (mine, theirs) = (conflict.split.mine.clone(), conflict.split.theirs.clone());
    let sides: Vec<(String, String)> = hunks
        .iter()
        .cloned()
        .chain(
            fields
                .iter()
                .map(|field| (field.shown(&mine), field.shown(&theirs))),
        )
        .collect();
    let before = |(mine, theirs): &(String, String)| {
        made.with_value(|made| {
            let same = made.iter().rev().find(|(a, b, _)| a == mine && b == theirs);
            same.map(|(_, _, choice)| *choice)
        })
    };
    let chosen = RwSignal::new(sides.iter().map(before).collect::<Vec<_>>());
    Effect::new(move |_| {
        let all = chosen.get();
        made.set_value(
            sides
                .iter()
                .zip(all)
                .filter_map(|((mine, theirs), choice)| Some((mine.clone(), theirs.clone(), choice?)))
                .collect(),
        );
    });
    let (serial, at) = (conflict.serial, conflict.at);
    let resolve = move |_| {
        let Some(all) = chosen.get_untracked().into_iter().collect::<Option<Vec<_>>>() else {
            return;
        };
        let (hunks, fields) = all.split_at(texts);
        let input = Input::Resolved {
            serial,
            hunks: hunks.to_vec(),
            fields: fields.to_vec(),
        };
        tell(session, input);
    };
    let open = move || chosen.with(|chosen| chosen.iter().filter(|choice| choice.is_none()).count());
    let text_rows = hunks
        .into_iter()
        .enumerate()
        .map(|(index, (mine, theirs))| choice(chosen, index, "Text".to_owned(), mine, theirs, true))
        .collect_view();
    let field_rows = fields
        .into_iter()
        .enumerate()
        .map(|(index, field)| {
            choice(
                chosen,
                texts + index,
                field.label().to_owned(),
                comparison::shown(field, &mine),
                comparison::shown(field, &theirs),
                field.joins(),
            )
        })
        .collect_view();
    let whose = if conflict.who.is_empty() {
        "What was left on this device".to_owned()
    } else {
        conflict.who
    };
    view! {
        <section class="editor-ask" aria-labelledby="conflict">
            <h2 id="conflict">"Two versions"</h2>
            <p>
                {format!(
                    "{whose}, {}, has something else at these places. What differs elsewhere is merged already. Nothing is saved or published until you have chosen.",
                    platform::clock(at),
                )}
            </p>
            {text_rows}
            {field_rows}
            <button class="button" type="button" disabled=move || { open() > 0 } on:click=resolve>
                {move || match open() {
                    0 => "Go on with this".to_owned(),
                    1 => "1 place is open".to_owned(),
                    open => format!("{open} places are open"),
                }}
            </button>
        </section>
    }
    .into_any()
}

fn choice(
    chosen: RwSignal<Vec<Option<Choice>>>,
    index: usize,
    label: String,
    mine: String,
    theirs: String,
    both: bool,
) -> AnyView {
    let options = [
        (Choice::Mine, "Mine"),
        (Choice::Theirs, "Theirs"),
        (Choice::Both, "Both"),
    ]
    .into_iter()
    .filter(|(choice, _)| both || *choice != Choice::Both)
    .map(|(choice, name)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=format!("choice-{index}")
                    prop:checked=move || chosen.with(|chosen| chosen.get(index) == Some(&Some(choice)))
                    on:change=move |_| {
                        chosen.update(|chosen| {
                            if let Some(place) = chosen.get_mut(index) {
                                *place = Some(choice);
                            }
                        });
                    }
                />
                {name}
            </label>
        }
    })
    .collect_view();
    view! {
        <fieldset class="editor-choice">
            <legend>{label}</legend>
            <div>
                <p>"Mine"</p>
                <pre tabindex="0">{mine}</pre>
            </div>
            <div>
                <p>"Theirs"</p>
                <pre tabindex="0">{theirs}</pre>
            </div>
            <p class="editor-choices">{options}</p>
        </fieldset>
    }
    .into_any()
}
