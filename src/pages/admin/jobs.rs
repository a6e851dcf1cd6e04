//! `/admin/jobs`: what is done later, what is being done, and what did not work.

use leptos::prelude::*;

use super::{
    answer::Answer,
    desk::Failed,
    form::{Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::jobs::{cancel_job, list_queue, retry_job},
    model::job::{Job, JobList, JobState, Queue},
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn JobsPage() -> impl IntoView {
    let queue = Answer::new(list_queue);
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        reload: queue.reload(),
    };
    let shown = move || {
        queue.get().map(|queue| match queue {
            Ok(queue) => lists(desk, queue),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <div class="desk-title">
            <h1>"Jobs"</h1>
            <button class="button" type="button" on:click=move |_| desk.reload.run(())>
                "Look again"
            </button>
        </div>
        {shown}
    }
}

fn lists(desk: Desk, queue: Queue) -> AnyView {
    let lede = format!(
        "What the site does by itself, such as publishing a post at its time. Times are those of {}.",
        queue.zone
    );
    view! {
        <p class="desk-lede">{lede}</p>
        {queue.lists.into_iter().map(|list| part(desk, list)).collect_view()}
    }
    .into_any()
}

/// The words of a state: its heading, what is said where there is none, and what stands over the columns.
fn words(state: JobState) -> (&'static str, &'static str, &'static [Head]) {
    match state {
        JobState::Failed => (
            "Failed",
            "Nothing failed.",
            &[
                Head::Text("What"),
                Head::Text("Given up"),
                Head::Number("Attempts"),
                Head::Text("Why"),
                Head::Spoken("What can be done"),
            ],
        ),
        JobState::Running => (
            "Under way",
            "Nothing is being done at this moment.",
            &[
                Head::Text("What"),
                Head::Text("Since"),
                Head::Number("Attempts"),
                Head::Text("What went wrong before"),
                Head::Spoken("What can be done"),
            ],
        ),
        JobState::Queued => (
            "To come",
            "Nothing waits.",
            &[
                Head::Text("What"),
                Head::Text("When"),
                Head::Number("Attempts"),
                Head::Text("What went wrong before"),
                Head::Spoken("What can be done"),
            ],
        ),
        JobState::Finished => (
            "Done lately",
            "Nothing was done in the last week.",
            &[
                Head::Text("What"),
                Head::Text("When"),
                Head::Number("Attempts"),
                Head::Spoken("What went wrong"),
                Head::Spoken("What can be done"),
            ],
        ),
    }
}

fn part(desk: Desk, list: JobList) -> AnyView {
    let (heading, none, heads) = words(list.state);
    let id = format!("jobs-{}", list.state.as_str());
    let label = match list.state {
        JobState::Failed => "Table of failed jobs",
        JobState::Running => "Table of jobs under way",
        JobState::Queued => "Table of jobs to come",
        JobState::Finished => "Table of finished jobs",
    };
    let state = list.state;
    let shown = u32::try_from(list.jobs.len()).unwrap_or(u32::MAX);
    let rest = (list.count > shown).then(|| format!("The first {shown} of {}.", list.count));
    let jobs = if list.jobs.is_empty() {
        view! { <p class="empty">{none}</p> }.into_any()
    } else {
        let rows = list
            .jobs
            .into_iter()
            .map(|job| row(desk, state, job))
            .collect_view();
        view! {
            <DeskTable label=label heads=heads>{rows}</DeskTable>
            {rest.map(|rest| view! { <p class="desk-note">{rest}</p> })}
        }
        .into_any()
    };
    view! {
        <section class="desk-part is-wide" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            {jobs}
        </section>
    }
    .into_any()
}

fn row(desk: Desk, state: JobState, job: Job) -> impl IntoView {
    let id = job.id;
    let name = match &job.post {
        Some(post) if post.title.trim().is_empty() => format!("{} an untitled post", job.what),
        Some(post) => format!("{} “{}”", job.what, post.title),
        None => job.what.clone(),
    };
    let link = match job.post {
        Some(post) => view! {
            <a href=format!("/admin/posts/{}", post.uuid) rel="external">
                {name.clone()}
            </a>
        }
        .into_any(),
        None => name.clone().into_any(),
    };
    let (retry_label, cancel_label) = (format!("Retry: {name}"), format!("{}: {name}", job.cancel));
    let retry = move |_| {
        desk.sending.run(retry_job(id), move |()| {
            desk.said.done("It is tried once more.");
            desk.reload.run(());
        });
    };
    let unschedules = job.cancel == "Unschedule";
    let cancel = move |_| {
        desk.sending.run(cancel_job(id), move |()| {
            desk.said.done(if unschedules {
                "The post is a draft again."
            } else {
                "It is out of the queue."
            });
            desk.reload.run(());
        });
    };
    let can_cancel = !job.cancel.is_empty();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="is-title">
                {link}
            </th>
            <td role="cell">
                <time datetime=job.at.iso>{job.at.text}</time>
            </td>
            <td role="cell" class="is-number" data-label="Attempts">{job.attempts}</td>
            <td role="cell" class="is-words">{job.last_error}</td>
            <td role="cell">
                <span class="desk-actions">
                    {(state == JobState::Failed)
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    aria-label=retry_label
                                    disabled=desk.sending.busy
                                    on:click=retry
                                >
                                    "Retry"
                                </button>
                            }
                        })}
                    {can_cancel
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    aria-label=cancel_label
                                    disabled=desk.sending.busy
                                    on:click=cancel
                                >
                                    {job.cancel}
                                </button>
                            }
                        })}
                </span>
            </td>
        </tr>
    }
}
