//! What changed in a post: what its readers are shown of that, and what never.

use logbook::server::{
    calendar,
    services::publish::{Due, publish_due},
};

use super::*;

fn publish() -> Option<Order> {
    Some(Order::now(Act::Publish))
}

fn telling(note: &str) -> Option<Order> {
    publish().map(|order| order.telling(note))
}

/// A draft whose readers are shown what changed.
fn told(title: &str, source: &str) -> Draft {
    let mut told = draft(title, source);
    told.meta.tells_changes = Some(true);
    told
}

async fn releases(site: &TestSite) -> Vec<(i64, Option<i64>, String)> {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_as("SELECT number, released_at, note FROM releases ORDER BY number")
        .fetch_all(&mut *reader)
        .await
        .unwrap()
}

const ADDRESS: &str = "/posts/the-cache/changes";

#[tokio::test]
async fn readers_see_what_changed_word_by_word_where_the_author_lets_them() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    desk.save(draft("The cache", "It holds one figure of many.\n"), publish())
        .await;
    assert_eq!(site.get(ADDRESS).await.status, StatusCode::NOT_FOUND);
    desk.save(draft("The cache", "It holds two figures of many.\n"), publish())
        .await;
    assert_eq!(
        site.get(ADDRESS).await.status,
        StatusCode::NOT_FOUND,
        "nobody let it be shown"
    );
    assert!(!site.get("/posts/the-cache").await.page().contains("History"));

    let text = "It keeps two <b>figures</b> of many.\n";
    desk.save(
        told("The cache", text),
        telling(" <script>alert(1)</script>\n& more "),
    )
    .await;
    site.get("/posts/the-cache")
        .await
        .assert_in_order(&["class=\"facts", ADDRESS, "History", "data-prose"]);
    let answer = site.get(ADDRESS).await;
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    answer.assert_in_order(&[
        "name=\"robots\" content=\"noindex\"",
        "href=\"/posts/the-cache\"",
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more",
        "<del>",
        "holds",
        "</del>",
        "<ins>",
        "keeps",
        "</ins>",
        "&lt;b&gt;",
        "<del>",
        "one figure",
        "<ins>",
        "two figures",
        "the first text that there is a record of",
    ]);
    assert!(!answer.text.contains("<script>alert"), "{}", answer.text);
    // No program runs in it.
    assert!(!answer.text.contains("import("));
}

