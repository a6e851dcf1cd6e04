//! Paragraphs, lists, tables, callouts.

use super::html;

#[test]
fn commonmark_basics_come_out_as_expected() {
    insta::assert_snapshot!(html("A *b* **c** ~~d~~ `e<f>`  \ng\n\n> quote\n\n1. one\n2. two\n\n---\n\n3. three"), @r#"
    <p>A <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code><br>
    g</p>
    <blockquote>
    <p>quote</p>
    </blockquote>
    <ol>
    <li>one</li>
    <li>two</li>
    </ol>
    <hr>
    <ol start="3">
    <li>three</li>
    </ol>
    "#);
}

#[test]
fn a_task_list_has_labelled_boxes() {
    insta::assert_snapshot!(html("- [x] done\n- [ ] open\n\n\n- [x] loose\n\n- other"), @r#"
    <ul>
    <li class="task"><p><input type="checkbox" disabled checked aria-label="Done"> done</p>
    </li>
    <li class="task"><p><input type="checkbox" disabled aria-label="To do"> open</p>
    </li>
    <li class="task"><p><input type="checkbox" disabled checked aria-label="Done"> loose</p>
    </li>
    <li><p>other</p>
    </li>
    </ul>
    "#);
}

#[test]
fn a_table_scrolls_and_aligns_by_class() {
    insta::assert_snapshot!(html("| a | b | |\n|--:|:-:|---|\n| 1 | 2 | 3 |\n| 4 |"), @r#"
    <div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th class="ta-r">a</th><th class="ta-c">b</th><td></td></tr></thead><tbody><tr><td class="ta-r">1</td><td class="ta-c">2</td><td>3</td></tr><tr><td class="ta-r">4</td><td class="ta-c"></td><td></td></tr></tbody></table></div>
    "#);
}

#[test]
fn each_kind_of_callout_has_its_title() {
    for (kind, title) in [
        ("NOTE", "Note"),
        ("TIP", "Tip"),
        ("IMPORTANT", "Important"),
        ("WARNING", "Warning"),
        ("CAUTION", "Caution"),
    ] {
        let html = html(&format!("> [!{kind}]\n> Text."));
        let class = kind.to_lowercase();
        assert_eq!(
            html,
            format!(
                "<div class=\"callout callout-{class}\" role=\"note\"><p class=\"callout-title\">{title}</p>\n<p>Text.</p>\n</div>"
            )
        );
    }
}

#[test]
fn quotes_and_dashes_stay_as_typed() {
    assert_eq!(html("\"a\" -- b..."), "<p>\"a\" -- b...</p>");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let source = "# A\n\nb\n\n```rust\nlet a = 1;\n\nlet b = 2;\n```\n";
    let windows = format!("\u{feff}{}", source.replace('\n', "\r\n"));
    assert_eq!(html(source), html(&windows));
}

#[test]
fn an_empty_source_gives_an_empty_page() {
    let rendered = super::render(" \n\n");
    assert_eq!(
        (rendered.html.as_str(), rendered.minutes, rendered.words),
        ("", 1, 0)
    );
}
