//! A post whose time comes while somebody has it open.

use logbook::{
    model::draft::save::{Looked, Standing},
    server::{
        calendar,
        db::drafts::find_post,
        services::publish::{Due, publish_due},
    },
};

use super::*;

fn later() -> Option<Order> {
    Some(Order::schedule(calendar::now() + 60_000))
}

/// Lets the time of a post come, and has that done that is due.
async fn come(desk: &Desk<'_>) {
    let mut write = desk.site.context.database.begin().await.unwrap();
    let post = find_post(&mut write, &desk.post).await.unwrap().unwrap();
    sqlx::query("UPDATE posts SET published_at = 1000 WHERE id = $1")
        .bind(post.id)
        .execute(&mut *write)
        .await
        .unwrap();
    let due = publish_due(&mut write, post.id, calendar::now()).await.unwrap();
    assert_eq!(due, Due::Live);
    write.commit().await.unwrap();
}

async fn look(desk: &Desk<'_>, revision: i64) -> Looked {
    let path = format!("/api/desk/look?post={}&revision={revision}", desk.post);
    json::from_str(&desk.site.get_as(&path, desk.person).await.page()).unwrap()
}

#[tokio::test]
async fn who_keeps_a_post_from_its_time_does_not_take_it_from_readers_who_see_it_by_then() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let text = draft("Due", "Text.\n");
    let withdraw = || Some(Order::now(Act::Withdraw));
    desk.save(text.clone(), later()).await;
    let base = desk.save(text.clone(), withdraw()).await;
    assert_eq!(desk.open().await.status, "draft");
    let again = desk.request(base, text.clone(), "again", withdraw());
    assert_eq!(desk.send(&again).await.status, StatusCode::CONFLICT);

    let base = desk.save(text.clone(), later()).await;
    come(&desk).await;
    let late = desk.request(base, draft("Due", "Other words.\n"), "late", withdraw());
    let answer = desk.send(&late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("it stays published"), "{}", answer.text);
    site.get("/posts/due").await.page();
    let open = desk.open().await;
    assert_eq!((open.status.as_str(), open.head.revision), ("published", base));
    // Who means it says so.
    desk.save(text, Some(Order::now(Act::Unpublish))).await;
    assert_eq!(desk.open().await.status, "unpublished");
}

#[tokio::test]
async fn whoever_saves_or_only_looks_is_told_where_the_post_stands() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let text = draft("Due", "Text.\n");
    let base = desk.save(text.clone(), None).await;
    let looked = look(&desk, base).await;
    assert_eq!(looked.newer, None);
    assert_eq!(
        (looked.stands.status.as_str(), looked.stands.released),
        ("draft", 0)
    );

    let schedule = desk.request(base, text, "schedule", later());
    let at = schedule.then.as_ref().and_then(|order| order.at);
    let scheduled = Standing {
        status: "scheduled".to_owned(),
        slug: "due".to_owned(),
        at,
        released: base + 1,
    };
    assert_eq!(
        reply(desk.send(&schedule).await).stands.as_ref(),
        Some(&scheduled)
    );
    let looked = look(&desk, base).await;
    assert_eq!(looked.newer.map(|head| head.revision), Some(base + 1));
    assert_eq!(looked.stands, scheduled);

    come(&desk).await;
    let published = Standing {
        status: "published".to_owned(),
        at: Some(1_000),
        ..scheduled
    };
    let looked = look(&desk, base + 1).await;
    assert_eq!((looked.newer, looked.stands), (None, published.clone()));
    // Who writes without a pause never looks.
    let more = desk.request(base + 1, draft("Due", "Other words.\n"), "more", None);
    assert_eq!(reply(desk.send(&more).await).stands, Some(published.clone()));
    // A save that is overtaken tells as much.
    let overtaken = desk.request(base + 1, draft("Due", "Late words.\n"), "late", None);
    let answer = reply(desk.send(&overtaken).await);
    assert!(answer.conflict.is_some());
    assert_eq!(answer.stands, Some(published));
}
