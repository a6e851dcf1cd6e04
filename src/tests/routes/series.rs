//! `/series/:slug`

use axum::http::StatusCode;
use logbook::{
    model::status::Status,
    server::services::save::{Named, NewPost},
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
        "3 parts",
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
