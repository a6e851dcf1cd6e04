//! What is copied from pages and word processors.

use proptest::prelude::*;

use super::*;

fn text(words: &str) -> Node {
    Node::Text(words.to_owned())
}

fn element(name: &str, children: Vec<Node>) -> Node {
    Node::Element {
        name: name.to_owned(),
        address: String::new(),
        title: String::new(),
        style: String::new(),
        checked: None,
        class: String::new(),
        children,
    }
}

fn leading(name: &str, to: &str, children: Vec<Node>) -> Node {
    match element(name, children) {
        Node::Element {
            name,
            title,
            style,
            checked,
            class,
            children,
            ..
        } => Node::Element {
            name,
            address: to.to_owned(),
            title,
            style,
            checked,
            class,
            children,
        },
        other => other,
    }
}

fn styled(name: &str, css: &str, children: Vec<Node>) -> Node {
    match element(name, children) {
        Node::Element {
            name,
            address,
            title,
            checked,
            class,
            children,
            ..
        } => Node::Element {
            name,
            address,
            title,
            style: css.to_owned(),
            checked,
            class,
            children,
        },
        other => other,
    }
}

#[test]
fn a_page_becomes_markdown() {
    let page = [
        element("h2", vec![text("On "), element("em", vec![text("caches")])]),
        element(
            "p",
            vec![
                text("A  cache\n holds "),
                element("strong", vec![text("most ")]),
                text("of "),
                leading("a", "https://example.org/a", vec![text("it")]),
                text(" in "),
                element("code", vec![text("a_map")]),
                text("."),
            ],
        ),
        element(
            "ul",
            vec![
                element("li", vec![text("one")]),
                element(
                    "li",
                    vec![
                        text("two"),
                        element("ol", vec![element("li", vec![text("inner")])]),
                    ],
                ),
            ],
        ),
        element("blockquote", vec![element("p", vec![text("Said.")])]),
        element("pre", vec![element("code", vec![text("let a = 1;\n\nlet b;\n")])]),
    ];
    assert_eq!(
        markdown(&page).unwrap(),
        "## On *caches*\n\nA cache holds **most** of [it](https://example.org/a) in `a_map`.\n\n- one\n- two\n  1. inner\n\n\
         > Said.\n\n```\nlet a = 1;\n\nlet b;\n```"
    );
}

#[test]
fn a_word_processor_says_by_style_what_it_means() {
    let wrapped = styled(
        "b",
        "font-weight:normal;",
        vec![element(
            "p",
            vec![
                styled("span", "font-weight:700", vec![text("Bold")]),
                text(" and "),
                styled("span", "font-style: italic", vec![text("slanted")]),
            ],
        )],
    );
    assert_eq!(markdown(&[wrapped]).unwrap(), "**Bold** and *slanted*");
}

#[test]
fn what_is_only_coloured_is_left_to_the_browser() {
    let code = element(
        "div",
        vec![styled("span", "color:#fff", vec![text("let a = *b;")])],
    );
    assert_eq!(markdown(&[code]), None);
    assert_eq!(markdown(&[element("strong", vec![])]), None);
}

#[test]
fn signs_in_the_text_stay_signs() {
    let page = [
        element("p", vec![text("1. Use *p and snake_case <b> [x] & &amp;")]),
        element("p", vec![element("b", vec![text("x")])]),
    ];
    assert_eq!(
        markdown(&page).unwrap(),
        "1\\. Use \\*p and snake_case \\<b> \\[x\\] & \\&amp;\n\n**x**"
    );
}

#[test]
fn styles_are_renamed_in_tags_and_nowhere_else() {
    let html = r#"a style="x" <b style="font-weight:700" class="style">style="y"</b><style>p{}</style><i style = 'z'"#;
    assert_eq!(
        without_styles(html),
        r#"a style="x" <b data-style="font-weight:700" class="style">style="y"</b><style>p{}</style><i data-style = 'z'"#
    );
}

#[test]
fn a_table_and_an_address_that_leads_nowhere() {
    let row = |name: &str, cells: [&str; 2]| {
        element(
            "tr",
            cells.iter().map(|cell| element(name, vec![text(cell)])).collect(),
        )
    };
    let page = [
        element(
            "table",
            vec![element(
                "tbody",
                vec![row("th", ["a", "b"]), row("td", ["1|2", "3"])],
            )],
        ),
        element(
            "p",
            vec![leading("a", "javascript:alert(1)", vec![text("press")])],
        ),
    ];
    assert_eq!(
        markdown(&page).unwrap(),
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n\npress"
    );
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        9 => "[a-z*_`#\\-\\n 1.|<&~]{0,12}".prop_map(Node::Text),
        1 => Just(element("br", Vec::new())),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        (
            prop::sample::select(vec![
                "p",
                "div",
                "b",
                "i",
                "ul",
                "ol",
                "li",
                "pre",
                "code",
                "table",
                "tr",
                "td",
                "blockquote",
                "a",
                "h2",
                "span",
                "del",
            ]),
            prop::collection::vec(inner, 0..5),
        )
            .prop_map(|(name, children)| {
                // A parsed page has nothing inside a line break.
                let children = if name == "br" { Vec::new() } else { children };
                leading(name, "https://example.org/", children)
            })
    })
}

proptest! {
    #[test]
    fn no_word_is_dropped(nodes in prop::collection::vec(any_node(), 0..5)) {
        fn words(nodes: &[Node], out: &mut String) {
            for node in nodes {
                match node {
                    Node::Text(text) => out.push_str(text),
                    node => words(node.children(), out),
                }
            }
        }
        // Rows outside tables and cells outside rows do not exist in a parsed page, but nothing may go wrong.
        let mut all = String::new();
        words(&nodes, &mut all);
        let written = markdown(&nodes);
        if !nodes.iter().any(|node| node.is_table()) && let Some(written) = written {
            let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).count();
            prop_assert!(letters(&written.replace("https://example.org/", "")) >= letters(&all));
        }
    }
}

impl Node {
    fn is_table(&self) -> bool {
        self.is(&["table", "tr", "td"]) || self.children().iter().any(Self::is_table)
    }
}
