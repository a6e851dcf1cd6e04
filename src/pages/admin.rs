//! `/admin` and below: the desk. Readers load nothing of it but what is in this file: a place, and the wish to load the
//! rest. The rest is made in the browser only, of what server functions answer to who asks.

use leptos::{prelude::*, task::spawn_local};

use crate::{components::head::Head, platform};

mod account;
mod desk;
mod form;
mod log;
mod people;

/// Draws the desk.
type Draw = fn() -> AnyView;

/// Comes as a file of its own when the desk is opened.
#[lazy]
fn load_desk() -> Draw {
    desk::desk
}

/// The place of the desk.
#[component]
pub fn AdminPage() -> impl IntoView {
    let draw = RwSignal::new(None::<Draw>);
    Effect::new(move |_| spawn_local(async move { draw.set(Some(load_desk().await)) }));
    view! {
        <Head title="Desk" canonical="/admin".to_owned() description="Where this site is written."/>
        <link rel="stylesheet" href=platform::desk_style()/>
        <div class="desk">
            {move || match draw.get() {
                Some(draw) => draw(),
                None => {
                    view! {
                        <p class="desk-wait">
                            <span class="needs-scripts">
                                "The desk needs scripts: it writes while you type. Allow them for this site and load the page again. Everything that readers see works without."
                            </span>
                            <span class="has-scripts">"Opening the desk …"</span>
                        </p>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
