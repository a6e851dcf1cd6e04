//! `/admin/posts/:id/revisions`: what a post was, who made it so, what is different between any two, and the way back.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::{
    desk::Failed,
    editor::{FieldsPart, TextPart},
    form::{Said, Sending},
    modal::Modal,
    table::{DeskTable, Head},
};
use crate::{
    api::desk::{list_revisions, read_revision, restore_revision},
    error::AppError,
    model::{desk::RevisionItem, draft::save},
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Before"),
    Head::Text("After"),
    Head::Number("No."),
    Head::Text("Saved"),
];

/// Revisions that come at once; fewer mean that there are no more.
const PAGE: usize = 100;

/// The page.
#[component]
pub fn RevisionsPage(
    /// What names the post at the desk.
    post: String,
) -> impl IntoView {
    let items = RwSignal::new(Vec::<RevisionItem>::new());
    let more = RwSignal::new(false);
    let (before, after) = (RwSignal::new(0_i64), RwSignal::new(0_i64));
    let texts = RwSignal::new(BTreeMap::<i64, Result<save::Head, AppError>>::new());
    let (listing, restoring) = (Sending::default(), Sending::default());
    let name = StoredValue::new(post.clone());
    let (said, refused) = (expect_context::<Said>(), RwSignal::new(None::<AppError>));
    let list = move || {
        let last = items.with_untracked(|items| items.last().map(|item| item.number));
        let listed = list_revisions(name.get_value(), last);
        listing.run(async move { Ok(listed.await) }, move |page| {
            let page = match page {
                Ok(page) => page,
                // Without any there is nothing to stand beside it.
                Err(error) if last.is_none() => return refused.set(Some(error)),
                Err(error) => return said.failed(&error),
            };
            refused.set(None);
            more.set(page.len() == PAGE);
            if last.is_none() {
                let latest = page.first().map_or(0, |item| item.number);
                // What readers see, where that is another one; else the one before.
                let seen = page.iter().find(|item| item.released && item.number != latest);
                let start = seen.or(page.get(1)).or(page.first());
                before.set(start.map_or(0, |item| item.number));
                after.set(latest);
            }
            items.update(|items| items.extend(page));
        });
    };
    list();
    let retry = Callback::new(move |()| list());
    // What is compared is asked for once, unless it did not arrive.
    let read = move |both: [i64; 2]| {
        for number in both {
            if number > 0 && !texts.with_untracked(|texts| matches!(texts.get(&number), Some(Ok(_)))) {
                let reading = read_revision(name.get_value(), number);
                spawn_local(async move {
                    let head = reading.await;
                    texts.try_update(|texts| drop(texts.insert(number, head)));
                });
            }
        }
    };
    Effect::new(move |_| read([before.get(), after.get()]));
    let again = Callback::new(move |()| read([before.get_untracked(), after.get_untracked()]));
    let rows = move || {
        let latest = items.with(|items| items.first().map_or(0, |item| item.number));
        items
            .get()
            .into_iter()
            .map(|item| row(item, latest, before, after))
            .collect_view()
    };
    let compared = move || {
        let (before, after) = (before.get(), after.get());
        let both = texts.with(|texts| {
            let (before, after) = (texts.get(&before).cloned()?, texts.get(&after).cloned()?);
            Some(before.and_then(|before| Ok((before, after?))))
        });
        match both {
            _ if before == after => view! {
                <p class="field-note">"Choose two that are not the same to see what is different."</p>
            }
            .into_any(),
            None => view! { <p class="field-note">"Reading both …"</p> }.into_any(),
            Some(Err(error)) => view! { <Failed error=error retry=again/> }.into_any(),
            Some(Ok((old, new))) => view! {
                <FieldsPart old=old.draft.meta new=new.draft.meta/>
                <TextPart old=old.draft.source new=new.draft.source/>
            }
            .into_any(),
        }
    };
    let (open, asked) = (RwSignal::new(false), RwSignal::new(0_i64));
    let ask = move |number: i64| {
        asked.set(number);
        open.set(true);
    };
    let close = Callback::new(move |()| open.set(false));
    let navigate = use_navigate();
    let restore = move |_| {
        let number = asked.get_untracked();
        let navigate = navigate.clone();
        restoring.run(restore_revision(name.get_value(), number), move |head| {
            close.run(());
            navigate(&format!("/admin/posts/{}", name.get_value()), Default::default());
            said.done(format!(
                "Revision {number} is the newest again, as revision {}. The one before it is kept.",
                head.revision
            ));
        });
    };
    let latest = move || items.with(|items| items.first().map_or(0, |item| item.number));
    view! {
        {move || refused.get().map(|error| view! { <Failed error=error retry=retry/> })}
        <div hidden=move || refused.with(Option::is_some)>
            <h1>"Revisions"</h1>
            <p class="desk-lede">
                <a href=format!("/admin/posts/{post}")>"Back to writing"</a>
                ". Every save is kept here. Of those saved by themselves one a minute stays; those published, scheduled or unpublished, saved by hand, restored or imported are never deleted."
            </p>
        </div>
        <div class="revisions" hidden=move || items.with(Vec::is_empty)>
            <div>
                <DeskTable label="Revisions" heads=HEADS narrow=true>{rows}</DeskTable>
                <Show when=move || more.get()>
                    <button class="button" type="button" disabled=listing.busy on:click=move |_| list()>
                        "Earlier ones"
                    </button>
                </Show>
            </div>
            <section class="revisions-difference" aria-labelledby="difference">
                <h2 id="difference">{move || format!("From {} to {}", before.get(), after.get())}</h2>
                // One short line is said; the differences are there to be read.
                <p class="visually-hidden" role="status">
                    {move || format!("What is different from {} to {}.", before.get(), after.get())}
                </p>
                <Show when=move || before.get() != latest() && before.get() != 0>
                    <p>
                        <button class="button" type="button" on:click=move |_| ask(before.get_untracked())>
                            {move || format!("Restore {} …", before.get())}
                        </button>
                    </p>
                </Show>
                {compared}
            </section>
        </div>
        <Modal open=open closed=close named_by="restore">
            <h2 id="restore">{move || format!("Restore revision {}?", asked.get())}</h2>
            <p>
                "Its text and all that is said about it become the newest revision. The present one stays in this list, so nothing is lost. Readers see no change until you publish."
            </p>
            <p class="editor-actions">
                <button class="button is-main" type="button" disabled=restoring.busy on:click=restore>
                    "Restore it"
                </button>
                <button class="button" type="button" on:click=move |_| close.run(())>
                    "Not now"
                </button>
            </p>
        </Modal>
    }
}

