//! What readers of feeds see of a change at the desk.

use serde_json::Value;

use super::*;

const FILES: [&str; 3] = ["/rss.xml", "/atom.xml", "/feed.json"];

/// The only entry of a feed: what it is known by, its title, and the path of its page.
async fn entry(site: &TestSite, path: &str) -> (String, String, String) {
    let text = site.get(path).await.page();
    match path {
        "/rss.xml" => {
            let item = text.parse::<rss::Channel>().unwrap().items.remove(0);
            (item.guid.unwrap().value, item.title.unwrap(), item.link.unwrap())
        }
        "/atom.xml" => {
            let entry = text.parse::<atom_syndication::Feed>().unwrap().entries.remove(0);
            (entry.id, entry.title.value, entry.links[0].href.clone())
        }
        _ => {
            let feed: Value = serde_json::from_str(&text).unwrap();
            let told = |name: &str| feed["items"][0][name].as_str().unwrap().to_owned();
            (told("id"), told("title"), told("url"))
        }
    }
}

#[tokio::test]
async fn a_new_title_and_address_make_no_new_entry() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let publish = || Some(Order::now(Act::Publish));
    desk.save(draft("One", "Text."), publish()).await;
    let mut before = Vec::new();
    for path in FILES {
        let (id, title, address) = entry(&site, path).await;
        assert_eq!(title, "One", "{path}");
        assert!(address.ends_with("/posts/one"), "{path}: {address}");
        before.push(id);
    }
    let mut renamed = draft("Another", "Text.");
    renamed.meta.slug = "elsewhere".to_owned();
    desk.save(renamed, publish()).await;
    for (path, id) in FILES.into_iter().zip(before) {
        let (now, title, address) = entry(&site, path).await;
        assert_eq!((now, title.as_str()), (id, "Another"), "{path}");
        assert!(address.ends_with("/posts/elsewhere"), "{path}: {address}");
    }
}
