//! The order of a series, and drafts that were written before it was made.

use axum::http::StatusCode;
use logbook::{
    model::{
        draft::{Draft, Part},
        sorting::{
            DeskSeries,
            order::{Act, List, Step},
        },
    },
    server::services::save::Named,
};

use super::{Desk, publish};
use crate::site::post;

#[tokio::test]
async fn a_draft_does_not_undo_an_order_that_was_made_meanwhile() {
    let parts: Vec<_> = (1..=4)
        .map(|n| {
            let mut part = post(&format!("Part {n}"), n);
            part.series = Some((Named::new("Long work"), n));
            part
        })
        .collect();
    let uuids: Vec<String> = parts.iter().map(|part| part.uuid.to_string()).collect();
    let desk = Desk::with(parts).await;
    desk.save(&uuids[0], |draft| draft.source.push_str("\nMore."), None)
        .await;
    desk.save(&uuids[1], |draft| draft.source.push_str("\nMore."), None)
        .await;
    let id = 1;
    let mut wanted = Step {
        list: List::Series,
        id,
        act: Act::Arrange,
        version: desk.order(List::Series, id).await.version,
        keys: [3, 2, 1, 0].map(|at: usize| uuids[at].clone()).to_vec(),
        overview: false,
    };
    desk.change(&wanted).await.page();
    assert_eq!(desk.parts(id).await, ["Part 4", "Part 3", "Part 2", "Part 1"]);
    // The second of two at once is told, and sees the new order.
    wanted.keys.reverse();
    let refused = desk.change(&wanted).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Here is how it is now"), "{}", refused.text);

    desk.save(&uuids[0], |_| {}, publish()).await;
    assert_eq!(desk.parts(id).await, ["Part 4", "Part 3", "Part 2", "Part 1"]);
    // Who says another place gets it, and the others make room.
    let move_up = |draft: &mut Draft| {
        if let Some(part) = &mut draft.meta.series {
            part.position = 1;
        }
    };
    desk.save(&uuids[1], move_up, publish()).await;
    assert_eq!(desk.parts(id).await, ["Part 2", "Part 4", "Part 3", "Part 1"]);
    desk.site
        .get("/series/long-work")
        .await
        .assert_in_order(&["Part 2", "Part 4", "Part 3", "Part 1"]);

    // Taken out, and the series renamed: what the draft says of it is no wish to come back.
    desk.put(List::Series, id, Act::TakeOut, &uuids[2]).await.page();
    let mut series: DeskSeries = desk.get("sorting/series/open?id=1").await;
    "short".clone_into(&mut series.slug);
    "Short".clone_into(&mut series.title);
    desk.say(&series).await.page();
    // The second of two at once is told here, too.
    series.shows_coming = true;
    assert_eq!(desk.say(&series).await.status, StatusCode::CONFLICT);
    desk.save(&uuids[2], |draft| draft.source.push_str("\nMore."), publish())
        .await;
    assert_eq!(desk.parts(id).await, ["Part 2", "Part 4", "Part 1"]);
    assert_eq!(desk.leads("/series/long-work").await, "/series/short");
    // By its old name it is found all the same.
    let join = |draft: &mut Draft| {
        draft.meta.series = Some(Part {
            series: "long-work".to_owned(),
            position: 3,
        });
    };
    desk.save(&uuids[2], join, publish()).await;
    assert_eq!(desk.parts(id).await, ["Part 2", "Part 4", "Part 3", "Part 1"]);

    desk.ask("sorting/series/delete", &[("id", "1")]).await.page();
    assert_eq!(desk.leads("/series/short").await, "/posts/part-2");
    for made_of_it in [
        "/series/short/atom.xml",
        "/series/short/print",
        "/series/long-work/print",
    ] {
        assert_eq!(
            desk.site.get(made_of_it).await.status,
            StatusCode::GONE,
            "{made_of_it}"
        );
    }
    desk.save(&uuids[0], |_| {}, publish()).await;
    let list = desk
        .site
        .get_as("/api/sorting/series?words=", &desk.editor)
        .await
        .page();
    assert_eq!(list, "[]", "a deleted series stays so");
}
