//! Images.

use super::html;

#[test]
fn an_image_is_lazy_and_has_its_size() {
    assert_eq!(
        html("![a](/media/x.png)"),
        "<p><img src=\"/media/x.png\" alt=\"a\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\"></p>"
    );
    assert_eq!(
        html("![](b.png)"),
        "<p><img src=\"b.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"></p>"
    );
}

#[test]
fn an_image_with_a_title_alone_in_its_paragraph_is_a_figure() {
    insta::assert_snapshot!(html("![a](/media/x.png \"The *caption*\")"), @r#"
    <figure><img src="/media/x.png" alt="a" width="640" height="480" loading="lazy" decoding="async"><figcaption>The *caption*</figcaption></figure>
    "#);
    assert!(html("![a](/media/x.png \"t\") text").starts_with("<p><img"));
}

#[test]
fn a_written_size_keeps_the_proportions() {
    assert!(html("<img src=\"/media/x.png\" width=\"320\">").contains("width=\"320\" height=\"240\""));
    assert!(html("<img src=\"/media/x.png\" width=\"50%\">").contains("width=\"640\" height=\"480\""));
    assert!(html("<img src=\"/media/x.png\" width=10 height=20px>").contains("width=\"10\" height=\"20\""));
}

#[test]
fn an_image_elsewhere_becomes_a_link() {
    assert_eq!(
        html("![badge](https://img.example/a.svg)"),
        "<p><a class=\"remote-image\" href=\"https://img.example/a.svg\">badge</a></p>"
    );
    assert!(html("![](//img.example/b/c.png?x)").contains(">c.png</a>"));
    assert_eq!(
        html("[![b](https://img.example/a.svg)](/c)"),
        "<p><a href=\"/c\"><span class=\"remote-image\">b</span></a></p>"
    );
}

#[test]
fn an_image_from_a_forbidden_address_leaves_its_text() {
    assert_eq!(
        html("![alt](data:image/png;base64,AA) ![x](javascript:1)"),
        "<p>alt x</p>"
    );
}

#[test]
fn a_large_picture_of_the_site_comes_in_the_size_that_fits() {
    let stem = "/media/0123456789abcdef0123456789abcdef";
    assert_eq!(
        html(&format!("![a]({stem}.jpg)")),
        format!(
            "<p><img src=\"{stem}.jpg\" alt=\"a\" width=\"640\" height=\"480\" \
             srcset=\"{stem}-480.webp 480w, {stem}.jpg 640w\" sizes=\"(max-width: 42rem) 100vw, 39rem\" \
             loading=\"lazy\" decoding=\"async\"></p>"
        )
    );
    let narrow = html(&format!(
        "<img src=\"{stem}.webp\" width=\"300\" srcset=\"x 9w\" sizes=\"1px\">"
    ));
    assert!(
        narrow.contains("sizes=\"(max-width: 300px) 100vw, 300px\""),
        "{narrow}"
    );
    assert!(
        narrow.contains(&format!("srcset=\"{stem}-480.webp 480w, ")) && !narrow.contains("9w"),
        "{narrow}"
    );
    assert!(!html(&format!("![]({stem}.gif)")).contains("srcset"));
}
