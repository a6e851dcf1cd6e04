//! Rewrites the destinations of a post's links, in Markdown and in raw HTML, and touches nothing else.
//! Markdown is read by the parser that renders it, so what is code is code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    fences,
    folder::{DeadLink, Warning},
    html,
    targets::{Resolver, Target},
    traced::{Edit, Traced},
};

/// What rewriting one post found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Links that lead nowhere.
    pub dead: Vec<DeadLink>,
    /// Things that need a look.
    pub warnings: Vec<Warning>,
}

struct Open {
    kind: LinkType,
    target: String,
    /// Where the text between the brackets ends, as far as it is known.
    inner_end: usize,
}

struct Rewriter<'a, 'b> {
    resolver: &'a mut Resolver<'b>,
    index: usize,
    file: &'a str,
    text: &'a Traced,
    edits: Vec<Edit>,
    findings: Findings,
    told: Vec<String>,
}

/// Rewrites the links of post `index`, whose file is called `file` in remarks.
pub fn rewrite(text: Traced, index: usize, file: &str, resolver: &mut Resolver<'_>) -> (Traced, Findings) {
    let mut this = Rewriter {
        resolver,
        index,
        file,
        text: &text,
        edits: Vec::new(),
        findings: Findings::default(),
        told: Vec::new(),
    };
    this.walk();
    let (edits, findings) = (this.edits, this.findings);
    (text.edit(edits), findings)
}

