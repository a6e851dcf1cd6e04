//! Raw HTML: what is kept, what is mended, what goes.

use super::html;

#[test]
fn harmless_elements_are_kept() {
    let source = "<details open><summary>S</summary>\n\n*md*\n\n</details>\n\nA <kbd>K</kbd> <sub>1</sub> <sup>2</sup> <abbr title=\"t\">b</abbr> <mark>m</mark> <del>d</del> <ins>i</ins>\n\n<dl><dt>t</dt><dd>d</dd></dl>";
    insta::assert_snapshot!(html(source), @r#"
    <details open><summary>S</summary>
    <p><em>md</em></p>
    </details>
    <p>A <kbd>K</kbd> <sub>1</sub> <sup>2</sup> <abbr title="t">b</abbr> <mark>m</mark> <del>d</del> <ins>i</ins></p>
    <dl><dt>t</dt><dd>d</dd></dl>
    "#);
}

#[test]
fn scripts_styles_frames_and_handlers_go() {
    for source in [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<svg onload=alert(1)><script>1</script></svg>",
        "<math><mi xlink:href=\"javascript:1\">x</mi></math>",
        "<iframe src=\"https://evil.example/\"></iframe>",
        "<object data=x></object><embed src=x>",
        "<!-- more -->",
        "<!doctype html><?php 1 ?><![CDATA[x]]>",
    ] {
        assert_eq!(html(source), "", "{source}");
    }
    assert_eq!(html("<p onclick=\"x()\" style=\"color:red\">a</p>"), "<p>a</p>");
    assert_eq!(
        html("<form action=/x><input name=q><button>b</button>text</form>"),
        "text"
    );
}

#[test]
fn an_element_only_spoken_of_stays_readable() {
    assert_eq!(
        html("The <title> and <script> tags."),
        "<p>The &lt;title&gt; and &lt;script&gt; tags.</p>"
    );
    assert_eq!(html("a <script>b</script> c"), "<p>a  c</p>");
}

#[test]
fn addresses_have_a_known_scheme() {
    assert_eq!(
        html("[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x)"),
        "<p>a b c</p>"
    );
    assert_eq!(
        html("[a](mailto:a@b.c) [b](tel:+1) [c](../x) [d](#y)"),
        "<p><a href=\"mailto:a@b.c\">a</a> <a href=\"tel:+1\">b</a> <a href=\"../x\">c</a> <a href=\"#y\">d</a></p>"
    );
}

#[test]
fn addresses_are_made_valid() {
    assert_eq!(
        html("[a](</x y{z}|100%>)"),
        "<p><a href=\"/x%20y%7Bz%7D%7C100%25\">a</a></p>"
    );
    assert_eq!(html("[a](http://) [b]() [c](http://host:port/)"), "<p>a b c</p>");
}

#[test]
fn a_known_video_becomes_a_link() {
    assert_eq!(
        html(
            "<iframe width=\"1\" src=\"https://www.youtube.com/embed/a_B-1?rel=0\" allowfullscreen></iframe>"
        ),
        "<p class=\"embed\"><a href=\"https://www.youtube.com/watch?v=a_B-1\">Watch the video</a></p>"
    );
    assert!(html("<iframe src=//player.vimeo.com/video/12></iframe>").contains("https://vimeo.com/12"));
}

#[test]
fn obsolete_markup_is_put_in_new_terms() {
    assert_eq!(html("<center>a</center>"), "<div class=\"ta-c\">a</div>");
    assert_eq!(
        html("<p align=\"right\">a <font color=red>b</font> <tt>c</tt></p>"),
        "<p class=\"ta-r\">a b <code>c</code></p>"
    );
    assert_eq!(html("<a name=\"x\"></a>"), "<p><span id=\"x\"></span></p>");
    assert_eq!(
        html("<div style=\"text-align: center\">a</div>"),
        "<div class=\"ta-c\">a</div>"
    );
}

#[test]
fn types_in_angle_brackets_stay_readable() {
    assert_eq!(
        html("A Vec<String> of Option<T>."),
        "<p>A Vec&lt;String&gt; of Option&lt;T&gt;.</p>"
    );
}

#[test]
fn classes_are_only_known_ones() {
    assert_eq!(html("<p class=\"x ta-c admin\">a</p>"), "<p class=\"ta-c\">a</p>");
}

#[test]
fn ids_are_unique_and_cannot_pose_as_the_renderers_own() {
    assert_eq!(
        html("<p id=\"a\">1</p>\n<p id=\"a\">2</p>\n<p id=\"search\">3</p>"),
        "<p id=\"a\">1</p>\n<p>2</p>\n<p>3</p>"
    );
    let note = html("<p id=\"fn-1\">x</p>\n\na[^1]\n\n[^1]: n");
    assert_eq!(note.matches("id=\"fn-1\"").count(), 1);
    assert!(note.contains("<li id=\"fn-1\">"));
}

#[test]
fn blocks_never_stand_inside_sentences() {
    assert_eq!(html("<span><div>a</div></span>"), "<div>a</div>");
    assert_eq!(html("<h2><div>a</div></h2>").matches("<div").count(), 0);
    assert_eq!(html("<b>\n\n```\nx\n```\n\n</b>").matches("<b>").count(), 0);
}

#[test]
fn links_never_stand_inside_links() {
    let nested = html("<a href=\"/a\">x [y](/b) z</a>");
    let mut open = 0;
    for piece in nested.split('<') {
        if piece.starts_with("a ") {
            open += 1;
        } else if piece.starts_with("/a") {
            open -= 1;
        }
        assert!((0..=1).contains(&open), "{nested}");
    }
}

#[test]
fn parts_find_their_whole() {
    assert_eq!(html("<ul>a<li>b</li></ul>"), "<ul><li>a</li><li>b</li></ul>");
    assert_eq!(
        html("<details>a</details>"),
        "<details><summary>Details</summary>a</details>"
    );
    assert_eq!(html("<dl><dd>a</dd></dl>"), "<div>a</div>");
    assert_eq!(html("<li>a</li>"), "a");
    assert_eq!(
        html("<figure><figcaption>c</figcaption><p>a</p></figure>"),
        "<figure><figcaption>c</figcaption><p>a</p></figure>"
    );
}

#[test]
fn an_open_tag_ends_with_its_block() {
    assert_eq!(html("*a <b>c* d"), "<p><em>a <b>c</b></em> d</p>");
    assert_eq!(
        html("> <div>\n> a\n\nb"),
        "<blockquote>\n<div>\na\n</div></blockquote>\n<p>b</p>"
    );
}

#[test]
fn a_raw_table_is_made_rectangular_and_scrolls() {
    insta::assert_snapshot!(html("<table border=1 width=\"100%\"><tr><th></th><td nowrap>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr><tr></tr></table>"), @r#"
    <div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><tbody><tr><td></td><td>a</td><td></td></tr><tr><td>b</td><td>c</td><td>d</td></tr></tbody></table></div>
    "#);
}

#[test]
fn spans_that_fill_no_rectangle_are_dropped() {
    let spans = |source: &str| html(source).matches("span=").count();
    assert_eq!(
        spans("<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>"),
        1
    );
    assert_eq!(
        spans("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>"),
        1
    );
    assert_eq!(
        spans("<table><tr><td colspan=9>a</td></tr><tr><td>b</td></tr></table>"),
        0
    );
    assert_eq!(spans("<table><tr><td rowspan=9>a</td></tr></table>"), 0);
}

#[test]
fn media_gets_controls_and_valid_sources() {
    insta::assert_snapshot!(html("<video width=\"50%\" autoplay><source src=\"/media/a.mp4\" type=\"video/mp4\">no video</video>"), @r#"
    <p><video controls><source src="/media/a.mp4" type="video/mp4">no video</video></p>
    "#);
}
