//! `/:slug`, `/portfolio` and `/portfolio/:slug`: pages, and projects.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;
use logbook::{
    model::{
        address::{RESERVED, is_reserved},
        project::Project,
        site::Entry,
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::{
        calendar, door,
        router::{machine_routes, page_routes},
        services::save::NewPost,
    },
};

use crate::site::{ORIGIN, TestSite, post};

const TEXT: &str = "Hello.\n\n## Who\n\nMe.\n\n## What\n\nThis.\n\n### How\n\n```rust\nfn main() {}\n```\n";

pub fn page(title: &str) -> NewPost {
    NewPost {
        kind: Kind::Page,
        source: TEXT.to_owned(),
        ..post(title, 3)
    }
}

pub fn project(title: &str, year: Option<u32>, place: Option<u32>) -> NewPost {
    let link = |label: &str, address: &str| Entry {
        label: label.to_owned(),
        address: address.to_owned(),
    };
    NewPost {
        kind: Kind::Project,
        project: Some(Project {
            technologies: vec!["Rust".to_owned(), "C++ & <co>".to_owned()],
            links: vec![
                link("Code", "https://example.org/code?a=b"),
                link("Notes", "/posts/notes"),
                link("Feed", "/rss.xml"),
            ],
            year,
            place,
        }),
        ..post(title, 3)
    }
}

#[tokio::test]
async fn a_page_is_whole_without_scripts() {
    let mut about = page("About us");
    about.updated_at = Some(calendar::now());
    let site = TestSite::with(vec![about, post("A post", 1)]).await;
    let answer = site.get("/about-us").await;
    answer.assert_in_order(&[
        "<h1>About us",
        "What About us argues.",
        "Updated ",
        "Contents",
        "#who",
        "id=\"who\"",
        "<figure",
    ]);
    let text = answer.page();
    assert_eq!(text.matches("<h1").count(), 1);
    for part in [
        &format!("<link href=\"{ORIGIN}/about-us\" rel=\"canonical\">") as &str,
        "<title>About us · Logbook</title>",
        "name=\"description\" content=\"What About us argues.\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in [
        "author-box",
        "Newer post",
        "content=\"noindex\"",
        "min read",
        "Portfolio",
        "A post",
    ] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    // What was sent as the page is not sent once more for hydration.
    assert_eq!(text.matches(">Hello.<").count(), 1);
    let head = site
        .ask(Request::head("/about-us").body(Body::empty()).unwrap())
        .await;
    assert_eq!(head.status, StatusCode::OK);
}

#[tokio::test]
async fn few_headings_need_no_contents_and_what_is_not_said_is_not_there() {
    let mut bare = page("Bare");
    bare.source = "## One\n\nText.\n".to_owned();
    bare.summary = String::new();
    let text = TestSite::with(vec![bare]).await.get("/bare").await.page();
    for part in [
        "Contents",
        "Updated",
        "class=\"lede\"",
        "class=\"facts\"",
        "technologies",
    ] {
        assert!(!text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn a_page_is_a_file_too() {
    let site = TestSite::with(vec![page("About"), project("Work", Some(2024), None)]).await;
    for (path, kind) in [("/about", "page"), ("/portfolio/work", "project")] {
        let file = site.get(&format!("{path}.md")).await;
        assert_eq!(file.header(header::CONTENT_TYPE), "text/markdown; charset=utf-8");
        assert_eq!(
            file.header(header::LINK),
            format!("<{ORIGIN}{path}>; rel=\"canonical\"")
        );
        assert!(
            file.text.contains(&format!("\nkind = \"{kind}\"\n")),
            "{}",
            file.text
        );
        let asked = site.get_with(path, header::ACCEPT, "text/markdown").await;
        assert_eq!(asked.text, file.text);
        assert_eq!(asked.header(header::VARY), "accept");
    }
    for path in [
        "/work.md",
        "/portfolio/about.md",
        "/posts/about.md",
        "/.md",
        "/portfolio.md",
        "/admin.md",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.get("/About.md").await.header(header::LOCATION), "/about.md");
}

#[tokio::test]
async fn what_is_not_published_is_not_found_and_the_page_for_that_helps_on() {
    for kind in [Kind::Page, Kind::Project] {
        let path = kind.path("hidden");
        for status in [
            Status::Draft,
            Status::Scheduled,
            Status::Unpublished,
            Status::Trashed,
        ] {
            let hidden = NewPost {
                kind,
                status,
                ..post("Hidden", 1)
            };
            let site = TestSite::with(vec![hidden, post("Newest of all", 1)]).await;
            for path in [&path as &str, "/portfolio", &format!("{path}.md")] {
                let answer = site.get(path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {status}");
                if !path.ends_with(".md") {
                    answer.assert_in_order(&["noindex", "There is no page here", "Newest of all"]);
                }
                assert!(!answer.text.contains("What Hidden argues"), "{}", answer.text);
            }
        }
        let future = NewPost {
            kind,
            ..post("Hidden", -2)
        };
        let site = TestSite::with(vec![future]).await;
        assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
        let mut unlisted = NewPost {
            kind,
            ..post("Hidden", 1)
        };
        unlisted.visibility = Visibility::Unlisted;
        let site = TestSite::with(vec![unlisted]).await;
        let text = site.get(&path).await.page();
        assert!(text.contains("name=\"robots\" content=\"noindex\""), "{text}");
        assert!(!site.get("/sitemap.xml").await.page().contains("hidden"));
        assert_eq!(site.get("/portfolio").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_kind_is_found_in_its_own_place_only() {
    let site = TestSite::with(vec![page("About"), project("Work", None, None), post("Notes", 1)]).await;
    for (right, wrong) in [
        ("/about", ["/posts/about", "/portfolio/about"]),
        ("/portfolio/work", ["/posts/work", "/work"]),
        ("/posts/notes", ["/notes", "/portfolio/notes"]),
    ] {
        site.get(right).await.page();
        for path in wrong {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn the_portfolio_has_all_projects_in_the_owners_order() {
    let mut covered = project("Numbered", Some(1999), Some(1));
    covered.summary = "The first.".to_owned();
    let mut unlisted = project("Unlisted", Some(2026), Some(2));
    unlisted.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![
        project("Undated", None, None),
        project("Old", Some(2019), None),
        project("New", Some(2024), None),
        covered,
        unlisted,
        page("About"),
    ])
    .await;
    let answer = site.get("/portfolio").await;
    answer.assert_in_order(&[
        "<h1>Portfolio",
        "4 projects",
        "href=\"/portfolio/numbered\"",
        "The first.",
        "1999",
        "Rust",
        "C++ &amp; &lt;co&gt;",
        "href=\"/portfolio/new\"",
        "href=\"/portfolio/old\"",
        "href=\"/portfolio/undated\"",
    ]);
    let text = answer.page();
    for part in ["unlisted", "About", "content=\"noindex\""] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    assert!(text.contains(&format!("<link href=\"{ORIGIN}/portfolio\" rel=\"canonical\">")));
}

#[tokio::test]
async fn the_owners_words_stand_over_the_projects() {
    let site = TestSite::with(vec![project("Work", None, None)]).await;
    site.set(&[("portfolio_intro", "What <runs>.")]).await;
    let answer = site.get("/portfolio").await;
    answer.assert_in_order(&[
        "content=\"What &lt;runs&gt;.\"",
        "<h1>Portfolio",
        "What &lt;runs&gt;.",
    ]);
}

#[tokio::test]
async fn a_project_has_its_links_and_what_it_is_made_with() {
    let site = TestSite::with(vec![project("Work", Some(2024), None)]).await;
    let answer = site.get("/portfolio/work").await;
    answer.assert_in_order(&[
        "href=\"/portfolio\"",
        "<h1>Work",
        "What Work argues.",
        "2024",
        "<li>Rust",
        "<li>C++ &amp; &lt;co&gt;",
        "href=\"https://example.org/code?a=b\" rel=\"external noopener\"",
        ">Code<",
        "href=\"/posts/notes\"",
        "href=\"/rss.xml\" rel=\"external\"",
        "The text of Work.",
    ]);
    assert!(
        !answer.text.contains("href=\"/posts/notes\" rel"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn old_addresses_at_the_root_still_lead_on_and_a_page_goes_before_them() {
    let mut moved = post("Moved", 1);
    moved.old_paths = ["/moved-here", "/portfolio", "/uses", "/2019/old"]
        .map(str::to_owned)
        .to_vec();
    let mut about = page("About");
    about.old_paths = vec!["/info/about".to_owned(), "/posts/about".to_owned()];
    let mut tower = project("Tower", None, None);
    tower.visibility = Visibility::Unlisted;
    tower.old_paths = vec!["/tower".to_owned()];
    let site = TestSite::with(vec![moved, about, page("Uses"), tower]).await;
    for (path, target) in [
        ("/moved-here", "/posts/moved"),
        ("/portfolio", "/posts/moved"),
        ("/2019/old/", "/posts/moved"),
        ("/info/about", "/about"),
        ("/posts/about", "/about"),
        ("/tower", "/portfolio/tower"),
        ("/About", "/about"),
        ("/about/", "/about"),
        ("/portfolio/Tower", "/portfolio/tower"),
        ("/portfolio/tower/?a=b", "/portfolio/tower?a=b"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(
            answer.status,
            StatusCode::MOVED_PERMANENTLY,
            "{path}: {}",
            answer.text
        );
        assert_eq!(answer.header(header::LOCATION), target, "{path}");
    }
    site.get("/about").await.page();
    site.get("/uses").await.page();
    let site = TestSite::with(vec![project("Shown", None, None)]).await;
    let answer = site.get("/portfolio/").await;
    assert_eq!(answer.header(header::LOCATION), "/portfolio");
}

#[tokio::test]
async fn files_and_feeds_at_the_root_stay_what_they_are() {
    let site = TestSite::with(vec![page("About"), post("One", 1)]).await;
    for (path, mime) in [
        ("/favicon.svg", "image/svg+xml"),
        ("/rss.xml", "application/rss+xml"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain"),
    ] {
        let answer = site.get(path).await;
        assert!(
            answer.header(header::CONTENT_TYPE).starts_with(mime),
            "{path}: {}",
            answer.header(header::CONTENT_TYPE)
        );
    }
    assert_eq!(site.get("/feed").await.header(header::LOCATION), "/rss.xml");
    let posted = Request::builder()
        .method(Method::POST)
        .uri("/about")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.ask(posted).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_function_says_what_is_not_there() {
    let site = TestSite::with(vec![page("About"), project("Work", None, None), post("Notes", 1)]).await;
    for path in ["/about", "/portfolio", "/portfolio/work"] {
        let drawn = site
            .get(&format!("/api/pages/read?path={path}&query="))
            .await
            .page();
        assert!(drawn.contains("\"html\":"), "{drawn}");
    }
    for path in [
        "/nope",
        "",
        "/",
        "/posts/notes",
        "/notes",
        "/portfolio/about",
        "about",
        "//about",
        "/%FF",
        "/about/",
        "/admin",
        "/tags/nope",
        "/authors",
        "/authors/nope",
    ] {
        let answer = site.get(&format!("/api/pages/read?path={path}&query=")).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(!answer.text.contains("Newest"), "{}", answer.text);
    }
}

#[tokio::test]
async fn search_engines_are_told_of_pages_and_projects() {
    let site = TestSite::with(vec![page("About"), project("Work", None, None), post("Notes", 1)]).await;
    let text = site.get("/sitemap.xml").await.page();
    for path in ["/about", "/portfolio", "/portfolio/work", "/posts/notes"] {
        assert!(
            text.contains(&format!("<loc>{ORIGIN}{path}</loc>")),
            "{path}: {text}"
        );
    }
    // Lists, feeds and searches are of posts.
    for path in [
        "/",
        "/posts",
        "/rss.xml",
        "/tags/backend",
        "/search?q=text",
        "/authors/ada-marlow",
    ] {
        let text = site.get(path).await.page();
        assert!(text.contains("notes"), "{path}: {text}");
        assert!(
            !text.contains("What Work argues") && !text.contains("What About argues"),
            "{path}: {text}"
        );
    }
}

#[test]
fn the_words_that_no_page_is_called_by_are_those_of_the_routers_table() {
    let mut paths: Vec<String> = page_routes()
        .iter()
        .map(|route| route.path().to_owned())
        .chain(machine_routes().into_iter().map(|(path, _)| path))
        .chain(door::routes().into_iter().map(|(path, _)| path.to_owned()))
        .chain(server_fn_paths().map(|(path, _)| path.to_owned()))
        .collect();
    // What is served as folders of files.
    paths.extend(["/desk/x", "/pkg/x", "/media/x", "/fonts/x"].map(str::to_owned));
    assert!(paths.len() > 40);
    for path in paths {
        let first = path.trim_start_matches('/').split('/').next().unwrap();
        // Of a name with an ending what stands before it.
        let word = first.split('.').next().unwrap();
        if word.is_empty() || word.starts_with('{') {
            continue;
        }
        assert!(is_reserved(word), "{path} needs its first word in the list");
    }
    for word in RESERVED {
        assert!(!Kind::Page.admits(word) && Slug::parse(word).is_ok());
    }
}
