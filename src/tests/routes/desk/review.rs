//! Whether posts still hold: who may say so, what readers are told, and what that leaves as it was.

use logbook::{
    model::review::{Reviewed, ToReview},
    server::calendar,
};

use super::*;
use crate::site::DAY;

const NOTE: &str = "review-note";

async fn to_review(site: &TestSite, person: &Person) -> Vec<String> {
    let page = site.get_as("/api/desk/to-review", person).await.page();
    let due: ToReview = json::from_str(&page).unwrap();
    due.posts.into_iter().map(|post| post.title).collect()
}

async fn review(site: &TestSite, person: &Person, post: &str, again: &str) -> Answer {
    let fields = [("post", post), ("again", again)];
    site.post("/api/desk/review", Some(&person.cookie), &fields).await
}

/// Published by somebody, to be looked at so many days from now.
async fn due<'a>(site: &'a TestSite, person: &'a Person, title: &str, author: &str, days: i64) -> Desk<'a> {
    let desk = Desk::begin(site, person).await;
    let mut due = draft(title, "Text.\n");
    due.meta.authors = vec![author.to_owned()];
    due.meta.review_after = Some(calendar::now() + days * DAY);
    desk.save(due, Some(Order::now(Act::Publish))).await;
    desk
}

#[tokio::test]
async fn a_review_is_seen_by_readers_and_changes_nothing_else() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let owner = site.join("Olga", Role::Owner).await;
    let desk = due(&site, &ada, "Locks", "ada", -1).await;
    let paths = [
        "/atom.xml",
        "/rss.xml",
        "/feed.json",
        "/sitemap.xml",
        "/tags/rust/atom.xml",
    ];
    let mut before = Vec::new();
    for path in paths {
        let answer = site.get(path).await;
        before.push((answer.header(header::LAST_MODIFIED).to_owned(), answer.page()));
    }
    let page = site.get("/posts/locks").await;
    let tag = page.header(header::ETAG).to_owned();
    assert!(page.text.contains(NOTE) && !page.text.contains("Last reviewed"));

    let reviewed: Reviewed = json::from_str(&review(&site, &ada, &desk.post, "Year").await.page()).unwrap();
    let page = site.get_with("/posts/locks", header::IF_NONE_MATCH, &tag).await;
    assert_eq!(page.status, StatusCode::OK, "what a browser keeps is out of date");
    page.assert_in_order(&["Last reviewed", "<time", "data-prose"]);
    assert!(!page.text.contains(NOTE) && !page.text.contains("Updated"));
    for (path, (time, text)) in paths.into_iter().zip(before) {
        let answer = site.get(path).await;
        assert_eq!(answer.header(header::LAST_MODIFIED), time, "{path}");
        assert_eq!(answer.page(), text, "{path}");
    }

    // What is written of it knows of the new day, and nothing waits to be published because of it.
    let open = desk.open().await;
    assert_eq!(
        (open.released, open.head.revision),
        (reviewed.released, reviewed.released)
    );
    let after = open.head.draft.meta.review_after.unwrap();
    assert!(after > calendar::now() + 360 * DAY && after % DAY == 0, "{after}");
    assert!(!list(&site, &ada, ALL).await.posts[0].pending);
    assert!(
        site.get("/posts/locks.md")
            .await
            .page()
            .contains("\nreviewed_at = ")
    );
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(
        log.contains("post.review") && log.contains("to be reviewed again on"),
        "{log}"
    );
    assert!(to_review(&site, &ada).await.is_empty());

    // What is written and not published stays so.
    desk.save(draft("Locks, and keys", "Other.\n"), None).await;
    review(&site, &ada, &desk.post, "Never").await.page();
    let open = desk.open().await;
    assert_eq!(open.head.draft.meta.review_after, None);
    assert_eq!(open.head.draft.source, "Other.\n");
    assert!(open.released < open.head.revision);
    assert!(!site.get("/posts/locks").await.page().contains("and keys"));
}

