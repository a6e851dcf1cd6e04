//! From text to Markdown events: line ends, the dialect, which dollar signs are mathematics. No HTML is written here.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::math::is_formula;

/// How often the text is read again after dollar signs in it were found to be plain.
const ROUNDS: usize = 6;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

/// The text with `\n` as the only line end and without a byte order mark.
pub(super) fn normalise(source: &str) -> Cow<'_, str> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.contains('\r') {
        Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(source)
    }
}

/// A word that does not occur in the text, to mark what the renderer wrote itself.
///
/// It is a hash of the text, so that the same text gives the same page and no text can hold its own mark.
pub(super) fn mark(source: &str) -> String {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    let mut number = hasher.finish();
    loop {
        let mark = format!("lb{number:016x}");
        if !source.contains(&mark) {
            return mark;
        }
        number = number.wrapping_add(1);
    }
}

/// A text as it was read.
pub(super) struct Source<'a> {
    /// What it consists of.
    pub(super) events: Vec<Event<'a>>,
    /// Where its outermost blocks begin: number of the event, line from 0. Raw HTML is none: it may be part of a block.
    pub(super) lines: Vec<(usize, u32)>,
    /// Whether a block of code has no end, so that the rest of the text is in it.
    pub(super) open_fence: bool,
}

/// Reads a text.
pub(super) fn source(source: &str) -> Source<'_> {
    if !source.contains('$') {
        return read(source);
    }
    // A dollar sign that starts no formula gets a backslash and the text is read anew, for it may have hidden
    // emphasis, links or a real formula.
    let mut text = Cow::Borrowed(source);
    for _ in 0..ROUNDS {
        let plain = plain_dollars(&text);
        if plain.is_empty() {
            break;
        }
        text = Cow::Owned(with_backslashes(&text, &plain));
    }
    match text {
        Cow::Borrowed(text) => read(text),
        Cow::Owned(text) => {
            let Source {
                events,
                lines,
                open_fence,
            } = read(&text);
            Source {
                events: events.into_iter().map(Event::into_static).collect(),
                lines,
                open_fence,
            }
        }
    }
}

/// Where dollar signs that the parser takes for a formula are none.
fn plain_dollars(text: &str) -> Vec<usize> {
    Parser::new_ext(text, options())
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::InlineMath(content) | Event::DisplayMath(content) => {
                let before = text.get(..range.start).and_then(|text| text.chars().next_back());
                let after = text.get(range.end..).and_then(|text| text.chars().next());
                (!is_formula(&content, before, after)).then_some(range.start)
            }
            _ => None,
        })
        .collect()
}

fn with_backslashes(text: &str, places: &[usize]) -> String {
    let mut out = String::with_capacity(text.len() + places.len());
    let mut from = 0;
    for at in places {
        out.push_str(text.get(from..*at).unwrap_or_default());
        out.push('\\');
        from = *at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The events of a text whose dollar signs are settled. Braces that the parser took off a title are put back.
fn read(text: &str) -> Source<'_> {
    let mut events = Vec::new();
    let mut lines = Vec::new();
    let mut lost = None;
    let mut open_fence = false;
    // Where that which is read of a fenced block ends.
    let mut content = None;
    let (mut depth, mut read, mut line) = (0usize, 0, 0);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if depth == 0 && !matches!(event, Event::Start(Tag::HtmlBlock)) {
            let between = text.get(read..range.start).unwrap_or_default();
            line += between.bytes().map(|byte| u32::from(byte == b'\n')).sum::<u32>();
            read = range.start;
            lines.push((events.len(), line));
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let block = text.get(range.start..range.end).unwrap_or_default();
                content = Some(range.start + block.find('\n').unwrap_or(block.len()));
            }
            Event::Text(_) if content.is_some() => content = Some(range.end),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(content) = content.take() {
                    let close = text.get(content..range.end).unwrap_or_default();
                    let after = text.get(range.end..).unwrap_or_default();
                    open_fence |= !close.contains(['`', '~']) && after.trim_start().is_empty();
                }
            }
            Event::Start(Tag::Heading {
                id: None, classes, ..
            }) if classes.is_empty() => {
                lost = text.get(range).and_then(braces);
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(braces) = lost.take() {
                    events.push(Event::Text(CowStr::Borrowed(" ")));
                    events.push(Event::Text(CowStr::Borrowed(braces)));
                }
            }
            _ => {}
        }
        events.push(event);
    }
    Source {
        events,
        lines,
        open_fence,
    }
}

/// `{…}` at the end of a heading that is no attribute, as in `## fn main() {}`: it belongs to the title.
fn braces(heading: &str) -> Option<&str> {
    let line = heading
        .trim_end()
        .trim_end_matches(['=', '-'])
        .trim_end()
        .trim_end_matches('#')
        .trim_end();
    let at = line.rfind('{').filter(|_| line.ends_with('}'))?;
    line.get(at..)
}
