//! Raw HTML in Markdown, made regular before the parser sees it: every tag complete, every start tag closed in the
//! place it was opened in, nesting bounded, obsolete markup put in today's terms. Safety is the sanitiser's business.

use super::element::{Fate, fate, is_void};
use super::tree::{escape_attribute, shield};

mod tag;

use tag::Tag;

/// Raw elements that may be open at once; deeper ones are dropped, their content stays.
const MAX_OPEN: usize = 24;

/// Whether this is the start tag of an element that goes with its content.
pub(super) fn is_dropped(html: &str) -> bool {
    Tag::read(html).is_some_and(|(tag, _)| !tag.end && !tag.empty && matches!(fate(&tag.name), Fate::Drop))
}

/// How many pictures a piece of raw HTML holds that do not say what they show. `alt=""` says that there is nothing to say.
pub(super) fn count_undescribed(html: &str) -> u32 {
    let (mut rest, mut count) = (html, 0);
    while let Some((_, tag)) = rest.find('<').map(|at| rest.split_at(at)) {
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((parsed, after)) = Tag::read(tag) else {
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        let is_picture = !parsed.end && matches!(fate(&parsed.name), Fate::Keep("img"));
        if is_picture && parsed.get("alt").is_none() {
            count += 1;
        }
        rest = after;
    }
    count
}

/// The raw elements that are open, with the depth of the Markdown block each was opened in.
#[derive(Default)]
pub(super) struct RawHtml {
    open: Vec<(&'static str, usize)>,
    /// Dropped elements known to have no end tag in the rest of the present piece, so as not to look again.
    endless: Vec<String>,
}

impl RawHtml {
    /// Writes a piece of raw HTML found at `depth`; its end tags reach elements opened at `reach` or deeper.
    pub(super) fn push(&mut self, html: &str, depth: usize, reach: usize, out: &mut String) {
        let mut rest = html;
        self.endless.clear();
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            out.push_str(before);
            rest = self.push_tag(tag, depth, reach, out);
        }
        out.push_str(rest);
    }

    /// Closes every raw element opened inside more than `depth` Markdown elements.
    pub(super) fn close_to(&mut self, depth: usize, out: &mut String) {
        while self.open.last().is_some_and(|(_, at)| *at > depth) {
            self.close_last(out);
        }
    }

    fn close_last(&mut self, out: &mut String) {
        if let Some((name, _)) = self.open.pop() {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
    }

    /// Reads what starts with `<`; answers what follows it.
    fn push_tag<'a>(&mut self, tag: &'a str, depth: usize, reach: usize, out: &mut String) -> &'a str {
        if let Some(comment) = tag.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, after)| after);
        }
        if tag.starts_with("<!") || tag.starts_with("<?") {
            return tag.split_once('>').map_or("", |(_, after)| after);
        }
        let Some((parsed, after)) = Tag::read(tag) else {
            out.push_str("&lt;");
            return tag.get(1..).unwrap_or_default();
        };
        match fate(&parsed.name) {
            Fate::Keep(name) if parsed.end => self.end(name, reach, out),
            Fate::Keep(name) => self.start(name, &parsed, depth, out),
            Fate::Unwrap => {}
            Fate::Drop if parsed.end || parsed.empty => {}
            Fate::Drop => return self.skip(&parsed.name, after),
            Fate::Frame if parsed.end => {}
            Fate::Frame => {
                frame(parsed.get("src").or_else(|| parsed.get("data-src")), out);
                return self.skip(&parsed.name, after);
            }
            Fate::Text => {
                let written = tag.get(..tag.len() - after.len()).unwrap_or_default();
                shield(written, out);
            }
        }
        after
    }

    /// Passes over an element that goes with its content; without an end tag only the start tag goes.
    fn skip<'a>(&mut self, name: &str, text: &'a str) -> &'a str {
        if !self.endless.iter().any(|endless| endless == name) {
            if let Some(after) = after_end(name, text) {
                return after;
            }
            self.endless.push(name.to_owned());
        }
        if matches!(name, "script" | "style") {
            ""
        } else {
            text
        }
    }

    fn start(&mut self, name: &'static str, tag: &Tag, depth: usize, out: &mut String) {
        if self.open.len() >= MAX_OPEN && !is_void(name) {
            return;
        }
        out.push('<');
        out.push_str(name);
        let mut class = tag.get("class").unwrap_or_default().to_owned();
        if let Some(side) = tag.alignment() {
            class.push_str(side);
        }
        for (key, value) in &tag.attrs {
            let key = match key.as_str() {
                "class" | "align" | "style" => continue,
                "name" if name == "a" && tag.get("id").is_none() => "id",
                "data-src" if tag.get("src").is_none() => "src",
                other => other,
            };
            if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                attribute(key, value, out);
            }
        }
        if !class.trim().is_empty() {
            attribute("class", class.trim(), out);
        }
        out.push('>');
        if !is_void(name) {
            self.open.push((name, depth));
        }
    }

    fn end(&mut self, name: &str, reach: usize, out: &mut String) {
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) else {
            return;
        };
        // An element from outside the present Markdown block cannot end inside it.
        if self.open.get(at).is_none_or(|(_, opened)| *opened < reach) {
            return;
        }
        while self.open.len() > at {
            self.close_last(out);
        }
    }
}

fn attribute(key: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(key);
    out.push_str("=\"");
    // Entities in the source keep their meaning, so `&` stays as it is.
    let mut parts = value.split('&');
    escape_attribute(parts.next().unwrap_or_default(), out);
    for part in parts {
        out.push('&');
        escape_attribute(part, out);
    }
    out.push('"');
}

/// What follows the end tag of `name`, if there is one.
fn after_end<'a>(name: &str, text: &'a str) -> Option<&'a str> {
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once("</") {
        if tail
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return tail.split_once('>').map(|(_, after)| after);
        }
        rest = tail;
    }
    None
}

/// A frame of a known video site becomes a link to the video; others leave nothing.
fn frame(src: Option<&str>, out: &mut String) {
    let Some(address) = src.and_then(video) else {
        return;
    };
    out.push_str("<p class=\"embed\"><a href=\"");
    escape_attribute(&address, out);
    out.push_str("\">Watch the video</a></p>");
}

fn video(src: &str) -> Option<String> {
    let bare = src
        .trim()
        .trim_start_matches("https:")
        .trim_start_matches("http:")
        .strip_prefix("//")?;
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let id = |path: &str| {
        let id: String = path
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        (!id.is_empty()).then_some(id)
    };
    for host in ["youtube.com/embed/", "youtube-nocookie.com/embed/"] {
        if let Some(path) = bare.strip_prefix(host) {
            return Some(format!("https://www.youtube.com/watch?v={}", id(path)?));
        }
    }
    let path = bare.strip_prefix("player.vimeo.com/video/")?;
    Some(format!("https://vimeo.com/{}", id(path)?))
}
