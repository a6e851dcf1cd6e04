//! What is said of the address that a draft asks for, before anybody asks that readers see it.

use logbook::model::{
    draft::save::AddressWord,
    status::{Status, Visibility},
};

use super::*;

fn at(title: &str, slug: &str) -> Draft {
    let mut draft = draft(title, "Text.\n");
    draft.meta.slug = slug.to_owned();
    draft
}

/// What is said of an address that somebody writes; whatever that is, it is kept as it is written.
async fn told(desk: &Desk<'_>, slug: &str) -> Option<AddressWord> {
    let base = desk.open().await.head.revision;
    let key = format!("told-{base}");
    let answer = desk
        .send(&desk.request(base, at("Title", slug), &key, None))
        .await;
    let saved = reply(answer);
    let open = desk.open().await;
    assert_eq!(saved.saved, Some(open.head.revision));
    assert_eq!(open.head.draft.meta.slug, slug);
    assert_eq!(open.address, saved.address, "said again when it is opened again");
    saved.address
}

#[tokio::test]
async fn an_address_that_cannot_be_had_is_told_with_the_save_and_kept() {
    let mut hidden = post("Hidden", 1);
    hidden.status = Status::Unpublished;
    let mut unlisted = post("Unlisted", 1);
    unlisted.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![post("Taken", 1), hidden, unlisted]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    for (slug, words) in [
        ("taken", "“Taken” has this name"),
        // What not everybody can come across is not named.
        ("hidden", "Something else has this name"),
        ("unlisted", "Something else has this name"),
        ("feed", "/posts/feed is the site's own"),
        ("No slug", "An address holds only"),
    ] {
        let word = told(&desk, slug).await.unwrap();
        assert!(word.refused && word.text.contains(words), "{slug}: {word:?}");
    }
    assert_eq!(told(&desk, "free").await, None);
    assert_eq!(told(&desk, "").await, None);

    // Of a page the title may be enough.
    let begun = site
        .post("/api/desk/begin", Some(&ada.cookie), &[("kind", "page")])
        .await
        .page();
    let page = Desk {
        site: &site,
        person: &ada,
        post: begun.trim_matches('"').to_owned(),
    };
    let base = page.open().await.head.revision;
    let answer = page.send(&page.request(base, at("Contact", ""), "k", None)).await;
    let word = reply(answer).address.unwrap();
    assert!(
        word.refused && word.text.contains("/contact is the site's own"),
        "{word:?}"
    );
}

#[tokio::test]
async fn an_address_that_was_another_ones_may_be_had_and_what_that_means_is_told() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let publish = || Some(Order::now(Act::Publish));
    let (a, b) = (Desk::begin(&site, &ada).await, Desk::begin(&site, &ada).await);
    a.save(at("A", "x"), publish()).await;
    a.save(at("A", "y"), publish()).await;
    let word = told(&b, "x").await.unwrap();
    assert_eq!(
        (word.text.as_str(), word.refused),
        (
            "Old links to /posts/x lead to /posts/y. Once you publish, they lead here.",
            false
        )
    );
    assert_eq!(told(&a, "x").await, None, "it was its own");

    a.save(at("A", "y"), Some(Order::now(Act::Unpublish))).await;
    let word = told(&b, "x").await.unwrap();
    assert!(
        word.text
            .contains("lead to something that readers do not see now")
    );

    let base = b.open().await.head.revision;
    let order = b.request(base, at("B", "x"), "publish", publish());
    assert_eq!(reply(b.send(&order).await).address, None, "it is done");
    assert_eq!(told(&b, "x").await, None, "readers know it there");
}
