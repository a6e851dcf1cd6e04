//! A post of each system, with all that its front matter can say.

use super::*;

#[test]
fn a_post_of_our_own_comes_back_whole() {
    let text = "---\nid: 018f6f0e-0000-7000-8000-000000000001\ntitle: \"Cache stampede\"\nslug: cache-stampede\naliases: [/2019/05/old/]\n\
        status: published\npublished_at: 2026-04-15T09:00:00Z\nupdated_at: 2026-05-02T09:00:00Z\nreviewed_at: 2026-05-03\n\
        summary: \"What it argues\"\ntakeaway: \"One line\"\ntags: [backend, System Design]\nseries: {slug: auth-strategies, part: 3}\n\
        authors: [syed]\nfeatured: true\ncover: {src: media/ab12.png, alt: \"A drawing\"}\ncanonical: https://example.org/a\nlang: en-GB\n\
        seo: {title: Search title, description: Search words, noindex: false}\n---\n\nBody with {{< no shortcode >}}.\n";
    let folder = read_with(
        &[("posts/a.md", text.as_bytes()), ("media/ab12.png", PNG)],
        &Existing::default(),
        &options(),
    );
    let post = post_of(&folder, "posts/a.md");
    assert_eq!(reasons(&folder), Vec::<String>::new());
    assert_eq!(
        post.id.unwrap().to_string(),
        "018f6f0e-0000-7000-8000-000000000001"
    );
    assert_eq!(
        (post.slug.as_str(), post.title.as_str()),
        ("cache-stampede", "Cache stampede")
    );
    assert_eq!(
        (post.status, post.visibility, post.featured),
        (Status::Published, Visibility::Public, true)
    );
    assert_eq!(post.published_at, day("2026-04-15T09:00:00Z"));
    assert_eq!(post.updated_at, day("2026-05-02T09:00:00Z"));
    assert_eq!(post.reviewed_at, day("2026-05-03T00:00:00Z"));
    assert_eq!(
        (post.summary.as_deref(), post.takeaway.as_deref()),
        (Some("What it argues"), Some("One line"))
    );
    assert_eq!(
        post.tags.iter().map(|tag| tag.slug.as_str()).collect::<Vec<_>>(),
        ["backend", "system-design"]
    );
    let series = post.series.as_ref().unwrap();
    assert_eq!((series.slug.as_str(), series.part), ("auth-strategies", Some(3)));
    assert_eq!(post.authors[0].name, "syed");
    let cover = post.cover.as_ref().unwrap();
    assert_eq!(
        (cover.url.as_str(), cover.alt.as_str()),
        (folder.media[0].url.as_str(), "A drawing")
    );
    assert_eq!(post.canonical.as_deref(), Some("https://example.org/a"));
    assert_eq!(post.language, "en-GB");
    assert_eq!(
        (post.seo_title.as_deref(), post.seo_description.as_deref()),
        (Some("Search title"), Some("Search words"))
    );
    assert_eq!(post.old_paths, ["/2019/05/old"]);
    assert_eq!(post.body.trim(), "Body with {{< no shortcode >}}.");
}

#[test]
fn every_standing_of_our_own_is_kept() {
    let folder = read_texts(&[
        ("draft.md", "---\ntitle: A\nstatus: draft\n---\nx"),
        (
            "later.md",
            "---\ntitle: B\nstatus: scheduled\npublished_at: 2030-01-01T00:00:00Z\n---\nx",
        ),
        (
            "unlisted.md",
            "---\ntitle: C\nstatus: unlisted\npublished_at: 2020-01-01T00:00:00Z\n---\nx",
        ),
        (
            "hidden.md",
            "---\ntitle: D\nstatus: unpublished\npublished_at: 2020-01-01T00:00:00Z\n---\nx",
        ),
    ]);
    let status = |path| post_of(&folder, path).status;
    assert_eq!(status("draft.md"), Status::Draft);
    assert_eq!(post_of(&folder, "draft.md").published_at, None);
    assert_eq!(status("later.md"), Status::Scheduled);
    assert_eq!(
        (status("unlisted.md"), post_of(&folder, "unlisted.md").visibility),
        (Status::Published, Visibility::Unlisted)
    );
    assert_eq!(status("hidden.md"), Status::Unpublished);
}

