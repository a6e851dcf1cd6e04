//! What each Markdown element begins with in HTML, and the end tag that belongs to it. Code, formulas and raw HTML are
//! not written here.

use std::fmt::Write;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Tag};

use super::super::tree::escape_attribute;
use super::Writer;

impl Writer<'_, '_> {
    /// Writes the start tag and names the end tag.
    pub(super) fn open(&mut self, tag: &Tag<'_>, index: usize) -> &'static str {
        let (start, end) = match tag {
            Tag::Paragraph => ("<p>", "</p>\n"),
            Tag::Heading { level, id, .. } => return self.heading(*level, id.as_ref()),
            Tag::BlockQuote(None) => ("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                self.callout(*kind);
                return "</div>\n";
            }
            Tag::List(None) => ("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => ("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => {
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
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
        let alignment = self.alignments.get(self.cell);
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

    /// A callout as GitHub writes it: a note whose first line says of what kind it is.
    fn callout(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let _ = writeln!(
            self.out,
            "<div class=\"callout callout-{class}\" role=\"note\"><p class=\"callout-title\">{title}</p>"
        );
    }

    /// Writes an image, whose description is plain text; answers the index to go on from.
    pub(super) fn image(&mut self, address: &str, title: &str, index: usize) -> usize {
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
}
