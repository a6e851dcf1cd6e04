//! Shortcodes with a plain meaning become Markdown or HTML; the three syntaxes they are written in have a file each.

mod hugo;
mod jekyll;
mod meaning;
mod zola;

pub use meaning::lines_in;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    flavour::Flavour,
    traced::{Edit, Traced},
};

/// What expanding a post's shortcodes needs to know of the rest.
pub struct Context<'a> {
    /// The address of a post by what `ref`, `post_url` or `link` calls it, fragment included.
    pub post: &'a dyn Fn(&str) -> Option<String>,
    /// A value of the front matter, by name.
    pub param: &'a dyn Fn(&str) -> Option<String>,
}

/// A shortcode taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortcode {
    /// As written.
    pub name: String,
    /// Arguments without a name.
    pub positional: Vec<String>,
    /// Arguments with a name.
    pub named: Vec<(String, String)>,
    /// What stands between it and its end, if it has one.
    pub inner: Option<String>,
}

impl Shortcode {
    /// The first of several named arguments that is there and not empty.
    pub fn named(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let (_, value) = self
                .named
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
            Some(value.trim()).filter(|value| !value.is_empty())
        })
    }

    /// A named argument, else the positional one at `index`.
    pub fn argument(&self, names: &[&str], index: usize) -> Option<&str> {
        self.named(names).or_else(|| {
            self.positional
                .get(index)
                .map(|value| value.trim())
                .filter(|v| !v.is_empty())
        })
    }
}

/// What a shortcode becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expansion {
    /// Part of a line.
    Inline(String),
    /// A block of its own.
    Block(String),
}

/// What expanding found to replace and to remark upon.
#[derive(Debug, Default)]
pub struct Found {
    /// Replacements in the text given.
    pub edits: Vec<Edit>,
    /// Byte offsets in the text given, with a sentence each.
    pub remarks: Vec<(usize, String)>,
}

impl Found {
    fn replace(&mut self, text: &str, range: Range<usize>, expansion: Expansion) {
        self.edits.push(splice(text, range, expansion));
    }

    fn unknown(&mut self, code: &[Range<usize>], at: usize, name: &str) {
        // Text about templates shows them in code, where nobody expects them to do anything.
        if !code.iter().any(|range| range.contains(&at)) {
            self.remarks.push((
                at,
                format!("the shortcode “{name}” has no plain meaning and stays as it is written"),
            ));
        }
    }

    /// Takes what was found in an inner text that starts at `offset`, and gives that text expanded.
    fn expanded(&mut self, inner: &str, offset: usize, found: Self) -> String {
        self.remarks.extend(
            found
                .remarks
                .into_iter()
                .map(|(at, reason)| (at + offset, reason)),
        );
        Traced::new(inner.to_owned(), 1).edit(found.edits).into_text()
    }
}

/// Expands the shortcodes of a text written for `flavour`.
pub fn expand(text: &str, flavour: Flavour, context: &Context<'_>) -> Found {
    match flavour {
        Flavour::Hugo if text.contains("{{") => hugo::expand(text, context),
        Flavour::Zola if text.contains("{{") || text.contains("{%") => zola::expand(text),
        Flavour::Jekyll => jekyll::expand(text, context),
        _ => Found::default(),
    }
}

/// Where a text holds code, as its Markdown says.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    Parser::new_ext(text, options)
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(
                event,
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock)
            )
        })
        .map(|(_, range)| range)
        .collect()
}

