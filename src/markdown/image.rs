//! Images: lazy, with their size, or a link when they are on another site. Files are not read here.

use super::ImageSize;
use super::attributes::is_remote;
use super::tree::{Element, Node, is_blank};
use crate::model::media::srcset;

/// Widest that a text is set, in pixels: `--measure` of the style.
const MEASURE: u64 = 624;

/// The node for an `img`: itself with size and loading hints, a link when it is remote, nothing without an address.
pub(super) fn image(
    mut element: Element,
    in_link: bool,
    image_size: &dyn Fn(&str) -> Option<ImageSize>,
) -> Option<Node> {
    let alt = element.get("alt").unwrap_or_default().trim().to_owned();
    let Some(src) = element.get("src").map(str::to_owned) else {
        return (!alt.is_empty()).then_some(Node::Text(alt));
    };
    if is_remote(&src) {
        let text = if alt.is_empty() { file_name(&src) } else { alt };
        let name = if in_link { "span" } else { "a" };
        let mut link = Element::new(name, vec![Node::Text(text)]).with("class", "remote-image");
        if !in_link {
            link.set("href", &src);
        }
        return Some(Node::Element(link));
    }
    element.set("alt", &alt);
    let natural = image_size(&src);
    size(&mut element, natural);
    element.remove("srcset");
    element.remove("sizes");
    if let Some(all) = natural.and_then(|natural| srcset(&src, natural.width)) {
        let sizes = sizes(&element);
        element.set("srcset", &all);
        element.set("sizes", &sizes);
    }
    element.set("loading", "lazy");
    element.set("decoding", "async");
    Some(Node::Element(element))
}

/// Width and height: as written if both are, else the file's own, scaled to the one that was written.
fn size(element: &mut Element, natural: Option<ImageSize>) {
    let number = |name: &str| element.get(name).and_then(|value| value.parse::<u64>().ok());
    let (width, height) = (number("width"), number("height"));
    let Some(natural) = natural.filter(|size| size.width > 0 && size.height > 0) else {
        return;
    };
    let (natural_width, natural_height) = (u64::from(natural.width), u64::from(natural.height));
    let (width, height) = match (width, height) {
        (Some(_), Some(_)) => return,
        (Some(width), None) => (width, (width * natural_height / natural_width).max(1)),
        (None, Some(height)) => ((height * natural_width / natural_height).max(1), height),
        (None, None) => (natural_width, natural_height),
    };
    element.remove("width");
    element.remove("height");
    element.set("width", &width.to_string());
    element.set("height", &height.to_string());
}

/// How wide the picture is shown, for the browser's choice: before the style is there it cannot know.
fn sizes(element: &Element) -> String {
    let written = element.get("width").and_then(|width| width.parse::<u64>().ok());
    match written {
        Some(width) if width < MEASURE => format!("(max-width: {width}px) 100vw, {width}px"),
        _ => "(max-width: 42rem) 100vw, 39rem".to_owned(),
    }
}

fn file_name(src: &str) -> String {
    let path = src.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        "Image".to_owned()
    } else {
        name.to_owned()
    }
}

/// A paragraph that holds only an image with a title: a figure with the title as its caption.
pub(super) fn figure(children: &[Node]) -> Option<Element> {
    let mut seen = children
        .iter()
        .filter(|node| !is_blank(std::slice::from_ref(node)));
    let Some(Node::Element(image)) = seen.next() else {
        return None;
    };
    if seen.next().is_some() || image.name != "img" {
        return None;
    }
    let title = image.get("title")?.to_owned();
    let mut image = image.clone();
    image.remove("title");
    let caption = Element::new("figcaption", vec![Node::Text(title)]);
    Some(Element::new(
        "figure",
        vec![Node::Element(image), Node::Element(caption)],
    ))
}
