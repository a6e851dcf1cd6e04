//! `/admin/collections`: lists of posts that are put together by hand, and the tags that the site is about; and one such list,
//! with what is said of it.

use leptos::prelude::*;

use super::{
    answer::Answer,
    begin::Begin,
    deletion::Deletion,
    desk::Failed,
    form::{Field, Said, Sending},
    marks::Marks,
    order::Order,
};
use crate::{
    api::sorting::{create_collection, delete_collection, edit_collection, open_collection, read_order},
    model::sorting::{
        collection::{DeskCollection, FIELDS},
        order::List,
    },
};

/// All of them.
#[component]
pub fn CollectionsPage() -> impl IntoView {
    let collections = Answer::new(|| read_order(List::Collections, 0));
    let focus = Answer::new(|| read_order(List::Focus, 0));
    view! {
        <h1>"Collections"</h1>
        <p class="desk-lede">
            "Lists of posts that you put together, such as “Start here”, and the tags that the site is about. The layout “knowledge base” shows them on the front page."
        </p>
        <Begin
            heading="Begin a collection"
            field=("name", "Name")
            begin=|name| Box::pin(create_collection(name))
            base="/admin/collections/"
        />
        <Order list=List::Collections order=collections/>
        <Order list=List::Focus order=focus/>
    }
}

/// One of them.
#[component]
pub fn OneCollectionPage(
    /// Which.
    id: i64,
) -> impl IntoView {
    let collection = Answer::new(move || open_collection(id));
    let shown = move || {
        collection.get().map(|collection_now| match collection_now {
            Ok(now) => view! { <One now=now/> }.into_any(),
            Err(error) => view! { <Failed error=error retry=collection.reload()/> }.into_any(),
        })
    };
    view! { {shown} }
}

#[component]
fn One(
    /// As it is now.
    now: DeskCollection,
) -> impl IntoView {
    let id = now.id;
    let (said, sending) = (expect_context::<Said>(), Sending::default());
    let posts = Answer::new(move || read_order(List::Collection, id));
    let heading = RwSignal::new(now.name.clone());
    let (name, slug) = (RwSignal::new(now.name), RwSignal::new(now.slug));
    let (intro, shows) = (RwSignal::new(now.intro), RwSignal::new(now.shows));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = edit_collection(
            id,
            slug.get_untracked(),
            name.get_untracked(),
            intro.get_untracked(),
            shows.get_untracked(),
        );
        sending.run(work, move |saved| {
            heading.set(saved.name);
            slug.set(saved.slug);
            said.done("Saved.");
        });
    };
    view! {
        <p class="desk-back">
            <a href="/admin/collections">"All collections"</a>
        </p>
        <h1>{heading}</h1>
        <Order list=List::Collection id=id order=posts/>
        <section class="desk-part" aria-labelledby="about">
            <h2 id="about">"About this collection"</h2>
            <form on:submit=save>
                <Field name="name" label="Name" value=name errors=sending.errors kind="text"/>
                <Field name="intro" label="Words under it" value=intro errors=sending.errors/>
                <Marks
                    name="shows"
                    label="What it shows of its posts"
                    choices=FIELDS
                    value=shows
                    hint="Besides their titles; nothing chosen: what the site’s lists show."
                />
                <Field
                    name="slug"
                    label="Slug"
                    value=slug
                    errors=sending.errors
                    kind="text"
                    hint="Names it in an export; it has no address of its own."
                />
                <button class="button" type="submit" disabled=sending.busy>
                    "Save"
                </button>
            </form>
        </section>
        <Deletion
            kind="collection"
            note="Its posts stay."
            id=id
            delete=|id| Box::pin(delete_collection(id))
            then="/admin/collections"
        />
    }
}