/// Puts an expansion in the place of `range`: a block on lines of its own, indented like the shortcode was.
fn splice(text: &str, range: Range<usize>, expansion: Expansion) -> Edit {
    let block = match expansion {
        Expansion::Inline(new) => return Edit { range, text: new },
        Expansion::Block(block) => block,
    };
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let (above, indent) = before
        .rsplit_once('\n')
        .map_or(("", before), |(above, line)| (above, line));
    let margin: String = indent
        .chars()
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let alone = indent.trim_start_matches(['>', ' ', '\t']).is_empty();
    let prefix = if alone { indent } else { margin.as_str() };
    let mut new = String::new();
    if !alone
        || !above
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .trim_matches(['>', ' ', '\t'])
            .is_empty()
    {
        new.push_str(&format!("\n{}", if alone { prefix } else { "\n" }));
    }
    for (number, line) in block.trim_end().lines().enumerate() {
        if number > 0 {
            new.push('\n');
            new.push_str(if line.is_empty() {
                prefix.trim_end()
            } else {
                prefix
            });
        }
        new.push_str(line);
    }
    let (rest_of_line, below) = after.split_once('\n').unwrap_or((after, ""));
    if !rest_of_line.trim().is_empty() {
        new.push_str("\n\n");
    } else if !below
        .lines()
        .next()
        .unwrap_or_default()
        .trim_matches(['>', ' ', '\t'])
        .is_empty()
    {
        new.push_str(&format!("\n{}", prefix.trim_end()));
    }
    Edit { range, text: new }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, flavour: Flavour) -> (String, Vec<String>) {
        let context = Context {
            post: &|name| (name == "other.md#part").then(|| "/posts/other#part".to_owned()),
            param: &|name| (name == "version").then(|| "1.2".to_owned()),
        };
        let found = expand(text, flavour, &context);
        let remarks = found.remarks.into_iter().map(|(_, reason)| reason).collect();
        (
            Traced::new(text.to_owned(), 1).edit(found.edits).into_text(),
            remarks,
        )
    }

    fn hugo(text: &str) -> String {
        with(text, Flavour::Hugo).0
    }

    #[test]
    fn videos_and_posts_elsewhere_become_links() {
        assert_eq!(
            hugo("{{< youtube sq8nsjuJqO4 >}}"),
            "[Watch on YouTube](https://www.youtube.com/watch?v=sq8nsjuJqO4)"
        );
        assert_eq!(
            hugo("{{< youtube id=\"fkG92qOhdo4\" t=\"10\" title=\"A talk\" >}}"),
            "[Watch: A talk](https://www.youtube.com/watch?v=fkG92qOhdo4&t=10s)"
        );
        assert_eq!(
            hugo("{{< x user=\"ada\" id=\"123\" >}}"),
            "[Post by @ada on X](https://x.com/ada/status/123)"
        );
        assert_eq!(
            with("{{ vimeo(id=\"42\") }}", Flavour::Zola).0,
            "[Watch on Vimeo](https://vimeo.com/42)"
        );
        assert_eq!(
            with("{% gist ada/99 %}", Flavour::Jekyll).0,
            "[Gist ada/99](https://gist.github.com/ada/99)"
        );
    }

    #[test]
    fn a_block_stands_apart_from_the_lines_around_it() {
        assert_eq!(
            hugo("Before\n{{< youtube abc >}}\nAfter\n"),
            "Before\n\n[Watch on YouTube](https://www.youtube.com/watch?v=abc)\n\nAfter\n"
        );
        assert_eq!(
            hugo("- item\n\n  {{< note >}}\n  One\n\n  Two\n  {{< /note >}}\n"),
            "- item\n\n  > [!NOTE]\n  > One\n  >\n  > Two\n"
        );
    }

    #[test]
    fn callouts_of_every_system_become_the_same() {
        let note = "> [!NOTE]\n> Mind *this*.\n";
        assert_eq!(hugo("{{< note >}}\nMind *this*.\n{{< /note >}}\n"), note);
        assert_eq!(hugo("{{% notice info %}}\nMind *this*.\n{{% /notice %}}\n"), note);
        assert_eq!(
            with("{% note() %}\nMind *this*.\n{% end %}\n", Flavour::Zola).0,
            note
        );
    }

    #[test]
    fn figures_become_pictures_with_their_caption() {
        assert_eq!(hugo("{{< figure src=\"a.png\" alt=\"A\" >}}"), "![A](a.png)");
        assert_eq!(
            hugo("{{< figure src=\"a.png\" alt=\"A \\\"b\\\"\" caption=\"C & d\" link=\"/e/\" >}}"),
            "<figure><a href=\"/e/\"><img src=\"a.png\" alt=\"A &quot;b&quot;\"></a><figcaption>C &amp; d</figcaption></figure>"
        );
    }

    #[test]
    fn references_and_values_stay_within_their_line() {
        assert_eq!(
            hugo("See [b]({{< relref \"other.md#part\" >}})."),
            "See [b](/posts/other#part)."
        );
        assert_eq!(hugo("Version {{< param version >}}."), "Version 1.2.");
        assert_eq!(hugo("See [b]({{< ref \"gone.md\" >}})."), "See [b](gone.md).");
    }

    #[test]
    fn escaped_shortcodes_become_literal_even_in_code() {
        assert_eq!(
            hugo("```\n{{</* youtube x */>}}\n```\n"),
            "```\n{{< youtube x >}}\n```\n"
        );
        assert_eq!(with("`{{/* f(x=1) */}}`", Flavour::Zola).0, "`{{ f(x=1) }}`");
        assert_eq!(with("{% raw %}{{ x }}{% endraw %}", Flavour::Jekyll).0, "{{ x }}");
    }

    #[test]
    fn unknown_shortcodes_stay_and_are_named_but_not_in_code() {
        let text = "A {{< chart a=1 >}} b\n\n`{{< other >}}`\n";
        let (out, remarks) = with(text, Flavour::Hugo);
        assert_eq!(out, text);
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].contains("“chart”"), "{remarks:?}");
        let text = "Push {{r4, pc}} or {{ .Values.x }}";
        assert_eq!(with(text, Flavour::Zola), (text.to_owned(), vec![]));
    }

    #[test]
    fn jekyll_code_keeps_its_text_and_language() {
        assert_eq!(
            with(
                "{% highlight ruby linenos mark_lines=\"1 2\" %}\nputs `x`\n```\n{% endhighlight %}\n",
                Flavour::Jekyll
            )
            .0,
            "````ruby {1,2}\nputs `x`\n```\n````\n"
        );
        assert_eq!(
            with("See {% post_url gone %}\n{: .center}\n", Flavour::Jekyll).0,
            "See gone\n"
        );
        assert_eq!(
            with(
                "[a]({{ site.baseurl }}/b/) [c]({{ \"/d\" | relative_url }})",
                Flavour::Jekyll
            )
            .0,
            "[a](/b/) [c](/d)"
        );
    }

    #[test]
    fn broken_shortcodes_change_nothing() {
        for text in [
            "{{<",
            "{{< youtube",
            "{{< \"",
            "{{< note >}} never closed",
            "{{",
            "{{< >}}",
            "{{</* x",
        ] {
            assert_eq!(hugo(text), text);
        }
        for text in ["{%", "{% x", "{{ f(", "{{ f(a=", "{% end %}", "{% f() %} open"] {
            assert_eq!(with(text, Flavour::Zola).0, text);
            assert_eq!(with(text, Flavour::Jekyll).0, text);
        }
    }
}
