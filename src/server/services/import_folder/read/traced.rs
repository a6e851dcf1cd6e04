//! Text that remembers which line of its file each of its lines came from, through any number of edits.
//! It knows nothing of Markdown.

use std::ops::Range;

/// A replacement of one stretch of text (byte offsets) by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to take out; both ends on character boundaries.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// A text with the line numbers of the file it was read from.
#[derive(Clone, Debug)]
pub struct Traced {
    text: String,
    lines: Vec<u32>,
}

impl Traced {
    /// A text whose first line is line `first_line` of its file (counted from 1).
    pub fn new(text: String, first_line: u32) -> Self {
        let lines = (first_line..).take(text.matches('\n').count() + 1).collect();
        Self { text, lines }
    }

    /// The text as it stands now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives the text away.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The line of the file that the byte at `offset` came from.
    pub fn line_at(&self, offset: usize) -> u32 {
        let before = self
            .text
            .get(..offset)
            .unwrap_or(&self.text)
            .matches('\n')
            .count();
        self.line(before)
    }

    /// Applies edits in the order of their positions; an edit that overlaps an earlier one is left out.
    pub fn edit(self, mut edits: Vec<Edit>) -> Self {
        if edits.is_empty() {
            return self;
        }
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = Self {
            text: String::with_capacity(self.text.len()),
            lines: vec![self.line(0)],
        };
        let (mut at, mut line) = (0, 0);
        for edit in edits {
            let (Some(kept), Some(gone)) = (
                self.text.get(at..edit.range.start),
                self.text.get(edit.range.clone()),
            ) else {
                continue;
            };
            out.text.push_str(kept);
            for _ in kept.matches('\n') {
                line += 1;
                out.lines.push(self.line(line));
            }
            let last = line + gone.matches('\n').count();
            for step in 1..=edit.text.matches('\n').count() {
                out.lines.push(self.line(last.min(line + step)));
            }
            out.text.push_str(&edit.text);
            line = last;
            at = edit.range.end;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        out.text.push_str(rest);
        for _ in rest.matches('\n') {
            line += 1;
            out.lines.push(self.line(line));
        }
        out
    }

    fn line(&self, index: usize) -> u32 {
        self.lines.get(index).or(self.lines.last()).copied().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_file_after_edits_that_add_and_remove_lines() {
        let text = "a\nb\nc\nd\n";
        let traced = Traced::new(text.to_owned(), 10).edit(vec![
            Edit {
                range: 4..5,
                text: "C\nC\nC".to_owned(),
            },
            Edit {
                range: 0..3,
                text: "AB".to_owned(),
            },
        ]);
        assert_eq!(traced.text(), "AB\nC\nC\nC\nd\n");
        assert_eq!(traced.line_at(0), 10);
        assert_eq!(traced.line_at(3), 12);
        let d = traced.text().find('d').unwrap();
        assert_eq!(traced.line_at(d), 13);
    }

    #[test]
    fn an_overlapping_edit_is_left_out() {
        let traced = Traced::new("abcdef".to_owned(), 1).edit(vec![
            Edit {
                range: 1..4,
                text: "X".to_owned(),
            },
            Edit {
                range: 2..5,
                text: "Y".to_owned(),
            },
        ]);
        assert_eq!(traced.into_text(), "aXef");
    }
}
