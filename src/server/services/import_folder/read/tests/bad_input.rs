//! What is wrong with a file is said, with its line, and stops nothing else.

use super::*;

const GOOD: (&str, &[u8]) = (
    "good.md",
    b"---\ntitle: Good\ndate: 2020-01-01\nkeywords: [k]\n---\nText\n",
);

fn skipped(path: &str, bytes: &[u8]) -> Skipped {
    let folder = read_with(&[GOOD, (path, bytes)], &Existing::default(), &options());
    assert_eq!(
        folder.posts.len(),
        1,
        "{path}: the good post is there and nothing else"
    );
    folder.skipped.into_iter().find(|skip| skip.file == path).unwrap()
}

#[test]
fn malformed_front_matter_is_skipped_with_its_line() {
    for (text, line) in [
        ("---\ntitle: [a\nx: y\n---\nText", 2..=4),
        ("---\ntitle: A\n  bad: : indent\n---\nText", 2..=4),
        ("+++\ntitle = \"A\"\ndate = nonsense\n+++\nText", 3..=3),
        ("{\"title\": \"A\",\n \"x\" 1}\nText", 2..=2),
        ("---\ntitle: A\nnever closed", 1..=1),
    ] {
        let skip = skipped("bad.md", text.as_bytes());
        assert!(skip.faulty && line.contains(&skip.line.unwrap()), "{skip:?}");
    }
}

#[test]
fn what_is_no_text_or_too_much_text_is_skipped_with_the_reason() {
    let invalid = skipped("bad.md", b"---\ntitle: A\n---\nText \xff\xfe\n");
    assert_eq!(
        (invalid.line, invalid.reason.as_str()),
        (Some(4), "is not UTF-8 (byte 23); save it as UTF-8")
    );
    assert_eq!(skipped("empty.md", b" \n").reason, "is empty");
    assert_eq!(
        skipped("bare.md", b"---\nx: y\n---\n").reason,
        "has neither a title nor a text"
    );
    let long = format!("---\ntitle: Long\n---\n{}", "word ".repeat(2 * 1024 * 1024));
    assert!(
        skipped("long.md", long.as_bytes())
            .reason
            .starts_with("is 10.0 MiB long; a post has at most 2 MiB")
    );
}

#[test]
fn what_is_in_the_trash_over_there_is_no_new_post_here() {
    let bytes = b"---\ntitle: Gone\ndate: 2020-01-02\nstatus: trashed\n---\nText\n";
    let gone = skipped("gone.md", bytes);
    assert!(!gone.faulty && gone.reason.contains("trash"), "{gone:?}");
    let existing = Existing {
        slugs_by_source: [("gone.md".to_owned(), "here".to_owned())].into(),
        ..Existing::default()
    };
    let folder = read_with(&[GOOD, ("gone.md", bytes)], &existing, &options());
    let known = post_of(&folder, "gone.md");
    assert_eq!((known.slug.as_str(), known.status), ("here", Status::Trashed));
    assert!(folder.skipped.is_empty(), "{:?}", folder.skipped);
}

#[test]
fn an_address_that_the_desk_gave_is_no_change_of_the_file() {
    let hash = |existing: &Existing| {
        let folder = read_with(&[GOOD], existing, &options());
        post_of(&folder, "good.md").source_hash.clone()
    };
    let moved = Existing {
        slugs_by_source: [("good.md".to_owned(), "better".to_owned())].into(),
        ..Existing::default()
    };
    assert_eq!(hash(&moved), hash(&Existing::default()));
}

#[test]
fn marks_and_line_ends_of_other_systems_are_understood() {
    let mut wide = vec![0xff, 0xfe];
    wide.extend(
        "---\r\ntitle: Wide\r\ndate: 2020-01-03\r\n---\r\nText\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let folder = read_with(
        &[
            (
                "bom.md",
                b"\xef\xbb\xbf---\r\ntitle: Bom\r\ndate: 2020-01-02\r\n---\r\nOne\r\n\r\nTwo\r\n",
            ),
            ("wide.md", &wide),
            ("mac.md", b"---\rtitle: Mac\rdate: 2020-01-04\r---\rText\r"),
        ],
        &Existing::default(),
        &options(),
    );
    assert_eq!(post_of(&folder, "bom.md").body, "One\n\nTwo\n");
    assert_eq!(post_of(&folder, "wide.md").title, "Wide");
    assert_eq!(post_of(&folder, "mac.md").body, "Text\n");
}

