//! In which order posts are found.

use super::*;

#[tokio::test]
async fn titles_outweigh_labels_then_headings_then_summaries_then_texts() {
    let blog = Blog::open().await;
    let tag = blog.tag("quorum").await;
    let plain = "quorum ".repeat(8);
    let toc = r#"[{"level":2,"id":"q","title":"Quorum"}]"#;
    let filler = "other words that are here for the length of it ".repeat(8);
    let with = |plain| text(plain);
    let in_text = blog
        .save(&PostRecord {
            title: "a",
            body: with(&plain),
            ..post("a", 5_000)
        })
        .await;
    let in_summary = blog
        .save(&PostRecord {
            title: "b",
            summary: "Quorum",
            body: with(&filler),
            ..post("b", 4_000)
        })
        .await;
    let in_heading = blog
        .save(&PostRecord {
            title: "c",
            body: BodyRecord { toc, ..with(&filler) },
            ..post("c", 3_000)
        })
        .await;
    let in_tag = blog
        .save(&PostRecord {
            title: "d",
            tags: &[tag],
            body: with(&filler),
            ..post("d", 2_000)
        })
        .await;
    let in_title = blog
        .save(&PostRecord {
            title: "Quorum",
            body: with(&filler),
            ..post("e", 1_000)
        })
        .await;
    let order = found(&blog, "quorum ").await;
    assert_eq!(order[..3], [in_title, in_tag, in_heading]);
    assert!(order.contains(&in_summary) && order.contains(&in_text));
    let plain = format!("quorum {filler}");
    let once = blog
        .save(&PostRecord {
            title: "f",
            body: with(&plain),
            ..post("f", 9_000)
        })
        .await;
    let order = found(&blog, "quorum ").await;
    let place = |id| order.iter().position(|other| *other == id).unwrap();
    assert!(place(in_summary) < place(once), "{order:?}");
}

#[tokio::test]
async fn of_equals_the_newest_is_first() {
    let (blog, ids) = blog_of(&[("Lock", "a"), ("Lock", "a"), ("Lock", "a")]).await;
    assert_eq!(found(&blog, "lock ").await, [ids[2], ids[1], ids[0]]);
}

#[tokio::test]
async fn every_order_has_every_match_once_over_all_pages() {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for (index, title) in ["b Lock", "C lock", "a lock"].iter().enumerate() {
        let slug = format!("post-{index}");
        let time = i64::try_from(index).unwrap();
        let updated_at = (index == 0).then_some(9_000);
        ids.push(
            blog.save(&PostRecord {
                title,
                updated_at,
                ..post(&slug, 1_000 + time)
            })
            .await,
        );
    }
    blog.set_views(ids[1], 5, 5).await;
    blog.set_views(ids[0], 1, 9).await;
    for (sort, expected) in [
        (Sort::Newest, [2, 1, 0]),
        (Sort::Oldest, [0, 1, 2]),
        (Sort::Title, [2, 0, 1]),
        (Sort::Updated, [0, 2, 1]),
        (Sort::Read(Window::All), [0, 1, 2]),
        (Sort::Read(Window::Month), [1, 0, 2]),
        (Sort::Read(Window::Week), [2, 1, 0]),
        (Sort::Read(Window::Year), [2, 1, 0]),
        (Sort::Best, [2, 1, 0]),
    ] {
        let mut all = Vec::new();
        for offset in 0..4 {
            let outcome = ask(
                &blog,
                &Asked {
                    sort,
                    limit: 1,
                    offset,
                    ..asked("lock ")
                },
            )
            .await;
            assert_eq!((outcome.total, outcome.bounded), (3, false), "{sort:?}");
            all.extend(outcome.posts);
        }
        assert_eq!(all, expected.map(|index: usize| ids[index]), "{sort:?}");
    }
}

/// Words that more posts hold than are ranked by all they hold.
#[tokio::test]
async fn of_common_words_titles_come_first_then_tags_then_the_newest() {
    let blog = Blog::open().await;
    let tag = blog.tag("lock").await;
    let mut write = blog.begin().await;
    let mut changes = crate::server::db::search::index::IndexChanges::default();
    let many = plan::RARE + 100;
    let mut ids = Vec::new();
    for index in 0..many {
        let slug = format!("post-{index}");
        let record = PostRecord {
            title: if index == 3 { "Lock" } else { "Other" },
            tags: if index == 5 { &[tag] } else { &[] },
            body: text(if index == 7 { "lock rare" } else { "lock" }),
            ..post(&slug, index)
        };
        let saved = crate::server::db::store::save_post_of_many(&mut write, None, &record, NOW, &mut changes);
        ids.push(saved.await.unwrap());
    }
    changes.write(&mut write).await.unwrap();
    write.commit().await.unwrap();
    let outcome = ask(
        &blog,
        &Asked {
            limit: 4,
            ..asked("lock ")
        },
    )
    .await;
    assert_eq!(
        outcome.posts,
        [ids[3], ids[5], ids[ids.len() - 1], ids[ids.len() - 2]]
    );
    assert_eq!((i64::from(outcome.total), outcome.bounded), (many, false));
    assert_eq!(found(&blog, "lock rare ").await, [ids[7]]);
    assert_eq!(found(&blog, "lock other -rare before:1970-01-02").await.len(), 20);
    let mut all = Vec::new();
    for page in 0..u32::try_from(many).unwrap().div_ceil(100) {
        let page = Asked {
            limit: 100,
            offset: page * 100,
            ..asked("lock ")
        };
        all.extend(ask(&blog, &page).await.posts);
    }
    let mut once = all.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((all.len(), once.len()), (ids.len(), ids.len()));
}

#[tokio::test]
async fn the_order_is_the_same_once_the_file_knows_how_many_rows_it_has() {
    let blog = Blog::open().await;
    for index in 0..60_i64 {
        let (slug, title) = (
            format!("post-{index}"),
            if index % 7 == 0 { "Quorum" } else { "Other" },
        );
        let plain = format!(
            "{} quorum lock",
            "filler ".repeat(usize::try_from(index % 5).unwrap() * 20)
        );
        blog.save(&PostRecord {
            title,
            body: text(&plain),
            ..post(&slug, 1_000 + index)
        })
        .await;
    }
    let questions = ["quorum ", "lock quorum ", "quorum -other ", "loc"];
    let mut before = Vec::new();
    for question in questions {
        before.push(found(&blog, question).await);
    }
    blog.analyse().await;
    for (question, before) in questions.into_iter().zip(before) {
        assert!(before.len() > 5, "{question}");
        assert_eq!(found(&blog, question).await, before, "{question}");
    }
}
