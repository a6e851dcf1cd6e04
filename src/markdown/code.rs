//! A code block as a figure: file name, language, numbered and marked lines. Highlighting itself is elsewhere.

use super::fence::Fence;
use super::highlight::{highlight, plain};
use super::language;
use super::memory::Memory;
use super::tree::{escape, escape_attribute};

/// Longest language or file name that is shown, in characters.
const MAX_NAME: usize = 120;

/// Renders a block. Each line is a `span` that holds its line break, so that the text of `code` is the source.
pub(super) fn figure(fence: &Fence, source: &str, memory: &mut Memory) -> String {
    let known = language::find(&fence.language);
    let written = token(&fence.language);
    let (token, label) = known.map_or((written.as_str(), written.as_str()), |known| {
        (known.token, known.label)
    });
    let file: Option<String> = fence
        .file
        .as_ref()
        .map(|file| file.chars().take(MAX_NAME).collect());

    let named = !matches!(token, "" | "text");

    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let html = match known.map_or("", |known| known.syntax) {
        "" => lines.iter().map(|line| plain(line)).collect(),
        syntax if token == "console" => console(&lines, syntax, memory),
        syntax => highlight(&lines, syntax, memory),
    };

    let mut out = String::with_capacity(source.len() * 2 + 256);
    out.push_str(if fence.numbered {
        "<figure class=\"code numbered\""
    } else {
        "<figure class=\"code\""
    });
    if named {
        out.push_str(" data-lang=\"");
        escape_attribute(token, &mut out);
        out.push('"');
    }
    out.push('>');
    caption(file.as_deref(), label, &mut out);
    out.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
    match &file {
        Some(file) => {
            out.push_str("Code: ");
            escape_attribute(file, &mut out);
        }
        None if label.is_empty() => out.push_str("Code"),
        None => {
            escape_attribute(label, &mut out);
            out.push_str(" code");
        }
    }
    out.push_str("\"><code");
    if named {
        out.push_str(" class=\"language-");
        escape_attribute(token, &mut out);
        out.push('"');
    }
    out.push('>');
    for (index, (line, html)) in lines.iter().zip(&html).enumerate() {
        out.push_str("<span class=\"");
        out.push_str(line_class(index + 1, line, token, fence));
        out.push_str("\">");
        out.push_str(html);
        out.push_str("</span>");
    }
    out.push_str("</code></pre></figure>");
    out
}

fn caption(file: Option<&str>, label: &str, out: &mut String) {
    if file.is_none() && label.is_empty() {
        return;
    }
    out.push_str("<figcaption>");
    for (class, text) in [("code-file", file.unwrap_or_default()), ("code-lang", label)] {
        if !text.is_empty() {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
            escape(text, out);
            out.push_str("</span>");
        }
    }
    out.push_str("</figcaption>");
}

fn line_class(number: usize, line: &str, token: &str, fence: &Fence) -> &'static str {
    let diff = token == "diff";
    let marked = fence.marked.contains(number);
    if fence.added.contains(number) || (diff && line.starts_with('+') && !line.starts_with("+++")) {
        if marked { "line add hl" } else { "line add" }
    } else if fence.removed.contains(number) || (diff && line.starts_with('-') && !line.starts_with("---")) {
        if marked { "line del hl" } else { "line del" }
    } else if marked {
        "line hl"
    } else {
        "line"
    }
}

/// Commands after a `$`, `#` or `%` prompt are highlighted, the prompt is marked, output stays plain.
///
/// A command goes on in the next line after a backslash; there the prompt may be `>`.
fn console(lines: &[&str], syntax: &'static str, memory: &mut Memory) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let Some(prompt) = prompt(line, &["$ ", "# ", "% "]) else {
            out.push(plain(line));
            at += 1;
            continue;
        };
        let mut prompts = vec![prompt];
        let mut command = vec![line.strip_prefix(prompt).unwrap_or(line)];
        while command.last().is_some_and(|last| last.trim_end().ends_with('\\'))
            && let Some(next) = lines.get(at + command.len())
        {
            let prompt = self::prompt(next, &["> "]).unwrap_or_default();
            prompts.push(prompt);
            command.push(next.strip_prefix(prompt).unwrap_or(next));
        }
        at += command.len();
        for (prompt, html) in prompts.iter().zip(highlight(&command, syntax, memory)) {
            if prompt.is_empty() {
                out.push(html);
            } else {
                out.push(format!("<span class=\"prompt\">{}</span>{html}", plain(prompt)));
            }
        }
    }
    out
}

fn prompt(line: &str, prompts: &[&'static str]) -> Option<&'static str> {
    prompts.iter().find(|prompt| line.starts_with(**prompt)).copied()
}

/// A language name that is safe in a class name: letters, digits and `+ # - _ .`.
fn token(language: &str) -> String {
    language
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.'))
        .take(40)
        .collect()
}
