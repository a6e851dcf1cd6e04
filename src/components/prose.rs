//! A post's rendered text, and what the browser adds to it: buttons that copy code.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::{ev, html, prelude::*, task::spawn_local, wasm_bindgen::JsCast as _, web_sys};

use crate::platform;

/// How long a button says that it has copied.
const THANKS: Duration = Duration::from_secs(2);

/// The text of a post.
#[component]
pub fn Prose(
    /// Rendered and sanitised. When the page comes from the server the browser keeps what it was sent, so this is
    /// empty then.
    html: String,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(prose) = node.get() {
            add_copy_buttons(&prose);
        }
    });
    view! { <div class="prose" data-prose="" node_ref=node on:click=copy_clicked inner_html=html></div> }
}

/// Puts a button into the caption of every code block. Its label is an attribute, so that the text of the page stays
/// what the server sent.
fn add_copy_buttons(prose: &web_sys::HtmlDivElement) {
    let Ok(captions) = prose.query_selector_all("figure.code > figcaption") else {
        return;
    };
    for index in 0..captions.length() {
        let Some(caption) = captions
            .get(index)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok())
        else {
            continue;
        };
        if caption.query_selector("button.copy").ok().flatten().is_some() {
            continue;
        }
        let Ok(button) = document().create_element("button") else {
            continue;
        };
        let _ = button.set_attribute("type", "button");
        let _ = button.set_attribute("class", "copy");
        label(&button, "Copy");
        let _ = caption.append_child(&button);
    }
}

fn label(button: &web_sys::Element, text: &str) {
    let _ = button.set_attribute("aria-label", &format!("{text} code"));
    let _ = button.set_attribute("data-label", text);
}

/// One listener for all buttons: copies the code of the block whose button was pressed.
fn copy_clicked(event: ev::MouseEvent) {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(Some(button)) = target.closest("button.copy") else {
        return;
    };
    let Ok(Some(figure)) = button.closest("figure.code") else {
        return;
    };
    let Some(text) = code_without_prompts(&figure) else {
        return;
    };
    spawn_local(async move {
        let said = if platform::copy(&text).await {
            "Copied"
        } else {
            "Press Ctrl+C to copy"
        };
        label(&button, said);
        sleep(THANKS).await;
        label(&button, "Copy");
    });
}

/// What the reader wants on the clipboard: the code as written, without the prompts of a shell session.
fn code_without_prompts(figure: &web_sys::Element) -> Option<String> {
    let code = figure
        .query_selector("code")
        .ok()??
        .clone_node_with_deep(true)
        .ok()?;
    let code = code.dyn_into::<web_sys::Element>().ok()?;
    let prompts = code.query_selector_all(".prompt").ok()?;
    for index in 0..prompts.length() {
        if let Some(prompt) = prompts.get(index) {
            prompt.set_text_content(None);
        }
    }
    code.text_content()
}
