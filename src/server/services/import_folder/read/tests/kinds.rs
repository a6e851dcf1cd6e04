//! What is a post, what a page and what a project, and where these are then.

use super::*;
use crate::model::status::Kind;

fn kinds(folder: &Folder) -> Vec<String> {
    let told = |post: &FolderPost| format!("{} {}", post.source_path, post.kind.path(post.slug.as_str()));
    let mut kinds: Vec<String> = folder.posts.iter().map(told).collect();
    kinds.sort();
    kinds
}

#[test]
fn what_is_undated_beside_the_posts_is_a_page_at_its_old_address() {
    for (files, expected) in [
        (
            vec![
                ("config.toml", "base_url = \"https://example.org\"\n"),
                (
                    "content/about.md",
                    "+++\ntitle = \"About\"\n+++\nSee [one](@/blog/one.md).",
                ),
                (
                    "content/dated.md",
                    "+++\ntitle = \"D\"\ndate = 2020-01-01\n+++\nText",
                ),
                ("content/contact.md", "+++\ntitle = \"Contact\"\n+++\nText"),
                (
                    "content/pages/uses.md",
                    "+++\ntitle = \"Uses\"\n[extra]\nkind = \"page\"\n+++\nText",
                ),
                (
                    "content/blog/one.md",
                    "+++\ntitle = \"One\"\ndate = 2020-01-02\n+++\nBy [me](@/about.md).",
                ),
            ],
            vec![
                "about.md /about",
                "blog/one.md /posts/one",
                "contact.md /contact-page",
                "dated.md /posts/dated",
                "pages/uses.md /uses",
            ],
        ),
        (
            vec![
                ("hugo.toml", "baseURL = \"https://example.org/\"\n"),
                ("content/about/index.md", "---\ntitle: About\n---\nText"),
                (
                    "content/now.md",
                    "---\ntitle: Now\nlastmod: 2024-01-01\n---\nText",
                ),
                (
                    "content/posts/one.md",
                    "---\ntitle: One\ndate: 2020-01-02\n---\nText",
                ),
                ("content/posts/two.md", "---\ntitle: Two\n---\nText"),
            ],
            vec![
                "about/index.md /about",
                "now.md /now",
                "posts/one.md /posts/one",
                "posts/two.md /posts/two",
            ],
        ),
        (
            vec![
                ("_config.yml", "title: A blog\n"),
                (
                    "about.md",
                    "---\nlayout: default\ntitle: About\npermalink: /about/\n---\nText",
                ),
                ("info/imprint.md", "---\ntitle: Imprint\n---\nText"),
                ("_posts/2020-01-02-one.md", "---\ntitle: One\n---\nText"),
                ("_drafts/two.md", "---\ntitle: Two\n---\nText"),
            ],
            vec![
                "_drafts/two.md /posts/two",
                "_posts/2020-01-02-one.md /posts/one",
                "about.md /about",
                "info/imprint.md /imprint",
            ],
        ),
        // All that there is are posts.
        (
            vec![("one.md", "# One"), ("two.md", "---\ntitle: Two\n---\nText")],
            vec!["one.md /posts/one", "two.md /posts/two"],
        ),
    ] {
        assert_eq!(kinds(&read_texts(&files)), expected);
    }
}

#[test]
fn an_old_address_leads_to_the_page_where_it_is_another_one() {
    let folder = read_texts(&[
        ("config.toml", "base_url = \"https://example.org\"\n"),
        (
            "content/about.md",
            "+++\ntitle = \"About\"\naliases = [\"me\"]\n+++\nSee [one](@/blog/one.md).",
        ),
        (
            "content/pages/uses.md",
            "+++\ntitle = \"Uses\"\n[extra]\nkind = \"page\"\n+++\nText",
        ),
        (
            "content/blog/one.md",
            "+++\ntitle = \"One\"\ndate = 2020-01-02\n+++\nBy [me](@/about.md#who).",
        ),
    ]);
    assert_eq!(post_of(&folder, "about.md").old_paths, ["/me"]);
    assert_eq!(post_of(&folder, "about.md").body, "See [one](/posts/one).");
    assert_eq!(post_of(&folder, "pages/uses.md").old_paths, ["/pages/uses"]);
    assert_eq!(post_of(&folder, "blog/one.md").body, "By [me](/about#who).");
}

#[test]
fn a_project_says_what_it_is_made_with() {
    let folder = read_texts(&[
        (
            "a.md",
            "---\ntitle: A\nkind: project\nstatus: published\ntechnologies: [Rust, SQLite, rust]\n\
             links: [{label: \"Code = all\", url: \"https://example.org/a=b\"}, {name: About, href: /about}]\n\
             year: 2025\norder: 3\n---\nText",
        ),
        (
            "b.md",
            "+++\ntitle = \"B\"\n[extra]\nkind = \"project\"\ntech = \"Go, C++\"\nyear = \"2020\"\n\
             links = { Demo = \"https://example.org/\" }\n+++\nText",
        ),
        (
            "c.md",
            "---\ntitle: C\nkind: project\nlinks: [\"Code = javascript:alert(1)\"]\nyear: 20\norder: 0\n---\nText",
        ),
        (
            "d.md",
            "---\ntitle: D\ndate: 2020-01-01\ntechnologies: [Rust]\nyear: 2020\n---\nText",
        ),
    ]);
    let said = |path| post_of(&folder, path).project.clone();
    let a = said("a.md").unwrap();
    assert_eq!(a.technologies, ["Rust", "SQLite"]);
    assert_eq!((a.year, a.place), (Some(2025), Some(3)));
    let links: Vec<_> = a
        .links
        .iter()
        .map(|link| (link.label.as_str(), link.address.as_str()))
        .collect();
    assert_eq!(
        links,
        [("Code = all", "https://example.org/a=b"), ("About", "/about")]
    );
    let b = said("b.md").unwrap();
    assert_eq!(b.technologies, ["Go", "C++"]);
    assert_eq!((b.year, b.links[0].label.as_str()), (Some(2020), "Demo"));
    let c = said("c.md").unwrap();
    assert_eq!((c.year, c.place, c.links.len()), (None, None, 0));
    assert!(
        reasons(&folder)
            .iter()
            .any(|reason| reason.starts_with("c.md:") && reason.contains("links")),
        "{:?}",
        reasons(&folder)
    );
    assert_eq!(said("d.md"), None);
}

#[test]
fn what_is_here_as_one_kind_stays_that() {
    let existing = Existing {
        slugs_by_source: [("about.md".to_owned(), "about".to_owned())].into(),
        kinds_by_source: [("about.md".to_owned(), Kind::Post)].into(),
        ..Existing::default()
    };
    let files: [(&str, &[u8]); 2] = [
        ("about.md", b"---\ntitle: About\nkind: page\n---\nText"),
        (
            "one.md",
            b"---\ntitle: One\ndate: 2020-01-01\n---\n[me](about.md)",
        ),
    ];
    let folder = read_with(&files, &existing, &options());
    assert_eq!(post_of(&folder, "about.md").kind, Kind::Post);
    assert_eq!(post_of(&folder, "one.md").body, "[me](/posts/about)");
    assert!(
        reasons(&folder).iter().any(|reason| reason.contains("stays one")),
        "{:?}",
        reasons(&folder)
    );
}
