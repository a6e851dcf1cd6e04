//! Jekyll's syntax: Liquid tags `{% name … %}`, Liquid values `{{ site.url }}`, kramdown's `{: … }` and `{:toc}`.

use super::{Context, Expansion, Found, Shortcode, code_ranges, meaning, splice};
use crate::server::services::import_folder::read::traced::Edit;

/// Finds the shortcodes of a text and what takes their place.
pub fn expand(text: &str, context: &Context<'_>) -> Found {
    let mut found = Found::default();
    let mut code = None;
    let mut at = 0;
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| rest.find('{'))
        .map(|next| at + next)
    {
        at = next + 1;
        let rest = text.get(next..).unwrap_or_default();
        if rest.starts_with("{{") {
            let Some(end) = rest.find("}}").map(|end| next + end + 2) else {
                continue;
            };
            let inner = text
                .get(next + 2..end - 2)
                .unwrap_or_default()
                .trim_matches('-')
                .trim();
            match value(inner, context) {
                Some(value) => found.replace(text, next..end, Expansion::Inline(value)),
                None => found.unknown(code.get_or_insert_with(|| code_ranges(text)), next, inner),
            }
            at = end;
        } else if rest.starts_with("{%") {
            at = tag(text, next, context, &mut found, &mut code).unwrap_or(at);
        }
    }
    attribute_lists(text, &mut found, &code.unwrap_or_else(|| code_ranges(text)));
    found
}

type Code = Option<Vec<std::ops::Range<usize>>>;

fn tag(text: &str, at: usize, context: &Context<'_>, found: &mut Found, code: &mut Code) -> Option<usize> {
    let end = at + text.get(at..)?.find("%}")? + 2;
    let inner = text.get(at + 2..end - 2)?.trim_matches('-').trim();
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let between = |closing: &str| {
        let mut from = end;
        loop {
            let open = from + text.get(from..)?.find("{%")?;
            let close = open + text.get(open..)?.find("%}")? + 2;
            if text.get(open + 2..close - 2)?.trim_matches('-').trim() == closing {
                return Some((text.get(end..open)?, close));
            }
            from = open + 2;
        }
    };
    let (range_end, expansion) = match name {
        "raw" => between("endraw").map(|(inner, close)| (close, Expansion::Inline(inner.to_owned())))?,
        "comment" => between("endcomment").map(|(_, close)| (close, Expansion::Inline(String::new())))?,
        "highlight" => {
            let (inner, close) = between("endhighlight")?;
            let language = arguments.split_whitespace().next().unwrap_or_default();
            (
                close,
                meaning::fence(language, &meaning::lines_in(arguments), inner),
            )
        }
        "codeblock" => {
            let (inner, close) = between("endcodeblock")?;
            let language = arguments
                .split_whitespace()
                .find_map(|word| word.strip_prefix("lang:"))
                .unwrap_or_default();
            (close, meaning::fence(language, "", inner))
        }
        "include" | "include_cached" => {
            let (file, rest) = arguments
                .split_once(char::is_whitespace)
                .unwrap_or((arguments, ""));
            let mut shortcode = arguments_of(rest);
            shortcode.name = file.to_owned();
            (
                end,
                meaning::of(&shortcode, context).or_else(|| unknown(found, code, text, at, inner))?,
            )
        }
        "img" => {
            let mut shortcode = arguments_of(arguments);
            // Octopress: `{% img [class] src [width [height]] [title] %}`.
            shortcode.positional.retain(|word| word.contains(['/', '.']));
            shortcode.name = "figure".to_owned();
            (
                end,
                meaning::of(&shortcode, context).or_else(|| unknown(found, code, text, at, inner))?,
            )
        }
        _ => {
            let mut shortcode = arguments_of(arguments);
            shortcode.name = name.to_owned();
            (
                end,
                meaning::of(&shortcode, context).or_else(|| unknown(found, code, text, at, inner))?,
            )
        }
    };
    found.replace(text, at..range_end, expansion);
    Some(range_end)
}

fn unknown(found: &mut Found, code: &mut Code, text: &str, at: usize, name: &str) -> Option<Expansion> {
    found.unknown(code.get_or_insert_with(|| code_ranges(text)), at, name);
    None
}

/// `a "b c" d="e"` as arguments.
fn arguments_of(text: &str) -> Shortcode {
    let mut code = Shortcode::default();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, after) = word(rest);
        match after.strip_prefix('=') {
            Some(value) => {
                let (value, after) = self::word(value.trim_start());
                code.named.push((word.to_owned(), value.to_owned()));
                rest = after.trim_start();
            }
            None => {
                code.positional.push(word.to_owned());
                rest = after.trim_start();
            }
        }
    }
    code
}

fn word(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((word, after)) = text.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return (word, after);
        }
    }
    let end = text
        .find(|c: char| c.is_whitespace() || c == '=')
        .unwrap_or(text.len());
    // A lone `=` is no word; taking it keeps the walk moving.
    text.split_at_checked(end.max(1)).unwrap_or((text, ""))
}

fn value(inner: &str, context: &Context<'_>) -> Option<String> {
    let (subject, filter) = inner.split_once('|').map_or((inner, None), |(subject, rest)| {
        (subject.trim(), Some(rest.trim()))
    });
    match (subject, filter) {
        ("site.url" | "site.baseurl" | "site.github.url", None) => Some(String::new()),
        (quoted, Some("relative_url" | "absolute_url" | "prepend: site.baseurl" | "prepend: site.url")) => {
            let path = quoted.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
            Some(path.to_owned())
        }
        (page, None) => (context.param)(page.strip_prefix("page.")?),
        _ => None,
    }
}

/// Takes out kramdown's attribute lists and its table of contents, which the page makes by itself.
fn attribute_lists(text: &str, found: &mut Found, code: &[std::ops::Range<usize>]) {
    let mut offset = 0;
    let mut previous = 0..0;
    for line in text.split_inclusive('\n') {
        let range = offset..offset + line.len();
        offset = range.end;
        let bare = line.trim();
        let list = bare.starts_with("{:") && bare.ends_with('}') && bare.matches('{').count() == 1;
        if !list || code.iter().any(|block| block.contains(&range.start)) {
            previous = range;
            continue;
        }
        let above = text.get(previous.clone()).unwrap_or_default().trim();
        let toc = bare.contains("toc") && matches!(above.split_once(' '), Some(("*" | "-" | "1.", _)));
        let start = if toc { previous.start } else { range.start };
        let edit: Edit = splice(text, start..range.end, Expansion::Inline(String::new()));
        found.edits.push(edit);
        previous = range;
    }
}
