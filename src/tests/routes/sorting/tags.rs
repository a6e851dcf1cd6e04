//! Tags that are renamed, merged and deleted: their old addresses, and drafts that name them.

use axum::http::{StatusCode, header};
use logbook::model::{
    draft::Draft,
    sorting::{DeskRedirects, DeskTags},
    status::Status,
};

use super::{Changed, Desk, json, publish, tagged};

#[tokio::test]
async fn every_old_address_of_a_tag_leads_straight_to_the_present_one() {
    let desk = Desk::with(vec![tagged("One", &["Alpha", "Rust"])]).await;
    desk.rename("alpha", "beta").await;
    let last = desk.rename("beta", "gamma").await;
    for (old, new) in [
        ("/tags/alpha", "/tags/gamma"),
        ("/tags/beta/", "/tags/gamma"),
        ("/tags/beta?page=1", "/tags/gamma?page=1"),
        ("/posts?tag=alpha&tag=rust", "/posts?tag=gamma&tag=rust"),
        ("/posts?tag=beta&tag=gamma&any=1", "/posts?tag=gamma"),
        ("/?not=alpha&sort=oldest", "/?not=gamma&sort=oldest"),
        ("/search?q=one&tag=alpha", "/search?q=one&tag=gamma"),
        // Spelt otherwise besides.
        ("/tags/ALPHA", "/tags/gamma"),
        ("/tags/Alpha/rss.xml", "/tags/gamma/rss.xml"),
        ("/posts?tag=ALPHA&page=1", "/posts?tag=gamma"),
        ("/posts/?tag=alpha", "/posts?tag=gamma"),
        (
            "/api/v1/posts?tag=alpha&limit=5",
            "https://blog.test/api/v1/posts?limit=5&tag=gamma",
        ),
    ] {
        assert_eq!(desk.leads(old).await, new, "{old}");
    }
    desk.site.get("/tags/gamma").await.page();
    desk.site
        .get("/posts?tag=gamma")
        .await
        .assert_in_order(&["gamma", "One"]);
    let found = desk.site.get("/search?q=gamma").await;
    assert!(found.text.contains("/posts/one"), "the search knows the new name");

    let told = desk
        .ask("sorting/tags/undo", &[("id", &last.to_string())])
        .await
        .page();
    assert!(told.contains("Taken back"), "{told}");
    assert_eq!(desk.leads("/tags/alpha").await, "/tags/beta");
    assert_eq!(desk.site.get("/tags/gamma").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn merged_and_deleted_tags_lead_on_and_unlisted_ones_tell_nothing() {
    let mut hidden = tagged("Two", &["Secret"]);
    hidden.status = Status::Draft;
    let desk = Desk::with(vec![tagged("One", &["Alpha", "Rust"]), hidden]).await;
    let id = desk.tag("alpha").await.to_string();
    desk.ask("sorting/tags/merge", &[("id", &id), ("into", "Rust")])
        .await
        .page();
    assert_eq!(desk.leads("/tags/alpha").await, "/tags/rust");
    assert_eq!(desk.leads("/tags/alpha/rss.xml").await, "/tags/rust/rss.xml");
    desk.rename("secret", "hush").await;
    assert_eq!(desk.site.get("/tags/secret").await.status, StatusCode::NOT_FOUND);
    for asked in ["/posts?tag=secret", "/posts?tag=SECRET", "/posts/?tag=secret"] {
        let told = desk.site.get(asked).await;
        assert!(!told.header(header::LOCATION).contains("hush"), "{asked}");
    }
    let id = desk.tag("rust").await.to_string();
    desk.ask("sorting/tags/delete", &[("id", &id)]).await.page();
    for old in ["/tags/alpha", "/tags/rust"] {
        assert_eq!(desk.leads(old).await, "/tags", "{old}");
        // A reader's program that asks for its feed forever is told to stop.
        for feed in ["rss.xml", "feed.json", "feed"] {
            let feed = format!("{old}/{feed}");
            assert_eq!(desk.site.get(&feed).await.status, StatusCode::GONE, "{feed}");
        }
    }
    for never in ["/tags/never/rss.xml", "/tags/secret/rss.xml", "/tags/rust/print"] {
        assert_eq!(
            desk.site.get(never).await.status,
            StatusCode::NOT_FOUND,
            "{never}"
        );
    }
    let list: DeskRedirects = desk.get("sorting/redirects?words=tags&page=1").await;
    assert!(list.total >= 3 && list.redirects.iter().all(|redirect| redirect.automatic));
    let hush = list
        .redirects
        .iter()
        .find(|redirect| redirect.path == "/tags/secret")
        .unwrap();
    assert_eq!((hush.target.as_str(), hush.alive), ("/tags/hush", false));
}

/// What names the feed of a tag.
async fn feed_of(desk: &Desk, tag: &str) -> String {
    let feed = desk.site.get(&format!("/tags/{tag}/atom.xml")).await.page();
    feed.parse::<atom_syndication::Feed>().unwrap().id
}

#[tokio::test]
async fn a_new_tag_has_a_feed_of_its_own_and_one_that_is_back_has_its_old_one() {
    let desk = Desk::with(vec![tagged("One", &["Alpha", "Beta"])]).await;
    let (alpha, beta) = (feed_of(&desk, "alpha").await, feed_of(&desk, "beta").await);
    let row = desk.tag("beta").await;
    let deleted = desk.ask("sorting/tags/delete", &[("id", &row.to_string())]).await;
    let deleted: Changed = json::from_str(&deleted.page()).unwrap();
    desk.site.write(vec![tagged("Two", &["Gamma"])]).await;
    assert_eq!(desk.tag("gamma").await, row, "row ids are used again");
    let gamma = feed_of(&desk, "gamma").await;
    assert!(gamma != beta && gamma != alpha, "{alpha} {beta} {gamma}");
    desk.ask("sorting/tags/undo", &[("id", &deleted.id.to_string())])
        .await
        .page();
    let merged = desk.tag("alpha").await.to_string();
    let merged = desk
        .ask("sorting/tags/merge", &[("id", &merged), ("into", "Gamma")])
        .await;
    let merged: Changed = json::from_str(&merged.page()).unwrap();
    desk.ask("sorting/tags/undo", &[("id", &merged.id.to_string())])
        .await
        .page();
    for (tag, feed) in [("alpha", alpha), ("beta", beta), ("gamma", gamma)] {
        assert_eq!(feed_of(&desk, tag).await, feed, "{tag}");
    }
}

#[tokio::test]
async fn a_draft_that_names_an_old_tag_means_the_present_one() {
    let one = tagged("One", &["Alpha", "Beta", "Gone"]);
    let uuid = one.uuid.to_string();
    let desk = Desk::with(vec![one, tagged("Two", &["Rust"])]).await;
    // A pending change of a published post, and one that was never published.
    desk.save(&uuid, |draft| draft.source.push_str("\nMore."), None)
        .await;
    let fresh = desk.ask("desk/begin", &[]).await.page();
    let fresh = fresh.trim_matches('"').to_owned();
    let begin = |draft: &mut Draft| {
        draft.source = "Text.".to_owned();
        draft.meta.title = "Fresh".to_owned();
        draft.meta.tags = vec!["Alpha".to_owned(), "Beta".to_owned()];
    };
    desk.save(&fresh, begin, None).await;

    desk.rename("alpha", "omega").await;
    let beta = desk.tag("beta").await.to_string();
    desk.ask("sorting/tags/merge", &[("id", &beta), ("into", "omega")])
        .await
        .page();
    let gone = desk.tag("gone").await.to_string();
    desk.ask("sorting/tags/delete", &[("id", &gone)]).await.page();

    // Who writes is told what becomes of the tags before that happens.
    let told = async |post: &str, names: &str| -> Vec<String> {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("post", post)
            .append_pair("names", names)
            .finish();
        desk.get(&format!("desk/tags/told?{query}")).await
    };
    assert!(
        told(&fresh, "Alpha\nBeta\nomega").await.is_empty(),
        "they mean what is there"
    );
    assert_eq!(
        told(&fresh, "Gone\nRust\nBrand new").await,
        [
            "“Gone” was deleted, and is made anew when you publish: take it out if it is to stay away.",
            "“Brand new” is new, and is made when you publish.",
        ]
    );
    assert_eq!(
        told(&uuid, "Alpha\nGone").await,
        ["“Gone” was deleted, and is left out when you publish."]
    );

    desk.save(&uuid, |_| {}, publish()).await;
    desk.save(&fresh, |_| {}, publish()).await;
    let tags: DeskTags = desk.get("sorting/tags?words=&page=1").await;
    let told: Vec<_> = tags
        .tags
        .iter()
        .map(|tag| (tag.slug.as_str(), tag.listed))
        .collect();
    assert_eq!(told, [("omega", 2), ("rust", 1)], "none is made anew");

    // Who names a deleted tag on purpose makes it anew.
    desk.save(&fresh, |draft| draft.meta.tags.push("Gone".to_owned()), publish())
        .await;
    desk.site.get("/tags/gone").await.page();
}
