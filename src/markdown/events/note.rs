//! Footnotes: numbered by their first reference, written at the end, linked both ways.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::tree::shield;
use super::Writer;

/// Where each footnote's events are, start and end tag excluded. The first definition of a label wins.
pub(super) fn definitions<'e>(events: &'e [Event<'_>]) -> HashMap<&'e str, Range<usize>> {
    let mut found = HashMap::new();
    let mut open = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.as_ref(), index + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, from)) = open.pop() {
                    found.entry(label).or_insert(from..index);
                }
            }
            _ => {}
        }
    }
    found
}

/// A footnote that is referred to.
pub(super) struct Note {
    range: Range<usize>,
    references: usize,
}

impl<'e> Writer<'e, '_> {
    /// Writes a reference, or its source if there is no such note.
    pub(super) fn reference(&mut self, label: &'e CowStr<'_>) {
        let known = self.notes.iter().position(|(known, _)| *known == label.as_ref());
        let number = match (known, self.definitions.get(label.as_ref())) {
            (Some(at), _) => at,
            (None, Some(range)) => {
                self.notes.push((
                    label,
                    Note {
                        range: range.clone(),
                        references: 0,
                    },
                ));
                self.notes.len() - 1
            }
            (None, None) => {
                shield(&format!("[^{label}]"), &mut self.out);
                return;
            }
        };
        let Some((_, note)) = self.notes.get_mut(number) else {
            return;
        };
        note.references += 1;
        let (number, mark) = (number + 1, self.mark);
        let id = format!("{mark}:{}", reference_id(number, note.references));
        self.out.push_str(&format!(
            "<sup class=\"fn-ref\"><a href=\"#fn-{number}\" id=\"{id}\" aria-label=\"Note {number}\">{number}</a></sup>"
        ));
    }

    /// Writes the notes that were referred to, in the order of their first reference.
    pub(super) fn footnotes(&mut self) {
        let mut at = 0;
        let mut written = Vec::new();
        while let Some((_, note)) = self.notes.get(at) {
            let range = note.range.clone();
            let before = std::mem::take(&mut self.out);
            self.run(range);
            self.raw.close_to(0, &mut self.out);
            self.close_all();
            written.push(std::mem::replace(&mut self.out, before));
            at += 1;
        }
        if written.is_empty() {
            return;
        }
        self.out
            .push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (index, body) in written.iter().enumerate() {
            let number = index + 1;
            let references = self.notes.get(index).map_or(1, |(_, note)| note.references);
            self.out
                .push_str(&format!("<li id=\"{}:fn-{number}\">", self.mark));
            let links = back_links(number, references);
            match body.trim_end().strip_suffix("</p>") {
                Some(open) => self.out.push_str(&format!("{open} {links}</p>")),
                None => self.out.push_str(&format!("{body}<p>{links}</p>")),
            }
            self.out.push_str("</li>\n");
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
    // A note referred to without end does not need links without end.
    for nth in 1..=references.min(50) {
        let id = reference_id(number, nth);
        let label = id.strip_prefix("fnref-").unwrap_or_default();
        links.push(format!(
            "<a href=\"#{id}\" class=\"fn-back\" aria-label=\"Back to reference {label}\">↩</a>"
        ));
    }
    links.join(" ")
}
