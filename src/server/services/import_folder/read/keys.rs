//! Looks things up in front matter as forgivingly as its authors write it. What a key means is decided in `fields`.

use serde_json::{Map, Value};

/// The first of several names that has a value, outermost or below `params` or `extra`.
pub fn find<'a>(keys: &'a Map<String, Value>, names: &[&str]) -> Option<(String, &'a Value)> {
    let places = [Some(keys), inner(keys, "params"), inner(keys, "extra")];
    places.into_iter().flatten().find_map(|place| {
        names.iter().find_map(|name| {
            place
                .iter()
                .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())
                .map(|(_, value)| ((*name).to_owned(), value))
        })
    })
}

/// A table within the front matter.
pub fn inner<'a>(keys: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    keys.get(name).and_then(Value::as_object)
}

/// A scalar as one line; none if it is empty or no scalar.
pub fn line(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first named value that is a scalar, as one line.
pub fn text(keys: &Map<String, Value>, names: &[&str]) -> Option<String> {
    find(keys, names).and_then(|(_, value)| line(value))
}

/// A yes or no, also as the words people write.
pub fn truth(keys: &Map<String, Value>, names: &[&str]) -> Option<bool> {
    match find(keys, names)?.1 {
        Value::Bool(truth) => Some(*truth),
        Value::String(word) => match word.to_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A small whole number, also written as a text.
pub fn number(keys: &Map<String, Value>, names: &[&str]) -> Option<u32> {
    match find(keys, names)?.1 {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A list of names: a list, or a scalar cut at `separators`.
pub fn names(value: &Value, separators: &[char]) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::Object(item) => text(item, &["name", "title", "slug"]),
                other => line(other),
            })
            .collect(),
        Value::String(list) => list
            .split(separators)
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        other => line(other).into_iter().collect(),
    }
}
