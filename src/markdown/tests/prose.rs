//! What is looked at before a text is published.

use crate::{
    markdown::{MAX_SOURCE_BYTES, prose},
    model::{
        checks::{Prose, check},
        draft::{Draft, Meta},
        editing::placeholder,
        status::Kind,
    },
};

/// What is said of a text to which nothing else is to be said.
fn told(source: &str) -> Vec<String> {
    let draft = Draft {
        source: source.to_owned(),
        meta: Meta {
            title: "A title".to_owned(),
            summary: "What it argues.".to_owned(),
            tags: vec!["rust".to_owned()],
            ..Meta::default()
        },
    };
    let remarks = check(&draft, Kind::Post, &prose(source));
    remarks.into_iter().map(|remark| remark.text).collect()
}

#[test]
fn each_thing_is_found_and_told_once() {
    for (source, word) in [
        ("```rust\nfn main() {}\n", "never closed"),
        ("````\n```\n", "never closed"),
        ("> ~~~\n> code\n", "never closed"),
        ("Text.\n\n```", "never closed"),
        ("$1 and $2\n\n```\ncode", "never closed"),
        ("## One\n\n#### Two\n", "level"),
        ("## One\r\n\r\n#### Two\r\n", "level"),
        ("### First\n", "level"),
        ("One\n---\n\n#### Two\n", "level"),
        ("> ## One\n>\n> #### Two\n", "level"),
        ("![](/media/a.png)\n", "A picture has no description"),
        ("![Uploading a.png…]()\n", "not here yet"),
        (concat!("Here TO", "DO more."), "note to yourself"),
        ("Here TK more.", "note to yourself"),
        ("Here\nTK\nmore.", "note to yourself"),
        ("<!-- TK -->\n", "note to yourself"),
        ("[the other post](TK)\n", "note to yourself"),
        ("key = AKIAIOSFODNN7EXAMPLE", "secret"),
    ] {
        let told = told(source);
        assert_eq!(told.len(), 1, "{source}: {told:?}");
        assert!(told[0].contains(word), "{source}: {told:?}");
    }
}

#[test]
fn what_is_in_code_is_neither_heading_nor_picture_nor_note() {
    for fine in [
        "Text.\n\n## One\n\n### Two\n\n```sh\n# not a heading\n##### nor this\nTK in code\n```\n",
        "Write `![](x)`, `<img src=\"x\">` and `TK`.\n",
        "```html\n![](x)\n<img src=\"x\">\n![Uploading a.png…]()\n```\n",
        "    ![](x)\n",
        "~~~\n```\n~~~\n",
        "```\n```",
        "- ```\n  code\n\nThe list ends, and the code with it.\n",
        "\\![](x) is no picture.\n",
        "[Its symbol](https://example.org/TK) stands for itself.\n",
        "#hashtag, STK and TODOS\n",
    ] {
        assert_eq!(told(fine), [""; 0], "{fine}");
    }
}

#[test]
fn a_picture_without_a_description_is_found_however_it_is_written() {
    for one in [
        "![](x.png)",
        "![ ](x.png \"A title is none\")",
        "![\n](x.png)",
        "![][id]\n\n[id]: x.png",
        "![](<a b.png>)",
        "[![](a.png)](/b)",
        "| ![](x.png) |\n|---|\n",
        "<img src=\"x.png\">",
        "Text <IMG SRC=x.png /> text.",
        "<p>\n<img\n  src=\"x.png\"\n  title=\"alt\"\n>\n</p>",
        "<image src=\"x.png\">",
    ] {
        assert_eq!(prose(one).undescribed, 1, "{one}");
    }
    for none in [
        "![a](x.png)",
        "![`a`](x.png)",
        "![$a_1$](x.png)",
        "![![](y.png) a](x.png)",
        "![][nowhere]",
        "[](x.png)",
        "<img src=\"x.png\" alt=\"a\">",
        // Said on purpose: there is nothing to say.
        "<img src=\"x.png\" alt=\"\">",
        "<img src=\"x.png\" alt>",
        "<!-- <img src=\"x.png\"> -->",
        "<span title=\"<img>\">a</span>",
    ] {
        assert_eq!(prose(none).undescribed, 0, "{none}");
    }
    let source =
        "![](a.png) ![b](b.png) [![][c]](/c)\n\n<figure>\n<img src=\"d.png\">\n</figure>\n\n[c]: c.png\n";
    assert_eq!(
        told(source),
        ["3 pictures have no description for those who do not see them."]
    );
}

#[test]
fn a_picture_on_its_way_is_known_whatever_its_file_is_called() {
    for name in ["a.png", "a [1].png", "a`b.png", "a_b_c*d*.png", "<b>.png", ""] {
        let source = format!("It was `so`: {} and `so`.\n", placeholder("", name));
        assert_eq!(told(&source).len(), 1, "{source}");
        assert!(prose(&source).uploading, "{source}");
    }
    assert!(!prose("![Uploading a file](/media/a.png)").uploading);
}

#[test]
fn what_is_too_long_to_be_rendered_is_not_read() {
    let long = "![](a.png) TK\n".repeat(MAX_SOURCE_BYTES / 10);
    let read = prose(&long);
    assert_eq!(
        read,
        Prose {
            text: long,
            ..Prose::default()
        }
    );
}
