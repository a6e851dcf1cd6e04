//! What shortcodes mean, whichever syntax they were written in.

use super::{Context, Expansion, Shortcode};

/// The callouts that shortcodes of themes stand for.
const CALLOUTS: &[(&str, &[&str])] = &[
    ("NOTE", &["note", "info", "notes", "abstract", "aside"]),
    ("TIP", &["tip", "hint", "success"]),
    ("IMPORTANT", &["important"]),
    ("WARNING", &["warning", "warn", "attention", "alert"]),
    ("CAUTION", &["caution", "danger", "error"]),
];

/// Shortcodes that name the kind of callout as an argument.
const ADMONITIONS: &[&str] = &["admonition", "callout", "notice", "alert", "hint", "message"];

/// Whether a shortcode of this name stands around text.
pub fn encloses(name: &str) -> bool {
    let name = name.to_lowercase();
    callout(&name).is_some()
        || ADMONITIONS.contains(&name.as_str())
        || matches!(
            name.as_str(),
            "details"
                | "collapse"
                | "expand"
                | "spoiler"
                | "highlight"
                | "quote"
                | "blockquote"
                | "rawhtml"
                | "raw"
                | "html"
                | "mermaid"
                | "center"
                | "figure"
        )
}

/// What a shortcode becomes, or none if it has no plain meaning.
pub fn of(code: &Shortcode, context: &Context<'_>) -> Option<Expansion> {
    let name = code.name.to_lowercase();
    let stem = name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".html");
    match stem {
        "figure" | "img" | "image" | "fig" | "picture" => figure(code),
        "youtube" | "youtube-lite" | "youtubelite" | "yt" | "embedyoutube" | "youtube_player" => {
            youtube(code)
        }
        "vimeo" => watch(
            code,
            "Vimeo",
            &format!("https://vimeo.com/{}", plain_id(code.argument(&["id"], 0)?)?),
        ),
        "x" | "tweet" | "twitter" | "x_simple" | "twitter_simple" => post_on_x(code),
        "gist" => gist(code),
        "instagram" => {
            let id = plain_id(code.argument(&["id"], 0)?)?;
            Some(link(
                "Post on Instagram",
                &format!("https://www.instagram.com/p/{id}/"),
            ))
        }
        "asciinema" => {
            let id = plain_id(code.argument(&["id", "key"], 0)?)?;
            Some(link(
                "Terminal recording",
                &format!("https://asciinema.org/a/{id}"),
            ))
        }
        "video" => {
            let src = code.argument(&["src", "url", "mp4"], 0)?;
            Some(link(
                &code
                    .named(&["title", "caption"])
                    .map_or("Watch the video".to_owned(), |t| format!("Watch: {t}")),
                src,
            ))
        }
        "streamable" => watch(
            code,
            "Streamable",
            &format!("https://streamable.com/{}", plain_id(code.argument(&["id"], 0)?)?),
        ),
        "ref" | "relref" | "post_url" | "link" => {
            let name = code.argument(&["path"], 0)?;
            Some(Expansion::Inline(
                (context.post)(name).unwrap_or_else(|| name.to_owned()),
            ))
        }
        "param" => (context.param)(code.argument(&["name"], 0)?).map(Expansion::Inline),
        "details" | "collapse" | "expand" | "spoiler" => details(code),
        "highlight" => {
            let options = code
                .positional
                .get(1)
                .map(String::as_str)
                .or(code.named(&["options"]))
                .unwrap_or_default();
            Some(fence(
                code.argument(&["lang", "type"], 0).unwrap_or_default(),
                &lines_in(options),
                code.inner.as_deref()?,
            ))
        }
        "mermaid" => Some(fence("mermaid", "", code.inner.as_deref()?)),
        "quote" | "blockquote" => Some(Expansion::Block(quoted(&quote_with_author(code)?))),
        "rawhtml" | "raw" | "html" | "center" => Some(Expansion::Block(
            code.inner.as_deref()?.trim_matches('\n').to_owned(),
        )),
        _ => note(code, stem),
    }
}

