//! The trash, copies, and what publishing the same text again changes.

use logbook::{
    model::slug::Slug,
    server::{
        calendar,
        services::{save::Named, trash},
    },
};

use super::*;

async fn uuid(site: &TestSite, person: &Person, title: &str) -> String {
    let all = list(site, person, ALL).await;
    let post = all.posts.into_iter().find(|post| post.title == title);
    post.unwrap().uuid
}

async fn tell(site: &TestSite, person: &Person, path: &str, post: &str) -> StatusCode {
    site.post(path, Some(&person.cookie), &[("post", post)])
        .await
        .status
}

#[tokio::test]
async fn what_was_thrown_away_comes_back_with_address_tags_series_and_counts() {
    let mut one = post("One", 2);
    one.series = Some((Named::new("Locks"), 2));
    one.old_paths = vec!["/old/one".to_owned()];
    let mut two = post("Two", 1);
    two.series = Some((Named::new("Locks"), 1));
    let site = TestSite::with(vec![one, two]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query(
        "UPDATE post_views SET total = 7, week = 7 WHERE post_id = (SELECT id FROM posts WHERE slug = 'one')",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    let before = site.get("/posts/one").await.page();
    let id = uuid(&site, &grace, "One").await;
    assert_eq!(tell(&site, &grace, "/api/desk/trash", &id).await, StatusCode::OK);
    assert_eq!(site.get("/posts/one").await.status, StatusCode::GONE);
    assert_eq!(site.get("/old/one").await.status, StatusCode::GONE);
    let trashed = list(&site, &grace, "words=&status=trashed&mine=false&sort=&page=1").await;
    assert!(trashed.posts[0].goes.is_some());
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &id).await,
        StatusCode::OK
    );
    let cut = |page: &str| page[page.find("<article").unwrap()..page.find("</article>").unwrap()].to_owned();
    let after = site.get("/posts/one").await.page();
    let volatile = |page: String| page.replace(char::is_numeric, "0");
    assert_eq!(volatile(cut(&after)), volatile(cut(&before)));
    assert!(after.contains("7 views") && after.contains("/series/locks"));
    assert_eq!(site.get("/old/one").await.header(header::LOCATION), "/posts/one");
    let all = list(&site, &grace, ALL).await;
    let row = all.posts.iter().find(|post| post.title == "One").unwrap();
    assert!(
        !row.pending && row.goes.is_none(),
        "readers see what was written last"
    );
}

#[tokio::test]
async fn editors_delete_for_good_and_a_month_does() {
    let site = TestSite::with((1..=5).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    let grace = site.join("Grace", Role::Editor).await;
    let id = uuid(&site, &grace, "Post 1").await;
    assert_eq!(
        tell(&site, &grace, "/api/desk/delete", &id).await,
        StatusCode::CONFLICT
    );
    assert_eq!(site.get("/posts/post-1").await.status, StatusCode::OK);
    assert_eq!(tell(&site, &grace, "/api/desk/trash", &id).await, StatusCode::OK);
    assert_eq!(tell(&site, &grace, "/api/desk/delete", &id).await, StatusCode::OK);
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &id).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/posts/post-1").await.status, StatusCode::GONE);

    for title in ["Post 2", "Post 3"] {
        let id = uuid(&site, &grace, title).await;
        assert_eq!(tell(&site, &grace, "/api/desk/trash", &id).await, StatusCode::OK);
    }
    let emptied = site.post("/api/desk/empty-trash", Some(&grace.cookie), &[]).await;
    assert_eq!(emptied.page(), "2");
    let emptied = site.post("/api/desk/empty-trash", Some(&grace.cookie), &[]).await;
    assert_eq!(emptied.page(), "0");

    let id = uuid(&site, &grace, "Post 4").await;
    assert_eq!(tell(&site, &grace, "/api/desk/trash", &id).await, StatusCode::OK);
    let now = calendar::now();
    let mut write = site.context.database.begin().await.unwrap();
    let next = trash::purge(&mut write, now).await.unwrap().unwrap();
    assert!(
        (now + trash::KEPT - 60_000..=now + trash::KEPT).contains(&next),
        "in a month"
    );
    assert_eq!(trash::purge(&mut write, next - 1).await.unwrap(), Some(next));
    assert_eq!(trash::purge(&mut write, next).await.unwrap(), None);
    assert_eq!(trash::purge(&mut write, next).await.unwrap(), None);
    write.commit().await.unwrap();
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &id).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/posts/post-5").await.status, StatusCode::OK);
    assert_eq!(list(&site, &grace, ALL).await.total, 1);

    let olga = site.join("Olga", Role::Owner).await;
    let log = site.get_as("/api/audit/list", &olga).await.page();
    assert_eq!(log.matches("post.delete").count(), 4, "{log}");
    // What a month did nobody did; and each entry names its post in the same way.
    assert_eq!(log.matches("\"actor\":\"schedule\"").count(), 1, "{log}");
    for action in ["post.trash", "post.delete"] {
        let entry = format!("\"action\":\"{action}\",\"object\":\"Post 4 ({id})\"");
        assert!(log.contains(&entry), "{entry} in {log}");
    }
}

