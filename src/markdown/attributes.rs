//! Attribute values that pass the allow-list but may still be invalid HTML: classes, numbers, addresses, languages.

use std::fmt::Write;

use super::tree::{Element, is_boolean};

/// Classes that may stand in the sanitised tree, apart from `language-…` on `code`.
const CLASSES: &[&str] = &[
    "callout",
    "callout-caution",
    "callout-important",
    "callout-note",
    "callout-tip",
    "callout-title",
    "callout-warning",
    "embed",
    "fn-back",
    "fn-ref",
    "footnotes",
    "ta-c",
    "ta-r",
    "task",
];

/// Makes every attribute valid or removes it. Ids are not looked at.
pub(super) fn clean(element: &mut Element) {
    let Element { name, attrs, .. } = element;
    attrs.retain_mut(|(key, value)| match key.as_str() {
        "class" => {
            let kept: Vec<&str> = value
                .split_ascii_whitespace()
                .filter(|class| {
                    CLASSES.contains(class)
                        || (name == "code" && class.strip_prefix("language-").is_some_and(is_language_token))
                })
                .collect();
            *value = kept.join(" ");
            !value.is_empty()
        }
        "width" | "height" => {
            *value = value.trim().trim_end_matches("px").to_owned();
            value.len() < 6 && value.parse::<u32>().is_ok_and(|number| number > 0)
        }
        "colspan" | "rowspan" => value
            .parse::<u32>()
            .is_ok_and(|number| (2..=100).contains(&number)),
        "start" => value.parse::<i32>().is_ok(),
        "type" if name == "ol" => matches!(value.as_str(), "1" | "a" | "A" | "i" | "I"),
        "type" if name == "source" => is_media_type(value),
        "lang" => is_language_tag(value),
        "dir" => matches!(value.as_str(), "ltr" | "rtl" | "auto"),
        "title" | "aria-label" => !value.trim().is_empty(),
        "href" | "src" | "poster" => match address(value) {
            Some(valid) => {
                *value = valid;
                true
            }
            None => false,
        },
        key if is_boolean(key) => {
            value.clear();
            true
        }
        _ => true,
    });
}

fn is_language_token(token: &str) -> bool {
    !token.is_empty()
        && token
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.'))
}

fn is_media_type(value: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    value
        .split_once('/')
        .is_some_and(|(kind, subtype)| plain(kind) && plain(subtype))
}

/// `en` or `en-GB`; rarer forms of language tags are not worth the risk of an invalid one.
fn is_language_tag(value: &str) -> bool {
    let (language, region) = value.split_once('-').unwrap_or((value, "GB"));
    language.len() == 2
        && region.len() == 2
        && language.chars().all(|c| c.is_ascii_lowercase())
        && region.chars().all(|c| c.is_ascii_uppercase())
}

/// A valid URL: what may not stand in one is percent-encoded (WHATWG URL, "URL code points").
///
/// `None` for an empty address and for a host that no browser would accept.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || !has_valid_host(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut fragment = false;
    for (at, c) in text.char_indices() {
        match c {
            '%' => {
                let hex = text
                    .get(at + 1..at + 3)
                    .is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()));
                out.push_str(if hex { "%" } else { "%25" });
            }
            '#' if fragment => out.push_str("%23"),
            '#' => {
                fragment = true;
                out.push('#');
            }
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c if c.is_control() || c == '\u{fffd}' => {}
            c => out.push(c),
        }
    }
    Some(out)
}

fn has_valid_host(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let start = if lower.starts_with("https://") {
        8
    } else if lower.starts_with("http://") {
        7
    } else if lower.starts_with("//") {
        2
    } else {
        return !lower.starts_with("http:") && !lower.starts_with("https:");
    };
    let rest = text.get(start..).unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let numeric = !name.is_empty() && name.ends_with(|c: char| c.is_ascii_digit());
    !name.is_empty()
        && !name.contains("..")
        && !name.starts_with('.')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || !c.is_ascii())
        && (!numeric
            || name.parse::<std::net::Ipv4Addr>().is_ok()
            || name.contains(|c: char| c.is_ascii_alphabetic()))
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Whether an address leaves the site (or is no address of a file at all, as `data:`).
pub(super) fn is_remote(address: &str) -> bool {
    address.starts_with("//")
        || address.split(['/', '?', '#']).next().is_some_and(|first| {
            first.split_once(':').is_some_and(|(scheme, _)| {
                scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                    && scheme
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            })
        })
}
