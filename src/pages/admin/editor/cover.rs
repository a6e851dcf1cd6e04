//! The picture at the head of a post: chosen from the library or uploaded, with what it shows.

use leptos::prelude::*;

use crate::{
    model::{
        draft::{Meta, Picture},
        media::shown_at,
    },
    pages::admin::{form::Labelled, media::pick::Pick},
};

/// The cover, and how it becomes another one.
#[component]
pub fn CoverPicker(
    /// What is said of the post.
    meta: RwSignal<Meta>,
    /// What is said from now on.
    changed: Callback<Meta>,
) -> impl IntoView {
    let cover = Memo::new(move |_| meta.with(|meta| meta.cover.clone()));
    let path = Signal::derive(move || cover.get().map(|cover| shown_at(&cover.src, u32::MAX, 480)));
    let change = move |change: Option<Picture>| {
        let mut meta = meta.get_untracked();
        meta.cover = change;
        changed.run(meta);
    };
    let chosen = Callback::new(move |src: Option<String>| {
        let alt = cover.get_untracked().map(|cover| cover.alt).unwrap_or_default();
        change(src.map(|src| Picture { src, alt }));
    });
    view! {
        <div class="field is-wide cover-picker">
            <Pick label="Cover" path=path chosen=chosen/>
            <Show when=move || cover.with(Option::is_some)>
                <Labelled
                    id="sheet-alt"
                    label="What the cover shows"
                    hint="For those who do not see it."
                >
                    <input
                        id="sheet-alt"
                        type="text"
                        aria-describedby="sheet-alt-note"
                        prop:value=move || cover.get().map(|cover| cover.alt).unwrap_or_default()
                        on:input:target=move |event| {
                            if let Some(cover) = cover.get_untracked() {
                                let alt = event.target().value();
                                change(Some(Picture { alt, ..cover }));
                            }
                        }
                    />
                </Labelled>
            </Show>
        </div>
    }
}
