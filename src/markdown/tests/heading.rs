//! Headings: levels, ids, anchors, contents.

use super::super::heading::slug;
use super::{html, render};

fn ids(source: &str) -> Vec<String> {
    render(source).toc.into_iter().map(|entry| entry.id).collect()
}

#[test]
fn a_heading_links_to_itself() {
    insta::assert_snapshot!(html("## A [link](/b) & `code` {#pin}"), @r##"
    <h2 id="pin">A <a href="/b">link</a> &amp; <code>code</code><a class="anchor" href="#pin" aria-label="Link to this section"><span aria-hidden="true">#</span></a></h2>
    "##);
}

#[test]
fn ids_are_made_as_github_makes_them() {
    for (title, id) in [
        ("Hello, World!", "hello-world"),
        ("What's new in 1.2?", "whats-new-in-12"),
        ("a  b - c_d", "a--b---c_d"),
        ("Übergröße 中文", "übergröße-中文"),
        ("fn main() {}", "fn-main-"),
        ("!!!", "section"),
    ] {
        assert_eq!(slug(title), id);
    }
}

#[test]
fn equal_titles_are_numbered_and_never_collide() {
    assert_eq!(ids("## A\n## A\n## A-1\n## A"), ["a", "a-1", "a-1-1", "a-2"]);
}

#[test]
fn a_pinned_id_wins_over_an_earlier_title() {
    assert_eq!(ids("## Same\n## Other {#same}"), ["same-1", "same"]);
}

#[test]
fn ids_of_the_page_itself_are_not_given_away() {
    assert_eq!(
        ids("## Search\n## Top\n## Contents {#main}"),
        ["search-1", "top-1", "main-1"]
    );
}

#[test]
fn the_title_stays_the_only_first_level() {
    let levels = |source: &str| -> Vec<u8> { render(source).toc.iter().map(|entry| entry.level).collect() };
    assert_eq!(levels("# A\n## B\n# C"), [2, 3, 2]);
    assert_eq!(levels("## A\n### B\n## C"), [2, 3, 2]);
}

#[test]
fn no_level_is_skipped_on_the_way_down() {
    let html = html("#### A\n## B\n##### C\n### D\n# E\n###### F");
    let levels: Vec<&str> = html.lines().filter_map(|line| line.get(1..3)).collect();
    assert_eq!(levels, ["h2", "h2", "h3", "h3", "h2", "h3"]);
}

#[test]
fn the_contents_hold_plain_titles() {
    let toc = render("## *A* `b` $x^2$ [^1]\n#### deep\n\n[^1]: n").toc;
    assert_eq!(toc.len(), 2);
    assert_eq!(toc[0].title, "A b x^2");
}

#[test]
fn braces_that_are_no_attributes_belong_to_the_title() {
    assert_eq!(render("## The set {1, 2}").toc[0].title, "The set {1, 2}");
    assert_eq!(render("## impl Foo {}").toc[0].title, "impl Foo {}");
    assert_eq!(render("The set {1, 2}\n------").toc[0].title, "The set {1, 2}");
}

#[test]
fn an_empty_heading_is_dropped() {
    assert_eq!(html("##\n\n## <b></b>\n\ntext"), "<p>text</p>");
}

#[test]
fn a_raw_heading_is_a_heading() {
    assert_eq!(ids("<h2 id=\"x\">A</h2>\n\n<h2>B</h2>"), ["x", "b"]);
}
