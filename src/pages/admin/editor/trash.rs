//! A post in the trash, open in the editor: what that means, and the way back.

use leptos::{
    html::{Button, Textarea},
    prelude::*,
};

use super::{Facts, Session, field, shown::Shown, tell};
use crate::{
    api::desk::take_back,
    model::{
        draft::{save::Act, session::Input},
        status::{KEPT_DAYS, Status},
    },
    pages::admin::form::Sending,
};

/// The words and the button, while it is there.
#[component]
pub fn TrashPart(
    /// What names the post at the desk.
    post: StoredValue<String>,
    /// The text field.
    area: NodeRef<Textarea>,
    /// Where the post stands, its address, its time.
    facts: RwSignal<Facts>,
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let sending = Sending::default();
    let place = NodeRef::<Button>::new();
    let thrown_here = move || matches!(shown.done.get(), Some(order) if order.act == Act::Trash);
    // Who threw it away was somewhere below, and may not have meant it. Who writes is left alone.
    Effect::new(move |_| {
        let writes = || area.get_untracked().is_some_and(|area| field::is_active(&area));
        if let (true, Some(button)) = (thrown_here(), place.get())
            && !writes()
        {
            let _ = button.focus();
        }
    });
    let restore = move |_| {
        sending.run(take_back(post.get_value()), move |()| {
            shown.done.set(None);
            if let Some(area) = area.get_untracked() {
                let _ = area.focus();
            }
            if let Some(edge) = session.get_value() {
                edge.look_now();
            }
            // What was refused meanwhile does not wait for its pause to end.
            tell(session, Input::SaveNow);
        });
    };
    view! {
        <div role="status">
            <Show when=move || facts.with(|(status, ..)| *status == Status::Trashed)>
                <div class="editor-ask">
                    <p>{format!("In the trash. It is deleted for good {KEPT_DAYS} days after it got there.")}</p>
                    <button
                        node_ref=place
                        class="button"
                        type="button"
                        disabled=sending.busy
                        on:click=restore
                    >
                        "Take it back"
                    </button>
                </div>
            </Show>
        </div>
    }
}
