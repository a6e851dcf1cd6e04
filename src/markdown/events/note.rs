//! Footnotes: numbered by their first reference, written at the end, linked both ways.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::tree::shield;
use super::Writer;

/// Most links back from one note: one referred to without end does not need links without end.
const MAX_BACK_LINKS: usize = 50;

/// A footnote as it was defined.
pub(super) struct Definition {
    /// Its events, start and end tag excluded.
    range: Range<usize>,
    /// From 1; `None` until it is referred to.
    number: Option<usize>,
}

/// The footnotes of a text by their label. The first definition of a label wins.
pub(super) fn definitions<'e>(events: &'e [Event<'_>]) -> HashMap<&'e str, Definition> {
    let mut found = HashMap::new();
    let mut open = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.as_ref(), index + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, from)) = open.pop() {
                    found.entry(label).or_insert(Definition {
                        range: from..index,
                        number: None,
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// A footnote that is referred to, and how often.
pub(super) struct Note {
    range: Range<usize>,
    references: usize,
}

impl Writer<'_, '_> {
    /// Writes a reference, or its source if there is no such note.
    pub(super) fn reference(&mut self, label: &CowStr<'_>) {
        let Some(definition) = self.definitions.get_mut(label.as_ref()) else {
            shield(&format!("[^{label}]"), &mut self.out);
            return;
        };
        let number = *definition.number.get_or_insert_with(|| {
            self.notes.push(Note {
                range: definition.range.clone(),
                references: 0,
            });
            self.notes.len()
        });
        let Some(note) = self.notes.get_mut(number - 1) else {
            return;
        };
        note.references += 1;
        let (mark, id) = (self.mark, reference_id(number, note.references));
        let _ = write!(
            self.out,
            "<sup class=\"fn-ref\"><a href=\"#fn-{number}\" id=\"{mark}:{id}\" aria-label=\"Note {number}\">{number}</a></sup>"
        );
    }

    /// Writes the notes that were referred to, in the order of their first reference.
    pub(super) fn footnotes(&mut self) {
        let mut written = Vec::new();
        // A note may refer to further notes.
        while let Some(note) = self.notes.get(written.len()) {
            let range = note.range.clone();
            let before = std::mem::take(&mut self.out);
            self.run(range);
            self.raw.close_to(0, &mut self.out);
            self.close_all();
            written.push(std::mem::replace(&mut self.out, before));
        }
        if written.is_empty() {
            return;
        }
        self.out
            .push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (index, (body, note)) in written.iter().zip(&self.notes).enumerate() {
            let number = index + 1;
            let links = back_links(number, note.references);
            let _ = write!(self.out, "<li id=\"{}:fn-{number}\">", self.mark);
            let _ = match body.trim_end().strip_suffix("</p>") {
                Some(open) => writeln!(self.out, "{open} {links}</p></li>"),
                None => writeln!(self.out, "{body}<p>{links}</p></li>"),
            };
        }
        self.out.push_str("</ol></section>\n");
    }
}

/// `fnref-1` for the first reference to a note, `fnref-1-2` for the second.
fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 {
        format!("fnref-{number}")
    } else {
        format!("fnref-{number}-{nth}")
    }
}

fn back_links(number: usize, references: usize) -> String {
    let mut links = Vec::new();
    for nth in 1..=references.min(MAX_BACK_LINKS) {
        let id = reference_id(number, nth);
        let label = id.strip_prefix("fnref-").unwrap_or_default();
        links.push(format!(
            "<a href=\"#{id}\" class=\"fn-back\" aria-label=\"Back to reference {label}\">↩</a>"
        ));
    }
    links.join(" ")
}
