//! `/series/:slug`

use axum::http::{StatusCode, header};
use logbook::{
    model::status::Status,
    server::{
        db::redirects::{Redirect, Target, put_redirect},
        services::save::{Named, NewPost},
    },
};

use crate::site::{TestSite, post};

fn part(title: &str, days: i64, number: i64) -> NewPost {
    let mut part = post(title, days);
    part.series = Some((Named::new("Work that waits"), number));
    part
}

#[tokio::test]
async fn parts_stand_in_reading_order_with_the_overview_first() {
    let site = TestSite::with(vec![
        part("Third", 1, 3),
        part("First", 5, 1),
        part("Overview", 2, 0),
    ])
    .await;
    let page = site.get("/series/work-that-waits").await;
    page.assert_in_order(&[
        "<h1>Work that waits",
        "Overview and 2 parts",
        ">Overview<",
        ">First<",
        ">Third<",
    ]);
}

#[tokio::test]
async fn parts_are_counted_over_what_readers_can_see() {
    let mut hidden = part("Second", 3, 2);
    hidden.status = Status::Draft;
    let site = TestSite::with(vec![part("First", 5, 1), hidden, part("Third", 1, 3)]).await;
    let third = site.get("/posts/third").await.page();
    assert!(third.contains("Part 2 of 2"), "{third}");
    assert!(!third.contains("Second"));
    assert!(third.contains("Previous part"));
}

