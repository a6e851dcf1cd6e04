//! What documents tell link previews and search engines.

use std::collections::BTreeSet;

use axum::http::header;
use logbook::{
    model::status::{Kind, Visibility},
    server::services::save::{Named, NewPost},
};
use serde_json::Value;

use crate::site::{ORIGIN, TestSite, post};

mod pictures;

/// A title that must mean nothing anywhere.
const HTML: &str = "</title></script><script>alert(1)</script> & \"x\" <!-- \u{2028}";

fn head(page: &str) -> &str {
    page.split_once("</head>").unwrap().0
}

/// Text as it was before it was escaped.
fn plain(text: &str) -> String {
    quick_xml::escape::unescape(text).unwrap().into_owned()
}

/// All meta elements of a head: by what they are named, and what they say.
fn metas(page: &str) -> Vec<(String, String)> {
    let of = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split_once('"').unwrap().0))
    };
    head(page)
        .split("<meta")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().0)
        .filter_map(|tag| {
            let name = of(tag, "property").or_else(|| of(tag, "name"))?;
            Some((name, of(tag, "content").unwrap()))
        })
        .collect()
}

/// What a page says under a name, if it says it once.
pub fn property(page: &str, name: &str) -> Option<String> {
    let mut found = metas(page).into_iter().filter(|(named, _)| named == name);
    let (_, content) = found.next()?;
    assert_eq!(found.next(), None, "{name} is there twice");
    Some(content)
}

