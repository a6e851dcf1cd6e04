//! When a post is to appear: written in the author's time zone, understood by the server, said in both zones.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    api::writing::read_time, error::AppError, model::desk::TimeChoice, pages::admin::answer::latest, platform,
};

/// From the last change to the question.
const AFTER: Duration = Duration::from_millis(150);

/// The field and its button.
#[component]
pub fn TimePart(
    /// Whether it cannot be scheduled for other reasons.
    #[prop(into)]
    blocked: Signal<bool>,
    /// Schedules for a time, in Unix milliseconds.
    schedule: Callback<i64>,
) -> impl IntoView {
    let read = RwSignal::new(None::<Result<TimeChoice, String>>);
    let latest = latest();
    let write = move |value: String| {
        read.set(None);
        if value.is_empty() {
            return latest.stop();
        }
        latest.run(AFTER, async move {
            let answer = read_time(value, platform::zone()).await;
            read.set(Some(answer.map_err(|error| match error {
                AppError::Invalid(fields) => fields.into_values().collect::<Vec<_>>().join(" "),
                other => other.to_string(),
            })));
        });
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
