//! Hugo's syntax: `{{< name a="b" >}} … {{< /name >}}`, the same with `%`, and `{{</* … */>}}` for showing it.

use super::{Context, Expansion, Found, Shortcode, code_ranges, meaning};

struct Tag {
    code: Shortcode,
    closing: bool,
    closed: bool,
    end: usize,
}

/// Finds the shortcodes of a text and what takes their place.
pub fn expand(text: &str, context: &Context<'_>) -> Found {
    walk(text, context, 0)
}

/// Deepest nesting that is expanded; deeper ones stay as they are.
const DEEPEST: usize = 8;

fn walk(text: &str, context: &Context<'_>, depth: usize) -> Found {
    let mut found = Found::default();
    let mut code = None;
    let mut at = 0;
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| rest.find("{{"))
        .map(|next| at + next)
    {
        at = next + 2;
        if let Some((end, literal)) = escaped(text, next) {
            found.replace(text, next..end, Expansion::Inline(literal));
            at = end;
            continue;
        }
        let Some(mut tag) = parse(text, next) else {
            continue;
        };
        at = tag.end;
        if tag.closing {
            continue;
        }
        let mut end = tag.end;
        if !tag.closed
            && meaning::encloses(&tag.code.name)
            && depth < DEEPEST
            && let Some((close, after)) = closing(text, tag.end, &tag.code.name)
        {
            let inner = text.get(tag.end..close).unwrap_or_default();
            let within = if tag.code.name == "highlight" {
                Found::default()
            } else {
                walk(inner, context, depth + 1)
            };
            tag.code.inner = Some(found.expanded(inner, tag.end, within));
            end = after;
        }
        match meaning::of(&tag.code, context) {
            Some(expansion) => {
                found.replace(text, next..end, expansion);
                at = end;
            }
            None => found.unknown(
                code.get_or_insert_with(|| code_ranges(text)),
                next,
                &tag.code.name,
            ),
        }
    }
    found
}

/// `{{</* x */>}}` and where it ends, as `{{< x >}}`.
fn escaped(text: &str, at: usize) -> Option<(usize, String)> {
    let rest = text.get(at..)?;
    let (open, close) = if rest.starts_with("{{</*") {
        ("<", "*/>}}")
    } else if rest.starts_with("{{%/*") {
        ("%", "*/%}}")
    } else {
        return None;
    };
    let inner_end = rest.find(close)?;
    let inner = rest.get(5..inner_end)?;
    let last = if open == "<" { ">" } else { "%" };
    Some((
        at + inner_end + close.len(),
        format!("{{{{{open}{inner}{last}}}}}"),
    ))
}

fn closing(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut open = 1;
    let mut at = from;
    while let Some(next) = text.get(at..)?.find("{{").map(|next| at + next) {
        at = next + 2;
        let Some(tag) = parse(text, next).filter(|tag| tag.code.name == name) else {
            continue;
        };
        open += if tag.closing { -1 } else { i32::from(!tag.closed) };
        if open == 0 {
            return Some((next, tag.end));
        }
        at = tag.end;
    }
    None
}

fn parse(text: &str, at: usize) -> Option<Tag> {
    let rest = text.get(at..)?;
    let end_mark = match rest.as_bytes().get(2)? {
        b'<' => ">}}",
        b'%' => "%}}",
        _ => return None,
    };
    let mut inner = rest.get(3..)?.trim_start();
    let closing = inner.starts_with('/') && !inner.starts_with("/*");
    if closing {
        inner = inner.get(1..)?.trim_start();
    }
    let mut words: Vec<(String, bool)> = Vec::new();
    let mut named = Vec::new();
    let mut closed = false;
    loop {
        inner = inner.trim_start();
        if let Some(after) = inner.strip_prefix(end_mark) {
            let mut words = words.into_iter();
            let (name, quoted) = words.next()?;
            let sane = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
            if quoted || !name.chars().all(sane) {
                return None;
            }
            let positional = words.map(|(word, _)| word).collect();
            let code = Shortcode {
                name,
                positional,
                named,
                inner: None,
            };
            return Some(Tag {
                code,
                closing,
                closed,
                end: text.len() - after.len(),
            });
        }
        if let Some(after) = inner.strip_prefix('/')
            && after.trim_start().starts_with(end_mark)
        {
            closed = true;
            inner = after;
            continue;
        }
        let (word, quoted, after) = word(inner, end_mark)?;
        match after.strip_prefix('=') {
            Some(value) if !quoted && !words.is_empty() => {
                let (value, _, after) = self::word(value, end_mark)?;
                named.push((word, value));
                inner = after;
            }
            _ => {
                words.push((word, quoted));
                inner = after;
            }
        }
    }
}

/// A word, or a text in double quotes (with escapes) or backticks (without).
fn word<'a>(text: &'a str, end_mark: &str) -> Option<(String, bool, &'a str)> {
    if let Some(rest) = text.strip_prefix('`') {
        let (word, after) = rest.split_once('`')?;
        return Some((word.to_owned(), true, after));
    }
    if let Some(rest) = text.strip_prefix('"') {
        let mut word = String::new();
        let mut chars = rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return Some((word, true, rest.get(at + 1..)?)),
                '\\' => word.push(match chars.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                }),
                other => word.push(other),
            }
        }
        return None;
    }
    let end = text.char_indices().find(|(at, c)| {
        c.is_whitespace() || *c == '=' || text.get(*at..).is_some_and(|rest| rest.starts_with(end_mark))
    });
    let (word, after) = text.split_at_checked(end?.0)?;
    (!word.is_empty()).then(|| (word.to_owned(), false, after))
}
