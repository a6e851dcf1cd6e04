//! `/draft/<key>`: a draft for whoever has a link to it, and for nobody else.

use logbook::model::share::{DraftLink, NewLink};

use super::*;

/// Makes a link for 7 days; answers its path.
pub(super) async fn share(desk: &Desk<'_>) -> (String, NewLink) {
    let fields = [("post", desk.post.as_str()), ("days", "7")];
    let made = desk
        .site
        .post("/api/desk/links/make", Some(&desk.person.cookie), &fields)
        .await
        .page();
    let made: NewLink = json::from_str(&made).unwrap();
    let path = made.address.strip_prefix(crate::site::ORIGIN).unwrap().to_owned();
    (path, made)
}

#[tokio::test]
async fn a_link_shows_the_latest_draft_and_leads_to_the_post_once_it_is_there() {
    let site = TestSite::with(vec![post("Other", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let mut first = draft("Locks & <keys>", "## One\n\nThe *first* text.\n");
    first.meta.takeaway = "Hold it briefly.".to_owned();
    desk.save(first, None).await;
    let (path, made) = share(&desk).await;
    // 256 bits, and not the name under which it can be taken back.
    assert_eq!(path.len(), "/draft/".len() + 43);
    assert!(!made.address.contains(&made.links[0].id));
    assert_eq!(made.links[0].who, "Ada");

    let answer = site.get(&path).await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer");
    answer.assert_in_order(&[
        "<meta name=\"robots\" content=\"noindex\">",
        "This is a draft",
        "<h1>Locks &amp; &lt;keys&gt;<",
        "Ada",
        "Draft of ",
        "Hold it briefly.",
        "<em>first</em>",
    ]);
    // No program, so nothing that counts a reader.
    assert!(!answer.text.contains(".wasm") && !answer.text.contains("/pkg/logbook.js"));
    assert!(!answer.text.contains("rel=\"canonical\""));

    desk.save(draft("Locks", "The second text.\n"), None).await;
    let answer = site.get(&path).await.page();
    assert!(answer.contains("The second text") && !answer.contains("first"));

    desk.save(
        draft("Locks", "The second text.\n"),
        Some(Order::now(Act::Publish)),
    )
    .await;
    let answer = site.get(&path).await;
    assert_eq!(
        (
            answer.status,
            answer.header(header::LOCATION),
            answer.header(header::CACHE_CONTROL)
        ),
        (StatusCode::MOVED_PERMANENTLY, "/posts/locks", "no-store")
    );
    let fields = [("post", desk.post.as_str()), ("days", "7")];
    let refused = site
        .post("/api/desk/links/make", Some(&ada.cookie), &fields)
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "readers see it");

    // Hidden again it is a draft again; thrown away it is nothing.
    desk.save(
        draft("Locks", "The second text.\n"),
        Some(Order::now(Act::Unpublish)),
    )
    .await;
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    let thrown = site
        .post("/api/desk/trash", Some(&ada.cookie), &[("post", &desk.post)])
        .await;
    assert_eq!(thrown.status, StatusCode::OK);
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_link_that_opens_nothing_gets_the_page_of_any_wrong_address() {
    let site = TestSite::with(vec![post("Other", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    desk.save(draft("Locks", "Text.\n"), None).await;
    let (path, made) = share(&desk).await;
    let (second, _) = share(&desk).await;
    let listed = site
        .get_as(&format!("/api/desk/links?post={}", desk.post), &ada)
        .await
        .page();
    let listed: Vec<DraftLink> = json::from_str(&listed).unwrap();
    assert_eq!(listed.len(), 2);

    let fields = [("post", desk.post.as_str()), ("id", made.links[0].id.as_str())];
    let left = site
        .post("/api/desk/links/withdraw", Some(&ada.cookie), &fields)
        .await
        .page();
    assert_eq!(json::from_str::<Vec<DraftLink>>(&left).unwrap().len(), 1);
    let nothing = site.get("/draft/x").await;
    nothing.assert_in_order(&["This link opens no draft", "Ask whoever gave it to you"]);
    let end = |text: &str| text[text.find("<h1").unwrap()..text.find("</main>").unwrap()].to_owned();
    for wrong in [
        path.as_str(),
        "/draft/xy",
        "/draft/%FF",
        "/draft/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let answer = site.get(wrong).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(end(&answer.text), end(&nothing.text), "{wrong}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
    assert_eq!(
        site.get(&second).await.status,
        StatusCode::OK,
        "the other one still opens"
    );

    // A month later.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE draft_links SET expires_at = 1")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let late = site.get(&second).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert_eq!(end(&late.text), end(&nothing.text));

    let olga = site.join("Olga", Role::Owner).await;
    let log = site.get_as("/api/audit/list", &olga).await.page();
    assert!(
        log.contains("post.share") && log.contains("post.unshare"),
        "{log}"
    );
    let key = path.trim_start_matches("/draft/");
    assert!(!log.contains(key), "what opens is told once");
}

#[tokio::test]
async fn a_shared_draft_is_in_no_list_feed_or_search() {
    let site = TestSite::with(vec![post("Other", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    desk.save(draft("Clandestine", "Clandestine words.\n"), None)
        .await;
    let (path, _) = share(&desk).await;
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    for public in [
        "/",
        "/posts",
        "/atom.xml",
        "/sitemap.xml",
        "/sitemap-1.xml",
        "/search?q=clandestin",
        "/robots.txt",
        "/nope",
        "/posts/clandestine",
    ] {
        let text = site.get(public).await.text.to_lowercase();
        assert!(
            !text.contains("clandestine") && !text.contains("/draft/"),
            "{public}: {text}"
        );
    }
    let counted: i64 = sqlx::query_scalar("SELECT count(*) FROM site_views")
        .fetch_one(&mut *site.context.database.reader().await.unwrap())
        .await
        .unwrap();
    assert_eq!(counted, 0);
}

#[tokio::test]
async fn a_link_goes_with_the_account_that_made_it_and_with_the_posts_that_are_handed_over() {
    let site = TestSite::empty().await;
    let olga = site.join("Olga", Role::Owner).await;
    for (name, path, fields) in [
        ("Ada", "/api/people/disable", [("id", "2"), ("disabled", "true")]),
        ("Ben", "/api/people/hand-over", [("from", "3"), ("to", "1")]),
    ] {
        let person = site.join(name, Role::Author).await;
        let desk = Desk::begin(&site, &person).await;
        desk.save(draft("Locks", "Text.\n"), None).await;
        let (link, _) = share(&desk).await;
        assert_eq!(site.get(&link).await.status, StatusCode::OK);
        site.post(path, Some(&olga.cookie), &fields).await.page();
        assert_eq!(site.get(&link).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_at_a_link_is_asked_to_come_again_and_keeps_nobody_from_publishing() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    // Takes long enough that all of them are there before the first is served.
    let long = "## Heading\n\nSome *words* and `code`, [a link](/posts/x).\n\n".repeat(3_000);
    desk.save(draft("Locks", &long), None).await;
    let (path, _) = share(&desk).await;

    let crowd = futures_util::future::join_all((0..40).map(|_| site.get(&path)));
    let other = Desk::begin(&site, &ada).await;
    let order = Some(Order::now(Act::Publish));
    let (crowd, _) = tokio::join!(crowd, other.save(draft("Keys", "Text.\n"), order));
    let (served, refused): (Vec<_>, Vec<_>) =
        crowd.iter().partition(|answer| answer.status == StatusCode::OK);
    assert!(served.len() >= 8 && refused.len() >= 8, "{} served", served.len());
    for answer in refused {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header(header::RETRY_AFTER), "5");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        answer.assert_in_order(&["<title>", "Too many drafts are asked for", "Load this page again"]);
    }
    assert_eq!(site.get(&path).await.status, StatusCode::OK, "once they are gone");
}
