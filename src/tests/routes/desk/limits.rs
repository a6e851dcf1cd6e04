//! What the desk takes and what it does not, in every script.

use logbook::server::services::save::{Named, NewPost};

use super::*;

/// A post as an import may bring it: more of everything than an author could type here.
fn large() -> NewPost {
    let mut large = post("Large", 2);
    large.summary = "word ".repeat(240);
    large.tags = (0..40).map(|n| Named::new(&format!("Topic {n}"))).collect();
    large
}

#[tokio::test]
async fn what_was_there_before_is_no_reason_to_refuse() {
    let site = TestSite::with(vec![large()]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let uuid = list(&site, &grace, ALL).await.posts[0].uuid.clone();
    let desk = Desk {
        site: &site,
        person: &grace,
        post: uuid,
    };
    let fields = [("post", desk.post.as_str())];
    for path in ["/api/desk/trash", "/api/desk/take-back"] {
        let answer = site.post(path, Some(&grace.cookie), &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    }
    let mut draft = desk.open().await.head.draft;
    draft.meta.title = "Larger".to_owned();
    desk.save(draft.clone(), Some(Order::now(Act::Publish))).await;
    desk.save(draft.clone(), Some(Order::now(Act::Unpublish))).await;
    assert_eq!(site.get("/posts/large").await.status, StatusCode::NOT_FOUND);
    draft.meta.summary.push_str("and more");
    let base = desk.open().await.head.revision;
    let answer = desk.send(&desk.request(base, draft, "more", None)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("\"summary\":"), "{}", answer.text);
}