#[tokio::test]
async fn a_series_without_visible_parts_is_not_found() {
    let mut hidden = part("Only", 3, 1);
    hidden.status = Status::Unpublished;
    let site = TestSite::with(vec![hidden]).await;
    assert_eq!(
        site.get("/series/work-that-waits").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/series/nope").await.status, StatusCode::NOT_FOUND);
}

fn overview() -> NewPost {
    part("Overview", 9, 0)
}

#[tokio::test]
async fn an_overview_is_no_part_and_nobody_is_numbered_beyond_the_last() {
    let site = TestSite::with(vec![overview(), part("First", 5, 1), part("Third", 1, 3)]).await;
    site.get("/posts/overview")
        .await
        .assert_in_order(&[">Overview<", "/series/work-that-waits"]);
    let third = site.get("/posts/third").await.page();
    assert!(third.contains("Part 2 of 2"), "{third}");
    let list = site.get("/posts").await;
    list.assert_in_order(&["Part 2 of 2 · ", "Part 1 of 2 · ", "Overview · "]);
    // Unpublishing renumbers what is left, in lists and on pages.
    let id = find(&site, "first").await;
    unpublish(&site, id).await;
    let third = site.get("/posts/third").await.page();
    assert!(!third.contains("of 2"), "{third}");
    assert!(!third.contains("/posts/first"), "{third}");
    let list = site.get("/posts").await.page();
    assert!(!list.contains(" of 2") && list.contains("Part of "), "{list}");
}

async fn find(site: &TestSite, slug: &str) -> i64 {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_scalar("SELECT id FROM posts WHERE slug = $1")
        .bind(slug)
        .fetch_one(&mut *reader)
        .await
        .unwrap()
}

async fn unpublish(site: &TestSite, id: i64) {
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE posts SET status = 'unpublished' WHERE id = $1")
        .bind(id)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_series_is_one_row_of_an_archive_and_the_count_is_that_of_posts() {
    let mut posts = vec![overview(), part("First", 5, 1), part("Second", 2, 2)];
    posts.extend([post("Alone", 1), post("Old", 20)]);
    let mut elsewhere = part("Third", 3, 3);
    elsewhere.tags = vec![Named::new("Elsewhere")];
    posts.push(elsewhere);
    let site = TestSite::with(posts).await;
    for path in ["/tags/backend", "/authors/ada-marlow"] {
        let page = site.get(path).await;
        page.assert_in_order(&[
            "href=\"/posts/alone\"",
            "href=\"/series/work-that-waits\"",
            "<details",
            "Overview and ",
            "href=\"/posts/overview\"",
            "href=\"/posts/first\"",
            "href=\"/posts/second\"",
            "href=\"/posts/old\"",
        ]);
        assert_eq!(page.text.matches("class=\"row row-of-parts\"").count(), 1);
        assert_eq!(page.text.matches("class=\"row\"").count(), 2);
    }
    let tag = site.get("/tags/backend").await.page();
    assert!(tag.contains("— 5 posts"), "{tag}");
    assert!(tag.contains("Overview and 2 of 3 parts"), "{tag}");
    site.get("/tags/backend").await.assert_in_order(&[
        "<summary",
        "Overview and 2 of 3 parts",
        "class=\"visually-hidden\"",
        "of ",
        "Work that waits",
        "</summary>",
        "class=\"row-part\">1<",
    ]);
    // One part alone is a row like any other, and says what it is part of.
    site.get("/tags/elsewhere").await.assert_in_order(&[
        "href=\"/posts/third\"",
        "Part 3 of 3",
        "/series/work-that-waits",
    ]);
}

#[tokio::test]
async fn lists_leave_out_what_a_title_says_of_its_series() {
    let mut posts = Vec::new();
    for (number, title) in [
        (1, "Locks : Work that waits"),
        (2, "Work that waits, Part 2: Leases"),
    ] {
        posts.push(part(title, 9 - number, number));
    }
    let site = TestSite::with(posts).await;
    for path in ["/tags/backend", "/posts", "/series/work-that-waits"] {
        let page = site.get(path).await.page();
        assert!(
            page.contains(">Locks<") && page.contains(">Leases<"),
            "{path}: {page}"
        );
    }
    let page = site.get("/posts/locks-work-that-waits").await.page();
    assert!(page.contains("<h1>Locks : Work that waits<"), "{page}");
    assert!(page.contains("neighbour-title\">Leases<"), "{page}");
}

#[tokio::test]
async fn a_series_is_printed_on_one_page_with_ids_of_their_own() {
    let mut posts = vec![
        overview(),
        part("First : Work that waits", 5, 1),
        part("Second", 2, 2),
    ];
    for post in &mut posts {
        post.source = "## Why\n\nSee [why](#why) and a note[^1].\n\n[^1]: Here.\n".to_owned();
    }
    let mut hidden = part("Hidden", 1, 3);
    hidden.status = Status::Draft;
    posts.push(hidden);
    let site = TestSite::with(posts).await;
    let page = site.get("/series/work-that-waits/print").await;
    page.assert_in_order(&[
        "rel=\"canonical\"",
        "<h1>Work that waits",
        "Ongoing · Overview and 2 parts · 3 min in all",
        "href=\"#part-0\"",
        "href=\"#part-2\"",
        "id=\"part-0\"",
        ">Overview<",
        "id=\"part-0-why\"",
        "href=\"#part-0-why\"",
        ">Part 1<",
        ">First<",
        "id=\"part-1-why\"",
        ">Part 2<",
        ">Second<",
        "<h3 id=\"part-2-why\"",
    ]);
    assert!(
        page.text
            .contains("href=\"https://blog.test/series/work-that-waits\"")
    );
    // One address is for search engines, and this page names it.
    assert_eq!(page.header("x-robots-tag"), "");
    assert!(!page.text.contains("noindex") && page.text.contains("<meta name=\"description\" content=\""));
    let text = page.page();
    assert!(
        !text.contains("Hidden") && !text.contains("too long for one page"),
        "{text}"
    );
    assert!(!text.contains("wasm"), "{text}");
    let mut ids: Vec<&str> = text
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
    for path in ["/series/nope/print", "/series/%FF/print", "/series/a%2Fb/print"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut write = site.context.database.begin().await.unwrap();
    let old = Redirect::new("/series/old", &Target::Series(1), "address", 0);
    put_redirect(&mut write, &old).await.unwrap();
    write.commit().await.unwrap();
    let moved = site.get("/series/old/print").await;
    assert_eq!(
        (moved.status, moved.header(header::LOCATION)),
        (StatusCode::MOVED_PERMANENTLY, "/series/work-that-waits/print")
    );
    let series = site.get("/series/work-that-waits").await.page();
    assert!(
        series.contains("href=\"/series/work-that-waits/print\""),
        "{series}"
    );
}

#[tokio::test]
async fn a_series_that_is_too_long_for_a_page_says_what_is_left_out() {
    let mut posts: Vec<NewPost> = (1..=6).map(|n| part(&format!("Long {n}"), 9 - n, n)).collect();
    for post in &mut posts {
        post.source = "A paragraph of some words, and then some more of them.\n\n".repeat(8_000);
    }
    let site = TestSite::with(posts).await;
    let page = site.get("/series/work-that-waits/print").await;
    page.assert_in_order(&[
        "too long for one page: here are the first 4 of its 6 texts",
        "href=\"#part-3\"",
        "href=\"/posts/long-5\"",
        "on its own page only",
        "id=\"part-3\"",
    ]);
    assert!(!page.text.contains("id=\"part-4\""));
    assert!(page.text.len() < 3 * 1024 * 1024, "{}", page.text.len());
}

#[tokio::test]
async fn parts_to_come_are_listed_in_their_place_and_nothing_leads_to_them() {
    let mut second = part("Second : Work that waits", 1, 2);
    second.status = Status::Draft;
    let mut fourth = part("Fourth", -3, 4);
    fourth.status = Status::Scheduled;
    let mut untitled = part("Untitled", 1, 5);
    untitled.status = Status::Draft;
    untitled.title = "  ".to_owned();
    let posts = vec![part("First", 5, 1), second, part("Third", 2, 3), fourth, untitled];
    let site = TestSite::with(posts).await;
    let quiet = site.get("/posts/third").await.page();
    assert!(
        !quiet.contains("Second") && !quiet.contains("Coming"),
        "off by itself: {quiet}"
    );
    site.show_coming("work-that-waits").await;

    let third = site.get("/posts/third").await;
    third.assert_in_order(&[
        "Part 2 of 2",
        "href=\"/posts/first\"",
        "class=\"is-coming\"",
        "Second",
        ">Coming<",
        "href=\"/posts/third\" aria-current=\"page\"",
        "class=\"is-coming\"",
        "Fourth",
        ">Coming<",
        "</details>",
        "Previous part",
    ]);
    assert!(!third.text.contains("Second :"), "without the series' name");
    assert!(!third.text.contains("Next part"), "{}", third.text);
    assert_eq!(third.text.matches(">Coming<").count(), 2, "none without a title");
    let series = site.get("/series/work-that-waits").await;
    series.assert_in_order(&[
        "Ongoing",
        "2 parts",
        "Start with part 1",
        ">First<",
        "part-coming",
        ">Second<",
        ">Coming<",
        ">Third<",
        "part-coming",
        ">Fourth<",
        ">Coming<",
    ]);
    let list = site.get("/posts").await.page();
    assert!(list.contains("Part 2 of 2") && !list.contains("Fourth"), "{list}");
    let print = site.get("/series/work-that-waits/print").await.page();
    assert!(!print.contains("Fourth"), "{print}");
}

#[tokio::test]
async fn the_first_part_of_a_series_announces_the_others_and_still_leads_to_other_posts() {
    let mut second = part("Second", 1, 2);
    second.status = Status::Draft;
    let site = TestSite::with(vec![post("Older", 9), part("First", 5, 1), second]).await;
    let quiet = site.get("/posts/first").await.page();
    assert!(!quiet.contains("series-box"), "{quiet}");
    site.show_coming("work-that-waits").await;
    let first = site.get("/posts/first").await;
    first.assert_in_order(&["series-box", ">Series<", "Second", ">Coming<", "Older post"]);
    let series = site.get("/series/work-that-waits").await.page();
    assert!(
        series.contains("1 part<") && !series.contains("series-way"),
        "{series}"
    );
    // Nothing is announced of which nothing is there.
    let id = find(&site, "first").await;
    unpublish(&site, id).await;
    assert_eq!(
        site.get("/series/work-that-waits").await.status,
        StatusCode::NOT_FOUND
    );
}
