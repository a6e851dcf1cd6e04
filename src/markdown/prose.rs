//! What is looked at in a text before it is published: its words outside code, its headings and its pictures. Nothing is
//! rendered here.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{MAX_SOURCE_BYTES, raw_html::count_undescribed, source};
use crate::model::checks::Prose;

/// How the words for a picture on its way begin, as the editor writes them.
const UPLOADING: &str = "Uploading ";

/// The same where it was not read as a picture: something in the file's name got in the way.
const MARK: &str = "![Uploading ";

/// Reads a text for [`check`](crate::model::checks::check). One that is too long to be rendered is not read, and all of it
/// counts as words.
pub fn prose(text: &str) -> Prose {
    if text.len() > MAX_SOURCE_BYTES {
        return Prose {
            text: text.to_owned(),
            uploading: text.contains(MARK),
            ..Prose::default()
        };
    }
    let text = source::normalise(text);
    let read = source::source(&text);
    let mut walk = Walk {
        prose: Prose {
            open_fence: read.open_fence,
            ..Prose::default()
        },
        // The title is the heading above all others.
        level: 1,
        in_code: false,
        html: String::new(),
        picture: None,
    };
    for event in &read.events {
        walk.event(event);
    }
    let mut prose = walk.prose;
    prose.uploading |= prose.text.contains(MARK);
    prose
}

struct Walk {
    prose: Prose,
    /// Of the heading before.
    level: u8,
    /// Whether this is a block of code.
    in_code: bool,
    /// The present block of raw HTML: a tag may be on several lines.
    html: String,
    /// The picture whose description is being read.
    picture: Option<Picture>,
}

struct Picture {
    words: String,
    /// Whether it says where it is.
    placed: bool,
    /// Pictures in its description, which nobody sees.
    inside: usize,
}

impl Walk {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(_) if self.in_code => return,
            Event::Text(text) => {
                self.describe(text);
                // It comes in pieces of which none need be a word.
                return self.prose.text.push_str(text);
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.describe(text),
            Event::Html(html) => {
                self.prose.text.push_str(html);
                self.html.push_str(html);
            }
            Event::InlineHtml(html) => {
                self.prose.text.push_str(html);
                self.prose.undescribed += count_undescribed(html);
            }
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            _ => {}
        }
        self.prose.text.push('\n');
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Heading { level, .. } => {
                let level = *level as u8;
                self.prose.jumps |= level > self.level + 1;
                self.level = level;
            }
            Tag::Link { dest_url, .. } => self.note(dest_url),
            Tag::Image { dest_url, .. } => {
                self.note(dest_url);
                match &mut self.picture {
                    Some(picture) => picture.inside += 1,
                    None => {
                        self.picture = Some(Picture {
                            words: String::new(),
                            placed: !dest_url.is_empty(),
                            inside: 0,
                        });
                    }
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock => {
                self.prose.undescribed += count_undescribed(&self.html);
                self.html.clear();
            }
            TagEnd::Image => match self.picture.take() {
                Some(picture) if picture.inside > 0 => {
                    self.picture = Some(Picture {
                        inside: picture.inside - 1,
                        ..picture
                    });
                }
                Some(picture) if picture.words.trim().is_empty() => self.prose.undescribed += 1,
                Some(picture) => {
                    self.prose.uploading |= !picture.placed && picture.words.starts_with(UPLOADING);
                }
                None => {}
            },
            _ => {}
        }
    }

    /// A word in the place of an address that is still to come; addresses themselves are no words.
    fn note(&mut self, address: &str) {
        if !address.contains('/') {
            self.prose.text.push('\n');
            self.prose.text.push_str(address);
        }
    }

    /// Takes words as a part of what a picture shows, if they are.
    fn describe(&mut self, words: &str) {
        if let Some(picture) = &mut self.picture {
            picture.words.push_str(words);
        }
    }
}
