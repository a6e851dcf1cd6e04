//! All settings as a file, text by text. What a text means is looked at by whoever takes it over.

use std::fmt;

use crate::{
    error::FieldErrors,
    model::settings::{Values, find, unknown},
};

/// Most bytes of such a file; a larger one holds something else.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// How large such a file may be, in words.
pub fn most() -> String {
    format!("it may have {} MiB", MOST_BYTES / (1024 * 1024))
}

/// What the file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `name = "text"`, a line each.
    Toml,
    /// One object.
    Json,
}

/// Why nothing of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where the fault lies, counted from 1.
    pub line: Option<u32>,
    /// The setting in which it is.
    pub field: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// The file of these settings.
pub fn write(values: &Values, format: Format) -> anyhow::Result<String> {
    Ok(match format {
        Format::Toml => toml::to_string_pretty(values)?,
        Format::Json => format!("{}\n", serde_json::to_string_pretty(values)?),
    })
}

/// The texts of a file, each of which still has to be looked at, and what is no text in it.
pub fn read(text: &str, format: Format) -> Result<(Values, FieldErrors), Unreadable> {
    // Whatever the file is written in, what is in it is looked at one by one, so that all that is wrong can be said.
    let all: serde_json::Map<String, serde_json::Value> = match format {
        Format::Toml => toml::from_str(text).map_err(|error| {
            let at = error.span().map(|span| span.start);
            unreadable(text, at, error.message())
        })?,
        Format::Json => serde_json::from_str(text).map_err(|error| Unreadable {
            line: u32::try_from(error.line()).ok().filter(|line| *line > 0),
            field: None,
            reason: error.to_string(),
        })?,
    };
    let (mut values, mut errors) = (Values::new(), FieldErrors::new());
    for (name, value) in all {
        match value {
            serde_json::Value::String(text) => values.insert(name, text),
            _ => {
                let problem = match find(&name) {
                    Some(_) => "Write it as text, in quotes.".to_owned(),
                    None => unknown(),
                };
                errors.insert(name, problem)
            }
        };
    }
    Ok((values, errors))
}

fn unreadable(text: &str, at: Option<usize>, reason: &str) -> Unreadable {
    let before = at.and_then(|at| text.get(..at));
    let line = before.map(|before| before.matches('\n').count());
    let lines = text.lines().take(line.map_or(0, |line| line + 1));
    Unreadable {
        line: line.and_then(|line| u32::try_from(line + 1).ok()),
        field: lines.filter_map(name_in).last().map(str::to_owned),
        reason: reason.to_owned(),
    }
}

/// The line of TOML on which a setting is written, counted from 1.
pub fn line_of(text: &str, name: &str) -> Option<u32> {
    let at = text.lines().position(|line| name_in(line) == Some(name))?;
    u32::try_from(at + 1).ok()
}

/// The name of the setting that a line of TOML begins.
fn name_in(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let values: Values = [
            ("name", "-- Tide \"tables\""),
            ("navigation", "Home = /\nPosts = /posts\n"),
            ("tagline", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        for format in [Format::Toml, Format::Json] {
            let text = write(&values, format).unwrap();
            assert_eq!(read(&text, format), Ok((values.clone(), FieldErrors::new())));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_line_and_name() {
        for (text, line, field) in [
            (
                "owner = \"Ada\"\nname = \"x\ntagline = \"\"\n",
                Some(2),
                Some("name"),
            ),
            ("= nonsense", Some(1), None),
            ("a = \"\"\"\nb\nc", Some(1), Some("a")),
            ("name = \"a\"\nname = \"b\"\n", Some(2), Some("name")),
        ] {
            let told = read(text, Format::Toml).unwrap_err();
            assert_eq!(told.field.as_deref(), field, "{text}: {told}");
            assert!(told.line >= line, "{text}: {told}");
        }
        let told = read("{\n\"name\": }", Format::Json).unwrap_err();
        assert_eq!(told.line, Some(2));
    }

    #[test]
    fn what_is_no_text_is_told_by_its_name_and_the_rest_is_read() {
        let text = "owner = \"Ada\"\ntagline = 7\n";
        let (values, errors) = read(text, Format::Toml).unwrap();
        assert_eq!(values.len(), 1);
        assert_eq!(errors.into_keys().collect::<Vec<_>>(), ["tagline"]);
        let (_, errors) = read("[site]\nname = \"Tides\"\n", Format::Toml).unwrap();
        assert!(errors["site"].contains("no such setting"), "{errors:?}");
        assert_eq!(line_of(text, "tagline"), Some(2));
        assert_eq!(line_of(text, "name"), None);
    }
}
