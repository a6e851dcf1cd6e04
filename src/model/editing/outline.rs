//! The headings of a text, for moving about in it.

use std::ops::Range;

use super::{
    fence::{Reader, Role},
    line::{columns, is_break},
    source::units,
};

/// A heading in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// As written, 1 to 6.
    pub level: u8,
    /// Without signs of emphasis, code and links; empty if it has none.
    pub title: String,
    /// The line on which it begins, counted from 1.
    pub line: u32,
    /// Where this line begins, in UTF-16 code units.
    pub at: u32,
}

/// A paragraph that may turn out to be a heading.
#[derive(Clone, Copy)]
struct Paragraph {
    start: usize,
    end: usize,
    line: u32,
    at: u32,
}

/// The headings that stand outside quotes, lists, code and comments, in order; both with `#` and underlined.
pub fn outline(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut reader = Reader::default();
    let mut paragraph: Option<Paragraph> = None;
    // After a list item or quote a plain line goes on with its paragraph.
    let mut lazy = false;
    let (mut start, mut line, mut at) = (0, 0u32, 0u32);
    for content in text.split('\n') {
        let here = (start, at);
        line += 1;
        start += content.len() + 1;
        at = at.saturating_add(units(content)).saturating_add(1);
        let Role::Text(parsed) = reader.read(content) else {
            (paragraph, lazy) = (None, false);
            continue;
        };
        let body = parsed.text.trim_end();
        if !parsed.containers.is_empty() || body.is_empty() {
            (paragraph, lazy) = (None, !body.is_empty());
            continue;
        }
        let open = paragraph.take();
        if columns(parsed.indent) < 4 {
            if let Some((level, title)) = hashes(body) {
                let title = plain(without_attributes(body.get(title).unwrap_or_default()));
                headings.push(Heading {
                    level,
                    title,
                    line,
                    at: here.1,
                });
                lazy = false;
                continue;
            }
            if let (Some(level), Some(open)) = (underline(body), open) {
                let title = plain(without_attributes(
                    text.get(open.start..open.end).unwrap_or_default().trim(),
                ));
                headings.push(Heading {
                    level,
                    title,
                    line: open.line,
                    at: open.at,
                });
                continue;
            }
            if is_break(body) {
                lazy = false;
                continue;
            }
        } else if open.is_none() {
            continue;
        }
        if !lazy {
            let begun = Paragraph {
                start: here.0,
                end: 0,
                line,
                at: here.1,
            };
            paragraph = Some(Paragraph {
                end: here.0 + content.len(),
                ..open.unwrap_or(begun)
            });
        }
    }
    headings
}

/// Level of a heading with `#` and where its title is (CommonMark 0.31, 4.2).
pub(super) fn hashes(text: &str) -> Option<(u8, Range<usize>)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let title = rest.trim_start_matches([' ', '\t']);
    if !(1..=6).contains(&level) || (title.len() == rest.len() && !rest.is_empty()) {
        return None;
    }
    let start = text.len() - title.len();
    let end = title.trim_end();
    let open = end.trim_end_matches('#');
    let length = if open.is_empty() || open.ends_with([' ', '\t']) {
        open.trim_end().len()
    } else {
        end.len()
    };
    Some((u8::try_from(level).ok()?, start..start + length))
}

/// Level of a heading that this line is drawn under (CommonMark 0.31, 4.3).
fn underline(text: &str) -> Option<u8> {
    let level = if text.starts_with('=') { 1 } else { 2 };
    let sign = if level == 1 { '=' } else { '-' };
    (!text.is_empty() && text.chars().all(|c| c == sign)).then_some(level)
}

/// A title without `{#id .class}` at its end.
fn without_attributes(title: &str) -> &str {
    let attributes = title.strip_suffix('}').and_then(|rest| rest.rfind('{'));
    match attributes.and_then(|at| title.split_at_checked(at)) {
        Some((text, braces)) if braces.starts_with("{#") || braces.starts_with("{.") => text.trim_end(),
        _ => title,
    }
}

/// A title as it reads: without backticks and stars, of links and images only the text, on one line.
fn plain(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    let (mut code, mut closes) = (false, true);
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '`' => code = !code,
            _ if code => out.push(c),
            '\\' if rest.starts_with(|c: char| c.is_ascii_punctuation()) => {
                let (sign, after) = rest.split_at(1);
                out.push_str(sign);
                rest = after;
            }
            '*' | '[' => {}
            '!' if rest.starts_with('[') => {}
            ']' if closes && rest.starts_with('(') => match rest.split_once(')') {
                Some((_, after)) => rest = after,
                // Looked for once: a title may be long.
                None => closes = false,
            },
            ']' => {}
            _ => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
