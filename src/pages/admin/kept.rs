//! What this device keeps of posts and the server may not have: to be read, copied and thrown away also where the post cannot
//! be opened any more.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    confirm::{Confirm, Question},
    desk::Mark,
    form::{Said, give_place_back},
};
use crate::{
    model::draft::journal::{BASE, Entry},
    platform::{self, Journal},
};

/// What a tab that is gone left of a post.
#[derive(Clone)]
struct Kept {
    /// Under which key.
    name: String,
    title: String,
    /// When it was written; empty where that cannot be read.
    when: String,
    text: String,
}

/// The section; nothing where nothing is kept.
#[component]
pub fn KeptPart() -> impl IntoView {
    let kept = RwSignal::new(Vec::<Kept>::new());
    let question = RwSignal::new(None::<Question>);
    let said = expect_context::<Said>();
    let Mark(mark) = expect_context();
    spawn_local(async move {
        let all = read(&mark).await;
        // The page may be gone meanwhile.
        kept.try_set(all);
    });
    let part = move || {
        let all = kept.get();
        (!all.is_empty()).then(|| {
            let rows = all
                .into_iter()
                .map(|one| row(one, kept, question, said))
                .collect_view();
            view! {
                <section class="desk-part is-wide" aria-labelledby="kept">
                    <h2 id="kept">"What this device keeps"</h2>
                    <p class="desk-note">
                        "Words that were written here and are not known to have got to the server. Opening their post offers them again; where that is gone they can be copied from here."
                    </p>
                    {rows}
                </section>
            }
            .into_any()
        })
    };
    view! {
        {part}
        <Confirm question=question/>
    }
}

fn row(one: Kept, kept: RwSignal<Vec<Kept>>, question: RwSignal<Option<Question>>, said: Said) -> AnyView {
    let Kept {
        name,
        title,
        when,
        text,
    } = one;
    let href = format!("/admin/posts/{}", name.split('/').next().unwrap_or_default());
    let open_label = format!("Open the post: {title}");
    let text_label = format!("Text of {title}");
    let throw_label = format!("Throw it away: {title}");
    let asked = format!("Throw away what this device keeps of “{title}”? It may be nowhere else.");
    let ask = move |_| {
        let name = name.clone();
        question.set(Some(Question {
            text: asked.clone(),
            word: "Throw it away",
            act: Arc::new(move || throw_away(name.clone(), kept, said)),
        }));
    };
    view! {
        <article class="message" aria-label=title>
            <h3>{title.clone()}</h3>
            <p class="desk-note">{when}</p>
            <details>
                <summary>"The text"</summary>
                <div class="field">
                    // As a child it would not be escaped.
                    <textarea readonly aria-label=text_label prop:value=text></textarea>
                </div>
            </details>
            <p class="desk-actions">
                <a class="button" href=href rel="external" aria-label=open_label>
                    "Open the post"
                </a>
                <button type="button" aria-label=throw_label on:click=ask>
                    "Throw it away …"
                </button>
            </p>
        </article>
    }
    .into_any()
}

/// Everything that is marked like this and that no living tab holds.
async fn read(mark: &str) -> Vec<Kept> {
    let Some(journal) = Journal::open().await else {
        return Vec::new();
    };
    let alive = platform::list_alive().await;
    let all = journal.left("").await;
    all.iter()
        .filter(|(name, _)| {
            let tab = name.split('/').nth(1).unwrap_or_default();
            tab.starts_with(mark) && !name.ends_with(BASE) && !alive.contains(name)
        })
        .map(|(name, text)| {
            let under = base_name(name);
            let base = all.iter().find(|(other, _)| *other == under);
            shown(name, text, base.map(|(_, text)| text.as_str()))
        })
        .collect()
}

/// What is shown of an entry: all of it as it is where it cannot be read.
fn shown(name: &str, text: &str, base: Option<&str>) -> Kept {
    let name = name.to_owned();
    let Some(entry) = Entry::read(text, base) else {
        return Kept {
            name,
            title: "Left by another version of this program".to_owned(),
            when: String::new(),
            text: text.to_owned(),
        };
    };
    let (day, clock) = (
        platform::local_day(entry.written_at),
        platform::clock(entry.written_at),
    );
    let title = match entry.draft.meta.title.trim() {
        "" => "Untitled",
        title => title,
    };
    Kept {
        name,
        title: title.to_owned(),
        when: format!("Written on {day}, {clock}."),
        text: entry.draft.source,
    }
}

/// The key of the text that an entry is based on.
fn base_name(name: &str) -> String {
    format!("{name}{BASE}")
}

/// Takes an entry from the device, and then from the page.
fn throw_away(name: String, kept: RwSignal<Vec<Kept>>, said: Said) {
    spawn_local(async move {
        let keys = [base_name(&name), name];
        let is_gone = match Journal::open().await {
            Some(journal) => journal.forget(&keys).await,
            None => false,
        };
        if !is_gone {
            said.done("It could not be thrown away.");
            return said.warn();
        }
        said.done("It is thrown away.");
        let left = kept.try_update(|kept| kept.retain(|one| !keys.contains(&one.name)));
        if left.is_some() {
            // The button goes with it.
            give_place_back(None);
        }
    });
}
