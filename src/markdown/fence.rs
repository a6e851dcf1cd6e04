//! Reads the info string of a code fence in the dialects of the importable formats. Nothing is rendered here.

/// What an info string asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fence {
    /// The language as written, lower case; empty when there is none.
    pub(super) language: String,
    /// The file name to show.
    pub(super) file: Option<String>,
    /// Whether lines are numbered.
    pub(super) numbered: bool,
    /// Highlighted lines.
    pub(super) marked: Lines,
    /// Lines shown as added.
    pub(super) added: Lines,
    /// Lines shown as removed.
    pub(super) removed: Lines,
}

/// A set of line numbers, from 1, as inclusive ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines(Vec<(u32, u32)>);

impl Lines {
    /// Whether line `number` (from 1) is in the set.
    pub(super) fn contains(&self, number: usize) -> bool {
        let Ok(number) = u32::try_from(number) else {
            return false;
        };
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&number))
    }

    /// Adds what `3`, `7-9`, `3,7-9`, `1 3-5` or `3,"6-8"` name; anything else is passed over.
    fn add(&mut self, text: &str) {
        for part in text.split(|c: char| !c.is_ascii_digit() && c != '-' && c != '.') {
            let (from, to) = part
                .split_once('-')
                .or_else(|| part.split_once(".."))
                .unwrap_or((part, part));
            if let (Ok(from), Ok(to)) = (from.parse(), to.trim_start_matches('=').parse())
                && self.0.len() < 256
            {
                self.0.push((from, to));
            }
        }
    }
}

/// Reads `rust title="src/main.rs" {3,7-9}`, `rust,linenos,hl_lines=1 3-5,name=mod.rs`,
/// `go {linenos=table,hl_lines=[3,"6-8"]}`, `js showLineNumbers ins={2} del={3}` and the like.
pub(super) fn parse(info: &str) -> Fence {
    let info = info.trim();
    let end = info
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '{'))
        .unwrap_or(info.len());
    let (first, rest) = info.split_at(end);
    let mut fence = Fence::default();
    if first.contains('=') {
        settings(info, &mut fence);
        return fence;
    }
    fence.language = first.trim_start_matches('.').to_lowercase();
    // `rust:src/main.rs`
    if let Some((language, file)) = fence.language.clone().split_once(':')
        && !file.is_empty()
    {
        fence.file = first.split_once(':').map(|(_, file)| file.to_owned());
        fence.language = language.to_owned();
    }
    settings(rest, &mut fence);
    fence
}

fn settings(text: &str, fence: &mut Fence) {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '}'));
        if rest.is_empty() {
            return;
        }
        if let Some(inner) = rest.strip_prefix('{') {
            let (group, after) = inner.split_once('}').unwrap_or((inner, ""));
            if group.contains('=') || group.contains(|c: char| c.is_ascii_alphabetic()) {
                // Hugo: the settings themselves are in braces.
                rest = inner;
                continue;
            }
            fence.marked.add(group);
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '=' | '{' | '}'));
        let (key, after) = rest.split_at(end.unwrap_or(rest.len()));
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(key, after),
            None => ("", after),
        };
        apply(key, value, fence);
        rest = after;
    }
}

/// Takes one value: quoted, bracketed, braced, or up to the next separator.
fn value<'a>(key: &str, text: &'a str) -> (&'a str, &'a str) {
    for (open, close) in [('"', '"'), ('\'', '\''), ('[', ']'), ('{', '}')] {
        if let Some(inner) = text.strip_prefix(open) {
            return inner.split_once(close).unwrap_or((inner, ""));
        }
    }
    // Zola separates settings by commas and lines by spaces: `hl_lines=1 3-5,name=…`.
    let spaced = matches!(key, "hl_lines" | "hide_lines");
    let ends = |c: char| {
        if spaced {
            !(c.is_ascii_digit() || matches!(c, '-' | ' '))
        } else {
            c.is_whitespace() || matches!(c, ',' | '}')
        }
    };
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn apply(key: &str, value: &str, fence: &mut Fence) {
    let on = !matches!(value.trim(), "false" | "0" | "no");
    match key.to_ascii_lowercase().as_str() {
        "title" | "name" | "file" | "filename" if !value.trim().is_empty() => {
            fence.file = Some(value.trim().to_owned());
        }
        "linenos" | "linenumbers" | "showlinenumbers" | "line-numbers" | "numberlines" | "lineno" => {
            fence.numbered = on;
        }
        // The number of the first line cannot be set from CSS counters without a style attribute, and wrong numbers
        // are worse than none.
        "linenostart" | "linenumberstart" | "startlinenumber" if value.trim() != "1" => {
            fence.numbered = false;
        }
        "hl_lines" | "highlight" | "mark" | "hl" => fence.marked.add(value),
        "ins" | "add" | "added" => fence.added.add(value),
        "del" | "rm" | "removed" => fence.removed.add(value),
        _ => {}
    }
}
