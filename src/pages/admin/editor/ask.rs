//! What the author has to decide: what was left on the device, and places where somebody else wrote something else.

use leptos::prelude::*;

use super::{Session, edge::Shown, tell};
use crate::model::draft::{
    journal::Taken,
    merge::Choice,
    session::{Conflict, Input},
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
                view! {
                    <li>
                        <p>
                            "This device has something that was never saved"
                            {(!changes.is_empty()).then(|| format!(": {changes}"))} "."
                        </p>
                        <details>
                            <summary>"Show it"</summary>
                            <pre>{offer.entry.draft.source}</pre>
                        </details>
                        <button type="button" on:click=move |_| take(Taken::Merge)>
                            "Put it in"
                        </button>
                        <button type="button" on:click=move |_| take(Taken::Later)>
                            "Decide later"
                        </button>
                        <button type="button" on:click=move |_| take(Taken::Discard)>
                            "Throw it away"
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || shown.offers.with(|offers| !offers.is_empty())>
            <section class="editor-ask" aria-labelledby="offers">
                <h2 id="offers">"Left on this device"</h2>
                <ul role="list">{rows}</ul>
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
    let part = move || shown.conflict.get().map(|conflict| choices(session, conflict));
    view! { {part} }
}

fn choices(session: Session, conflict: Conflict) -> AnyView {
    let hunks: Vec<(String, String)> = conflict
        .split
        .hunks()
        .map(|hunk| (hunk.mine.join("\n"), hunk.theirs.join("\n")))
        .collect();
    let fields = conflict.split.fields.clone();
    let chosen = RwSignal::new(vec![None::<Choice>; hunks.len() + fields.len()]);
    let texts = hunks.len();
    let serial = conflict.serial;
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
    let (mine, theirs) = (conflict.split.mine.clone(), conflict.split.theirs.clone());
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
                field.shown(&mine),
                field.shown(&theirs),
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
                    "{whose} has something else at these places. What differs elsewhere is merged already. Nothing is saved or published until you have chosen.",
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
                <pre>{mine}</pre>
            </div>
            <div>
                <p>"Theirs"</p>
                <pre>{theirs}</pre>
            </div>
            <p class="editor-choices">{options}</p>
        </fieldset>
    }
    .into_any()
}