fn callout(name: &str) -> Option<&'static str> {
    CALLOUTS
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map(|(kind, _)| *kind)
}

fn note(code: &Shortcode, name: &str) -> Option<Expansion> {
    let asked = if ADMONITIONS.contains(&name) {
        code.argument(&["type", "kind", "style", "icon"], 0)
            .map(str::to_lowercase)
    } else {
        None
    };
    let kind = asked.as_deref().and_then(callout).or_else(|| callout(name));
    let kind = kind.or_else(|| ADMONITIONS.contains(&name).then_some("NOTE"))?;
    let inner = code
        .inner
        .as_deref()
        .or_else(|| code.named(&["text", "body", "msg", "content"]))?;
    let mut text = format!("[!{kind}]\n");
    if let Some(title) = code.named(&["title", "header"]) {
        text.push_str(&format!("**{title}**\n\n"));
    }
    text.push_str(&dedented(inner));
    Some(Expansion::Block(quoted(&text)))
}

fn quote_with_author(code: &Shortcode) -> Option<String> {
    let inner = dedented(code.inner.as_deref()?);
    Some(match code.named(&["author", "source", "cite"]) {
        Some(author) => format!("{inner}\n\n— {author}"),
        None => inner,
    })
}

/// The text without the indentation that all its lines share.
fn dedented(text: &str) -> String {
    let text = text.trim_matches('\n').trim_end();
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    let margin = filled()
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    text.lines()
        .map(|line| line.get(margin..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| {
            if line.trim().is_empty() {
                ">".to_owned()
            } else {
                format!("> {line}")
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn figure(code: &Shortcode) -> Option<Expansion> {
    let src = code.argument(&["src", "path", "url", "image_path", "source"], 0)?;
    let alt = code
        .named(&["alt"])
        .or_else(|| code.named(&["caption", "title"]))
        .unwrap_or_default();
    let caption = code.named(&["caption"]).or_else(|| {
        code.inner
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    });
    let title = code.named(&["title"]);
    let target = code.named(&["link", "href"]);
    if caption.is_none() && title.is_none() && target.is_none() {
        let src = if src.contains([' ', '(', ')']) {
            format!("<{src}>")
        } else {
            src.to_owned()
        };
        return Some(Expansion::Inline(format!(
            "![{}]({src})",
            alt.replace(['[', ']'], "")
        )));
    }
    let image = format!("<img src=\"{}\" alt=\"{}\">", escaped(src), escaped(alt));
    let image = match target {
        Some(target) => format!("<a href=\"{}\">{image}</a>", escaped(target)),
        None => image,
    };
    let words = match (title, caption) {
        (Some(title), Some(caption)) => format!("<strong>{}</strong> {}", escaped(title), escaped(caption)),
        (Some(only), None) | (None, Some(only)) => escaped(only),
        (None, None) => return Some(Expansion::Block(image)),
    };
    Some(Expansion::Block(format!(
        "<figure>{image}<figcaption>{words}</figcaption></figure>"
    )))
}

/// Text for HTML: escapes that are there already stay.
fn escaped(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line
        .replace('&', "&amp;")
        .replace("&amp;amp;", "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn youtube(code: &Shortcode) -> Option<Expansion> {
    let id = code.argument(&["id", "video", "videoid", "v"], 0)?;
    let id = id.rsplit(['/', '=']).next().and_then(plain_id)?;
    let start = code
        .named(&["t", "start"])
        .map(|t| t.trim_end_matches('s'))
        .filter(|t| t.parse::<u32>().is_ok());
    let start = start.map(|seconds| format!("&t={seconds}s")).unwrap_or_default();
    watch(
        code,
        "YouTube",
        &format!("https://www.youtube.com/watch?v={id}{start}"),
    )
}

fn watch(code: &Shortcode, place: &str, url: &str) -> Option<Expansion> {
    let words = code
        .named(&["title", "label"])
        .map_or_else(|| format!("Watch on {place}"), |title| format!("Watch: {title}"));
    Some(link(&words, url))
}

fn link(words: &str, url: &str) -> Expansion {
    Expansion::Block(format!(
        "[{}]({url})",
        words.replace('[', "\\[").replace(']', "\\]")
    ))
}

fn post_on_x(code: &Shortcode) -> Option<Expansion> {
    let user = code.named(&["user"]).or_else(|| {
        code.positional
            .get(1)
            .and(code.positional.first())
            .map(String::as_str)
    });
    let id = code
        .named(&["id"])
        .or_else(|| code.positional.last().map(String::as_str))?;
    let id = id.rsplit('/').next().and_then(plain_id)?;
    Some(match user.and_then(plain_id) {
        Some(user) => link(
            &format!("Post by @{user} on X"),
            &format!("https://x.com/{user}/status/{id}"),
        ),
        None => link("Post on X", &format!("https://x.com/i/status/{id}")),
    })
}

fn gist(code: &Shortcode) -> Option<Expansion> {
    let path = match (code.named(&["url"]), code.positional.as_slice()) {
        (Some(url), _) => url.trim_start_matches("https://gist.github.com/").to_owned(),
        (None, [user, id, ..]) if !id.contains('.') => format!("{user}/{id}"),
        (None, [path, ..]) => path.clone(),
        (None, []) => return None,
    };
    let safe = path.split('/').all(|part| plain_id(part).is_some());
    safe.then(|| {
        link(
            &format!("Gist {path}"),
            &format!("https://gist.github.com/{path}"),
        )
    })
}

/// An identifier that can stand in an address as it is.
fn plain_id(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
    .then_some(text)
}

fn details(code: &Shortcode) -> Option<Expansion> {
    let summary = code.argument(&["summary", "title"], 0).unwrap_or("Details");
    let open = if code.named(&["open"]) == Some("true") {
        " open"
    } else {
        ""
    };
    let inner = dedented(code.inner.as_deref()?);
    Some(Expansion::Block(format!(
        "<details{open}>\n<summary>{}</summary>\n\n{inner}\n\n</details>",
        escaped(summary)
    )))
}

/// A fenced block whose fence is longer than any in the code.
pub fn fence(language: &str, lines: &str, code: &str) -> Expansion {
    let code = code.trim_matches('\n');
    let longest = code
        .lines()
        .map(|line| line.trim_start().bytes().take_while(|b| *b == b'`').count())
        .max()
        .unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    let lines = if lines.is_empty() {
        String::new()
    } else {
        format!(" {{{lines}}}")
    };
    Expansion::Block(format!("{ticks}{language}{lines}\n{code}\n{ticks}"))
}

/// The marked lines in a text such as `linenos=table,hl_lines=[3,"6-8"]` or `mark_lines="1 2"`, as `3,6-8`.
pub fn lines_in(options: &str) -> String {
    let Some(at) = options.find("hl_lines=").or_else(|| options.find("mark_lines=")) else {
        return String::new();
    };
    let value = options
        .get(at..)
        .unwrap_or_default()
        .split_once('=')
        .map_or("", |(_, value)| value);
    let value = match value.chars().next() {
        Some('[') => value
            .get(1..)
            .unwrap_or_default()
            .split(']')
            .next()
            .unwrap_or_default(),
        Some(quote @ ('"' | '\'')) => value
            .get(1..)
            .unwrap_or_default()
            .split(quote)
            .next()
            .unwrap_or_default(),
        // Bare, the numbers are parted by spaces and end at the next option.
        _ => value.split(',').next().unwrap_or_default(),
    };
    let is_range = |part: &&str| {
        part.split('-')
            .all(|end| !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts = value
        .split([' ', ',', '"', '\''])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.filter(is_range).collect::<Vec<_>>().join(",")
}
