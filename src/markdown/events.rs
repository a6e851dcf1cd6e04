//! Markdown events to HTML that is not yet trusted. Code and formulas are finished here and kept aside as islands,
//! so that the sanitiser sees only a mark in their place.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::raw_html::{RawHtml, is_dropped};
use super::tree::{escape_attribute, shield};
use super::{code, fence, math};

mod note;

use note::{Note, definitions};

/// Markdown elements nested deeper than this are dissolved; their text stays.
const MAX_DEPTH: usize = 64;

/// How many events an inline element that is dropped may span.
const MAX_DROPPED: usize = 500;

/// A finished piece of the page.
pub(super) struct Island {
    /// Trusted markup.
    pub(super) html: String,
    /// What it says, for word counts and search: the source.
    pub(super) source: String,
    /// Whether it is code (or else a formula).
    pub(super) code: bool,
}

/// The outcome: HTML for the sanitiser, and the islands its marks stand for.
pub(super) struct Draft {
    /// Not yet trusted.
    pub(super) html: String,
    /// In the order of their numbers.
    pub(super) islands: Vec<Island>,
}

/// Turns events into HTML. `mark` starts the ids that only this file may give; no source contains it.
pub(super) fn draft(events: &[Event<'_>], mark: &str) -> Draft {
    let mut writer = Writer {
        events,
        mark,
        out: String::new(),
        islands: Vec::new(),
        raw: RawHtml::default(),
        frames: Vec::new(),
        alignments: Vec::new(),
        cell: 0,
        head: false,
        definitions: definitions(events),
        notes: Vec::new(),
    };
    writer.run(0..events.len());
    writer.raw.close_to(0, &mut writer.out);
    writer.close_all();
    writer.footnotes();
    Draft {
        html: writer.out,
        islands: writer.islands,
    }
}

struct Writer<'e, 'a> {
    events: &'e [Event<'a>],
    mark: &'e str,
    out: String,
    islands: Vec<Island>,
    raw: RawHtml,
    /// The end tag of each open element; `None` if it was too deep to be written.
    frames: Vec<Option<&'static str>>,
    alignments: Vec<Vec<Alignment>>,
    cell: usize,
    head: bool,
    definitions: HashMap<&'e str, Range<usize>>,
    notes: Vec<(&'e str, Note)>,
}

impl<'e> Writer<'e, '_> {
    fn run(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            let Some(event) = self.events.get(index) else {
                return;
            };
            index = match event {
                Event::Start(tag) => self.start(tag, index),
                Event::End(end) => {
                    self.end(*end);
                    index + 1
                }
                Event::InlineHtml(html) if is_dropped(html) => self.dropped(html, index),
                other => {
                    self.leaf(other);
                    index + 1
                }
            };
        }
    }

    /// The index after the end tag that belongs to the start tag at `index`.
    fn after(&self, index: usize) -> usize {
        let mut depth = 0usize;
        for (at, event) in self.events.iter().enumerate().skip(index) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.events.len()
    }

    /// Opens an element; answers the index to go on from.
    fn start(&mut self, tag: &'e Tag<'_>, index: usize) -> usize {
        match tag {
            Tag::CodeBlock(kind) => return self.code_block(kind, index),
            Tag::HtmlBlock => return self.html_block(index),
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, index),
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return self.after(index),
            Tag::Table(alignments) => self.alignments.push(alignments.clone()),
            _ => {}
        }
        if self.frames.len() >= MAX_DEPTH {
            self.frames.push(None);
            self.out.push(' ');
            return index + 1;
        }
        let end = self.open(tag, index);
        self.frames.push(Some(end));
        index + 1
    }

    /// Writes the start tag and names the end tag.
    fn open(&mut self, tag: &Tag<'_>, index: usize) -> &'static str {
        let (start, end) = match tag {
            Tag::Paragraph => ("<p>", "</p>\n"),
            Tag::Heading { level, id, .. } => return self.heading(*level, id.as_ref()),
            Tag::BlockQuote(None) => ("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => (callout(*kind), "</div>\n"),
            Tag::List(None) => ("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => ("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => {
                self.out.push_str(&format!("<ol start=\"{start}\">\n"));
                return "</ol>\n";
            }
            Tag::Item if self.is_task(index) => ("<li class=\"task\">", "</li>\n"),
            Tag::Item => ("<li>", "</li>\n"),
            Tag::Table(_) => ("<table>", "</tbody></table>\n"),
            Tag::TableHead => {
                self.cell = 0;
                self.head = true;
                ("<thead><tr>", "</tr></thead><tbody>\n")
            }
            Tag::TableRow => {
                self.cell = 0;
                ("<tr>", "</tr>\n")
            }
            Tag::TableCell => return self.table_cell(),
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<del>", "</del>"),
            Tag::Superscript => ("<sup>", "</sup>"),
            Tag::Subscript => ("<sub>", "</sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.link(*link_type, dest_url, title);
                return "</a>";
            }
            _ => ("", ""),
        };
        self.out.push_str(start);
        end
    }

    fn end(&mut self, end: TagEnd) {
        self.raw.close_to(self.frames.len(), &mut self.out);
        match end {
            TagEnd::Table => drop(self.alignments.pop()),
            TagEnd::TableHead => self.head = false,
            TagEnd::TableCell => self.cell += 1,
            _ => {}
        }
        if let Some(Some(tag)) = self.frames.pop() {
            self.out.push_str(tag);
        }
    }

    fn leaf(&mut self, event: &'e Event<'_>) {
        match event {
            Event::Text(text) => shield(text, &mut self.out),
            Event::Code(text) => {
                self.out.push_str("<code>");
                shield(text, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::InlineMath(source) => self.formula(source, false),
            Event::DisplayMath(source) => self.formula(source, true),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html(html);
            }
            Event::FootnoteReference(label) => self.reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if *done {
                "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "
            } else {
                "<input type=\"checkbox\" disabled aria-label=\"To do\"> "
            }),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    fn close_all(&mut self) {
        while let Some(frame) = self.frames.pop() {
            self.out.push_str(frame.unwrap_or_default());
        }
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<&CowStr<'_>>) -> &'static str {
        let (start, end) = match level {
            HeadingLevel::H1 => ("<h1", "</h1>\n"),
            HeadingLevel::H2 => ("<h2", "</h2>\n"),
            HeadingLevel::H3 => ("<h3", "</h3>\n"),
            HeadingLevel::H4 => ("<h4", "</h4>\n"),
            HeadingLevel::H5 => ("<h5", "</h5>\n"),
            HeadingLevel::H6 => ("<h6", "</h6>\n"),
        };
        self.out.push_str(start);
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.out.push('>');
        end
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape_attribute(value, &mut self.out);
        self.out.push('"');
    }

    fn link(&mut self, link_type: LinkType, address: &str, title: &str) {
        self.out.push_str("<a");
        if link_type == LinkType::Email && !address.starts_with("mailto:") {
            self.attribute("href", &format!("mailto:{address}"));
        } else {
            self.attribute("href", address);
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push('>');
    }

    fn table_cell(&mut self) -> &'static str {
        let alignment = self.alignments.last().and_then(|all| all.get(self.cell));
        let class = match alignment {
            Some(Alignment::Right) => " class=\"ta-r\"",
            Some(Alignment::Center) => " class=\"ta-c\"",
            _ => "",
        };
        let (start, end) = if self.head {
            ("<th", "</th>")
        } else {
            ("<td", "</td>")
        };
        self.out.push_str(start);
        self.out.push_str(class);
        self.out.push('>');
        end
    }

    fn is_task(&self, index: usize) -> bool {
        let next = |by: usize| self.events.get(index + by);
        match next(1) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => matches!(next(2), Some(Event::TaskListMarker(_))),
            _ => false,
        }
    }

    /// The text of the events between a start tag and its end.
    fn plain(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        for event in self.events.get(range).unwrap_or_default() {
            match event {
                Event::Text(piece) | Event::Code(piece) | Event::Html(piece) => text.push_str(piece),
                Event::InlineMath(piece) | Event::DisplayMath(piece) => text.push_str(piece),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, index: usize) -> usize {
        let after = self.after(index);
        let source = self.plain(index + 1..after);
        let fence = match kind {
            CodeBlockKind::Indented => fence::Fence::default(),
            CodeBlockKind::Fenced(info) => fence::parse(info),
        };
        if fence.language == "math" {
            self.out.push_str("<p>");
            self.formula(&source, true);
            self.out.push_str("</p>\n");
            return after;
        }
        let html = code::figure(&fence, &source);
        self.island(Island {
            html,
            source,
            code: true,
        });
        self.out.push('\n');
        after
    }

    fn html_block(&mut self, index: usize) -> usize {
        let after = self.after(index);
        let html = self.plain(index + 1..after);
        self.raw_html(&html);
        after
    }

    /// An inline element that goes with its content; without an end tag in this sentence it is only spoken of.
    fn dropped(&mut self, html: &str, index: usize) -> usize {
        let name: String = html
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let end = format!("</{}", name.to_ascii_lowercase());
        let mut depth = 0usize;
        for (at, event) in self.events.iter().enumerate().skip(index + 1).take(MAX_DROPPED) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::InlineHtml(tag) if depth == 0 && tag.to_ascii_lowercase().starts_with(&end) => {
                    return at + 1;
                }
                _ => {}
            }
        }
        shield(html, &mut self.out);
        index + 1
    }

    fn raw_html(&mut self, html: &str) {
        let depth = self.frames.len() + 1;
        // `text</details>` ends what surrounds its paragraph.
        let paragraph = matches!(self.frames.last(), Some(Some("</p>\n")));
        self.raw
            .push(html, depth, depth - usize::from(paragraph), &mut self.out);
    }

    fn image(&mut self, address: &str, title: &str, index: usize) -> usize {
        let after = self.after(index);
        let alt = self.plain(index + 1..after);
        self.out.push_str("<img");
        self.attribute("src", address);
        self.attribute("alt", &alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push('>');
        after
    }

    fn formula(&mut self, source: &str, display: bool) {
        let html = math::render(source, display);
        self.island(Island {
            html,
            source: source.trim().to_owned(),
            code: false,
        });
    }

    /// Puts a mark in the place of finished markup.
    fn island(&mut self, island: Island) {
        let (number, mark) = (self.islands.len(), self.mark);
        let name = if island.code { "div" } else { "span" };
        self.out
            .push_str(&format!("<{name} id=\"{mark}-{number}\"></{name}>"));
        self.islands.push(island);
    }
}

fn callout(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => {
            "<div class=\"callout callout-note\" role=\"note\"><p class=\"callout-title\">Note</p>\n"
        }
        BlockQuoteKind::Tip => {
            "<div class=\"callout callout-tip\" role=\"note\"><p class=\"callout-title\">Tip</p>\n"
        }
        BlockQuoteKind::Important => {
            "<div class=\"callout callout-important\" role=\"note\"><p class=\"callout-title\">Important</p>\n"
        }
        BlockQuoteKind::Warning => {
            "<div class=\"callout callout-warning\" role=\"note\"><p class=\"callout-title\">Warning</p>\n"
        }
        BlockQuoteKind::Caution => {
            "<div class=\"callout callout-caution\" role=\"note\"><p class=\"callout-title\">Caution</p>\n"
        }
    }
}
