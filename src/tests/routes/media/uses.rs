//! What is used stays, and says where it is used.

use axum::http::StatusCode;
use logbook::{
    model::{draft::Picture, role::Role},
    server::services::{accounts::Actor, save::Named, sorting::series},
};

use crate::{
    pictures::{noise, plain},
    site::{TestSite, post},
    staff::Person,
};

#[tokio::test]
async fn what_is_used_stays_and_what_is_not_goes_with_all_its_sizes() {
    let site = TestSite::empty().await;
    let (ada, ben) = (
        site.join("Ada", Role::Author).await,
        site.join("Ben", Role::Author).await,
    );
    let editor = site.join("Eve", Role::Editor).await;
    let used = site.take("used.png", noise(600, 20), &ada).await;
    let spare = site.take("spare.png", noise(601, 20), &ada).await;
    site.work(&["variants"]).await;
    assert_eq!(site.shelf().len(), 4);
    let mut shown = post("Shown", 1);
    shown.source = format!("![]({})", used.path);
    site.write(vec![shown]).await;

    let all = site
        .library(&ada, "words=&unused=false&pictures=false&page=1")
        .await;
    assert_eq!(all.total, 2);
    let [spare_item, used_item] = &all.items[..] else {
        panic!("{all:?}")
    };
    assert_eq!(used_item.uses[0].href, "/posts/shown", "not hers to write on");
    assert!(spare_item.uses.is_empty() && spare_item.deletable);
    let by_ben = site
        .library(&ben, "words=&unused=true&pictures=true&page=1")
        .await;
    assert_eq!(by_ben.total, 1);
    assert!(!by_ben.items[0].deletable);

    let delete = async |id: i64, person: &Person| {
        let fields = [("id", id.to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, id)| (*name, id.as_str())).collect();
        site.post("/api/media/delete", Some(&person.cookie), &fields)
            .await
    };
    let refused = delete(used_item.id, &editor).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("one place"), "{}", refused.text);
    assert_eq!(delete(spare_item.id, &ben).await.status, StatusCode::FORBIDDEN);
    assert_eq!(delete(spare_item.id, &ada).await.status, StatusCode::OK);
    assert_eq!(site.shelf().len(), 4, "files go after the word is kept");
    site.work(&["remove-files"]).await;
    assert_eq!(site.shelf().len(), 2);
    assert!(site.shelf().iter().all(|name| used.path.contains(&name[..32])));
    assert_eq!(delete(spare_item.id, &editor).await.status, StatusCode::NOT_FOUND);

    // The same picture again is a new one.
    let again = site.take("spare.png", noise(601, 20), &ben).await;
    assert!(!again.known && again.path == spare.path);
}

#[tokio::test]
async fn the_cover_of_a_series_is_used_and_stays() {
    let site = TestSite::empty().await;
    let (author, editor) = (
        site.join("Ada", Role::Author).await,
        site.join("Eve", Role::Editor).await,
    );
    let taken = site.take("cover.png", plain(40, 30, 7), &author).await;
    let (database, operator) = (&site.context.database, Actor::operator());
    let id = series::create(database, &operator, "Durable jobs")
        .await
        .unwrap()
        .unwrap();
    let cover = async |cover: Option<Picture>| {
        let mut filled = series::open(database, id).await.unwrap().unwrap();
        filled.cover = cover;
        series::edit(database, &operator, &filled)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    };
    cover(Some(Picture {
        src: taken.path.clone(),
        alt: String::new(),
    }))
    .await;
    let item = async |person: &Person, unused: bool| {
        let page = site
            .library(person, &format!("words=&unused={unused}&pictures=true&page=1"))
            .await;
        page.items.into_iter().next()
    };
    assert_eq!(item(&editor, true).await, None, "it is used");
    let seen = item(&editor, false).await.unwrap();
    assert_eq!(
        (seen.uses[0].title.as_str(), seen.uses[0].href.as_str()),
        ("Durable jobs", format!("/admin/series/{id}").as_str())
    );
    // Readers do not see it yet, so that it is nobody else's business.
    let seen = item(&author, false).await.unwrap();
    assert_eq!((seen.uses.len(), seen.elsewhere), (0, 1));
    let mut part = post("Queues", 1);
    part.series = Some((Named::new("Durable jobs"), 1));
    site.write(vec![part]).await;
    let seen = item(&author, false).await.unwrap();
    assert_eq!(seen.uses[0].href, "/series/durable-jobs");

    let number = seen.id.to_string();
    let fields = [("id", number.as_str())];
    let delete = async || {
        site.post("/api/media/delete", Some(&editor.cookie), &fields)
            .await
    };
    let refused = delete().await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("one place"), "{}", refused.text);
    cover(None).await;
    assert_eq!(delete().await.status, StatusCode::OK);
}
