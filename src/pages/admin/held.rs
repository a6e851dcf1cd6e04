//! Words of posts that were left, and that neither the server nor this device has: only this window holds them. Every part of
//! the desk says so, and the browser asks before it closes, until they are somewhere.

use std::rc::Rc;

use leptos::{ev, prelude::*};

use super::form::give_place_back;

/// All of them.
#[derive(Clone, Copy)]
pub struct Held {
    all: RwSignal<Vec<Words>, LocalStorage>,
    made: StoredValue<u32>,
}

#[derive(Clone)]
struct Words {
    id: u32,
    title: String,
    stand: Stand,
    again: Rc<dyn Fn()>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// They are on their way for the first time: nothing is wrong yet.
    Going,
    /// They are nowhere else.
    Lost,
    /// They were, and somebody asked to try again.
    Trying,
}

impl Held {
    /// None. Made with the desk, which lasts as long as its window.
    pub fn open() -> Self {
        let held = Self {
            all: RwSignal::new_local(Vec::new()),
            made: StoredValue::new(0),
        };
        let handle = window_event_listener(ev::beforeunload, move |event| {
            if held.all.try_with_untracked(|all| !all.is_empty()) == Some(true) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
        held
    }

    /// Holds the words of a post until they are let go. `again` tries to save them.
    pub fn hold(self, title: String, again: impl Fn() + 'static) -> u32 {
        let id = self.made.try_update_value(|made| {
            *made = made.wrapping_add(1);
            *made
        });
        let id = id.unwrap_or_default();
        let words = Words {
            id,
            title,
            stand: Stand::Going,
            again: Rc::new(again),
        };
        self.all.update(|all| all.push(words));
        id
    }

    /// They are nowhere else.
    pub fn lost(self, id: u32) {
        self.stand(id, Stand::Lost);
    }

    /// They are somewhere else now.
    pub fn let_go(self, id: u32) {
        let mut gone = None;
        self.all.update(|all| {
            gone = all
                .iter()
                .position(|words| words.id == id)
                .map(|at| all.remove(at));
        });
        if gone.is_some_and(|words| words.stand != Stand::Going) {
            // The button goes with them.
            give_place_back(None);
        }
    }

    fn stand(self, id: u32, stand: Stand) {
        self.all.maybe_update(|all| {
            let words = all
                .iter_mut()
                .find(|words| words.id == id && words.stand != stand);
            words.map(|words| words.stand = stand).is_some()
        });
    }

    fn try_again(self, id: u32) {
        let again = self.all.with_untracked(|all| {
            let words = all.iter().find(|words| words.id == id);
            words.map(|words| words.again.clone())
        });
        if let Some(again) = again {
            self.stand(id, Stand::Trying);
            again();
        }
    }
}

/// What is said of them.
#[component]
pub fn HeldPart() -> impl IntoView {
    let held = expect_context::<Held>();
    let told = move || {
        let all = held.all.get();
        let told = all.into_iter().filter(|words| words.stand != Stand::Going);
        told.map(|Words { id, title, stand, .. }| {
            let text = if stand == Stand::Trying {
                format!("Trying to save what you wrote last in {title} …")
            } else {
                format!("What you wrote last in {title} could not be saved, and this device cannot keep it. It is tried again and again: keep this window open until it is saved.")
            };
            view! {
                <p class="desk-held" role="alert">
                    {text}
                    <button type="button" on:click=move |_| held.try_again(id)>
                        "Try again"
                    </button>
                </p>
            }
        })
        .collect_view()
    };
    view! { {told} }
}
