//! The allow-list: which elements, attributes and addresses a post may hold. The guard of the room: later steps
//! only remove or rearrange, or add what they wrote themselves.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::element;

// No `style` is let pass, and none of its properties either: in the browser, what reads them is left out of the program
// (`.make/empty-unused.mjs`).
static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: HashMap<_, HashSet<_>> = element::allowed()
        .map(|kind| (kind.name, kind.attributes.iter().copied().collect()))
        .collect();
    let mut builder = Builder::empty();
    builder
        .tags(element::allowed().map(|kind| kind.name).collect())
        .clean_content_tags(element::dropped_names().collect())
        .tag_attributes(attributes)
        .tag_attribute_values(HashMap::from([
            ("div", HashMap::from([("role", HashSet::from(["note"]))])),
            ("input", HashMap::from([("type", HashSet::from(["checkbox"]))])),
        ]))
        .generic_attributes(HashSet::from(["class", "dir", "id", "lang", "title"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// Removes everything that is not on the list; the answer is well-formed HTML.
pub(super) fn sanitise(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_inputs_only_a_checkbox_keeps_its_type() {
        assert_eq!(
            sanitise("<input type=\"checkbox\" disabled>"),
            "<input type=\"checkbox\" disabled=\"\">"
        );
        assert_eq!(sanitise("<input type=\"password\" name=\"q\">"), "<input>");
    }

    #[test]
    fn what_goes_with_its_content_does_so_without_the_steps_before() {
        for name in ["button", "iframe", "noembed", "object", "script", "select", "xmp"] {
            assert_eq!(sanitise(&format!("a<{name}>b</{name}>c")), "ac", "{name}");
        }
    }
}
