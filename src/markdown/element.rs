//! What the room knows about each element of HTML, in one table. What follows from it is decided by those who ask.

/// What becomes of an element that an author writes.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// Written under this name: its own, or what an obsolete or page-wide element is called inside a post.
    Keep(&'static str),
    /// The tags go, the content stays.
    Unwrap,
    /// Goes with its content.
    Drop,
    /// A frame: becomes a link if it is a known video, and goes with its content.
    Frame,
    /// No element of HTML: shown as the text it is, as in `Vec<T>`.
    Text,
}

/// A row of the table. Only elements that may stand on a page have more than a name and a fate.
pub(super) struct Kind {
    /// Lower case.
    pub(super) name: &'static str,
    /// What becomes of it in raw HTML.
    fate: Fate,
    /// Whether the sanitiser lets it pass.
    allowed: bool,
    /// Attributes that the sanitiser lets pass, besides those of every element.
    pub(super) attributes: &'static [&'static str],
    /// Whether it has neither content nor an end tag (WHATWG HTML, "void elements").
    void: bool,
    /// Whether it may not stand inside a sentence: no phrasing content, or a part of something that is none.
    block: bool,
}

impl Kind {
    const fn new(name: &'static str, fate: Fate) -> Self {
        Self {
            name,
            fate,
            allowed: false,
            attributes: &[],
            void: false,
            block: false,
        }
    }

    /// Allowed although authors may not write it: the renderer does.
    const fn generated(mut self) -> Self {
        self.allowed = true;
        self
    }

    const fn void(mut self) -> Self {
        self.void = true;
        self
    }

    const fn with(mut self, attributes: &'static [&'static str]) -> Self {
        self.attributes = attributes;
        self
    }
}

const fn inline(name: &'static str) -> Kind {
    let mut kind = Kind::new(name, Fate::Keep(name));
    kind.allowed = true;
    kind
}

const fn block(name: &'static str) -> Kind {
    let mut kind = inline(name);
    kind.block = true;
    kind
}

const fn renamed(name: &'static str, today: &'static str) -> Kind {
    Kind::new(name, Fate::Keep(today))
}

const fn unwrapped(name: &'static str) -> Kind {
    Kind::new(name, Fate::Unwrap)
}

const fn dropped(name: &'static str) -> Kind {
    Kind::new(name, Fate::Drop)
}

const fn frame(name: &'static str) -> Kind {
    Kind::new(name, Fate::Frame)
}

