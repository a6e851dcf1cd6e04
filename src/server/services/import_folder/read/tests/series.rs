//! Titles that name their series.

use super::*;

/// The title of a series, and which part of it a post is.
type Place = Option<(String, Option<u32>)>;

/// Title, title for search engines, series and part of the post of a file.
fn told(folder: &Folder, file: &str) -> (String, Option<String>, Place) {
    let post = post_of(folder, file);
    let series = post.series.as_ref();
    (
        post.title.clone(),
        post.seo_title.clone(),
        series.map(|series| (series.title.clone(), series.part)),
    )
}

#[test]
fn a_title_that_names_the_series_of_its_front_matter_is_taken_apart() {
    let folder = read_texts(&[
        (
            "leases.md",
            "---\ntitle: \"Leases : Durable Jobs\"\ndate: 2026-01-01\nseries: Durable Jobs\n---\nText.",
        ),
        (
            "own.md",
            "---\ntitle: \"Durable Jobs, Part 2: Retries\"\nseo_title: Mine\ndate: 2026-01-02\nseries: Durable Jobs\n---\nText.",
        ),
        (
            "other.md",
            "---\ntitle: Something else\ndate: 2026-01-03\nseries: {title: Durable Jobs, part: 7}\n---\nText.",
        ),
    ]);
    let series = |part| Some(("Durable Jobs".to_owned(), part));
    assert_eq!(
        told(&folder, "leases.md"),
        (
            "Leases".to_owned(),
            Some("Leases : Durable Jobs".to_owned()),
            series(None)
        )
    );
    assert_eq!(
        told(&folder, "own.md"),
        ("Retries".to_owned(), Some("Mine".to_owned()), series(Some(2)))
    );
    assert_eq!(
        told(&folder, "other.md"),
        ("Something else".to_owned(), None, series(Some(7)))
    );
    let reasons = reasons(&folder).join("\n");
    assert!(
        reasons.contains("leases.md:2: names its series in its title"),
        "{reasons}"
    );
    assert!(!reasons.contains("other.md"), "{reasons}");
}

#[test]
fn two_posts_that_name_the_same_make_a_series_and_the_one_of_its_name_is_the_overview() {
    let texts = [
        ("a.md", "Consistency : Backend Basics"),
        ("b.md", "Queues : Backend basics"),
        ("c.md", "Backend Basics"),
        ("d.md", "Locks : Elsewhere"),
        ("e.md", "Rust: an introduction"),
        ("f.md", "Go: an introduction"),
        ("g.md", "Sagas (Transactions, part 2)"),
        ("h.md", "Transactions, Part 1: Isolation"),
    ]
    .map(|(file, title)| {
        (
            file,
            format!("---\ntitle: \"{title}\"\ndate: 2026-01-01\n---\nText."),
        )
    });
    let texts: Vec<(&str, &str)> = texts.iter().map(|(file, text)| (*file, text.as_str())).collect();
    let folder = read_texts(&texts);
    let short = |file| {
        let (title, _, series) = told(&folder, file);
        (title, series)
    };
    let part = |title: &str, series: &str, part| (title.to_owned(), Some((series.to_owned(), part)));
    assert_eq!(short("a.md"), part("Consistency", "Backend Basics", None));
    assert_eq!(short("b.md"), part("Queues", "Backend Basics", None));
    assert_eq!(short("c.md"), part("Backend Basics", "Backend Basics", Some(0)));
    assert_eq!(short("d.md"), ("Locks : Elsewhere".to_owned(), None));
    assert_eq!(short("e.md"), ("Rust: an introduction".to_owned(), None));
    assert_eq!(short("f.md"), ("Go: an introduction".to_owned(), None));
    assert_eq!(short("g.md"), part("Sagas", "Transactions", Some(2)));
    assert_eq!(short("h.md"), part("Isolation", "Transactions", Some(1)));
    // The address is as it was.
    assert_eq!(post_of(&folder, "a.md").slug.as_str(), "a");
}

#[test]
fn a_page_is_no_part_and_titles_without_words_do_no_harm() {
    let folder = read_texts(&[
        (
            "a.md",
            "---\ntitle: \"A : Series\"\nkind: page\ndate: 2026-01-01\n---\nText.",
        ),
        ("b.md", "---\ntitle: \"B : Series\"\ndate: 2026-01-01\n---\nText."),
        ("c.md", "---\ntitle: \" : \"\ndate: 2026-01-01\n---\nText."),
        ("d.md", "---\ntitle: \"(, part 2)\"\ndate: 2026-01-01\n---\nText."),
    ]);
    assert!(folder.series.is_empty(), "{:?}", folder.series);
    assert_eq!(post_of(&folder, "b.md").title, "B : Series");
}

#[test]
fn a_post_of_the_name_of_its_series_is_the_overview() {
    let folder = read_texts(&[
        (
            "jobs.md",
            "---\ntitle: Durable jobs\ndate: 2026-01-01\nseries: Durable Jobs\n---\nText.",
        ),
        (
            "numbered.md",
            "---\ntitle: Durable Jobs\ndate: 2026-01-02\nseries: {title: Durable Jobs, part: 7}\n---\nText.",
        ),
    ]);
    let series = |part| Some(("Durable Jobs".to_owned(), Some(part)));
    assert_eq!(
        told(&folder, "jobs.md"),
        ("Durable jobs".to_owned(), None, series(0))
    );
    assert_eq!(told(&folder, "numbered.md").2, series(7));
}

#[test]
fn titles_that_end_alike_are_a_series_only_where_more_says_so() {
    let of = |titles: &[&str]| {
        let texts: Vec<(String, String)> = titles
            .iter()
            .enumerate()
            .map(|(n, title)| {
                let text = format!("---\ntitle: \"{title}\"\ndate: 2026-01-01\n---\nText.");
                (format!("{n}.md"), text)
            })
            .collect();
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(n, text)| (n.as_str(), text.as_str()))
            .collect();
        let folder = read_texts(&texts);
        folder
            .series
            .into_iter()
            .map(|series| series.name)
            .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        of(&["Docker : le guide complet", "Kubernetes : le guide complet"]),
        none
    );
    let guides = [
        "Docker : le guide complet",
        "Kubernetes : le guide complet",
        "Git : le guide complet",
    ];
    assert_eq!(of(&guides), none);
    assert_eq!(of(&["Queues : Backend Basics", "Locks : Backend Basics"]), none);
    for more in [
        "Leases : Backend Basics",
        "Backend Basics",
        "Backend Basics, Part 3: Leases",
    ] {
        let found = of(&["Queues : Backend Basics", "Locks : Backend Basics", more]);
        assert_eq!(found, ["Backend Basics"], "{more}");
    }
}
