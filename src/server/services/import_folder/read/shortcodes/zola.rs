//! Zola's syntax: `{{ name(a="b") }}`, `{% name(a="b") %} … {% end %}`, and `{{/* … */}}` for showing it.

use super::{Context, Expansion, Found, Shortcode, code_ranges, meaning};

/// Finds the shortcodes of a text and what takes their place.
pub fn expand(text: &str) -> Found {
    walk(text, 0)
}

/// Deepest nesting that is expanded; deeper ones stay as they are.
const DEEPEST: usize = 8;

fn walk(text: &str, depth: usize) -> Found {
    let context = Context {
        post: &|_| None,
        param: &|_| None,
    };
    let mut found = Found::default();
    let mut code_blocks = None;
    let mut at = 0;
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| rest.find('{'))
        .map(|next| at + next)
    {
        at = next + 1;
        if let Some((end, literal)) = escaped(text, next) {
            found.replace(text, next..end, Expansion::Inline(literal));
            at = end;
            continue;
        }
        let Some((mut code, mut end, encloses)) = parse(text, next) else {
            continue;
        };
        let opened = end;
        if encloses {
            let Some((close, after)) = closing(text, end).filter(|_| depth < DEEPEST) else {
                continue;
            };
            let inner = text.get(end..close).unwrap_or_default();
            let within = walk(inner, depth + 1);
            code.inner = Some(found.expanded(inner, end, within));
            end = after;
        }
        // Without a known meaning the text is left alone, the inner one too.
        match meaning::of(&code, &context) {
            Some(expansion) => {
                found.replace(text, next..end, expansion);
                at = end;
            }
            None => {
                found.unknown(
                    code_blocks.get_or_insert_with(|| code_ranges(text)),
                    next,
                    &code.name,
                );
                at = opened;
            }
        }
    }
    found
}

fn escaped(text: &str, at: usize) -> Option<(usize, String)> {
    let rest = text.get(at..)?;
    let (open, last, close) = if rest.starts_with("{{/*") {
        ("{{", "}}", "*/}}")
    } else if rest.starts_with("{%/*") {
        ("{%", "%}", "*/%}")
    } else {
        return None;
    };
    let inner_end = rest.find(close)?;
    let inner = rest.get(4..inner_end)?;
    Some((at + inner_end + close.len(), format!("{open}{inner}{last}")))
}

/// The `{% end %}` of a shortcode opened before `from`.
fn closing(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut open = 1;
    let mut at = from;
    while let Some(next) = text.get(at..)?.find("{%").map(|next| at + next) {
        at = next + 2;
        let rest = text.get(at..)?.trim_start_matches('-').trim_start();
        if let Some(after) = rest.strip_prefix("end")
            && let Some(after) = after.trim_start().trim_start_matches('-').strip_prefix("%}")
        {
            open -= 1;
            if open == 0 {
                return Some((next, text.len() - after.len()));
            }
        } else if parse(text, next).is_some() {
            open += 1;
        }
    }
    None
}

/// A shortcode at `at`, where it ends, and whether text follows that belongs to it.
fn parse(text: &str, at: usize) -> Option<(Shortcode, usize, bool)> {
    let rest = text.get(at..)?;
    let (inner, last, encloses) = match rest.get(..2)? {
        "{{" => (rest.get(2..)?, "}}", false),
        "{%" => (rest.get(2..)?, "%}", true),
        _ => return None,
    };
    let inner = inner.trim_start_matches('-').trim_start();
    let name_end = inner.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
    let (name, mut rest) = inner.split_at_checked(name_end)?;
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    rest = rest.strip_prefix('(')?;
    let mut named = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            let after = after.trim_start().trim_start_matches('-').strip_prefix(last)?;
            let code = Shortcode {
                name: name.to_owned(),
                named,
                ..Shortcode::default()
            };
            return Some((code, text.len() - after.len(), encloses));
        }
        let (key, after) = rest.split_once('=')?;
        let key = key.trim();
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let (value, after) = value(after.trim_start())?;
        named.push((key.to_owned(), value));
        rest = after.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
}

fn value(text: &str) -> Option<(String, &str)> {
    let first = text.chars().next()?;
    match first {
        '"' | '\'' | '`' => {
            let (value, after) = text.get(1..)?.split_once(first)?;
            Some((value.to_owned(), after))
        }
        '[' => {
            let (value, after) = text.get(1..)?.split_once(']')?;
            Some((value.replace(['"', '\''], ""), after))
        }
        _ => {
            let end = text.find([',', ')', ' ', '\n'])?;
            let (value, after) = text.split_at_checked(end)?;
            (!value.is_empty()).then(|| (value.to_owned(), after))
        }
    }
}