#[tokio::test]
async fn what_was_never_published_is_never_shown() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    desk.save(told("The cache", "Draft of clandestine words.\n"), None)
        .await;
    desk.save(told("The cache", "One.\n"), publish()).await;
    desk.save(told("The clandestine cache", "Half clandestine.\n"), None)
        .await;
    desk.save(told("The cache", "Two.\n"), publish()).await;
    desk.save(told("Clandestine", "Wholly clandestine.\n"), None)
        .await;
    let page = site.get(ADDRESS).await.page();
    assert!(page.contains("Two") && page.contains("One"));
    assert!(!page.to_lowercase().contains("clandestine"), "{page}");

    // What is hidden again takes its changes with it, and so does who lets nobody see them any more.
    desk.save(told("The cache", "Two.\n"), Some(Order::now(Act::Unpublish)))
        .await;
    assert_eq!(site.get(ADDRESS).await.status, StatusCode::NOT_FOUND);
    desk.save(told("The cache", "Three.\n"), publish()).await;
    assert!(site.get(ADDRESS).await.page().contains("Three"));
    let mut untold = draft("The cache", "Three.\n");
    untold.meta.tells_changes = Some(false);
    desk.save(untold, publish()).await;
    assert_eq!(site.get(ADDRESS).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/posts/the-cache").await.page().contains("History"));
    for wrong in [
        "/posts/none/changes",
        "/posts/%FF/changes",
        "/posts/the-cache/changes/more",
    ] {
        assert_eq!(site.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn what_waits_for_its_time_is_no_release_before_it() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let first = desk.save(told("The cache", "One.\n"), publish()).await;
    desk.save(told("The cache", "One.\n"), Some(Order::now(Act::Unpublish)))
        .await;
    let later = calendar::now() + 60_000;
    let dropped = Order::schedule(later).telling("Too early");
    desk.save(told("The cache", "Never seen.\n"), Some(dropped)).await;
    desk.save(
        told("The cache", "Never seen.\n"),
        Some(Order::now(Act::Unpublish)),
    )
    .await;
    assert_eq!(releases(&site).await.len(), 1);
    let order = Order::schedule(later).telling("At its time");
    let second = desk.save(told("The cache", "Two.\n"), Some(order)).await;
    let waiting = releases(&site).await;
    assert_eq!((waiting[0].0, waiting.len()), (first, 2));
    assert_eq!(waiting[1], (second, None, "At its time".to_owned()));

    let mut write = site.context.database.begin().await.unwrap();
    let post: i64 = sqlx::query_scalar("SELECT id FROM posts")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    assert_eq!(publish_due(&mut write, post, later).await.unwrap(), Due::Live);
    write.commit().await.unwrap();
    let seen = releases(&site).await;
    assert_eq!(
        (seen.len(), seen[1].0, seen[1].2.as_str()),
        (2, second, "At its time")
    );
    assert_eq!(seen[1].1, Some(later));
}

#[tokio::test]
async fn what_readers_do_not_read_makes_no_release() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    desk.save(told("The cache", "One.\n"), publish()).await;
    let mut tagged = told("The cache", "One.\n");
    tagged.meta.tags.push("Queues".to_owned());
    desk.save(tagged.clone(), publish()).await;
    assert_eq!(releases(&site).await.len(), 1);
    assert_eq!(site.get(ADDRESS).await.status, StatusCode::NOT_FOUND);
    // What is told is a release all the same.
    desk.save(tagged.clone(), telling("Checked again.")).await;
    site.get(ADDRESS)
        .await
        .assert_in_order(&["Checked again.", "stayed as they were"]);
    tagged.meta.summary = "What it argues.".to_owned();
    desk.save(tagged, publish()).await;
    site.get(ADDRESS)
        .await
        .assert_in_order(&["Summary", "<ins>", "What it argues.", "Checked again."]);

    // An address that the post once had leads on.
    let mut moved = told("The cache", "Two.\n");
    moved.meta.slug = "the-store".to_owned();
    desk.save(moved, publish()).await;
    let old = site.get(ADDRESS).await;
    assert_eq!(
        (old.status, old.header(header::LOCATION)),
        (StatusCode::MOVED_PERMANENTLY, "/posts/the-store/changes")
    );
}

#[tokio::test]
async fn a_post_from_before_begins_with_what_its_readers_saw_last() {
    let site = TestSite::with(vec![post("Old words", 9)]).await;
    let ed = site.join("Ed", Role::Editor).await;
    let uuid = list(&site, &ed, ALL).await.posts[0].uuid.clone();
    let desk = Desk {
        site: &site,
        person: &ed,
        post: uuid,
    };
    let mut next = desk.open().await.head.draft;
    next.source = "The words of Old words.\n".to_owned();
    next.meta.tells_changes = Some(true);
    desk.save(next, telling("Text became words.")).await;
    site.get("/posts/old-words/changes").await.assert_in_order(&[
        "Text became words.",
        "<del>",
        "text",
        "</del>",
        "<ins>",
        "words",
        "record of",
    ]);
}

#[tokio::test]
async fn a_note_that_is_too_long_is_refused_with_what_to_do() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.open().await.head.revision;
    let long = desk.request(
        base,
        told("The cache", "One.\n"),
        "k-1",
        telling(&"ü".repeat(281)),
    );
    let refused = desk.send(&long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("at most 280 letters; these are 281"),
        "{}",
        refused.text
    );
    desk.save(told("The cache", "One.\n"), telling(&"ü".repeat(280)))
        .await;
    assert_eq!(releases(&site).await[0].2.chars().count(), 280);
}

#[tokio::test]
async fn a_long_post_is_compared_within_bounds() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let text = |word: &str| format!("{word} line of a long text\n\n").repeat(12_000);
    desk.save(told("The cache", &text("One")), publish()).await;
    desk.save(told("The cache", &text("Two")), publish()).await;
    let began = std::time::Instant::now();
    site.get(ADDRESS)
        .await
        .assert_in_order(&["too long to be compared on this page", "record of"]);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
