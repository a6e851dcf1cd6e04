//! `/admin/tags`: tags are renamed, merged, described and deleted here, and each of that can be taken back.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    answer::{Answer, latest},
    desk::Failed,
    form::{Field, Labelled, Said, Sending, focus_soon},
    search::DeskSearch,
    table::{DeskTable, Head, Pages},
};
use crate::{
    api::{
        desk::find_tags,
        sorting::{delete_tag, edit_tag, list_desk_tags, merge_tags, undo_tag_change},
    },
    model::{
        listing::count_posts,
        sorting::{Changed, DeskTag, DeskTags, TagChange, TagChoice},
    },
    state::typing::PAUSE,
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Tag"),
    Head::Text("Description"),
    Head::Number("Listed"),
    Head::Number("All posts"),
    Head::Spoken("What can be done"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    /// The tag that is being changed.
    open: RwSignal<Option<DeskTag>>,
    reload: Callback<()>,
}

impl Desk {
    /// Closes the panel, and puts the keyboard's place back on what opened it.
    fn close(self) {
        if let Some(tag) = self.open.get_untracked() {
            focus_soon(format!("change-{}", tag.id));
        }
        self.open.set(None);
    }

    /// Says what was done and how it is taken back.
    fn changed(self, changed: Changed) {
        self.open.set(None);
        self.reload.run(());
        let undo = Callback::new(move |()| self.undo(changed.id));
        self.said.offer(changed.told, "Undo", undo);
    }

    fn undo(self, change: i64) {
        self.sending.run(undo_tag_change(change), move |told| {
            self.open.set(None);
            self.reload.run(());
            self.said.done(told);
        });
    }
}

/// The page.
#[component]
pub fn TagsPage() -> impl IntoView {
    // What leads to a tag names it.
    let asked = use_query_map().with_untracked(|query| query.get("words"));
    let words = RwSignal::new(asked.unwrap_or_default());
    let page = RwSignal::new(1_u32);
    let tags = Answer::after(PAUSE, move || list_desk_tags(words.get(), page.get()));
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        open: RwSignal::new(None),
        reload: tags.reload(),
    };
    let pages = Memo::new(move |_| tags.with(|tags| tags.pages).unwrap_or(0));
    let shown = move || {
        tags.get().map(|tags| match tags {
            Ok(tags) => view! { <All desk=desk tags=tags/> }.into_any(),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <h1>"Tags"</h1>
        <p class="desk-lede">
            "What posts are about. Whatever becomes of a tag, its old address leads to where its posts are now."
        </p>
        <DeskSearch label="Words of the name" words=words typed=Callback::new(move |()| page.set(1))/>
        {move || desk.open.get().map(|tag| view! { <Change desk=desk tag=tag/> })}
        {shown}
        <Pages page=page pages=pages/>
    }
}

#[component]
fn All(
    /// What the page's parts share.
    desk: Desk,
    /// What there is.
    tags: DeskTags,
) -> impl IntoView {
    let table = if tags.tags.is_empty() {
        view! {
            <p class="empty">"There is no such tag. Tags are made when a post is published with them."</p>
        }
        .into_any()
    } else {
        let noun = if tags.total == 1 { "tag" } else { "tags" };
        view! {
            <p class="desk-note" role="status">
                {format!("{} {noun}", tags.total)}
            </p>
            <DeskTable label="Table of tags" heads=HEADS>
                {tags.tags.into_iter().map(|tag| row(desk, tag)).collect_view()}
            </DeskTable>
        }
        .into_any()
    };
    let changes = StoredValue::new(tags.changes);
    view! {
        {table}
        <Show when=move || changes.with_value(|changes| !changes.is_empty())>
            <section class="desk-part is-wide" aria-labelledby="changes">
                <h2 id="changes">"Recent changes"</h2>
                <ul class="desk-list" role="list">
                    {changes.get_value().into_iter().map(|change| change_row(desk, change)).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

fn row(desk: Desk, tag: DeskTag) -> impl IntoView {
    let label = format!("Change {}", tag.name);
    let href = format!("/tags/{}", tag.slug);
    let name = if tag.listed > 0 {
        view! {
            <a href=href.clone() rel="external">
                {tag.name.clone()}
            </a>
        }
        .into_any()
    } else {
        tag.name.clone().into_any()
    };
    let mut under = href;
    for was in &tag.was {
        under.push_str(", was ");
        under.push_str(was);
    }
    let id = tag.id;
    let (description, listed, posts) = (tag.description.clone(), tag.listed, tag.posts);
    let tag = StoredValue::new(tag);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {name} <span class="desk-under">{under}</span>
            </th>
            <td role="cell" class="is-words">{description}</td>
            <td role="cell" class="is-number" data-label="Listed">{listed}</td>
            <td role="cell" class="is-number" data-label="All posts">{posts}</td>
            <td role="cell">
                <button
                    id=format!("change-{id}")
                    type="button"
                    aria-label=label
                    on:click=move |_| {
                        desk.sending.errors.update(|errors| errors.clear());
                        desk.open.set(Some(tag.get_value()));
                        focus_soon("field-name");
                    }
                >
                    "Change"
                </button>
            </td>
        </tr>
    }
}

fn change_row(desk: Desk, change: TagChange) -> impl IntoView {
    let id = change.id;
    let label = format!("Undo: {}", change.told);
    let action = if change.undone {
        view! { <span>"Taken back"</span> }.into_any()
    } else {
        view! {
            <span>
                <button
                    type="button"
                    aria-label=label
                    disabled=desk.sending.busy
                    on:click=move |_| desk.undo(id)
                >
                    "Undo"
                </button>
            </span>
        }
        .into_any()
    };
    view! {
        <li>
            <span>
                {change.told}
                <span class="desk-under">
                    {change.who} " · " <time datetime=change.at.iso>{change.at.text}</time>
                </span>
            </span>
            {action}
        </li>
    }
}

/// One tag, to be changed.
#[component]
fn Change(
    /// What the page's parts share.
    desk: Desk,
    /// The tag.
    tag: DeskTag,
) -> impl IntoView {
    let id = tag.id;
    let (name, slug) = (RwSignal::new(tag.name.clone()), RwSignal::new(tag.slug.clone()));
    let description = RwSignal::new(tag.description.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = edit_tag(
            id,
            slug.get_untracked(),
            name.get_untracked(),
            description.get_untracked(),
        );
        desk.sending.run(work, move |changed| desk.changed(changed));
    };
    let remove = move |_| {
        desk.sending
            .run(delete_tag(id), move |changed| desk.changed(changed))
    };
    let posts = match tag.posts {
        0 => "No post carries it.".to_owned(),
        1 => "It is taken off one post.".to_owned(),
        n => format!("It is taken off {n} posts."),
    };
    view! {
        <section class="desk-panel" aria-labelledby="change">
            <h2 id="change">{format!("Change “{}”", tag.name)}</h2>
            <div class="desk-columns">
                <form on:submit=save>
                    <Field name="name" label="Name" value=name errors=desk.sending.errors kind="text"/>
                    <Field
                        name="slug"
                        label="Address, after /tags/"
                        value=slug
                        errors=desk.sending.errors
                        kind="text"
                        hint="The old one leads here."
                    />
                    <Field
                        name="description"
                        label="Description"
                        value=description
                        errors=desk.sending.errors
                        hint="Readers see it on the tag’s page."
                    />
                    <p class="desk-actions">
                        <button class="button" type="submit" disabled=desk.sending.busy>
                            "Save"
                        </button>
                        <button type="button" on:click=move |_| desk.close()>
                            "Close"
                        </button>
                    </p>
                </form>
                <div>
                    <MergeForm desk=desk tag=tag/>
                    <p class="desk-note">{posts} " You can undo it."</p>
                    <p class="desk-actions">
                        <button type="button" disabled=desk.sending.busy on:click=remove>
                            "Delete this tag"
                        </button>
                    </p>
                </div>
            </div>
        </section>
    }
}

#[component]
fn MergeForm(
    /// What the page's parts share.
    desk: Desk,
    /// The tag that goes.
    tag: DeskTag,
) -> impl IntoView {
    let (id, own) = (tag.id, tag.slug);
    let into = RwSignal::new(String::new());
    let choices = RwSignal::new(Vec::<TagChoice>::new());
    let latest = latest();
    let complete = move |typed: String| {
        into.set(typed.clone());
        latest.run(PAUSE, async move {
            if let Ok(found) = find_tags(typed).await {
                choices.set(found);
            }
        });
    };
    let merge = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = merge_tags(id, into.get_untracked());
        desk.sending.run(work, move |changed| desk.changed(changed));
    };
    let wrong = Memo::new(move |_| desk.sending.errors.with(|errors| errors.get("into").cloned()));
    let options = move || {
        choices
            .get()
            .into_iter()
            .filter(|choice| choice.slug != own)
            .map(|choice| view! { <option value=choice.name>{count_posts(choice.posts)}</option> })
            .collect_view()
    };
    view! {
        <form on:submit=merge>
            <Labelled
                id="merge-into"
                label="Merge into another tag"
                hint="Its posts get that tag, each once; this one goes."
                problem=wrong
            >
                <input
                    id="merge-into"
                    type="text"
                    list="merge-choices"
                    autocomplete="off"
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    aria-describedby="merge-into-note"
                    prop:value=into
                    on:focus=move |_| complete(into.get_untracked())
                    on:input:target=move |event| complete(event.target().value())
                />
                <datalist id="merge-choices">{options}</datalist>
            </Labelled>
            <p class="desk-actions">
                <button type="submit" disabled=desk.sending.busy>
                    "Merge"
                </button>
            </p>
        </form>
    }
}
