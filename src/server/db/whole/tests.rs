//! The whole blog, read in pieces, and what is brought back of it.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, post},
    redirects::{Target, add_redirect, list_to, read_redirect},
    store::PostRecord,
};

#[tokio::test]
async fn posts_come_whole_in_the_order_of_their_rows_and_only_published_ones_by_address() {
    let blog = Blog::open().await;
    let (tag, series) = (blog.tag("rust").await, blog.series("jobs").await);
    let tags = [tag];
    let first = PostRecord {
        series: Some((series, 2)),
        tags: &tags,
        ..post("one", 1_000)
    };
    let id = blog.save(&first).await;
    let draft = PostRecord {
        status: "draft",
        ..post("two", 1_000)
    };
    blog.save(&draft).await;
    let later = post("three", NOW + 1);
    blog.save(&later).await;
    let mut write = blog.begin().await;
    for path in ["/b", "/a"] {
        add_redirect(&mut write, path, id, "import", 1).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut reader = blog.reader().await;
    assert_eq!(count_posts(&mut reader).await.unwrap(), 3);
    let all = list_posts(&mut reader, 0, 2).await.unwrap();
    assert_eq!(
        all.iter().map(|post| post.slug.as_str()).collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert_eq!(
        (
            all[0].series_slug.as_deref(),
            all[0].series_part,
            all[0].old_paths.as_deref()
        ),
        (Some("jobs"), Some(2), Some("/a\n/b"))
    );
    assert!(all[0].tags.as_deref().unwrap().starts_with("rust\u{1f}"));
    let rest = list_posts(&mut reader, all[1].id, 2).await.unwrap();
    assert_eq!(rest.len(), 1);
    for (slug, seen) in [("one", true), ("two", false), ("three", false), ("four", false)] {
        let found = read_published(&mut reader, slug, NOW).await.unwrap();
        assert_eq!(found.is_some(), seen, "{slug}");
    }
    drop(reader);
    for statement in [POSTS, PUBLISHED] {
        let plan = blog
            .plan(&statement.replace("$1", "'one'").replace("$2", "9"))
            .await;
        assert!(!plan.iter().any(|step| step.starts_with("SCAN p")), "{plan:?}");
    }
}

#[tokio::test]
async fn names_come_back_and_do_not_write_over_what_is_here() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    bring_tag(&mut write, "rust", "Rust", "").await.unwrap();
    bring_tag(&mut write, "rust", "RUST", "A language.")
        .await
        .unwrap();
    bring_tag(&mut write, "rust", "RUST", "Another.").await.unwrap();
    bring_series(&mut write, "jobs", "Jobs", "Old.", true)
        .await
        .unwrap();
    bring_series(&mut write, "jobs", "Works", "New.", false)
        .await
        .unwrap();
    let profile = Some(("https://a.example", Some("/media/aa.png")));
    bring_author(&mut write, "ada", "Ada", "", profile).await.unwrap();
    bring_author(&mut write, "ada", "Eve", "Writes.", Some(("x", None)))
        .await
        .unwrap();
    write.commit().await.unwrap();
    blog.picture().await;
    let mut reader = blog.reader().await;
    let tags = list_tags(&mut reader, 0, 9).await.unwrap();
    assert_eq!(
        (tags[0].name.as_str(), tags[0].description.as_str(), tags.len()),
        ("Rust", "A language.", 1)
    );
    let series = list_series(&mut reader, 0, 9).await.unwrap();
    assert_eq!(
        (
            series[0].title.as_str(),
            series[0].description.as_str(),
            series[0].complete
        ),
        ("Jobs", "Old.", true)
    );
    let authors = list_authors(&mut reader, 0, 9).await.unwrap();
    assert_eq!(
        (
            authors[0].name.as_str(),
            authors[0].bio.as_str(),
            authors[0].links.as_deref()
        ),
        ("Ada", "Writes.", Some("https://a.example"))
    );
    assert_eq!(
        list_files(&mut reader, 0, 9).await.unwrap()[0].path,
        "/media/aa.png"
    );
    assert!(list_tags(&mut reader, tags[0].id, 9).await.unwrap().is_empty());
    assert!(
        list_series(&mut reader, series[0].id, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        list_authors(&mut reader, authors[0].id, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn old_addresses_come_back_to_what_is_here_and_to_nothing_else() {
    let blog = Blog::open().await;
    let one = blog.save(&post("one", 1_000)).await;
    let two = blog.save(&post("two", 1_000)).await;
    let mut write = blog.begin().await;
    add_redirect(&mut write, "/mine", one, "import", 5).await.unwrap();
    add_redirect(&mut write, "/others", two, "import", 5)
        .await
        .unwrap();
    let uuid: String = list_posts(&mut write, 0, 1).await.unwrap().remove(0).uuid;
    let lead = |path: &str, post: Option<&str>, target: Option<&str>| WholeRedirect {
        path: path.to_owned(),
        post: post.map(str::to_owned),
        tag: None,
        series: None,
        target: target.map(str::to_owned),
        origin: "address".to_owned(),
        created_at: 1,
    };
    for (redirect, led) in [
        (lead("/mine", Some(&uuid), None), true),
        (lead("/others", Some(&uuid), None), false),
        (lead("/gone", Some("nobody"), None), false),
        (lead("/away", None, Some("https://example.org/")), true),
    ] {
        assert_eq!(
            bring_redirect(&mut write, &redirect).await.unwrap(),
            led,
            "{redirect:?}"
        );
    }
    let mine = read_redirect(&mut write, "/mine").await.unwrap().unwrap();
    assert_eq!((mine.origin.as_str(), mine.created_at), ("address", 1));
    assert_eq!(
        list_to(&mut write, &Target::Post(two)).await.unwrap()[0].origin,
        "import"
    );
    write.commit().await.unwrap();
    let mut reader = blog.reader().await;
    let all = list_redirects(&mut reader, "/away", 9).await.unwrap();
    assert_eq!(
        all.iter().map(|found| found.path.as_str()).collect::<Vec<_>>(),
        ["/mine", "/others"]
    );
    assert_eq!(all[0].post.as_deref(), Some(uuid.as_str()));
}
