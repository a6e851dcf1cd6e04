//! Splits a file into its front matter and its text, and reads the front matter whatever its language:
//! TOML between `+++`, YAML between `---`, a JSON object. What the keys mean is decided elsewhere.

use serde_json::{Map, Value};

/// Most bytes of front matter that are read; more is a mistake or an attack.
const MOST_BYTES: usize = 256 * 1024;

/// How the front matter was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
    /// One object at the very start.
    Json,
    /// There is none.
    Absent,
}

/// A file taken apart.
#[derive(Clone, Debug)]
pub struct Document {
    /// How the front matter was written.
    pub language: Language,
    /// Its keys, the outermost in lower case; moments are texts.
    pub keys: Map<String, Value>,
    /// The front matter as written, for finding the line of a key.
    source: String,
    /// The text after it, with `\n` line ends.
    pub body: String,
    /// The line of the file on which the text starts, counted from 1.
    pub body_line: u32,
}

/// Front matter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// What is wrong, in words for whoever wrote the file.
    pub reason: String,
}

impl Document {
    /// The line of the file on which an outer key stands, if it can be found.
    pub fn line_of(&self, key: &str) -> Option<u32> {
        let found = self.source.lines().position(|line| {
            let line = line.trim_start().trim_start_matches('"');
            line.get(..key.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(key))
                && line
                    .get(key.len()..)
                    .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with([':', '=']))
        })?;
        u32::try_from(found)
            .ok()
            .map(|index| index + if self.language == Language::Json { 1 } else { 2 })
    }
}

/// Takes a file apart; `text` has neither a byte order mark nor carriage returns.
pub fn split(text: &str) -> Result<Document, Malformed> {
    let first = text.lines().next().unwrap_or_default().trim_end();
    match first {
        "+++" => fenced(text, Language::Toml, &["+++"]),
        "---" => fenced(text, Language::Yaml, &["---", "..."]),
        _ if starts_json(text) => json(text),
        _ => Ok(without(text)),
    }
}

fn without(text: &str) -> Document {
    Document {
        language: Language::Absent,
        keys: Map::new(),
        source: String::new(),
        body: text.to_owned(),
        body_line: 1,
    }
}

/// `{` followed by a key or nothing; `{{` and `{%` open a template, not an object.
fn starts_json(text: &str) -> bool {
    text.strip_prefix('{')
        .is_some_and(|rest| matches!(rest.trim_start().chars().next(), Some('"' | '}')))
}

fn fenced(text: &str, language: Language, ends: &[&str]) -> Result<Document, Malformed> {
    let mut offset = text.find('\n').map_or(text.len(), |end| end + 1);
    let start = offset;
    for (line, row) in (2..).zip(text.get(start..).unwrap_or_default().split_inclusive('\n')) {
        if ends.contains(&row.trim_end()) {
            let source = text.get(start..offset).unwrap_or_default();
            let keys = match language {
                Language::Toml => toml_keys(source)?,
                _ => yaml_keys(source)?,
            };
            return Ok(Document {
                language,
                keys: lower_case(keys),
                source: source.to_owned(),
                body: text.get(offset + row.len()..).unwrap_or_default().to_owned(),
                body_line: line + 1,
            });
        }
        offset += row.len();
    }
    // A text may open with a thematic break; front matter has a key on its next line.
    let second = text.lines().nth(1).unwrap_or_default();
    let key_like = second.split_once(if language == Language::Toml { '=' } else { ':' });
    match key_like {
        Some((key, _)) if !key.trim().contains(' ') => Err(Malformed {
            line: 1,
            reason: format!(
                "the front matter is never closed; end it with a line {}",
                ends.first().unwrap_or(&"---")
            ),
        }),
        _ => Ok(without(text)),
    }
}

fn bounded(source: &str) -> Result<(), Malformed> {
    if source.len() <= MOST_BYTES {
        return Ok(());
    }
    Err(Malformed {
        line: 1,
        reason: format!("the front matter is longer than {} KiB", MOST_BYTES / 1024),
    })
}

fn toml_keys(source: &str) -> Result<Map<String, Value>, Malformed> {
    bounded(source)?;
    match source.parse::<toml::Table>() {
        Ok(table) => Ok(table
            .into_iter()
            .map(|(key, value)| (key, from_toml(value)))
            .collect()),
        Err(error) => {
            let before = error
                .span()
                .and_then(|span| source.get(..span.start))
                .unwrap_or_default();
            Err(Malformed {
                line: 2 + u32::try_from(before.matches('\n').count()).unwrap_or(0),
                reason: format!(
                    "the TOML front matter is malformed: {}",
                    one_line(error.message())
                ),
            })
        }
    }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, from_toml(value)))
                .collect(),
        ),
    }
}

