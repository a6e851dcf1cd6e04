//! Links between posts, old paths, pictures.

use super::*;

fn body<'a>(folder: &'a Folder, path: &str) -> &'a str {
    post_of(folder, path).body.as_str()
}

#[test]
fn links_of_zola_are_rewritten_outside_code_only() {
    let folder = read_texts(&[
        (
            "a.md",
            "+++\npath = \"2020/01/01/a\"\ntitle = \"A\"\n+++\nSee [b](@/b.md#part \"Title\"), [c][c] and [d](/2020/01/02/b.html).\n\n`[b](@/b.md)`\n\n```\n[b](@/b.md)\n```\n\n[c]: @/b.md#x\n",
        ),
        (
            "b.md",
            "+++\npath = \"2020/01/02/b\"\ntitle = \"B\"\n+++\n[up](../../01/a/) <a href='/2020/01/01/a#x'>a</a> [none](@/gone.md) [rel](gone/)\n",
        ),
    ]);
    assert_eq!(
        body(&folder, "a.md"),
        "See [b](/posts/b#part \"Title\"), [c][c] and [d](/posts/b).\n\n`[b](@/b.md)`\n\n```\n[b](@/b.md)\n```\n\n[c]: /posts/b#x\n"
    );
    assert_eq!(
        body(&folder, "b.md"),
        "[up](/posts/a) <a href='/posts/a#x'>a</a> [none](@/gone.md) [rel](/2020/01/02/b/gone/)\n"
    );
    let dead: Vec<_> = folder
        .dead_links
        .iter()
        .map(|dead| (dead.file.as_str(), dead.line, dead.target.as_str()))
        .collect();
    assert_eq!(dead, [("b.md", 5, "@/gone.md"), ("b.md", 5, "gone/")]);
}

#[test]
fn links_of_hugo_and_jekyll_are_rewritten() {
    let folder = read_texts(&[
        ("config.toml", "baseURL = \"https://www.example.org/\"\n"),
        (
            "content/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\nlastmod: 2020-01-02\n---\n[1]({{< relref \"b.md#x\" >}}) [2](../b/) [3](./b.md) [4](https://example.org/posts/b/?x=1) [5](/posts/c-alias) <https://example.org/posts/b/>\n\n    {{< ref \"b\" >}}\n",
        ),
        (
            "content/posts/b/index.md",
            "---\ntitle: B\ndate: 2020-01-02\naliases: [/posts/c-alias/]\n---\n[out](https://other.example/posts/a/) [mail](mailto:a@example.org) [tel](tel:1) [here](#x) [home](/) [dead](/docs/x/#y)\n",
        ),
    ]);
    assert_eq!(
        body(&folder, "posts/a.md"),
        "[1](/posts/b#x) [2](/posts/b) [3](/posts/b) [4](/posts/b) [5](/posts/b) [https://example.org/posts/b/](/posts/b)\n\n    /posts/b\n"
    );
    assert_eq!(
        body(&folder, "posts/b/index.md"),
        "[out](https://other.example/posts/a/) [mail](mailto:a@example.org) [tel](tel:1) [here](#x) [home](/) [dead](/docs/x/#y)\n"
    );
    assert_eq!(
        folder
            .dead_links
            .iter()
            .map(|dead| dead.target.as_str())
            .collect::<Vec<_>>(),
        ["/docs/x/#y"]
    );
    let jekyll = read_texts(&[
        (
            "_posts/2020-01-01-a.md",
            "---\ntitle: A\n---\n[b]({% post_url 2020-01-02-b %}) [c]({% link _posts/2020-01-02-b.md %}#x) [d]({{ site.baseurl }}/2020/01/02/b.html)\n{: .lead}\n",
        ),
        ("_posts/2020-01-02-b.md", "---\ntitle: B\n---\nx\n"),
    ]);
    assert_eq!(
        body(&jekyll, "_posts/2020-01-01-a.md"),
        "[b](/posts/b) [c](/posts/b#x) [d](/posts/b)\n"
    );
}

#[test]
fn repeated_slugs_are_told_apart_and_links_still_reach_the_right_post() {
    let folder = read_texts(&[
        (
            "x/a.md",
            "+++\npath = \"2024/05/01/update\"\ntitle = \"1\"\n+++\nFirst",
        ),
        (
            "y/b.md",
            "+++\npath = \"2024/07/01/update\"\ntitle = \"2\"\n+++\n[first](/2024/05/01/update) [third](@/z/c.md)",
        ),
        (
            "z/c.md",
            "+++\npath = \"2024/07/09/update\"\ntitle = \"3\"\n+++\nThird",
        ),
    ]);
    let slugs: Vec<_> = folder.posts.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!(slugs, ["update", "update-2024-07", "update-2"]);
    assert_eq!(
        body(&folder, "y/b.md"),
        "[first](/posts/update) [third](/posts/update-2)"
    );
}