fn row(item: RevisionItem, latest: i64, before: RwSignal<i64>, after: RwSignal<i64>) -> impl IntoView {
    let number = item.number;
    let choose = move |group: &'static str, which: RwSignal<i64>| {
        view! {
            <td>
                <input
                    type="radio"
                    name=group
                    aria-label=format!("{group}: revision {number}")
                    prop:checked=move || which.get() == number
                    on:change=move |_| which.set(number)
                />
            </td>
        }
    };
    let marks = [
        (number == latest).then_some("newest"),
        item.released.then_some("readers see this"),
    ];
    let marks = marks
        .into_iter()
        .flatten()
        .map(|mark| view! { <span class="revisions-mark">{mark}</span> })
        .collect_view();
    // An import's author says no more than the reason.
    let named = !item.who.is_empty() && item.who != why(&item.reason, &item.who);
    view! {
        <tr class:is-released=item.released>
            {choose("Before", before)}
            {choose("After", after)}
            <th scope="row" class="is-number">
                {number}
            </th>
            <td>
                <time datetime=item.at.iso>{item.at.text}</time>
                " "
                {marks}
                <span class="desk-under">{why(&item.reason, &item.who)} {named.then(|| format!(" · {}", item.who))}</span>
            </td>
        </tr>
    }
}

/// Why a revision was made, in words. What a post began with is nobody's.
fn why(reason: &str, who: &str) -> &'static str {
    match reason {
        "import" if who.is_empty() => "The beginning",
        "manual" => "Saved by hand",
        "publish" => "Publish",
        "schedule" => "Schedule",
        "unpublish" => "Unpublish",
        "take-back" => "Not published after all",
        "trash" => "Moved to the trash",
        "restore" => "Restored",
        "import" => "Import",
        _ => "Autosave",
    }
}

#[cfg(test)]
mod tests {
    use super::why;

    #[test]
    fn each_revision_has_the_word_for_why_it_was_made() {
        for (reason, who, word) in [
            ("autosave", "Ada", "Autosave"),
            ("manual", "Ada", "Saved by hand"),
            ("publish", "Ada", "Publish"),
            ("schedule", "Ada", "Schedule"),
            ("unpublish", "Ada", "Unpublish"),
            ("take-back", "Ada", "Not published after all"),
            ("trash", "Ada", "Moved to the trash"),
            ("restore", "Ada", "Restored"),
            ("import", "Import", "Import"),
            ("import", "", "The beginning"),
        ] {
            assert_eq!(why(reason, who), word);
        }
    }
}
