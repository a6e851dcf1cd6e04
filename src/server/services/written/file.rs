//! Front matter and text as one file, put together and taken apart again.

use super::{FrontMatter, VERSION};

/// The first key of every such file.
const FIRST_KEY: &str = "logbook";

/// The last line of front matter.
const END: &str = "+++\n";

/// The keys in the order in which they are written.
pub const KEYS: [&str; 31] = [
    FIRST_KEY,
    "pending",
    "id",
    "title",
    "slug",
    "kind",
    "status",
    "visibility",
    "featured",
    "published_at",
    "date",
    "seen_at",
    "updated_at",
    "reviewed_at",
    "review_after",
    "evergreen",
    "tells_changes",
    "summary",
    "takeaway",
    "tags",
    "authors",
    "series",
    "cover",
    "canonical",
    "seo_title",
    "seo_description",
    "language",
    "project",
    "aliases",
    "source_path",
    "order",
];

/// A file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Counted from 1.
    pub line: Option<u32>,
    /// What is wrong, in words for whoever wrote the file.
    pub reason: String,
}

impl FrontMatter {
    /// The file with this text.
    pub fn write(&self, text: &str) -> anyhow::Result<String> {
        // By way of a text: of values, moments become tables of another kind.
        let mut keys: toml::Table = toml::to_string(self)?.parse()?;
        let mut out = String::with_capacity(text.len() + 1024);
        out.push_str(END);
        for key in KEYS {
            if let Some(value) = keys.remove(key) {
                out.push_str(&format!("{key} = {}\n", one_line(value)));
            }
        }
        out.push_str(END);
        out.push_str(text);
        Ok(out)
    }
}

/// Whether a text begins as the files of posts do, however its first key is set.
pub fn is_written(beginning: &str) -> bool {
    let rest = beginning.trim_start_matches('\u{feff}').strip_prefix("+++");
    let Some((fence, keys)) = rest.and_then(|rest| rest.split_once('\n')) else {
        return false;
    };
    let key = keys.trim_start().strip_prefix(FIRST_KEY);
    fence.trim().is_empty() && key.is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// Takes a file apart that [is written so](is_written).
pub fn read(file: &str) -> Result<(FrontMatter, &str), Unreadable> {
    let bad = |line: Option<usize>, reason: String| Unreadable {
        line: line.and_then(|line| u32::try_from(line).ok()),
        reason,
    };
    let inner = file.split_once('\n').map_or("", |(_, inner)| inner);
    let end = inner
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .find(|(_, line)| line.trim_end() == "+++");
    let Some((end, last)) = end else {
        let reason = "the front matter is never closed; end it with a line +++".to_owned();
        return Err(bad(Some(1), reason));
    };
    let (keys, text) = inner.split_at_checked(end).unwrap_or_default();
    let text = text.get(last.len()..).unwrap_or_default();
    let front: FrontMatter = toml::from_str(keys).map_err(|error| {
        let before = error.span().and_then(|span| keys.get(..span.start));
        let line = before.map(|before| 2 + before.matches('\n').count());
        let said: Vec<&str> = error.message().split_whitespace().collect();
        bad(line, format!("the front matter is malformed: {}", said.join(" ")))
    })?;
    if front.logbook > VERSION {
        let reason = "was written by a newer Logbook; import it with that one".to_owned();
        return Err(bad(Some(2), reason));
    }
    Ok((front, text))
}

/// A value on one line, so that no line of it is taken for the end.
fn one_line(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(&text),
        toml::Value::Array(items) => {
            let items: Vec<String> = items.into_iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        toml::Value::Table(table) => {
            let pairs: Vec<String> = table
                .into_iter()
                .map(|(key, value)| format!("{key} = {}", one_line(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// A basic string (TOML 1.0, "String").
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
