//! What is pasted: an address over a selection makes a link, formatted text becomes Markdown, all else is the browser's.

use leptos::wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DomParser, Element, HtmlTextAreaElement, Node, SupportedType};

use super::field::{apply, selection};
use crate::model::editing::{self, rich};

/// Formatted text of more bytes is pasted plain: reading it would keep the page waiting.
const MOST: usize = 2_000_000;

/// Elements in each other that are looked into.
const DEEPEST: usize = 100;

/// Puts in what is pasted, if it is ours to do; whether it was. `plain`: the shift key is held, nothing is to be formatted.
pub fn paste(area: &HtmlTextAreaElement, event: &ClipboardEvent, plain: bool) -> bool {
    let Some(data) = event.clipboard_data() else {
        return false;
    };
    let text = data.get_data("text/plain").unwrap_or_default();
    let edit = editing::paste(&area.value(), selection(area), &text).or_else(|| {
        let html = data.get_data("text/html").ok().filter(|_| !plain)?;
        let written = markdown(&html)?;
        (written != text).then(|| editing::insert(&area.value(), selection(area), &written))
    });
    let Some(edit) = edit else { return false };
    event.prevent_default();
    apply(area, &edit);
    true
}

/// Formatted text as Markdown; nothing where there is nothing to it but the text.
fn markdown(html: &str) -> Option<String> {
    if html.is_empty() || html.len() > MOST {
        return None;
    }
    // A document of its own: nothing in it is loaded or run.
    let document = DomParser::new()
        .ok()?
        .parse_from_string(&rich::without_styles(html), SupportedType::TextHtml)
        .ok()?;
    let body = document.body()?;
    rich::markdown(&children(&body, 0))
}

fn children(node: &Node, depth: usize) -> Vec<rich::Node> {
    let mut out = Vec::new();
    let mut next = node.first_child().filter(|_| depth < DEEPEST);
    while let Some(node) = next {
        if node.node_type() == Node::TEXT_NODE {
            out.push(rich::Node::Text(node.text_content().unwrap_or_default()));
        } else if let Some(element) = node.dyn_ref::<Element>() {
            let attribute = |name| element.get_attribute(name).unwrap_or_default();
            out.push(rich::Node::Element {
                name: element.local_name(),
                address: if element.local_name() == "img" {
                    attribute("src")
                } else {
                    attribute("href")
                },
                title: attribute("alt"),
                style: attribute("data-style"),
                checked: (attribute("type") == "checkbox").then(|| element.has_attribute("checked")),
                class: attribute("class"),
                children: children(&node, depth + 1),
            });
        }
        next = node.next_sibling();
    }
    out
}