#[test]
fn dates_that_are_none_are_named_and_the_post_stays() {
    for date in [
        "0000-00-00",
        "-0001-11-30",
        "0001-01-01T00:00:00Z",
        "soon",
        "2024-02-31",
    ] {
        let text = format!("---\ntitle: A\nkeywords: [x]\ndate: {date}\n---\nText");
        let folder = read_texts(&[("a.md", &text)]);
        assert!(post_of(&folder, "a.md").published_at.unwrap() > 0);
        let said = reasons(&folder);
        assert!(
            said.iter().any(|reason| reason.starts_with("a.md:4: the date")),
            "{date}: {said:?}"
        );
        assert!(
            said.iter().any(|reason| reason.contains("has no date")),
            "{date}: {said:?}"
        );
    }
}

#[test]
fn an_empty_title_is_untitled() {
    let folder = read_texts(&[("a.md", "---\ntitle: \"\"\ndate: 2020-01-01\n---\nText")]);
    assert_eq!(
        (folder.posts[0].title.as_str(), folder.posts[0].slug.as_str()),
        ("Untitled", "a")
    );
    assert_eq!(
        reasons(&folder),
        ["a.md:2: has an empty title and is called “Untitled”"]
    );
}

#[test]
fn titles_and_tags_that_ascii_cannot_write_stay_apart() {
    let folder = read_texts(&[
        (
            "日本.md",
            "---\ntitle: 日本語\ndate: 2020-01-01\ntags: [東京, 大阪]\n---\nx",
        ),
        ("中国.md", "---\ntitle: 中文\ndate: 2020-01-02\n---\nx"),
    ]);
    assert_eq!(folder.tags.len(), 2);
    assert_ne!(folder.posts[0].slug, folder.posts[1].slug);
}

#[test]
fn a_picture_that_is_none_is_a_dead_link_with_a_reason() {
    let folder = read_with(
        &[
            ("a.md", b"---\ntitle: A\nstatus: published\npublished_at: 2020-01-01\ncover: {src: fake.png}\n---\n![x](fake.png) ![y](fake.png)\n\n[s](../../etc/passwd)\n"),
            ("fake.png", b"<script>alert(1)</script>"),
        ],
        &Existing::default(),
        &options(),
    );
    assert!(folder.media.is_empty());
    assert_eq!(folder.dead_links.len(), 3);
    assert_eq!(
        reasons(&folder),
        [
            "a.md:5: the cover is left out: fake.png is not the picture its name says",
            "a.md:7: fake.png is not the picture its name says",
        ]
    );
}

#[test]
fn unknown_shortcodes_are_named_with_their_line() {
    let folder = read_texts(&[(
        "a.md",
        "---\ntitle: A\ndate: 2020-01-01\nkeywords: [k]\n---\n\nx {{< chart >}}\n",
    )]);
    assert_eq!(
        reasons(&folder),
        ["a.md:7: the shortcode “chart” has no plain meaning and stays as it is written"]
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_of_any_system_stops_the_reader(
        text in "[\\[\\](){}<>%@/#!ab`\"'|\\\\ \n=:*>é日-]{0,60}",
        words in "(\\{\\{[<%]|[>%]\\}\\}|\\{%|%\\}|note|end|/|<a href=|<img src=\"|]\\(|]:|@/| |\n|\\{:|x=){0,20}",
    ) {
        let heads = ["+++\npath = \"a\"\ntitle = \"A\"\n+++\n", "---\ntitle: A\nparams: {a: b}\n---\n", "---\nredirect_from: x\n---\n", "", "---\n"];
        let files: Vec<(String, &'static [u8])> = heads
            .iter()
            .enumerate()
            .map(|(number, head)| {
                let file = format!("{head}{text}{words}{text}");
                (format!("{number}.md"), &*Box::leak(file.into_bytes().into_boxed_slice()))
            })
            .collect();
        let folder = read(&Source::Embedded(files), &Existing::default(), &options(), &mut |_| {}).unwrap();
        proptest::prop_assert_eq!(folder.posts.len() + folder.skipped.len(), heads.len());
    }
}
