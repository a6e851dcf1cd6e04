//! What the editor's keys and toolbar do to a Markdown text: pure functions from a text and a selection to one edit. Nothing
//! is known here of a browser; carrying an edit out, so that it can be undone, is for the page.
//!
//! Positions are UTF-16 code units, as a text field gives them; one beyond the end stands for the end, one inside a
//! character for its beginning. Reading Markdown here is by line and approximate: the renderer decides what a text means.

mod block;
mod change;
mod code;
mod fence;
mod inline;
mod keys;
mod line;
mod link;
mod outline;
mod picture;
pub mod rich;
mod source;
mod table;

#[cfg(test)]
mod tests;

pub use change::{Change, Edit, Selection, carry, insert, replacement};
pub use keys::{enter, tab};
pub use link::paste;
pub use outline::{Heading, outline};
pub use picture::{image, place, placeholder};
pub use table::format_table;

use source::Source;

/// What a button or a shortcut asks for. Given again, each is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// `**strong**`
    Bold,
    /// `*emphasis*`
    Italic,
    /// `` `code` ``; over several lines a [`Command::CodeBlock`].
    InlineCode,
    /// The lines between fences.
    CodeBlock,
    /// `[text](address)`
    Link,
    /// Heading of this level, 1 to 6.
    Heading(u8),
    /// `> `
    Quote,
    /// `- `
    List,
    /// `1. `
    Numbered,
    /// `- [ ] `
    Task,
}

impl Command {
    /// The edit that carries the command out; `None` where it has nothing to do.
    ///
    /// A mark goes around the selection without the white space at its ends, or around the word at the cursor; where it
    /// is there already it is taken off. Commands for blocks go over every line that the selection touches.
    pub fn edit(self, text: &str, selection: Selection) -> Option<Edit> {
        let source = Source::new(text, selection);
        match self {
            Self::Bold => Some(inline::toggle(&source, inline::Mark::Strong)),
            Self::Italic => Some(inline::toggle(&source, inline::Mark::Emphasis)),
            Self::InlineCode => Some(code::toggle_inline(&source)),
            Self::CodeBlock => Some(code::toggle_block(&source)),
            Self::Link => Some(link::toggle(&source)),
            Self::Heading(level) => block::toggle_heading(&source, level),
            Self::Quote => block::toggle_quote(&source),
            Self::List => block::toggle_list(&source, block::Kind::Bullet),
            Self::Numbered => block::toggle_list(&source, block::Kind::Number),
            Self::Task => block::toggle_list(&source, block::Kind::Task),
        }
    }
}
