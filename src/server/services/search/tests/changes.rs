//! What is found of posts that are hidden or that change.

use super::*;

#[tokio::test]
async fn what_readers_may_not_see_is_never_found() {
    let blog = Blog::open().await;
    let tag = blog.tag("secret-tag").await;
    let secret = PostRecord {
        title: "Secret plans",
        summary: "secret",
        tags: &[tag],
        body: text("a secret and a mystery"),
        ..post("secret", 1_000)
    };
    blog.save_hidden(&secret).await;
    for words in [
        "secret",
        "secret ",
        "se",
        "s",
        "mystery",
        "sceret ",
        "mistery ",
        "tag:secret-tag",
        "-nothing",
    ] {
        let outcome = ask(&blog, &asked(words)).await;
        assert_eq!((outcome.total, outcome.corrected), (0, None), "{words}");
        assert!(outcome.nearest.is_empty(), "{words}: {:?}", outcome.nearest);
    }
    let id = blog.save(&secret).await;
    assert_eq!(found(&blog, "mystery ").await, [id]);
    for status in ["draft", "scheduled", "unpublished", "trashed"] {
        blog.replace(id, &PostRecord { status, ..secret }).await;
        for words in ["secret ", "se", "mystery ", "mistery "] {
            assert_eq!(ask(&blog, &asked(words)).await.total, 0, "{status} {words}");
        }
        blog.replace(id, &secret).await;
        assert_eq!(found(&blog, "mystery ").await, [id]);
    }
    blog.replace(
        id,
        &PostRecord {
            published_at: Some(NOW + 1),
            ..secret
        },
    )
    .await;
    assert!(found(&blog, "mystery ").await.is_empty(), "its time has not come");
}

#[tokio::test]
async fn a_changed_text_is_found_by_its_new_words_alone() {
    let blog = Blog::open().await;
    let before = PostRecord {
        title: "Locks",
        body: text("lease"),
        ..post("notes", 1_000)
    };
    let id = blog.save(&before).await;
    blog.replace(
        id,
        &PostRecord {
            title: "Queues",
            body: text("retry"),
            ..post("notes", 2_000)
        },
    )
    .await;
    for words in ["lock ", "lease ", "loc", "leas"] {
        assert!(found(&blog, words).await.is_empty(), "{words}");
    }
    assert_eq!(found(&blog, "queue retry ").await, [id]);
}