#[test]
fn zola_gives_date_slug_and_old_path_from_path() {
    let folder = read_texts(&[
        (
            "a.md",
            "+++\npath = \"2015/05/11/Traits\"\ntitle = \"Traits\"\nauthors = [\"Ada Lovelace and Alan Turing\"]\naliases = [\"2015/05/11/Traits.html\"]\n[extra]\nteam = \"x\"\n+++\nText",
        ),
        (
            "2024-07-01-dated.md",
            "+++\ntitle = \"Dated\"\n[taxonomies]\ntags = [\"C++\", \".NET\"]\nseries = [\"Parts\"]\n+++\nText",
        ),
        (
            "bundle/index.md",
            "+++\ntitle = \"Bundle\"\ndate = 2024-07-02\nupdated = 2024-08-01T10:00:00+02:00\ndraft = true\n+++\nText",
        ),
        ("_index.md", "+++\ntitle = \"Section\"\n+++\n"),
        ("latest.md", "+++\ntemplate = \"latest.html\"\n+++\n"),
        ("hidden.md", "+++\ntitle = \"Hidden\"\nrender = false\n+++\nx"),
    ]);
    let traits = post_of(&folder, "a.md");
    assert_eq!(
        (traits.slug.as_str(), traits.published_at),
        ("traits", day("2015-05-11T00:00:00Z"))
    );
    assert_eq!(
        traits.old_paths,
        ["/2015/05/11/Traits", "/2015/05/11/Traits.html"]
    );
    assert_eq!(traits.authors.len(), 2);
    let dated = post_of(&folder, "2024-07-01-dated.md");
    assert_eq!(
        (dated.slug.as_str(), dated.published_at),
        ("dated", day("2024-07-01T00:00:00Z"))
    );
    assert_eq!(
        dated.tags.iter().map(|tag| tag.slug.as_str()).collect::<Vec<_>>(),
        ["c-plus-plus", "dotnet"]
    );
    assert_eq!(dated.series.as_ref().unwrap().title, "Parts");
    let bundle = post_of(&folder, "bundle/index.md");
    assert_eq!((bundle.slug.as_str(), bundle.status), ("bundle", Status::Draft));
    assert_eq!(bundle.updated_at, day("2024-08-01T08:00:00Z"));
    let skipped: Vec<_> = folder
        .skipped
        .iter()
        .map(|skip| (skip.file.as_str(), skip.faulty))
        .collect();
    assert_eq!(
        skipped,
        [("_index.md", false), ("hidden.md", false), ("latest.md", false)]
    );
}

#[test]
fn hugo_knows_its_dates_addresses_and_keywords() {
    let folder = read_texts(&[
        (
            "hugo.toml",
            "baseURL = \"https://blog.example.org/\"\n[permalinks]\nposts = \"/:year/:month/:slug/\"\n",
        ),
        (
            "content/posts/One Post.md",
            "---\nTitle: One Post & More\nDate: 15 Oct 2023\nkeywords: [go, Rust]\nparams: {author: {name: \"Ada Lovelace, Chief Engineer\"}}\nlastmod: 2023-11-01\n---\nText",
        ),
        (
            "content/posts/two/index.md",
            "+++\ntitle = \"Two\"\ndate = 2030-01-01\nkeywords = [\"rust\"]\nseries = [\"S\"]\nweight = 2\n+++\nText",
        ),
        (
            "content/posts/three.md",
            "{\"title\": \"Three\", \"date\": \"2020-01-01\", \"expiryDate\": \"2021-01-01\", \"url\": \"/custom.html\", \"aliases\": [\"old-three\"]}\nText",
        ),
        (
            "content/posts/quatre.fr.md",
            "---\ntitle: Quatre\ndate: 2020-01-01\npublishDate: 2031-01-01\n---\nText",
        ),
    ]);
    let one = post_of(&folder, "posts/One Post.md");
    assert_eq!(one.old_paths, ["/2023/10/one-post-more"]);
    assert_eq!(one.slug.as_str(), "one-post-more");
    assert_eq!(
        one.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
        ["go", "Rust"]
    );
    assert_eq!(
        (one.authors[0].name.as_str(), folder.authors[0].bio.as_deref()),
        ("Ada Lovelace", Some("Chief Engineer"))
    );
    let two = post_of(&folder, "posts/two/index.md");
    assert_eq!((two.status, two.slug.as_str()), (Status::Scheduled, "two"));
    assert_eq!(
        (two.tags[0].name.as_str(), two.series.as_ref().unwrap().part),
        ("Rust", Some(2))
    );
    let three = post_of(&folder, "posts/three.md");
    assert_eq!(
        (three.status, three.slug.as_str()),
        (Status::Unpublished, "custom")
    );
    assert_eq!(three.old_paths, ["/custom.html", "/old-three"]);
    let four = post_of(&folder, "posts/quatre.fr.md");
    assert_eq!((four.language.as_str(), four.status), ("fr", Status::Scheduled));
}

#[test]
fn keywords_are_no_tags_where_the_blog_has_tags_or_nobody_wants_them() {
    let with_tags = [(
        "a.md",
        "---\ntitle: A\ndate: 2020-01-01\ntags: x, y\nkeywords: [k]\n---\nx".as_bytes(),
    )];
    let tags = |folder: &Folder| folder.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        tags(&read_with(&with_tags, &Existing::default(), &options())),
        ["x", "y"]
    );
    let without = [(
        "a.md",
        "---\ntitle: A\ndate: 2020-01-01\nkeywords: [k]\n---\nx".as_bytes(),
    )];
    let off = Options {
        keywords_as_tags: false,
        ..options()
    };
    assert!(tags(&read_with(&without, &Existing::default(), &off)).is_empty());
}