#[tokio::test]
async fn what_an_older_version_imported_into_the_trash_goes_after_a_month_as_well() {
    let site = TestSite::with(vec![post("Old", 1), post("Older", 2), post("Seen", 3)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let (old, older) = (
        uuid(&site, &grace, "Old").await,
        uuid(&site, &grace, "Older").await,
    );
    let desk = Desk {
        site: &site,
        person: &grace,
        post: older.clone(),
    };
    desk.open().await;
    let now = calendar::now();
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE posts SET status = 'trashed' WHERE slug IN ('old', 'older')")
        .execute(&mut *write)
        .await
        .unwrap();
    assert_eq!(
        trash::purge(&mut write, now).await.unwrap(),
        Some(now + trash::KEPT)
    );
    write.commit().await.unwrap();
    let thrown = list(&site, &grace, "words=&status=trashed&mine=false&sort=&page=1").await;
    assert_eq!(thrown.posts.len(), 2);
    assert!(thrown.posts.iter().all(|post| post.goes.is_some()));
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &old).await,
        StatusCode::OK
    );
    let mut write = site.context.database.begin().await.unwrap();
    assert_eq!(trash::purge(&mut write, now + trash::KEPT).await.unwrap(), None);
    write.commit().await.unwrap();
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &older).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        list(&site, &grace, ALL).await.total,
        2,
        "what was taken back is a draft"
    );
}

