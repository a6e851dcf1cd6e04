//! Properties that hold for every source.

use std::collections::HashSet;

use proptest::prelude::*;

use super::super::{sanitise::sanitise, tree};
use super::render;

/// Pieces that mean something to Markdown or HTML, put together at random.
pub(super) fn source() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        " ",
        "\n",
        "\n\n",
        "    ",
        "#",
        "## T\n",
        "# A\n",
        "* ",
        "- [ ] ",
        "1. ",
        "> ",
        "> [!NOTE]\n> ",
        "`",
        "```\n",
        "```rust\n",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "| a | b |\n|---|---|\n| c |",
        "$",
        "$$",
        "\\",
        "{#a}",
        "<",
        ">",
        "&",
        "&lt;",
        "<p>",
        "</p>",
        "<div id=\"a\">",
        "</div>",
        "<b>",
        "</b>",
        "<a href=\"/x\">",
        "</a>",
        "<h2>",
        "</h2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<details>",
        "<summary>",
        "</details>",
        "<script>",
        "</script>",
        "<svg>",
        "<img src=x onerror=y>",
        "<pre><code>",
        "</code></pre>",
        "<!--",
        "-->",
        "javascript:x",
        "<dl>",
        "<dd>",
        "<dt>",
        "<figure>",
        "<figcaption>",
        "<video>",
        "<source src=/x>",
        "<style>",
        "<math>",
        "</math>",
        "<textarea>",
        "<template>",
        "é",
        "中",
        "\u{0}",
        "\"",
        "'",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

fn check(source: &str) -> Result<(), TestCaseError> {
    let rendered = render(source);
    let html = &rendered.html;
    prop_assert!(!html.to_lowercase().contains("<script"));
    let mark = super::super::source::mark(&super::super::source::normalise(source));
    prop_assert!(!html.contains(&mark), "{html}");
    let nodes = tree::parse(html);
    let mut ids = HashSet::new();
    attributes(&nodes, &mut |name, value| {
        assert!(!name.starts_with("on") && name != "style", "{name}");
        assert!(!runs(value), "{name}={value} in {html}");
        assert!(
            name != "id" || ids.insert(value.to_owned()),
            "id {value} twice in {html}"
        );
    });
    for entry in &rendered.toc {
        prop_assert!(ids.contains(&entry.id));
    }
    // Written again after parsing, it is the same page.
    let mut again = String::new();
    tree::write(&nodes, &mut |_, _| {}, &mut again);
    prop_assert_eq!(&again, html);
    prop_assert!(rendered.excerpt.chars().count() <= super::super::EXCERPT_CHARS);
    prop_assert!(rendered.minutes >= 1);
    Ok(())
}

/// Whether a browser that follows this value as an address runs it: it drops control characters and spaces, and knows
/// no case (WHATWG URL, "basic URL parser").
fn runs(value: &str) -> bool {
    let address: String = value
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    ["javascript:", "vbscript:", "data:text"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

fn attributes(nodes: &[tree::Node], see: &mut dyn FnMut(&str, &str)) {
    for node in nodes {
        let tree::Node::Element(element) = node else {
            continue;
        };
        for (name, value) in &element.attrs {
            see(name, value);
        }
        attributes(&element.children, see);
    }
}

/// Elements as an HTML parser sees them, as `name(…)`.
fn outline(nodes: &[tree::Node], out: &mut String) {
    for node in nodes {
        let tree::Node::Element(element) = node else {
            continue;
        };
        out.push_str(&element.name);
        out.push('(');
        outline(&element.children, out);
        out.push(')');
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_renders_safely(text in "\\PC{0,300}") {
        check(&text)?;
    }

    #[test]
    fn any_markup_renders_safely(text in source()) {
        check(&text)?;
    }

    #[test]
    fn a_browser_builds_the_tree_that_was_written(text in source()) {
        // What the sanitiser's parser makes of the page: the same elements in the same places.
        let html = render(&text).html;
        // The sanitiser would remove formulas.
        prop_assume!(!html.contains("<math"));
        let (mut written, mut parsed) = (String::new(), String::new());
        outline(&tree::parse(&html), &mut written);
        outline(&tree::parse(&sanitise(&html)), &mut parsed);
        prop_assert_eq!(parsed, written, "{}", html);
    }

    #[test]
    fn any_formula_is_safe(source in "([a-z0-9^_{}&<>$ ]|\\\\(frac|sqrt|left|right|begin|end|text|sum|color|[a-z]{2,8}|\\\\)|\\{matrix\\}|[()]|\\PC){0,40}") {
        let html = super::super::math::render(&source, true);
        prop_assert!(!html.contains("style=") && !html.contains("<script"));
    }
}
