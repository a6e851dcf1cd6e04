//! `/admin/review`: posts that are to be looked at again, and saying of each that it still holds.

use leptos::prelude::*;

use super::{
    answer::Answer,
    desk::Failed,
    form::{Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::review::{list_to_review, review_post},
    model::review::{Again, DueItem, Reviewed, ToReview},
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Title"),
    Head::Text("Due"),
    Head::Text("Last reviewed"),
    Head::Text("By"),
    Head::Spoken("What can be done"),
];

/// The page.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let due = Answer::new(list_to_review);
    let sending = Sending::default();
    let reload = due.reload();
    let reviewed = Callback::new(move |_: Reviewed| reload.run(()));
    let shown = move || {
        due.get().map(|due| match due {
            Ok(due) => list(due, sending, reviewed),
            Err(error) => view! { <Failed error=error retry=reload/> }.into_any(),
        })
    };
    view! {
        <h1>"To review"</h1>
        {shown}
    }
}

fn list(due: ToReview, sending: Sending, reviewed: Callback<Reviewed>) -> AnyView {
    if due.posts.is_empty() {
        return view! {
            <p class="empty">
                "Nothing is due within 30 days. Give a post a day under “Look at it again after” in its editor, and it is listed here before readers are told that it may be out of date. Evergreen posts never are."
            </p>
        }
        .into_any();
    }
    let (all, here) = (due.total, due.posts.len());
    let rows = due
        .posts
        .into_iter()
        .map(|post| row(post, sending, reviewed))
        .collect_view();
    view! {
        <p class="desk-note" role="status">
            {format!("{here} of {all} that are due now or within 30 days, the longest due first.")}
        </p>
        <DeskTable label="To review" heads=HEADS>{rows}</DeskTable>
    }
    .into_any()
}

fn row(post: DueItem, sending: Sending, reviewed: Callback<Reviewed>) -> impl IntoView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="is-title">
                <a href=format!("/admin/posts/{}", post.uuid) rel="external">
                    {post.title.clone()}
                </a>
            </th>
            <td role="cell" data-label="Due">
                <time datetime=post.due.iso>{post.due.text}</time>
                {(!post.overdue).then_some(" (soon)")}
            </td>
            <td role="cell" data-label="Last reviewed">{post.reviewed.map_or_else(|| "never".to_owned(), |at| at.text)}</td>
            <td role="cell" data-label="By">{post.authors}</td>
            <td role="cell">{still_true(post.uuid, &post.title, sending, reviewed)}</td>
        </tr>
    }
}

/// Says of a post that it still holds, and when to look again.
fn still_true(uuid: String, title: &str, sending: Sending, reviewed: Callback<Reviewed>) -> AnyView {
    let said = expect_context::<Said>();
    let chosen = StoredValue::new(0_usize);
    let options = Again::ALL
        .iter()
        .enumerate()
        .map(|(at, (_, name))| view! { <option value=at.to_string()>{*name}</option> })
        .collect_view();
    let review = move |_| {
        let again = Again::ALL
            .get(chosen.get_value())
            .map_or(Again::Year, |(again, _)| *again);
        sending.run(review_post(uuid.clone(), again), move |done| {
            let next = done
                .after
                .as_ref()
                .map(|after| format!(", and is to be looked at again on {}", after.text));
            said.done(format!(
                "Readers see that it was reviewed today{}.",
                next.unwrap_or_default()
            ));
            reviewed.run(done);
        });
    };
    view! {
        <span class="desk-actions">
            <button
                type="button"
                aria-label=format!("Reviewed today: still true ({title})")
                disabled=sending.busy
                on:click=review
            >
                "Reviewed today: still true"
            </button>
            <select
                aria-label=format!("When to look at it again: {title}")
                on:change:target=move |event| chosen.set_value(event.target().value().parse().unwrap_or(0))
            >
                {options}
            </select>
        </span>
    }
    .into_any()
}
