//! When a post is to appear: written in the author's time zone, understood by the server, said in both zones.

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use crate::{api::writing::read_time, error::AppError, model::desk::TimeChoice, platform};

/// From the last change to the question, in milliseconds.
const AFTER: u32 = 150;

/// The field and its button.
#[component]
pub fn TimePart(
    /// Whether it cannot be scheduled for other reasons.
    #[prop(into)]
    blocked: Signal<bool>,
    /// Schedules for a time, in Unix milliseconds.
    schedule: Callback<i64>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let read = RwSignal::new(None::<Result<TimeChoice, String>>);
    let latest = StoredValue::new(0_u32);
    let timer = StoredValue::new_local(None::<Timeout>);
    let ask = move || {
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        spawn_local(async move {
            let answer = read_time(text.get_untracked(), platform::zone()).await;
            if latest.try_get_value() == Some(number) {
                read.set(Some(answer.map_err(|error| match error {
                    AppError::Invalid(fields) => fields.into_values().collect::<Vec<_>>().join(" "),
                    other => other.to_string(),
                })));
            }
        });
    };
    let write = move |value: String| {
        read.set(None);
        latest.update_value(|number| *number += 1);
        let empty = value.is_empty();
        text.set(value);
        timer.set_value((!empty).then(|| Timeout::new(AFTER, ask)));
    };
    let wrong = move || read.with(|read| matches!(read, Some(Err(_))));
    let chosen = move || {
        read.with(|read| {
            read.as_ref()
                .and_then(|read| read.as_ref().ok().map(|time| time.at))
        })
    };
    let words = move || match read.get() {
        None => view! { {format!("In your time zone, {}.", platform::zone())} }.into_any(),
        Some(Err(problem)) => problem.into_any(),
        Some(Ok(time)) => {
            let site = (time.here != time.there).then(|| {
                view! {
                    <br/>
                    "For the site: "
                    {time.there}
                }
            });
            view! {
                "For you: "
                {time.here}
                {site}
                {(!time.note.is_empty()).then(|| view! { <br/> {time.note} })}
            }
            .into_any()
        }
    };
    view! {
        <div class="field" class:is-wrong=wrong>
            <label for="publish-at">"Or at a time"</label>
            <span class="time-part">
                <input
                    id="publish-at"
                    type="datetime-local"
                    aria-describedby="publish-zone"
                    aria-invalid=move || wrong().then_some("true")
                    on:input:target=move |event| write(event.target().value())
                />
                <button
                    class="button"
                    type="button"
                    disabled=move || blocked.get() || chosen().is_none()
                    on:click=move |_| {
                        if let Some(at) = chosen() {
                            schedule.run(at);
                        }
                    }
                >
                    "Schedule"
                </button>
            </span>
            <span class="field-note" id="publish-zone" role="status">
                {words}
            </span>
        </div>
    }
}
