//! Collections and focus areas, as the front page shows them.

use axum::http::StatusCode;
use logbook::model::sorting::order::{Act, List, Step};
use miniserde::json;

use super::Desk;
use crate::site::post;

#[tokio::test]
async fn what_is_put_together_at_the_desk_is_what_readers_find_on_the_front_page() {
    let posts: Vec<_> = (1..=3).map(|n| post(&format!("Post {n}"), n)).collect();
    let uuids: Vec<String> = posts.iter().map(|post| post.uuid.to_string()).collect();
    let desk = Desk::with(posts).await;
    desk.site.set(&[("layout", "knowledge-base")]).await;
    let front = async || desk.site.get("/").await;
    let begin = async |name: &str| -> i64 {
        let answer = desk.ask("sorting/collections/create", &[("name", name)]).await;
        json::from_str(&answer.page()).unwrap()
    };
    let (start, flagship) = (begin("Start here").await, begin("Flagship").await);
    for (id, post) in [(start, 2), (start, 0), (flagship, 0), (flagship, 1)] {
        desk.put(List::Collection, id, Act::Add, &uuids[post])
            .await
            .page();
    }
    front().await.assert_in_order(&[
        "Start here",
        ">Post 3<",
        ">Post 1<",
        "Flagship",
        ">Post 1<",
        ">Post 2<",
    ]);

    let seen = desk.order(List::Collections, 0).await;
    let mut step = Step {
        list: List::Collections,
        id: 0,
        act: Act::Arrange,
        version: seen.version,
        keys: seen.items.iter().rev().map(|item| item.key.clone()).collect(),
        overview: false,
    };
    desk.change(&step).await.page();
    front()
        .await
        .assert_in_order(&["Flagship", ">Post 1<", ">Post 2<", "Start here", ">Post 3<"]);
    step.keys.reverse();
    let refused = desk.change(&step).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Here is how it is now"), "{}", refused.text);
    assert_eq!(desk.names(List::Collections, 0).await, ["Flagship", "Start here"]);

    let id = start.to_string();
    let edit = async |shows: &str| {
        let fields = [
            ("id", id.as_str()),
            ("slug", "start"),
            ("name", "Begin <here>"),
            ("intro", "Three of many."),
            ("shows", shows),
        ];
        desk.ask("sorting/collections/edit", &fields).await
    };
    assert_eq!(edit("views").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    edit("summary").await.page();
    front().await.assert_in_order(&[
        "Begin &lt;here&gt;",
        "Three of many.",
        ">Post 3<",
        "What Post 3 argues.",
    ]);

    // A post that is withdrawn stays where it was put, and readers do not see it.
    desk.ask("desk/trash", &[("post", uuids[2].as_str())])
        .await
        .page();
    assert!(!front().await.page().contains(">Post 3<"));
    assert_eq!(desk.names(List::Collection, start).await, ["Post 3", "Post 1"]);

    desk.put(List::Focus, 0, Act::Add, "backend").await.page();
    front().await.assert_in_order(&["Focus areas", "/tags/backend"]);
    desk.put(List::Focus, 0, Act::TakeOut, "backend").await.page();
    assert!(!front().await.page().contains("Focus areas"));

    desk.ask("sorting/collections/delete", &[("id", id.as_str())])
        .await
        .page();
    assert!(!front().await.page().contains("Three of many."));
    assert_eq!(desk.names(List::Collections, 0).await, ["Flagship"]);
}
