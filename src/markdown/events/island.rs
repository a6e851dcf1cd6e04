//! Islands: code and formulas are finished at once and kept aside, with a mark in their place until the page is tidy.

use std::fmt::Write;

use pulldown_cmark::CodeBlockKind;

use super::super::{code, fence};
use super::Writer;

/// A finished piece of the page, which the sanitiser never sees.
pub(in crate::markdown) struct Island {
    /// Trusted markup.
    pub(in crate::markdown) html: String,
    /// What it says, for word counts and search: the source.
    pub(in crate::markdown) source: String,
    /// Whether it is code (or else a formula).
    pub(in crate::markdown) code: bool,
}

impl Island {
    /// The number of the island that an element with this `id` marks; no source contains `mark`.
    pub(in crate::markdown) fn number(id: &str, mark: &str) -> Option<usize> {
        id.strip_prefix(mark)?.strip_prefix('-')?.parse().ok()
    }
}

impl Writer<'_, '_> {
    /// Renders a code block; answers the index to go on from.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, index: usize) -> usize {
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
        let html = code::figure(&fence, &source, self.memory);
        self.set_aside(Island {
            html,
            source,
            code: true,
        });
        self.out.push('\n');
        after
    }

    /// Renders a formula, in the sentence or (`display`) on a line of its own.
    pub(super) fn formula(&mut self, source: &str, display: bool) {
        let html = self.memory.formula(source, display);
        self.set_aside(Island {
            html,
            source: source.trim().to_owned(),
            code: false,
        });
    }

    /// Puts a mark in the place of finished markup.
    fn set_aside(&mut self, island: Island) {
        let (number, mark) = (self.islands.len(), self.mark);
        let name = if island.code { "div" } else { "span" };
        let _ = write!(self.out, "<{name} id=\"{mark}-{number}\"></{name}>");
        self.islands.push(island);
    }
}