#[test]
fn jekyll_follows_its_permalink_and_splits_its_plurals() {
    let folder = read_texts(&[
        (
            "_config.yml",
            "url: https://example.org\nbaseurl: /blog\npermalink: pretty\ntimezone: Europe/Berlin\n",
        ),
        (
            "_posts/2010-7-21-name-of-post.md",
            "---\nlayout: post\ncategories: Code web\ntags: [One Two, three]\nredirect_from: [/old/, /older.html]\nimage: {path: /img/a.png, alt: A}\n---\nText",
        ),
        (
            "work/_posts/2011-01-02-own.md",
            "---\ntitle: Own\npermalink: /own/:year/:title.html\ndate: 2011-01-02 12:00:00\npublished: false\ncategory: Two Words\n---\nText",
        ),
        ("_drafts/idea.md", "---\ntitle: Idea\n---\nText"),
        ("README.md", "# The blog\n"),
        ("_layouts/post.html", "---\nlayout: default\n---\n{{ content }}"),
    ]);
    let first = post_of(&folder, "_posts/2010-7-21-name-of-post.md");
    assert_eq!(first.title, "Name of post");
    assert_eq!(
        first.old_paths,
        ["/code/web/2010/07/21/name-of-post", "/old", "/older.html"]
    );
    assert_eq!(first.published_at, day("2010-07-20T22:00:00Z"));
    assert_eq!(
        first.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
        ["Code", "web", "One Two", "three"]
    );
    assert!(
        reasons(&folder)
            .iter()
            .any(|reason| reason.contains("“/img/a.png” is not in the folder"))
    );
    let own = post_of(&folder, "work/_posts/2011-01-02-own.md");
    assert_eq!(
        (own.status, own.old_paths.as_slice()),
        (Status::Draft, ["/own/2011/own.html".to_owned()].as_slice())
    );
    assert_eq!(own.tags[0].name, "Two Words");
    assert_eq!(post_of(&folder, "_drafts/idea.md").status, Status::Draft);
    assert_eq!(folder.posts.len(), 3);
    assert_eq!(folder.skipped[0].file, "README.md");
}

#[test]
fn astro_uses_its_own_words_and_its_components_are_named() {
    let folder = read_with(
        &[
            ("src/content/blog/a.md", b"---\ntitle: A\npubDate: 'Jul 08 2022'\nupdatedDate: 2022-08-01\nheroImage: '/hero.png'\ndescription: D\n---\nText"),
            ("src/content/blog/_2024/b.mdx", b"---\ntitle: B\npubDatetime: 2024-01-02T03:04:05.000Z\nfeatured: true\n---\nimport X from './x.astro'\n\n<X/>\n"),
            ("public/hero.png", PNG),
        ],
        &Existing::default(),
        &options(),
    );
    let a = post_of(&folder, "blog/a.md");
    assert_eq!(a.old_paths, ["/blog/a"]);
    assert_eq!(a.cover.as_ref().unwrap().url, folder.media[0].url);
    assert_eq!(a.published_at, day("2022-07-08T00:00:00Z"));
    let b = post_of(&folder, "blog/_2024/b.mdx");
    assert_eq!(
        (b.old_paths.as_slice(), b.featured),
        (["/blog/b".to_owned()].as_slice(), true)
    );
    assert!(b.body.contains("import X"));
    assert_eq!(
        reasons(&folder),
        [
            "src/content/blog/_2024/b.mdx:6: holds imports or components of MDX, which stay as they are written"
        ]
    );
}

#[test]
fn plain_markdown_takes_title_from_its_heading_or_name() {
    let folder = read_texts(&[
        ("notes/first-note.md", "# A *fine* title\n\nText\n"),
        ("second-note.md", "Only text\n"),
    ]);
    let first = post_of(&folder, "notes/first-note.md");
    assert_eq!(
        (first.title.as_str(), first.slug.as_str(), first.body.trim()),
        ("A *fine* title", "first-note", "Text")
    );
    assert!(first.published_at.is_some() && first.old_paths.is_empty());
    assert_eq!(post_of(&folder, "second-note.md").title, "Second note");
}

#[test]
fn a_folder_built_into_the_program_reads_like_one_on_disk() {
    let source = Source::Embedded(vec![
        (
            "a.md".to_owned(),
            b"---\ntitle: A\nstatus: published\npublished_at: 2026-01-01\n---\n![x](media/x.png)\n"
                .as_slice(),
        ),
        ("media/x.png".to_owned(), PNG),
    ]);
    let mut seen = Vec::new();
    let folder = read(&source, &Existing::default(), &options(), &mut |step| {
        seen.push(step)
    })
    .unwrap();
    assert_eq!(folder.posts[0].body, format!("![x]({})\n", folder.media[0].url));
    assert_eq!(
        seen,
        [Progress::Found { files: 1 }, Progress::Read { done: 1, of: 1 }]
    );
}