impl Rewriter<'_, '_> {
    fn walk(&mut self) {
        let source = self.text.text();
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let parser = Parser::new_ext(source, options);
        let definitions: Vec<(Range<usize>, String)> = parser
            .reference_definitions()
            .iter()
            .map(|(_, def)| (def.span.clone(), def.dest.to_string()))
            .collect();
        for (span, target) in definitions {
            self.definition(span, &target);
        }
        let mut open: Vec<Open> = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            let is_link_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
            if !is_link_end {
                for link in &mut open {
                    link.inner_end = link.inner_end.max(range.end);
                }
            }
            match event {
                Event::Start(
                    Tag::Link {
                        link_type, dest_url, ..
                    }
                    | Tag::Image {
                        link_type, dest_url, ..
                    },
                ) => {
                    open.push(Open {
                        kind: link_type,
                        target: dest_url.into_string(),
                        inner_end: range.start + 1,
                    });
                    // The start covers the whole link; its end counts for those around it, not for itself.
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some(link) = open.pop() {
                        self.link(&link, range);
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => self.fence(&info, range),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.html(range),
                _ => {}
            }
        }
    }

    fn link(&mut self, link: &Open, range: Range<usize>) {
        match link.kind {
            LinkType::Inline => {
                let Some(span) = inline_destination(self.text.text(), link.inner_end, range.end) else {
                    return;
                };
                self.replace(&link.target, span, as_destination);
            }
            LinkType::Autolink => {
                let shown = link.target.clone();
                self.replace(&link.target, range, |new| {
                    format!("[{}]({new})", shown.replace('_', "\\_"))
                });
            }
            _ => {}
        }
    }

    fn definition(&mut self, span: Range<usize>, target: &str) {
        let Some(text) = self.text.text().get(span.clone()) else {
            return;
        };
        let Some(label) = text.find("]:") else { return };
        let start = span.start + label + 2;
        let rest = self.text.text().get(start..span.end).unwrap_or_default();
        let start = span.end - rest.trim_start().len();
        let Some(destination) = destination(self.text.text(), start, span.end, true) else {
            return;
        };
        self.replace(target, destination, as_destination);
    }

    fn replace(&mut self, target: &str, span: Range<usize>, written: impl Fn(&str) -> String) {
        match self.resolver.resolve(self.index, target) {
            Target::Kept => {}
            Target::Moved(new) if new == target => {}
            Target::Moved(new) => self.edits.push(Edit {
                range: span,
                text: written(&new),
            }),
            Target::Dead(new, reason) => {
                self.dead(target, span.start, reason);
                if let Some(new) = new {
                    self.edits.push(Edit {
                        range: span,
                        text: written(&new),
                    });
                }
            }
        }
    }

    fn dead(&mut self, target: &str, offset: usize, reason: Option<String>) {
        let line = self.text.line_at(offset);
        self.findings.dead.push(DeadLink {
            file: self.file.to_owned(),
            line,
            target: target.to_owned(),
        });
        if let Some(reason) = reason {
            self.tell(offset, reason);
        }
    }

    /// Says a thing once for each post.
    fn tell(&mut self, offset: usize, reason: String) {
        if !self.told.contains(&reason) {
            self.told.push(reason.clone());
            let line = Some(self.text.line_at(offset));
            self.findings.warnings.push(Warning {
                file: self.file.to_owned(),
                line,
                reason,
            });
        }
    }

    fn fence(&mut self, info: &str, range: Range<usize>) {
        let Some(new) = fences::translate(info) else {
            return;
        };
        let first = self
            .text
            .text()
            .get(range.clone())
            .and_then(|block| block.lines().next())
            .unwrap_or_default();
        if let Some(at) = first.find(info) {
            let start = range.start + at;
            self.edits.push(Edit {
                range: start..start + info.len(),
                text: new,
            });
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let Some(block) = self.text.text().get(range.clone()) else {
            return;
        };
        for element in html::elements(block) {
            let at = range.start + element.range.start;
            match element.name.as_str() {
                "script" => {
                    self.tell(
                        at,
                        "has a <script>, which is left out: what it draws is missing".to_owned(),
                    );
                    continue;
                }
                "iframe" => {
                    self.iframe(block, &element, range.start);
                    continue;
                }
                "object" | "embed" | "form" => {
                    self.tell(at, format!("has an <{}>, which is left out", element.name));
                }
                "link" | "base" | "meta" => continue,
                _ => {}
            }
            for address in element.addresses {
                let span = range.start + address.range.start..range.start + address.range.end;
                self.replace(&address.value, span, html::escaped);
            }
        }
    }

    /// A frame is not shown; a link to what it held takes its place.
    fn iframe(&mut self, block: &str, element: &html::Element, offset: usize) {
        let Some(src) = element
            .addresses
            .iter()
            .find(|address| address.shown)
            .map(|address| &address.value)
        else {
            return;
        };
        let src = if src.starts_with("//") {
            format!("https:{src}")
        } else {
            src.clone()
        };
        let after = block.get(element.range.end..).unwrap_or_default();
        let end = after.find("</iframe>").map_or(element.range.end, |end| {
            element.range.end + end + "</iframe>".len()
        });
        let (url, words) = match src.split_once("/embed/") {
            Some((host, id)) if host.contains("youtube") => {
                let id = id.split(['?', '/', '&']).next().unwrap_or_default();
                (
                    format!("https://www.youtube.com/watch?v={id}"),
                    "Watch on YouTube".to_owned(),
                )
            }
            _ => match src.strip_prefix("https://player.vimeo.com/video/") {
                Some(id) => (format!("https://vimeo.com/{id}"), "Watch on Vimeo".to_owned()),
                None => (src.clone(), src.clone()),
            },
        };
        if !url.starts_with("http://") && !url.starts_with("https://") {
            self.tell(
                offset + element.range.start,
                "has an <iframe>, which is left out".to_owned(),
            );
            return;
        }
        let text = format!(
            "<a href=\"{}\">{}</a>",
            html::escaped(&url),
            html::escaped(&words)
        );
        self.edits.push(Edit {
            range: offset + element.range.start..offset + end,
            text,
        });
    }
}

/// The destination of an inline link, brackets and title left out.
fn inline_destination(text: &str, from: usize, to: usize) -> Option<Range<usize>> {
    let rest = text
        .get(from.saturating_sub(1)..to)
        .or_else(|| text.get(from..to))?;
    let offset = to - rest.len();
    let start = offset + rest.find("](")? + 2;
    let inner = text.get(start..to)?;
    let start = to - inner.trim_start().len();
    destination(text, start, to, false)
}

/// The destination that starts at `start`: in angle brackets, or up to a space or the closing parenthesis.
fn destination(text: &str, start: usize, to: usize, in_definition: bool) -> Option<Range<usize>> {
    let rest = text.get(start..to)?;
    if rest.starts_with('<') {
        let end = rest.find('>')?;
        return Some(start..start + end + 1);
    }
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 && !in_definition => return Some(start..start + at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..to)
}

/// An address as a Markdown destination.
fn as_destination(new: &str) -> String {
    if new.contains([' ', '(', ')', '<', '>']) {
        format!("<{}>", new.replace('<', "%3C").replace('>', "%3E"))
    } else {
        new.to_owned()
    }
}