/// The things that a page describes.
fn graph(page: &str) -> Vec<Value> {
    let mut scripts = page.split("<script type=\"application/ld+json\">").skip(1);
    let Some(script) = scripts.next() else {
        return Vec::new();
    };
    assert!(scripts.next().is_none(), "more than one script");
    let data: Value = serde_json::from_str(script.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().unwrap().clone()
}

fn things(page: &str) -> Vec<String> {
    let graph = graph(page);
    graph
        .iter()
        .map(|thing| thing["@type"].as_str().unwrap().to_owned())
        .collect()
}

/// The ways that breadcrumbs say, as names and addresses.
fn way(page: &str) -> Vec<(String, String)> {
    let graph = graph(page);
    let list = graph
        .iter()
        .find(|thing| thing["@type"] == "BreadcrumbList")
        .unwrap();
    let steps = list["itemListElement"].as_array().unwrap();
    for (at, step) in (1..).zip(steps) {
        assert_eq!(step["position"], at);
    }
    steps
        .iter()
        .map(|step| {
            let text = |name: &str| step[name].as_str().unwrap().to_owned();
            (text("name"), text("item").replace(ORIGIN, ""))
        })
        .collect()
}

fn part(title: &str, number: i64) -> NewPost {
    let mut part = post(title, 10 - number);
    part.series = Some((Named::new("Durable jobs"), number));
    part.tags = vec![Named::new("Storage"), Named::new("Queues & locks")];
    part.authors = vec![Named::new("Ada Marlow"), Named::new("Ben Okafor")];
    part
}

#[tokio::test]
async fn a_post_is_described_as_it_is() {
    let mut second = part("Leases", 2);
    second.source = "one two three four five six seven\n".to_owned();
    second.language = "de".to_owned();
    second.updated_at = second.published_at.map(|at| at + 3 * crate::site::DAY);
    let published = logbook::server::calendar::rfc3339(second.published_at.unwrap());
    let updated = logbook::server::calendar::rfc3339(second.updated_at.unwrap());
    let site = TestSite::with(vec![part("Queues", 1), second]).await;
    site.draw().await;
    let page = site.get("/posts/leases").await.page();
    let says = |name: &str| property(&page, name).unwrap_or_else(|| panic!("no {name}"));
    let address = format!("{ORIGIN}/posts/leases");
    for (name, content) in [
        ("og:type", "article"),
        ("og:title", "Leases"),
        ("og:description", "What Leases argues."),
        ("og:url", &address),
        ("og:site_name", "Logbook"),
        ("og:locale", "de_DE"),
        ("article:published_time", &published),
        ("article:modified_time", &updated),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:type", "image/png"),
        ("og:image:alt", "Leases · Ada Marlow, Ben Okafor · Logbook"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(says(name), content, "{name}");
    }
    let all = |name: &str| {
        let found = metas(&page).into_iter().filter(|(named, _)| named == name);
        found.map(|(_, content)| content).collect::<Vec<_>>()
    };
    assert_eq!(all("article:tag"), ["Storage", "Queues & locks"]);
    let authors = ["ada-marlow", "ben-okafor"].map(|slug| format!("{ORIGIN}/authors/{slug}"));
    assert_eq!(all("article:author"), authors);

    assert_eq!(things(&page), ["BlogPosting", "BreadcrumbList"]);
    let posting = &graph(&page)[0];
    for (name, value) in [
        ("headline", "Leases"),
        ("description", "What Leases argues."),
        ("url", &address),
        ("datePublished", &published),
        ("dateModified", &updated),
        ("inLanguage", "de"),
    ] {
        assert_eq!(posting[name], value, "{name}");
    }
    assert_eq!(posting["mainEntityOfPage"]["@id"], address.as_str());
    assert_eq!(posting["wordCount"], 7);
    assert_eq!(
        posting["keywords"],
        serde_json::json!(["Storage", "Queues & locks"])
    );
    assert_eq!(posting["position"], 2);
    assert_eq!(posting["isPartOf"]["@type"], "CreativeWorkSeries");
    assert_eq!(posting["isPartOf"]["name"], "Durable jobs");
    assert_eq!(
        posting["isPartOf"]["url"],
        format!("{ORIGIN}/series/durable-jobs")
    );
    assert_eq!(posting["author"][1]["name"], "Ben Okafor");
    assert_eq!(posting["author"][0]["url"], authors[0].as_str());
    assert_eq!(posting["publisher"]["name"], "Logbook");
    assert_eq!(
        posting["publisher"]["logo"]["url"],
        format!("{ORIGIN}/icon-180.png")
    );
    assert_eq!(posting["image"], serde_json::json!([says("og:image")]));
    let step = |name: &str, path: &str| (name.to_owned(), path.to_owned());
    assert_eq!(
        way(&page),
        [
            step("Logbook", "/"),
            step("Durable jobs", "/series/durable-jobs"),
            step("Leases", "/posts/leases"),
        ]
    );
}

#[tokio::test]
async fn of_a_post_without_an_author_the_site_is_the_author() {
    let mut one = post("One", 1);
    one.authors.clear();
    let site = TestSite::with(vec![one]).await;
    let posting = &graph(&site.get("/posts/one").await.page())[0];
    assert_eq!(posting["author"][0]["@type"], "Organization");
    assert_eq!(posting["author"][0]["name"], "Logbook");
    assert_eq!(posting["author"][0]["url"], format!("{ORIGIN}/"));
}

#[tokio::test]
async fn lists_people_series_and_pages_are_described() {
    let mut written = vec![part("Queues", 1), part("Leases", 2)];
    for (title, kind) in [("About", Kind::Page), ("Queue", Kind::Project)] {
        let mut page = post(title, 1);
        page.kind = kind;
        written.push(page);
    }
    let site = TestSite::with(written).await;
    let page = site.get("/").await.page();
    assert_eq!(things(&page), ["WebSite", "Blog"]);
    let target = &graph(&page)[0]["potentialAction"];
    assert_eq!(target["@type"], "SearchAction");
    assert_eq!(
        target["target"]["urlTemplate"],
        format!("{ORIGIN}/search?q={{search_term_string}}")
    );
    assert_eq!(property(&page, "og:url"), Some(format!("{ORIGIN}/")));

    let step = |name: &str, path: &str| (name.to_owned(), path.to_owned());
    let home = step("Logbook", "/");
    for (path, kind, thing, named) in [
        (
            "/tags/storage",
            "website",
            "CollectionPage",
            vec![step("Tags", "/tags"), step("#Storage", "/tags/storage")],
        ),
        (
            "/authors/ada-marlow",
            "profile",
            "ProfilePage",
            vec![step("Ada Marlow", "/authors/ada-marlow")],
        ),
        (
            "/series/durable-jobs",
            "website",
            "CreativeWorkSeries",
            vec![step("Durable jobs", "/series/durable-jobs")],
        ),
        ("/tags", "website", "WebPage", vec![step("Tags", "/tags")]),
        (
            "/contact",
            "website",
            "WebPage",
            vec![step("Contact", "/contact")],
        ),
        ("/about", "website", "WebPage", vec![step("About", "/about")]),
        (
            "/portfolio",
            "website",
            "WebPage",
            vec![step("Portfolio", "/portfolio")],
        ),
        (
            "/portfolio/queue",
            "website",
            "WebPage",
            vec![step("Portfolio", "/portfolio"), step("Queue", "/portfolio/queue")],
        ),
        (
            "/posts",
            "website",
            "CollectionPage",
            vec![step("All posts", "/posts")],
        ),
    ] {
        let page = site.get(path).await.page();
        assert_eq!(things(&page), [thing, "BreadcrumbList"], "{path}");
        assert_eq!(property(&page, "og:type").unwrap(), kind, "{path}");
        assert_eq!(property(&page, "og:url"), Some(format!("{ORIGIN}{path}")));
        assert_eq!(
            property(&page, "og:description"),
            property(&page, "description"),
            "{path}"
        );
        let whole: Vec<_> = [home.clone()].into_iter().chain(named).collect();
        assert_eq!(way(&page), whole, "{path}");
    }
    let series = &graph(&site.get("/series/durable-jobs").await.page())[0];
    assert_eq!(series["hasPart"][1]["position"], 2);
    assert_eq!(series["hasPart"][1]["url"], format!("{ORIGIN}/posts/leases"));
    assert_eq!(series["image"], Value::Null);
    let author = &graph(&site.get("/authors/ada-marlow").await.page())[0];
    assert_eq!(author["mainEntity"]["@type"], "Person");

    // What search engines shall not keep is not described to them.
    for path in ["/posts?tag=storage", "/?tag=storage", "/search?q=queues"] {
        let page = site.get(path).await.page();
        assert_eq!(things(&page), Vec::<String>::new(), "{path}");
    }
}

#[tokio::test]
async fn what_is_elsewhere_or_in_no_list_says_so() {
    let mut elsewhere = post("Elsewhere", 1);
    elsewhere.canonical = Some("https://elsewhere.test/x?a=1&b=2".to_owned());
    let mut root = post("Root", 1);
    root.canonical = Some("/posts/root".to_owned());
    let mut unlisted = post("Unlisted", 1);
    unlisted.visibility = Visibility::Unlisted;
    let mut titled = post("Titled", 1);
    titled.seo_title = Some("A title for search engines".to_owned());
    titled.seo_description = Some("And a description.".to_owned());
    let site = TestSite::with(vec![elsewhere, root, unlisted, titled]).await;

    let page = site.get("/posts/elsewhere").await.page();
    let address = "https://elsewhere.test/x?a=1&b=2";
    assert_eq!(property(&page, "og:url").as_deref(), Some(address));
    assert_eq!(graph(&page)[0]["mainEntityOfPage"]["@id"], address);
    let page = site.get("/posts/root").await.page();
    assert_eq!(property(&page, "og:url"), Some(format!("{ORIGIN}/posts/root")));

    let page = site.get("/posts/unlisted").await.page();
    assert_eq!(property(&page, "og:title").as_deref(), Some("Unlisted"));
    assert_eq!(property(&page, "robots").as_deref(), Some("noindex"));
    assert!(graph(&page).is_empty());

    let page = site.get("/posts/titled").await.page();
    assert_eq!(
        property(&page, "og:title").as_deref(),
        Some("A title for search engines")
    );
    assert_eq!(
        property(&page, "og:description").as_deref(),
        Some("And a description.")
    );
    assert_eq!(graph(&page)[0]["headline"], "Titled");
}

#[tokio::test]
async fn no_word_becomes_anything_else_and_nothing_is_said_twice() {
    let mut hostile = post("Hostile", 1);
    hostile.title = HTML.to_owned();
    hostile.summary = HTML.to_owned();
    hostile.tags = vec![Named {
        name: HTML.to_owned(),
        ..Named::new("Backend")
    }];
    hostile.authors = vec![Named {
        name: HTML.to_owned(),
        ..Named::new("Ada Marlow")
    }];
    hostile.series = Some((
        Named {
            name: HTML.to_owned(),
            ..Named::new("Jobs")
        },
        1,
    ));
    let mut other = post("Other", 2);
    other.series = Some((Named::new("Jobs"), 2));
    let site = TestSite::with(vec![hostile, other]).await;
    site.draw().await;
    for path in [
        "/posts/hostile",
        "/",
        "/posts",
        "/tags/backend",
        "/authors/ada-marlow",
        "/series/jobs",
        "/tags",
    ] {
        let answer = site.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
        let page = answer.page();
        assert!(!page.contains("<script>alert(1)"), "{path}: {page}");
        assert_eq!(page.matches("</head>").count(), 1, "{path}");
        assert_eq!(page.matches("<title").count(), 1, "{path}");
        // Data is not run, so no policy has to admit it.
        let scripts =
            page.matches("<script").count() - page.matches("<script type=\"application/ld+json\"").count();
        assert!(policy.matches("'sha256-").count() <= scripts, "{path}");
        let mut seen = BTreeSet::new();
        for (name, content) in metas(&page) {
            let many = name == "article:tag" || name == "article:author";
            assert!(seen.insert(name.clone()) || many, "{path}: {name} is there twice");
            assert!(!content.is_empty(), "{path}: {name}");
        }
    }
    let page = site.get("/posts/hostile").await.page();
    assert_eq!(property(&page, "article:tag").as_deref(), Some(HTML.trim()));
    assert_eq!(graph(&page)[0]["keywords"][0], HTML);
    assert_eq!(graph(&page)[0]["isPartOf"]["name"], HTML);
}

#[tokio::test]
async fn readers_programs_are_told_nothing_of_it() {
    let site = TestSite::with(vec![part("Queues", 1), part("Leases", 2)]).await;
    for path in [
        "/api/posts/read?slug=queues",
        "/api/pages/read?path=%2Ftags%2Fstorage&query=",
        "/api/front/read?query=",
        "/posts/queues.md",
    ] {
        let text = site.get(path).await.page();
        assert!(
            !text.contains("schema.org") && !text.contains("og:"),
            "{path}: {text}"
        );
    }
    // The same page is the same bytes.
    let (one, two) = (site.get("/posts/queues").await, site.get("/posts/queues").await);
    assert_eq!(one.header(header::ETAG), two.header(header::ETAG));
}

#[tokio::test]
async fn a_post_can_be_embedded_as_a_card() {
    let site = TestSite::with(vec![part("Queues", 1), part("Leases", 2)]).await;
    site.draw().await;
    let page = site.get("/posts/leases").await.page();
    let (_, link) = page
        .split_once("type=\"application/json+oembed\" href=\"")
        .unwrap();
    let address = plain(link.split_once('"').unwrap().0).replace(ORIGIN, "");
    let card = site.get(&address).await;
    assert_eq!(
        card.header(header::CONTENT_TYPE),
        "application/json; charset=utf-8"
    );
    let card: Value = serde_json::from_str(&card.page()).unwrap();
    for (name, value) in [
        ("version", "1.0"),
        ("type", "link"),
        ("title", "Leases"),
        ("author_name", "Ada Marlow, Ben Okafor"),
        ("provider_name", "Logbook"),
    ] {
        assert_eq!(card[name], value, "{name}");
    }
    assert_eq!(
        card["thumbnail_url"].as_str().map(str::to_owned),
        property(&page, "og:image")
    );
    let small = site.get(&format!("{address}&maxwidth=600")).await.page();
    assert!(!small.contains("thumbnail"), "{small}");
    for (query, status) in [
        ("?url=https%3A%2F%2Felsewhere.test%2Fposts%2Fleases", 404),
        ("", 404),
        ("?url=x&format=xml", 501),
    ] {
        assert_eq!(
            site.get(&format!("/oembed{query}")).await.status,
            status,
            "{query}"
        );
    }
}