/// Sorted by name.
///
/// Parts of SVG are here because an empty line ends raw HTML: the rest of a picture that holds one is read by itself.
const ELEMENTS: &[Kind] = &[
    inline("a").with(&["href", "aria-label"]),
    inline("abbr"),
    renamed("acronym", "abbr"),
    renamed("address", "div"),
    dropped("applet"),
    unwrapped("area"),
    renamed("article", "div"),
    block("aside"),
    inline("audio").with(&["src", "controls", "loop", "muted"]),
    inline("b"),
    unwrapped("base"),
    unwrapped("basefont"),
    inline("bdi"),
    inline("bdo"),
    unwrapped("bgsound"),
    unwrapped("big"),
    unwrapped("blink"),
    block("blockquote"),
    unwrapped("body"),
    inline("br").void(),
    dropped("button"),
    dropped("canvas"),
    block("caption"),
    renamed("center", "div"),
    unwrapped("circle"),
    inline("cite"),
    inline("code"),
    unwrapped("col"),
    unwrapped("colgroup"),
    unwrapped("data"),
    unwrapped("datalist"),
    block("dd"),
    unwrapped("defs"),
    inline("del"),
    block("details").with(&["open"]),
    inline("dfn"),
    unwrapped("dialog"),
    renamed("dir", "ul"),
    block("div"),
    block("dl"),
    block("dt"),
    unwrapped("ellipse"),
    inline("em"),
    unwrapped("embed"),
    unwrapped("fieldset"),
    block("figcaption"),
    block("figure"),
    unwrapped("font"),
    renamed("footer", "div"),
    unwrapped("form"),
    unwrapped("frame"),
    dropped("frameset"),
    unwrapped("g"),
    block("h1"),
    block("h2"),
    block("h3"),
    block("h4"),
    block("h5"),
    block("h6"),
    unwrapped("head"),
    renamed("header", "div"),
    unwrapped("hgroup"),
    block("hr").void(),
    unwrapped("html"),
    inline("i"),
    frame("iframe"),
    renamed("image", "img"),
    inline("img").void().with(&["src", "alt", "width", "height"]),
    unwrapped("input")
        .generated()
        .void()
        .with(&["checked", "disabled", "aria-label"]),
    inline("ins"),
    inline("kbd"),
    unwrapped("keygen"),
    unwrapped("label"),
    unwrapped("legend"),
    block("li"),
    unwrapped("line"),
    unwrapped("link"),
    renamed("main", "div"),
    unwrapped("map"),
    inline("mark"),
    unwrapped("marquee"),
    dropped("math"),
    renamed("menu", "ul"),
    unwrapped("meta"),
    unwrapped("meter"),
    renamed("nav", "div"),
    unwrapped("nobr"),
    dropped("noembed"),
    dropped("noframes"),
    unwrapped("noscript"),
    dropped("object"),
    block("ol").with(&["start", "type"]),
    unwrapped("optgroup"),
    unwrapped("option"),
    unwrapped("output"),
    block("p"),
    unwrapped("param"),
    unwrapped("path"),
    unwrapped("picture"),
    dropped("plaintext"),
    unwrapped("polygon"),
    unwrapped("polyline"),
    block("pre"),
    unwrapped("progress"),
    inline("q"),
    unwrapped("rb"),
    unwrapped("rect"),
    unwrapped("rp"),
    unwrapped("rt"),
    unwrapped("rtc"),
    unwrapped("ruby"),
    inline("s"),
    inline("samp"),
    dropped("script"),
    unwrapped("search"),
    block("section").with(&["aria-label"]),
    dropped("select"),
    unwrapped("slot"),
    inline("small"),
    inline("source").void().with(&["src", "type"]),
    unwrapped("spacer"),
    inline("span"),
    unwrapped("stop"),
    renamed("strike", "s"),
    inline("strong"),
    dropped("style"),
    inline("sub"),
    block("summary"),
    inline("sup"),
    dropped("svg"),
    block("table"),
    block("tbody"),
    block("td").with(&["colspan", "rowspan"]),
    dropped("template"),
    dropped("textarea"),
    block("tfoot"),
    block("th").with(&["colspan", "rowspan"]),
    block("thead"),
    unwrapped("time"),
    dropped("title"),
    block("tr"),
    unwrapped("track"),
    unwrapped("tspan"),
    renamed("tt", "code"),
    inline("u"),
    block("ul"),
    unwrapped("use"),
    inline("var"),
    inline("video").with(&["src", "controls", "loop", "muted", "poster", "width", "height"]),
    inline("wbr").void(),
    dropped("xmp"),
];

fn find(name: &str) -> Option<&'static Kind> {
    ELEMENTS
        .binary_search_by(|kind| kind.name.cmp(name))
        .ok()
        .and_then(|at| ELEMENTS.get(at))
}

/// What becomes of an element of this name (lower case) in raw HTML. One with a hyphen is a custom element.
pub(super) fn fate(name: &str) -> Fate {
    match find(name) {
        Some(kind) => kind.fate,
        None if name.contains('-') => Fate::Unwrap,
        None => Fate::Text,
    }
}

/// Whether an element of a page has neither content nor an end tag.
pub(super) fn is_void(name: &str) -> bool {
    find(name).is_some_and(|kind| kind.void)
}

/// Whether an element of a page may not stand inside a sentence, so that its text is a line by itself.
pub(super) fn is_block(name: &str) -> bool {
    find(name).is_some_and(|kind| kind.block)
}

/// The elements that may stand on a page.
pub(super) fn allowed() -> impl Iterator<Item = &'static Kind> {
    ELEMENTS.iter().filter(|kind| kind.allowed)
}

/// The names of the elements that go with everything in them.
pub(super) fn dropped_names() -> impl Iterator<Item = &'static str> {
    ELEMENTS
        .iter()
        .filter(|kind| matches!(kind.fate, Fate::Drop | Fate::Frame))
        .map(|kind| kind.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_nothing_twice() {
        assert!(ELEMENTS.is_sorted_by(|one, next| one.name < next.name));
    }

    #[test]
    fn what_is_written_is_allowed() {
        for kind in ELEMENTS {
            if let Fate::Keep(name) = kind.fate {
                assert!(find(name).is_some_and(|kind| kind.allowed), "{}", kind.name);
            }
        }
    }

    #[test]
    fn what_goes_with_its_content_is_not_allowed() {
        assert!(dropped_names().all(|name| !find(name).is_some_and(|kind| kind.allowed)));
    }
}