#[test]
fn aliases_that_cross_or_repeat_go_to_the_oldest_and_are_named() {
    let folder = read_texts(&[
        (
            "a.md",
            "+++\npath = \"a\"\ndate = 2020-01-01\ntitle = \"A\"\naliases = [\"b\", \"old\", \"a\"]\n+++\nx",
        ),
        (
            "b.md",
            "+++\npath = \"b\"\ndate = 2020-01-02\ntitle = \"B\"\naliases = [\"a\", \"old\", \"posts/b\", \"posts/a\", \"tags/x\"]\n+++\nx",
        ),
    ]);
    assert_eq!(post_of(&folder, "a.md").old_paths, ["/a", "/old"]);
    assert_eq!(post_of(&folder, "b.md").old_paths, ["/b"]);
    assert_eq!(
        reasons(&folder),
        [
            "a.md:5: the alias /b already belongs to b.md, which keeps it",
            "b.md:5: the alias /a already belongs to a.md, which keeps it",
            "b.md:5: the alias /old already belongs to a.md, which keeps it",
            "b.md:5: the alias /posts/a is now the path of a.md; it gets no redirect",
            "b.md:5: the alias /tags/x is a path of this site; it gets no redirect",
        ]
    );
}

#[test]
fn pictures_are_found_wherever_the_system_kept_them_and_kept_once() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><script>alert(1)</script><rect/></svg>";
    let folder = read_with(
        &[
            ("content/posts/a/index.md", b"---\ntitle: A\ndate: 2020-01-01\nkeywords: [k]\nimages: [wide.png]\n---\n![A cat](a%20b.png) <img alt=x src=\"./a b.png\"> ![](/img/c.png) [doc](/img/d.svg) ![no](no.png)\n"),
            ("content/posts/b.md", b"---\ntitle: B\ndate: 2020-01-02\nkeywords: [k]\ncover: {image: /posts/a/a%20b.png}\n---\n![same](/posts/a/a%20b.png)\n"),
            ("content/posts/a/a b.png", PNG),
            ("content/posts/a/cover.png", PNG),
            ("static/img/c.png", PNG),
            ("static/img/d.svg", svg),
        ],
        &Existing::default(),
        &options(),
    );
    assert_eq!(folder.media.len(), 2, "the same bytes are one file");
    let png = folder.media.iter().find(|file| file.extension == "png").unwrap();
    let svg = folder.media.iter().find(|file| file.extension == "svg").unwrap();
    assert_eq!((png.size, svg.size), (Some((1, 1)), Some((8, 4))));
    assert_eq!(
        body(&folder, "posts/a/index.md"),
        format!(
            "![A cat]({0}) <img alt=x src=\"{0}\"> ![]({0}) [doc]({1}) ![no](/posts/a/no.png)\n",
            png.url, svg.url
        )
    );
    // The text of A shows the picture already, and nothing asks for it at the head.
    assert_eq!(post_of(&folder, "posts/a/index.md").cover, None);
    let cover = post_of(&folder, "posts/b.md").cover.clone().unwrap();
    assert_eq!(
        (cover.url.as_str(), cover.alt.as_str()),
        (png.url.as_str(), "same")
    );
    assert_eq!(folder.dead_links.len(), 1);
}

#[test]
fn frames_become_links_and_scripts_are_named() {
    let folder = read_texts(&[(
        "a.md",
        "---\ntitle: A\nstatus: published\npublished_at: 2020-01-01\n---\n<iframe width=\"5\" src=\"https://www.youtube.com/embed/abc?rel=0\"></iframe>\n\n<script src=\"x.js\"></script>\n",
    )]);
    assert!(
        body(&folder, "a.md")
            .starts_with("<a href=\"https://www.youtube.com/watch?v=abc\">Watch on YouTube</a>\n")
    );
    assert_eq!(
        reasons(&folder),
        ["a.md:8: has a <script>, which is left out: what it draws is missing"]
    );
}

#[test]
fn a_second_run_gives_the_same_and_a_change_gives_another_hash() {
    let first: &[(&str, &[u8])] = &[
        (
            "a.md",
            b"---\ntitle: A\nstatus: published\npublished_at: 2020-01-01\n---\n![x](x.png)\n",
        ),
        (
            "b.md",
            b"---\ntitle: B\nstatus: published\npublished_at: 2020-01-01\n---\nText\n",
        ),
        ("x.png", PNG),
    ];
    let once = read_with(first, &Existing::default(), &options());
    let existing = Existing {
        slugs_by_source: once
            .posts
            .iter()
            .map(|p| (p.source_path.clone(), p.slug.as_str().to_owned()))
            .collect(),
        ..Existing::default()
    };
    let later = Options {
        now_ms: NOW + 86_400_000,
        ..options()
    };
    let twice = read_with(first, &existing, &later);
    let hashes = |folder: &Folder| {
        folder
            .posts
            .iter()
            .map(|post| post.source_hash.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(hashes(&once), hashes(&twice));
    let mut changed = first.to_vec();
    changed[1].1 = b"---\ntitle: Renamed\nstatus: published\npublished_at: 2020-01-01\n---\nText\n";
    changed[2].1 = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let third = read_with(&changed, &existing, &later);
    assert_ne!(hashes(&once)[0], hashes(&third)[0], "its picture changed");
    assert_ne!(hashes(&once)[1], hashes(&third)[1], "its text changed");
    assert_eq!(post_of(&third, "b.md").slug.as_str(), "b");
}
