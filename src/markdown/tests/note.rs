//! Footnotes.

use super::{html, render};

#[test]
fn notes_are_numbered_by_first_reference_and_linked_both_ways() {
    insta::assert_snapshot!(html("A[^b], b[^a], a again[^b].\n\n[^a]: First.\n[^b]: Second.\n\n    Last."), @r##"
    <p>A<sup class="fn-ref"><a href="#fn-1" id="fnref-1" aria-label="Note 1">1</a></sup>, b<sup class="fn-ref"><a href="#fn-2" id="fnref-2" aria-label="Note 2">2</a></sup>, a again<sup class="fn-ref"><a href="#fn-1" id="fnref-1-2" aria-label="Note 1">1</a></sup>.</p>
    <section class="footnotes" aria-label="Footnotes"><ol>
    <li id="fn-1"><p>Second.</p>
    <p>Last. <a href="#fnref-1" class="fn-back" aria-label="Back to reference 1">↩</a> <a href="#fnref-1-2" class="fn-back" aria-label="Back to reference 1-2">↩</a></p></li>
    <li id="fn-2"><p>First. <a href="#fnref-2" class="fn-back" aria-label="Back to reference 2">↩</a></p></li>
    </ol></section>
    "##);
}

#[test]
fn undefined_references_stay_text_and_unused_notes_are_dropped() {
    assert_eq!(html("A[^x].\n\n[^y]: unused"), "<p>A[^x].</p>");
}

#[test]
fn a_note_may_refer_to_notes_even_to_itself() {
    let html = html("A[^1].\n\n[^1]: one[^2] and one[^1]\n\n[^2]: two");
    assert!(
        html.contains("<li id=\"fn-2\">") && html.contains("id=\"fnref-1-2\""),
        "{html}"
    );
}

#[test]
fn a_note_that_ends_in_code_has_its_back_link_after_it() {
    let html = html("A[^1].\n\n[^1]: x\n\n    ```\n    y\n    ```\n");
    assert!(html.contains("</figure>\n<p><a href=\"#fnref-1\""), "{html}");
}

#[test]
fn a_reference_in_a_link_is_no_link_but_keeps_its_id() {
    let html = html("<a href=\"/b\">a[^1]</a>\n\n[^1]: n");
    assert!(
        html.contains("<p><a href=\"/b\">a") && html.matches("id=\"fnref-1\"").count() == 1,
        "{html}"
    );
}

#[test]
fn an_unclosed_element_does_not_swallow_the_notes() {
    let html = html("<details>\n<summary>s</summary>\n\na[^1]\n\n[^1]: n");
    assert!(html.contains("</details>"), "{html}");
    assert!(html.find("</details>") < html.find("<section"), "{html}");
}

#[test]
fn a_note_in_a_heading_is_not_in_its_id() {
    let toc = render("## Title[^1]\n\n[^1]: n").toc;
    assert_eq!((toc[0].id.as_str(), toc[0].title.as_str()), ("title", "Title"));
}
