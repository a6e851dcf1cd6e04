//! The picture at the head of something: chosen from the library or uploaded, with what it shows.

use leptos::prelude::*;

use crate::{
    model::{draft::Picture, media::shown_at},
    pages::admin::{form::Labelled, media::pick::Pick},
};

/// The cover, and how it becomes another one.
#[component]
pub fn CoverPicker(
    /// The one that is there.
    cover: Memo<Option<Picture>>,
    /// Told what it is to be.
    changed: Callback<Option<Picture>>,
) -> impl IntoView {
    let path = Signal::derive(move || cover.get().map(|cover| shown_at(&cover.src, u32::MAX, 480)));
    let chosen = Callback::new(move |src: Option<String>| {
        let alt = cover.get_untracked().map(|cover| cover.alt).unwrap_or_default();
        changed.run(src.map(|src| Picture { src, alt }));
    });
    view! {
        <div class="field is-wide cover-picker">
            <Pick label="Cover" path=path chosen=chosen/>
            <Show when=move || cover.with(Option::is_some)>
                <Labelled
                    id="cover-alt"
                    label="What the cover shows"
                    hint="For those who do not see it."
                >
                    <input
                        id="cover-alt"
                        type="text"
                        aria-describedby="cover-alt-note"
                        prop:value=move || cover.get().map(|cover| cover.alt).unwrap_or_default()
                        on:input:target=move |event| {
                            if let Some(cover) = cover.get_untracked() {
                                let alt = event.target().value();
                                changed.run(Some(Picture { alt, ..cover }));
                            }
                        }
                    />
                </Labelled>
            </Show>
        </div>
    }
}