fn yaml_keys(source: &str) -> Result<Map<String, Value>, Malformed> {
    bounded(source)?;
    let options =
        serde_saphyr::options! { duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins };
    match serde_saphyr::from_str_with_options::<Option<Value>>(source, options) {
        Ok(Some(Value::Object(keys))) => Ok(keys),
        Ok(None | Some(Value::Null)) => Ok(Map::new()),
        Ok(Some(_)) => Err(Malformed {
            line: 2,
            reason: "the front matter holds no keys; write it as “key: value” lines".to_owned(),
        }),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            Err(Malformed {
                line: u32::try_from(line).unwrap_or(1) + 1,
                reason: format!(
                    "the YAML front matter is malformed: {}",
                    first_sentence(&error.to_string())
                ),
            })
        }
    }
}

fn json(text: &str) -> Result<Document, Malformed> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    match values.next() {
        Some(Ok(keys)) => {
            let end = values.byte_offset();
            let (source, rest) = text.split_at_checked(end).unwrap_or((text, ""));
            bounded(source)?;
            let body = rest.strip_prefix('\n').unwrap_or(rest);
            let before = text.len() - body.len();
            let lines = text.get(..before).unwrap_or_default().matches('\n').count();
            Ok(Document {
                language: Language::Json,
                keys: lower_case(keys),
                source: source.to_owned(),
                body: body.to_owned(),
                body_line: u32::try_from(lines).unwrap_or(0) + 1,
            })
        }
        Some(Err(error)) => Err(Malformed {
            line: u32::try_from(error.line()).unwrap_or(1),
            reason: format!(
                "the JSON front matter is malformed: {}",
                one_line(&error.to_string())
            ),
        }),
        None => Ok(without(text)),
    }
}

/// Hugo's keys are case-insensitive, and nobody means two things by `Title` and `title`.
fn lower_case(keys: Map<String, Value>) -> Map<String, Value> {
    keys.into_iter()
        .map(|(key, value)| (key.to_lowercase(), value))
        .collect()
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parser's message without the excerpt it draws beneath.
fn first_sentence(message: &str) -> String {
    one_line(
        message
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_gives_the_same_keys_and_the_line_the_text_starts_on() {
        for (text, line) in [
            ("+++\ntitle = \"A\"\ndate = 2024-05-31\n+++\nBody\n", 5),
            ("---\nTitle: A\ndate: 2024-05-31\n---\nBody\n", 5),
            ("{\"title\": \"A\",\n\"date\": \"2024-05-31\"}\nBody\n", 3),
        ] {
            let document = split(text).unwrap();
            assert_eq!(document.keys["title"], "A", "{text}");
            assert_eq!(document.keys["date"], "2024-05-31", "{text}");
            assert_eq!(
                (document.body.as_str(), document.body_line),
                ("Body\n", line),
                "{text}"
            );
        }
        assert_eq!(
            split("---\na: 1\ntitle: A\n---\n").unwrap().line_of("title"),
            Some(3)
        );
    }

    #[test]
    fn a_file_without_front_matter_is_all_text() {
        for text in [
            "# Hello\n",
            "---\n\nAfter a rule: text\n",
            "{{< youtube x >}}\n",
            "{% raw %}",
            "",
        ] {
            assert_eq!(split(text).unwrap().body, text);
        }
        assert!(split("---\n---\nBody").unwrap().keys.is_empty());
    }

    #[test]
    fn malformed_front_matter_names_its_line() {
        for (text, line) in [
            ("+++\ntitle = \"A\"\ndate = = 3\n+++\n", 3),
            ("---\ntitle: A\nlist: [a, b\n---\n", 4),
            ("---\ntitle: \"A\n---\nText", 2),
            ("---\ntitle: A\nNever closed\n", 1),
            ("{\"title\": \"A\",\n\"date\" 3}\n", 2),
        ] {
            let malformed = split(text).unwrap_err();
            assert!(malformed.line.abs_diff(line) <= 1, "{text}: {malformed:?}");
            assert!(!malformed.reason.contains('\n'), "{malformed:?}");
        }
    }

    #[test]
    fn aliases_that_multiply_are_stopped() {
        let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            bomb.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                before.trim_end_matches(", ")
            ));
        }
        assert!(split(&(bomb + "---\n")).is_err());
        let deep = format!("---\na: {}{}\n---\n", "[".repeat(100_000), "]".repeat(100_000));
        assert!(split(&deep).is_err());
    }
}