#[tokio::test]
async fn only_who_may_publish_a_post_is_asked_to_look_at_it() {
    let site = TestSite::empty().await;
    let (ada, ed) = (
        site.join("Ada", Role::Author).await,
        site.join("Ed", Role::Editor).await,
    );
    let cyd = site.join("Cyd", Role::Contributor).await;
    let soon = due(&site, &ada, "Soon", "ada", 20).await;
    due(&site, &ada, "Late", "ada", -9).await;
    due(&site, &ada, "Far", "ada", 40).await;
    due(&site, &ed, "Of Ed", "ed", -5).await;
    let cyds = due(&site, &ed, "Of Cyd", "cyd", -20).await;
    assert_eq!(to_review(&site, &ed).await, ["Of Cyd", "Late", "Of Ed", "Soon"]);
    assert_eq!(to_review(&site, &ada).await, ["Late", "Soon"]);
    assert!(to_review(&site, &cyd).await.is_empty());
    for (person, post, status) in [
        (&cyd, &cyds.post, StatusCode::FORBIDDEN),
        (&ada, &cyds.post, StatusCode::FORBIDDEN),
        (&ada, &soon.post, StatusCode::OK),
        (&ed, &cyds.post, StatusCode::OK),
    ] {
        assert_eq!(review(&site, person, post, "HalfYear").await.status, status);
    }
    assert_eq!(to_review(&site, &ed).await, ["Late", "Of Ed"]);

    let begun = Desk::begin(&site, &ada).await;
    let refused = review(&site, &ada, &begun.post, "Year").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Publish it first"), "{}", refused.text);
}

#[tokio::test]
async fn readers_are_told_in_the_sites_words_from_the_day_on() {
    let mut posts = Vec::new();
    for (title, after, reviewed, evergreen) in [
        ("Past", Some(-2), None, false),
        ("Looked at", Some(-2), Some(-1), false),
        ("Ahead", Some(2), None, false),
        ("Evergreen", Some(-2), None, true),
        ("Undated", None, None, false),
    ] {
        let mut one = post(title, 9);
        let day = |days: i64| calendar::now() + days * DAY;
        one.review_after = after.map(day);
        one.reviewed_at = reviewed.map(day);
        one.evergreen = Some(evergreen);
        posts.push(one);
    }
    let site = TestSite::with(posts).await;
    let ed = site.join("Ed", Role::Editor).await;
    for quiet in ["looked-at", "ahead", "evergreen", "undated"] {
        let page = site.get(&format!("/posts/{quiet}")).await.page();
        assert!(!page.contains(NOTE) && !page.contains("out of date"), "{quiet}");
    }
    assert_eq!(to_review(&site, &ed).await, ["Past", "Ahead"]);
    site.get("/posts/past").await.assert_in_order(&[
        "data-prose",
        NOTE,
        "This post was due for a review on",
        "<time datetime=",
        "</time>",
        "Some of it may be out of date.",
        "The text of Past.",
    ]);
    // Feeds are for what is new.
    assert!(!site.get("/atom.xml").await.page().contains("out of date"));

    site.set(&[("review_note", "<b>Old</b>, see {date} & {date}")])
        .await;
    let page = site.get("/posts/past").await;
    page.assert_in_order(&["&lt;b&gt;Old&lt;/b&gt;, see", "<time", "&amp;", "<time"]);
    // Within the app it comes with the same answer.
    let data = site.get("/api/posts/read?slug=past").await.page();
    assert!(data.contains(NOTE) && !data.contains("<b>Old"), "{data}");
    site.set(&[("review_note", "")]).await;
    assert!(!site.get("/posts/past").await.page().contains(NOTE));
}

#[tokio::test]
async fn a_review_leaves_a_post_to_the_import_that_it_came_with() {
    let site = TestSite::with(vec![post("Imported", 9)]).await;
    let ed = site.join("Ed", Role::Editor).await;
    let uuid = list(&site, &ed, ALL).await.posts[0].uuid.clone();
    let desk = Desk {
        site: &site,
        person: &ed,
        post: uuid.clone(),
    };
    review(&site, &ed, &uuid, "Year").await.page();
    let local = async || {
        let mut reader = site.context.database.reader().await.unwrap();
        let known = logbook::server::db::store::find_known_post(&mut reader, &uuid).await;
        known.unwrap().unwrap().is_local
    };
    assert!(!local().await);
    assert!(desk.open().await.head.draft.meta.review_after.is_some());
    review(&site, &ed, &uuid, "Never").await.page();
    assert!(!local().await);
    assert_eq!(desk.open().await.head.draft.meta.review_after, None);
}
