//! Where each page of the browser's history stood. The browser restores it too early: at the moment of "back" the old
//! page is still there, and may be shorter than the one that is coming.

use std::time::Duration;

use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*, wasm_bindgen::JsValue};
use web_sys::ScrollRestoration;

/// A reader has stopped scrolling after this long.
const STOPPED: Duration = Duration::from_millis(100);

/// Keeps the place of each page in its entry of the history, and goes back to it with the reader.
#[component]
pub fn ScrollMemory(
    /// Whether a navigation is under way.
    is_routing: ReadSignal<bool>,
) -> impl IntoView {
    let wanted = StoredValue::new(None::<f64>);
    let restore = move || {
        if let Some(y) = wanted.get_value() {
            window().scroll_to_with_x_and_y(0.0, y);
            wanted.set_value(None);
        }
    };
    Effect::new(move || listen(wanted, is_routing, restore));
    Effect::new(move || {
        if !is_routing.get() {
            request_animation_frame(restore);
        }
    });
}

fn listen(
    wanted: StoredValue<Option<f64>>,
    is_routing: ReadSignal<bool>,
    restore: impl Fn() + Copy + 'static,
) {
    leave_to_us(true);
    // A page that was left for another site and is loaded anew.
    if window().scroll_y().is_ok_and(|y| y < 1.0) {
        wanted.set_value(entry_place());
        restore();
    }
    let keep = move || {
        // Until the page is the one that the address names, its place is not that of the entry.
        if wanted.get_value().is_none() && !is_routing.get_untracked() {
            keep_place();
        }
    };
    let stopping = StoredValue::new(None::<TimeoutHandle>);
    window_event_listener(ev::scroll, move |_| {
        if let Some(earlier) = stopping.get_value() {
            earlier.clear();
        }
        stopping.set_value(set_timeout_with_handle(keep, STOPPED).ok());
    });
    // Whoever clicks while the page still rolls has not stopped yet.
    window_event_listener(ev::pointerdown, move |_| keep());
    window_event_listener(ev::popstate, move |event| {
        wanted.set_value(event.state().as_f64());
        // A place within the same page needs no new one.
        request_animation_frame(move || {
            if !is_routing.get_untracked() {
                restore();
            }
        });
    });
    window_event_listener(ev::pagehide, |_| leave_to_us(false));
    window_event_listener(ev::pageshow, |_| leave_to_us(true));
}

/// Whether the browser leaves scrolling to this program; for whole pages it knows better itself.
fn leave_to_us(ours: bool) {
    let who = if ours {
        ScrollRestoration::Manual
    } else {
        ScrollRestoration::Auto
    };
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(who);
    }
}

fn entry_place() -> Option<f64> {
    window()
        .history()
        .and_then(|history| history.state())
        .ok()?
        .as_f64()
}

fn keep_place() {
    if let (Ok(history), Ok(y)) = (window().history(), window().scroll_y()) {
        let _ = history.replace_state_with_url(&JsValue::from_f64(y), "", None);
    }
}