#[tokio::test]
async fn what_an_older_version_brought_into_the_trash_goes_with_the_rest_even_if_it_cannot_be_read() {
    let site = TestSite::with((1..=4).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    let grace = site.join("Grace", Role::Editor).await;
    let desk = Desk {
        site: &site,
        person: &grace,
        post: uuid(&site, &grace, "Post 1").await,
    };
    desk.open().await;
    let mut write = site.context.database.begin().await.unwrap();
    for statement in [
        "UPDATE revisions SET meta = '{'",
        "UPDATE posts SET status = 'trashed' WHERE slug IN ('post-1', 'post-2')",
    ] {
        sqlx::query(statement).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();

    let now = calendar::now();
    let mut write = site.context.database.begin().await.unwrap();
    assert_eq!(
        trash::purge(&mut write, now).await.unwrap(),
        Some(now + trash::KEPT),
        "both are dated"
    );
    drop(write);
    let id = uuid(&site, &grace, "Post 3").await;
    assert_eq!(tell(&site, &grace, "/api/desk/trash", &id).await, StatusCode::OK);
    let emptied = site.post("/api/desk/empty-trash", Some(&grace.cookie), &[]).await;
    assert_eq!(emptied.page(), "3");
    assert_eq!(list(&site, &grace, ALL).await.total, 1);
}

#[tokio::test]
async fn a_contributor_undoes_what_a_contributor_may_do() {
    let site = TestSite::empty().await;
    let con = site.join("Con", Role::Contributor).await;
    let desk = Desk::begin(&site, &con).await;
    assert_eq!(
        tell(&site, &con, "/api/desk/trash", &desk.post).await,
        StatusCode::OK
    );
    assert_eq!(
        tell(&site, &con, "/api/desk/take-back", &desk.post).await,
        StatusCode::OK
    );
    let olga = site.join("Olga", Role::Owner).await;
    let owner = Desk {
        site: &site,
        person: &olga,
        post: desk.post.clone(),
    };
    let mut public = draft("Seen", "Text.\n");
    public.meta.authors = vec!["con".to_owned()];
    owner.save(public, Some(Order::now(Act::Publish))).await;
    assert_eq!(
        tell(&site, &con, "/api/desk/trash", &desk.post).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        tell(&site, &olga, "/api/desk/trash", &desk.post).await,
        StatusCode::OK
    );
    assert_eq!(
        tell(&site, &con, "/api/desk/take-back", &desk.post).await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_copy_is_a_draft_of_its_own() {
    let mut one = post("One", 2);
    one.series = Some((Named::new("Locks"), 2));
    one.featured = true;
    one.canonical = Some("https://elsewhere.test/one".to_owned());
    one.source = "The text\r\nas it is.\n".to_owned();
    let site = TestSite::with(vec![one]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let id = uuid(&site, &grace, "One").await;
    let original = Desk {
        site: &site,
        person: &grace,
        post: id.clone(),
    };
    let mut dated = original.open().await.head.draft;
    dated.meta.date = Some(1_000);
    original.save(dated, None).await;
    let copy = site
        .post("/api/desk/duplicate", Some(&grace.cookie), &[("post", &id)])
        .await
        .page();
    let desk = Desk {
        site: &site,
        person: &grace,
        post: copy.trim_matches('"').to_owned(),
    };
    let open = desk.open().await;
    let meta = &open.head.draft.meta;
    assert_eq!((open.status.as_str(), open.released), ("draft", 0));
    assert_eq!(open.head.draft.source, "The text\r\nas it is.\n");
    assert_eq!((meta.title.as_str(), meta.slug.as_str()), ("Copy of One", ""));
    assert_eq!(
        (&meta.tags[..], &meta.authors[..]),
        (&["Backend".to_owned()][..], &["grace".to_owned()][..])
    );
    assert!(meta.series.is_none() && !meta.featured && meta.canonical.is_empty());
    assert_eq!(meta.dated(), None);
    assert_eq!(site.get("/posts/copy-of-one").await.status, StatusCode::NOT_FOUND);
    desk.save(open.head.draft, Some(Order::now(Act::Publish))).await;
    site.get("/posts/copy-of-one")
        .await
        .assert_in_order(&["Copy of One", "The text"]);
    site.get("/posts/one").await.assert_in_order(&["One", "The text"]);
}

#[tokio::test]
async fn publishing_the_same_text_again_is_no_update() {
    let mut one = post("One", 20);
    one.slug = Slug::from_title("One");
    let site = TestSite::with(vec![one]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let desk = Desk {
        site: &site,
        person: &grace,
        post: uuid(&site, &grace, "One").await,
    };
    let updated = async || -> Option<i64> {
        sqlx::query_scalar("SELECT updated_at FROM posts WHERE slug = 'one'")
            .fetch_one(&mut *site.context.database.reader().await.unwrap())
            .await
            .unwrap()
    };
    let mut same = desk.open().await.head.draft;
    desk.save(same.clone(), Some(Order::now(Act::Publish))).await;
    assert_eq!(updated().await, None, "nothing changed");
    same.meta.tags.push("Locks".to_owned());
    desk.save(same.clone(), Some(Order::now(Act::Publish))).await;
    assert_eq!(updated().await, None, "tags are not the text");
    assert!(!site.get("/posts/one").await.text.contains("Updated"));
    same.source.push_str("More.\n");
    desk.save(same.clone(), Some(Order::now(Act::Publish))).await;
    let first = updated().await;
    assert!(first.is_some());
    desk.save(same, Some(Order::now(Act::Publish))).await;
    assert_eq!(updated().await, first);
    assert!(site.get("/posts/one").await.text.contains("Updated"));
}

#[tokio::test]
async fn what_is_written_on_a_post_that_somebody_threw_away_is_not_called_saved() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let grace = site.join("Grace", Role::Editor).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.save(draft("Title", "Text.\n"), None).await;
    let sent = desk.request(base, draft("Title", "Text, and more.\n"), "a-1", None);
    assert_eq!(reply(desk.send(&sent).await).saved, Some(base + 1));
    assert_eq!(
        tell(&site, &grace, "/api/desk/trash", &desk.post).await,
        StatusCode::OK
    );
    // The answer that was lost is the same as before; only what is new has no place.
    assert_eq!(reply(desk.send(&sent).await).saved, Some(base + 1));
    let later = desk.request(base + 1, draft("Title", "Later.\n"), "a-2", None);
    for _ in 0..2 {
        let answer = desk.send(&later).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text.contains("in the trash"), "{}", answer.text);
    }
    assert_eq!(desk.open().await.head.revision, base + 1);
    // What the device kept is sent again and again, and saved once the post is back.
    assert_eq!(
        tell(&site, &grace, "/api/desk/take-back", &desk.post).await,
        StatusCode::OK
    );
    assert_eq!(reply(desk.send(&later).await).saved, Some(base + 2));
    assert_eq!(desk.open().await.head.draft.source, "Later.\n");
}

#[tokio::test]
async fn a_post_is_thrown_away_with_what_was_written_last_and_once_however_often_that_is_sent() {
    let site = TestSite::empty().await;
    let con = site.join("Con", Role::Contributor).await;
    let ben = site.join("Ben", Role::Author).await;
    let olga = site.join("Olga", Role::Owner).await;
    let desk = Desk::begin(&site, &con).await;
    let by = |person| Desk {
        site: &site,
        person,
        post: desk.post.clone(),
    };
    let base = desk.save(draft("Title", "Text.\n"), None).await;
    let last = draft("Last title", "Text, and a last word.\n");
    let trash = desk.request(base, last, "a-1", Some(Order::now(Act::Trash)));
    assert_eq!(by(&ben).send(&trash).await.status, StatusCode::FORBIDDEN);
    let first = reply(desk.send(&trash).await);
    let stands = first.stands.clone().unwrap();
    assert_eq!(
        (first.saved, stands.status.as_str(), stands.released),
        (Some(base + 1), "trashed", 0)
    );
    assert_eq!(reply(desk.send(&trash).await), first, "the answer that was lost");
    let open = desk.open().await;
    assert_eq!(
        (open.status.as_str(), open.head.draft.source.as_str()),
        ("trashed", "Text, and a last word.\n")
    );
    let path = format!("/api/desk/revisions?post={}&before=", desk.post);
    let revisions: Vec<RevisionItem> = json::from_str(&site.get_as(&path, &con).await.page()).unwrap();
    assert_eq!(revisions[0].reason, "trash");
    let again = desk.request(base + 1, open.head.draft, "a-2", Some(Order::now(Act::Trash)));
    assert_eq!(desk.send(&again).await.status, StatusCode::CONFLICT);
    let log = site.get_as("/api/audit/list", &olga).await.page();
    let entry = format!(
        "\"action\":\"post.trash\",\"object\":\"Last title ({})\"",
        desk.post
    );
    assert_eq!(log.matches(&entry).count(), 1, "{log}");
    assert_eq!(log.matches("post.trash").count(), 1, "{log}");

    // What arrives once more throws nothing away that is back.
    assert_eq!(
        tell(&site, &con, "/api/desk/take-back", &desk.post).await,
        StatusCode::OK
    );
    let repeated = reply(desk.send(&trash).await);
    assert_eq!(repeated.saved, Some(base + 1));
    assert_eq!(repeated.stands.unwrap().status, "draft");

    // What readers see is not a contributor's to throw away, and nothing is kept of the attempt.
    let mut public = draft("Seen", "Text.\n");
    public.meta.authors = vec!["con".to_owned()];
    let number = by(&olga).save(public, Some(Order::now(Act::Publish))).await;
    let seen = draft("Seen", "Unseen.\n");
    let refused = desk.request(number, seen, "a-3", Some(Order::now(Act::Trash)));
    assert_eq!(desk.send(&refused).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.open().await.head.revision, number);
    site.get("/posts/seen").await.page();
    assert_eq!(reply(by(&olga).send(&refused).await).saved, Some(number + 1));
    assert_eq!(site.get("/posts/seen").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn what_waited_for_its_time_waits_again_after_it_was_thrown_away_with_a_save() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let later = Order::schedule(calendar::now() + 600_000);
    let waiting = desk.save(draft("Title", "Text.\n"), Some(later)).await;
    let more = draft("Title", "Text, and more.\n");
    desk.save(more, Some(Order::now(Act::Trash))).await;
    assert_eq!(desk.open().await.status, "trashed");
    assert_eq!(
        tell(&site, &ada, "/api/desk/take-back", &desk.post).await,
        StatusCode::OK
    );
    let open = desk.open().await;
    assert_eq!((open.status.as_str(), open.released), ("scheduled", waiting));
    assert_eq!(open.head.draft.source, "Text, and more.\n");
}

#[tokio::test]
async fn no_revision_of_a_post_in_the_trash_is_restored_before_it_is_back() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let first = desk.save(draft("Title", "First.\n"), None).await;
    let last = desk.save(draft("Title", "Last.\n"), None).await;
    assert_eq!(
        tell(&site, &ada, "/api/desk/trash", &desk.post).await,
        StatusCode::OK
    );
    let number = first.to_string();
    let fields = [("post", desk.post.as_str()), ("number", number.as_str())];
    let refused = site.post("/api/desk/restore", Some(&ada.cookie), &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("in the trash. Take it back"),
        "{}",
        refused.text
    );
    assert_eq!(
        tell(&site, &ada, "/api/desk/take-back", &desk.post).await,
        StatusCode::OK
    );
    let head = desk.open().await.head;
    assert_eq!((head.revision, head.draft.source.as_str()), (last, "Last.\n"));
    let restored = site.post("/api/desk/restore", Some(&ada.cookie), &fields).await;
    let head: Head = json::from_str(&restored.page()).unwrap();
    assert_eq!(
        (head.revision, head.draft.source.as_str()),
        (last + 1, "First.\n")
    );
}
