//! The allow-list: which elements, attributes and addresses a post may hold. The guard of the room: later steps
//! only remove or rearrange, or add what they wrote themselves.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements that may appear.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements that go with everything in them.
const DROPPED: &[&str] = &[
    "script", "style", "svg", "math", "iframe", "object", "embed", "template", "textarea", "title",
];

/// Attributes of single elements.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "aria-label"]),
    ("audio", &["src", "controls", "loop", "muted"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height"]),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("ol", &["start", "type"]),
    ("section", &["aria-label"]),
    ("source", &["src", "type"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan"]),
    (
        "video",
        &["src", "controls", "loop", "muted", "poster", "width", "height"],
    ),
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: HashMap<_, HashSet<_>> = ATTRIBUTES
        .iter()
        .map(|(name, list)| (*name, list.iter().copied().collect()))
        .collect();
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
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
