//! When a post appeared: by the order that showed it, and by what its author says.

use logbook::server::calendar;

use super::*;

#[tokio::test]
async fn a_post_that_nobody_saw_has_the_date_on_which_it_appears() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let began = calendar::now();
    for by_trash in [false, true] {
        let desk = Desk::begin(&site, &ada).await;
        let text = draft(&format!("Late {by_trash}"), "Text.\n");
        let later = Order::schedule(calendar::now() + 60_000);
        desk.save(text.clone(), Some(later)).await;
        if by_trash {
            assert_eq!(desk.ask("trash", &ada).await, StatusCode::OK);
            desk.pass(1_000).await;
            assert_eq!(desk.ask("take-back", &ada).await, StatusCode::OK);
        } else {
            desk.order(Act::Unpublish).await;
            desk.pass(1_000).await;
        }
        assert_eq!(desk.row().await.status, "draft");
        desk.save(text, Some(Order::now(Act::Publish))).await;
        let row = desk.row().await;
        assert!(row.published_at >= Some(began), "{row:?}");
        assert_eq!(row.updated_at, None, "nobody saw it before");
    }

    // What was seen keeps its date, also while it is hidden.
    let desk = Desk::begin(&site, &ada).await;
    desk.save(draft("Seen", "Text.\n"), Some(Order::now(Act::Publish)))
        .await;
    desk.pass(1_000).await;
    desk.order(Act::Unpublish).await;
    desk.order(Act::Publish).await;
    let row = desk.row().await;
    assert_eq!(row.published_at, Some(1_000));
    assert_eq!(row.updated_at, None, "the text is the same");
}

#[tokio::test]
async fn a_post_that_is_dated_back_appeared_when_it_says() {
    let site = TestSite::with(vec![post("Newer", 1), post("Older", 9)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let dated = |date: i64| {
        let mut draft = draft("Between", "Text.\n");
        draft.meta.date = Some(date);
        draft
    };
    let publish = || Some(Order::now(Act::Publish));
    let (now, day) = (calendar::now(), calendar::DAY);

    // It is kept as it was written, and not published like that.
    let base = desk.save(dated(now + day), None).await;
    for (date, order, words) in [
        (now + day, Order::now(Act::Publish), "Schedule the post for then"),
        (-1, Order::now(Act::Publish), "since 1970"),
        (now - day, Order::schedule(now + day), "appears at its time"),
    ] {
        let request = desk.request(base, dated(date), "refused", Some(order));
        let answer = desk.send(&request).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.text.contains("\"date\":"), "{}", answer.text);
        assert!(answer.text.contains(words), "{}", answer.text);
    }
    let open = desk.open().await;
    assert_eq!(open.head.draft, dated(now + day));
    assert_eq!(open.status, "draft");

    let ordered = async |slugs: [&str; 3]| {
        let paths = slugs.map(|slug| format!("/posts/{slug}"));
        let paths = paths.each_ref().map(String::as_str);
        for list in ["/posts", "/atom.xml"] {
            site.get(list).await.assert_in_order(&paths);
        }
    };
    let first = now - 5 * day;
    desk.save(dated(first), publish()).await;
    ordered(["newer", "between", "older"]).await;
    for path in ["/posts/between", "/feed.json"] {
        let text = site.get(path).await.page();
        assert!(text.contains(&calendar::rfc3339(first)), "{path}: {text}");
    }
    let row = desk.row().await;
    assert_eq!((row.published_at, row.updated_at), (Some(first), None));

    // Readers see another date once it is published.
    let second = now - 20 * day;
    desk.save(dated(second), None).await;
    assert!(desk.pending().await);
    assert_eq!(desk.row().await.published_at, Some(first));
    ordered(["newer", "between", "older"]).await;
    desk.save(dated(second), publish()).await;
    ordered(["newer", "older", "between"]).await;
    // Emptied, it stays what it is; so it does where an older program says nothing of it.
    desk.save(dated(0), publish()).await;
    desk.save(draft("Between", "Text.\n"), publish()).await;
    assert_eq!(desk.open().await.head.draft.meta.date, Some(0));
    let row = desk.row().await;
    assert_eq!((row.published_at, row.updated_at), (Some(second), None));
    assert!(!desk.pending().await);

    // Nothing changed before it appeared.
    let newest = now - day;
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE posts SET updated_at = $2 WHERE uuid = $1")
        .bind(&desk.post)
        .bind(second + day)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    desk.save(dated(newest), publish()).await;
    let row = desk.row().await;
    assert_eq!((row.published_at, row.updated_at), (Some(newest), None));

    // What waits for its time may say that time.
    let later = Desk::begin(&site, &ada).await;
    later
        .save(dated(now + day), Some(Order::schedule(now + day)))
        .await;
    assert_eq!(later.row().await.status, "scheduled");
}
