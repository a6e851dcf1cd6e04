//! The whole blog, read in pieces, and what is brought back of it.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, post},
    redirects::{Redirect, Target, add_redirect, put_redirect},
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
        let found = read_published(&mut reader, "post", slug, NOW).await.unwrap();
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
    let rust = bring_tag(&mut write, "rust", "Rust").await.unwrap();
    assert_eq!(bring_tag(&mut write, "rust", "RUST").await.unwrap(), rust);
    for description in ["A language.", "Another."] {
        describe_tag(&mut write, rust, description).await.unwrap();
    }
    let jobs = bring_series(&mut write, "jobs", "Jobs").await.unwrap();
    assert_eq!(bring_series(&mut write, "jobs", "Works").await.unwrap(), jobs);
    for description in ["Old.", "New."] {
        describe_series(&mut write, jobs, description).await.unwrap();
    }
    promise_series(&mut write, jobs, true, true).await.unwrap();
    let profile = Some(("https://a.example", Some("/media/aa.png")));
    bring_author(&mut write, "ada", "Ada", "", profile).await.unwrap();
    bring_author(&mut write, "ada", "Eve", "Writes.", Some(("x", None)))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let picture = blog.picture().await;
    let mut write = blog.begin().await;
    for alt in ["A queue", "Another"] {
        cover_series(&mut write, jobs, picture, alt).await.unwrap();
    }
    write.commit().await.unwrap();
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
            series[0].complete,
            series[0].shows_coming,
            series[0].cover.as_deref(),
            series[0].cover_alt.as_str()
        ),
        ("Jobs", "Old.", true, true, Some("/media/aa.png"), "A queue")
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
async fn two_of_one_name_are_two_and_an_old_address_leads_where_it_led() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    let (one, two) = (
        bring_tag(&mut write, "twin", "Twin").await.unwrap(),
        bring_tag(&mut write, "twin-2", "Twin").await.unwrap(),
    );
    assert_ne!(one, two);
    let old = Redirect::new("/tags/old", &Target::Tag(one), "merge", 1);
    put_redirect(&mut write, &old).await.unwrap();
    assert_eq!(bring_tag(&mut write, "old", "Old").await.unwrap(), one);
    let (one, two) = (
        bring_series(&mut write, "twin", "Twin").await.unwrap(),
        bring_series(&mut write, "twin-2", "Twin").await.unwrap(),
    );
    assert_ne!(one, two);
    let old = Redirect::new("/series/old", &Target::Series(two), "address", 1);
    put_redirect(&mut write, &old).await.unwrap();
    assert_eq!(bring_series(&mut write, "old", "Old").await.unwrap(), two);
}

#[tokio::test]
async fn what_is_in_the_trash_is_not_there() {
    let blog = Blog::open().await;
    let thrown = PostRecord {
        status: "trashed",
        ..post("thrown", 1_000)
    };
    let thrown = blog.save(&thrown).await;
    let here = blog.save(&post("here", 1_000)).await;
    let mut write = blog.begin().await;
    for (path, post) in [("/thrown", thrown), ("/here", here)] {
        add_redirect(&mut write, path, post, "import", 5).await.unwrap();
    }
    assert_eq!(count_posts(&mut write).await.unwrap(), 1);
    let posts = list_posts(&mut write, 0, 9).await.unwrap();
    assert_eq!(
        posts.iter().map(|post| post.slug.as_str()).collect::<Vec<_>>(),
        ["here"]
    );
    assert_eq!(find_post(&mut write, &posts[0].uuid).await.unwrap(), Some(here));
    let redirects = list_redirects(&mut write, "", 9).await.unwrap();
    assert_eq!(
        redirects
            .iter()
            .map(|found| found.path.as_str())
            .collect::<Vec<_>>(),
        ["/here"]
    );
    assert_eq!(redirects[0].post.as_deref(), Some(posts[0].uuid.as_str()));
    assert!(list_redirects(&mut write, "/here", 9).await.unwrap().is_empty());
}
