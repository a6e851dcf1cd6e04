//! Old addresses lead where something is, and tell nothing of what readers do not see.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, hidden, post},
    store::PostRecord,
};

async fn redirect(blog: &Blog, path: &str, post: i64) -> bool {
    let mut write = blog.begin().await;
    let leads = add_redirect(&mut write, path, post, "import", NOW).await.unwrap();
    write.commit().await.unwrap();
    leads
}

#[tokio::test]
async fn an_old_path_in_any_script_leads_to_its_post_and_only_that_very_path() {
    let blog = Blog::open().await;
    let id = blog.save(&post("about-us", 1_000)).await;
    redirect(&blog, "/über-uns/日本語", id).await;
    let mut reader = blog.reader().await;
    let found = find_redirect(&mut reader, "/über-uns/日本語", NOW).await.unwrap();
    assert_eq!(found.as_deref(), Some("/posts/about-us"));
    for path in [
        "",
        "/",
        "/Über-uns/日本語",
        "/u\u{308}ber-uns/日本語",
        "/über-uns",
        "/%",
    ] {
        let found = find_redirect(&mut reader, path, NOW).await.unwrap();
        assert_eq!(found, None, "{path:?}");
    }
}

#[tokio::test]
async fn an_old_path_follows_its_post_to_a_new_slug() {
    let blog = Blog::open().await;
    let id = blog.save(&post("first-name", 1_000)).await;
    redirect(&blog, "/old", id).await;
    blog.replace(id, &post("second-name", 1_000)).await;
    let found = find_redirect(&mut *blog.reader().await, "/old", NOW)
        .await
        .unwrap();
    assert_eq!(found.as_deref(), Some("/posts/second-name"));
}

#[tokio::test]
async fn an_old_path_gives_nothing_away_of_a_post_that_readers_do_not_see() {
    let blog = Blog::open().await;
    let post = post("secret", 1_000);
    let id = blog.save(&post).await;
    redirect(&blog, "/old", id).await;
    let mut reader = blog.reader().await;
    for (name, hidden) in hidden(&post) {
        blog.replace(id, &hidden).await;
        let found = find_redirect(&mut reader, "/old", NOW).await.unwrap();
        let is_seen = matches!(name, "unlisted" | "page" | "project");
        assert_eq!(found.is_some(), is_seen, "{name}");
    }
    blog.replace(
        id,
        &PostRecord {
            published_at: Some(NOW + 1),
            ..post
        },
    )
    .await;
    assert_eq!(find_redirect(&mut reader, "/old", NOW).await.unwrap(), None);
    assert!(
        find_redirect(&mut reader, "/old", NOW + 1)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_path_that_leads_to_another_post_stays_with_it() {
    let blog = Blog::open().await;
    let (first, second) = (
        blog.save(&post("first", 1_000)).await,
        blog.save(&post("second", 1_000)).await,
    );
    assert!(redirect(&blog, "/old", first).await);
    assert!(
        redirect(&blog, "/old", first).await,
        "its own path is no conflict"
    );
    assert!(!redirect(&blog, "/old", second).await);
    let found = find_redirect(&mut *blog.reader().await, "/old", NOW)
        .await
        .unwrap();
    assert_eq!(found.as_deref(), Some("/posts/first"));
}

#[tokio::test]
async fn a_path_cannot_lead_to_a_post_that_does_not_exist() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    assert!(add_redirect(&mut write, "/old", 7, "import", NOW).await.is_err());
}

#[tokio::test]
async fn a_name_is_there_in_its_own_folder_and_in_no_other() {
    let blog = Blog::open().await;
    blog.save(&PostRecord {
        tags: &[blog.tag("in-tags").await],
        authors: &[blog.author("in-authors").await],
        series: Some((blog.series("in-series").await, 1)),
        ..post("in-posts", NOW)
    })
    .await;
    let mut reader = blog.reader().await;
    let folders = ["posts", "tags", "authors", "series", "pages", "", "Posts"];
    for folder in folders {
        for name in folders {
            let there = is_there(&mut reader, folder, &format!("in-{name}"), NOW)
                .await
                .unwrap();
            let known = ["posts", "tags", "authors", "series"].contains(&folder);
            assert_eq!(there, known && folder == name, "/{folder}/in-{name}");
        }
    }
    for folder in ["posts", "series"] {
        let there = is_there(&mut reader, folder, &format!("in-{folder}"), NOW - 1)
            .await
            .unwrap();
        assert!(!there, "{folder} before their time");
    }
}

#[tokio::test]
async fn what_only_hidden_posts_have_is_not_there() {
    let blog = Blog::open().await;
    let post = PostRecord {
        tags: &[blog.tag("name").await],
        authors: &[blog.author("name").await],
        series: Some((blog.series("name").await, 1)),
        ..post("name", 1_000)
    };
    let id = blog.save(&post).await;
    let mut reader = blog.reader().await;
    for (name, hidden) in hidden(&post) {
        blog.replace(id, &hidden).await;
        for folder in ["tags", "authors", "series"] {
            assert!(
                !is_there(&mut reader, folder, "name", NOW).await.unwrap(),
                "{name}, {folder}"
            );
        }
        let reachable = is_there(&mut reader, "posts", "name", NOW).await.unwrap();
        assert_eq!(reachable, name == "unlisted", "{name}");
    }
}
#[tokio::test]
async fn a_name_is_looked_up_in_an_index_even_with_the_statistics_of_a_blog_without_series() {
    let blog = Blog::open().await;
    for n in 0..30 {
        blog.save(&post(&format!("post-{n}"), n)).await;
    }
    let plan = blog.plan(IS_THERE).await;
    let walks = |step: &&String| step.contains("posts_listed") || step.starts_with("SCAN posts");
    assert_eq!(plan.iter().find(walks), None, "{plan:#?}");
    assert!(
        plan.iter()
            .any(|step| step.contains("posts_series (series_id=?)"))
    );
}

async fn put(blog: &Blog, path: &str, target: &Target) {
    let mut write = blog.begin().await;
    put_redirect(&mut write, &Redirect::new(path, target, "hand", NOW))
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn found(blog: &Blog, path: &str) -> Option<String> {
    find_redirect(&mut *blog.reader().await, path, NOW).await.unwrap()
}

#[tokio::test]
async fn tags_and_series_are_led_to_while_readers_see_something_there() {
    let blog = Blog::open().await;
    let (tag, series) = (blog.tag("rust").await, blog.series("jobs").await);
    put(&blog, "/tags/old", &Target::Tag(tag)).await;
    put(&blog, "/series/old", &Target::Series(series)).await;
    put(&blog, "/away", &Target::Address("/privacy".to_owned())).await;
    assert_eq!(found(&blog, "/tags/old").await, None);
    assert_eq!(found(&blog, "/series/old").await, None);
    assert_eq!(found(&blog, "/away").await.as_deref(), Some("/privacy"));
    let part = PostRecord {
        tags: &[tag],
        series: Some((series, 1)),
        ..post("part", 1_000)
    };
    let id = blog.save(&part).await;
    assert_eq!(found(&blog, "/tags/old").await.as_deref(), Some("/tags/rust"));
    assert_eq!(found(&blog, "/series/old").await.as_deref(), Some("/series/jobs"));
    for (name, hidden) in hidden(&part) {
        blog.replace(id, &hidden).await;
        assert_eq!(found(&blog, "/tags/old").await, None, "{name}");
        assert_eq!(found(&blog, "/series/old").await, None, "{name}");
    }
    let later = PostRecord {
        published_at: Some(NOW + 1),
        ..part
    };
    blog.replace(id, &later).await;
    assert_eq!(found(&blog, "/series/old").await, None, "before its time");
}

#[tokio::test]
async fn a_path_leads_to_one_thing_and_goes_with_it() {
    let blog = Blog::open().await;
    let (tag, series) = (blog.tag("rust").await, blog.series("jobs").await);
    put(&blog, "/old", &Target::Tag(tag)).await;
    put(&blog, "/old", &Target::Series(series)).await;
    let mut write = blog.begin().await;
    let kept = read_redirect(&mut write, "/old").await.unwrap().unwrap();
    assert_eq!((kept.tag_id, kept.series_id), (None, Some(series)));
    assert_eq!(
        list_to(&mut write, &Target::Series(series)).await.unwrap(),
        [kept]
    );
    assert_eq!(list_to(&mut write, &Target::Tag(tag)).await.unwrap(), []);
    let both = Redirect {
        tag_id: Some(tag),
        ..Redirect::new("/both", &Target::Series(series), "hand", NOW)
    };
    assert!(put_redirect(&mut write, &both).await.is_err());
    assert!(remove_redirect(&mut write, "/old").await.unwrap());
    assert!(!remove_redirect(&mut write, "/old").await.unwrap());
}

#[tokio::test]
async fn the_list_tells_where_each_leads_and_whether_something_is_there() {
    let blog = Blog::open().await;
    let id = blog.save(&post("here", 1_000)).await;
    redirect(&blog, "/Old/Path", id).await;
    let tag = blog.tag("empty").await;
    put(&blog, "/tags/gone", &Target::Tag(tag)).await;
    put(&blog, "/100%", &Target::Address("/privacy".to_owned())).await;
    let mut reader = blog.reader().await;
    let mut list = async |words: &str, limit, offset| {
        list_redirects(&mut reader, words, NOW, limit, offset)
            .await
            .unwrap()
            .into_iter()
            .map(|row| format!("{} {} {} {}", row.path, row.target, row.alive, row.total))
            .collect::<Vec<_>>()
    };
    let all = [
        "/100% /privacy true 3",
        "/Old/Path /posts/here true 3",
        "/tags/gone /tags/empty false 3",
    ];
    assert_eq!(list("", 9, 0).await, all);
    assert_eq!(list("", 1, 1).await, [all[1]]);
    assert_eq!(list("%", 9, 0).await, ["/100% /privacy true 1"]);
    assert_eq!(list("über", 9, 0).await, [] as [&str; 0]);
    assert_eq!(list("old", 9, 0).await, ["/Old/Path /posts/here true 1"]);
    assert_eq!(list("empty", 9, 0).await, ["/tags/gone /tags/empty false 1"]);
}

#[tokio::test]
async fn paths_of_tags_are_known_by_the_tags_they_lead_to_if_readers_see_those() {
    let blog = Blog::open().await;
    let (tag, hidden) = (blog.tag("rust").await, blog.tag("secret").await);
    put(&blog, "/tags/old", &Target::Tag(tag)).await;
    put(&blog, "/tags/hidden", &Target::Tag(hidden)).await;
    let tagged = PostRecord {
        tags: &[tag],
        ..post("one", 1_000)
    };
    blog.save(&tagged).await;
    put(&blog, "/tags/away", &Target::Address("/tags".to_owned())).await;
    let paths = ["/tags/old", "/tags/hidden", "/tags/away", "/tags/none"].map(str::to_owned);
    let found = find_tags_at(&mut *blog.reader().await, &paths).await.unwrap();
    assert_eq!(found, [("/tags/old".to_owned(), "rust".to_owned())]);
}

#[tokio::test]
async fn redirects_are_found_by_indexes() {
    let blog = Blog::open().await;
    for number in 0..50 {
        let id = blog.save(&post(&format!("post-{number}"), number)).await;
        redirect(&blog, &format!("/old/{number}"), id).await;
    }
    let plan = blog.plan(FIND).await;
    assert_eq!(
        plan.iter().find(|step| step.starts_with("SCAN")),
        None,
        "{plan:#?}"
    );
    assert_eq!(
        plan.iter().find(|step| step.contains("posts_listed")),
        None,
        "{plan:#?}"
    );
    for statement in [
        "SELECT path FROM redirects WHERE tag_id = $1",
        "SELECT path FROM redirects WHERE series_id = $1",
        "SELECT path FROM redirects WHERE target = $1",
        "SELECT path FROM redirects WHERE post_id = $1",
    ] {
        let plan = blog.plan(statement).await;
        assert!(plan[0].starts_with("SEARCH"), "{plan:#?}");
    }
}

#[tokio::test]
async fn a_path_that_is_removed_is_free_for_another_post() {
    let blog = Blog::open().await;
    let (first, second) = (
        blog.save(&post("first", 1_000)).await,
        blog.save(&post("second", 1_000)).await,
    );
    redirect(&blog, "/old", first).await;
    let mut write = blog.begin().await;
    assert!(leads_elsewhere(&mut write, "/old", second).await.unwrap());
    assert!(!leads_elsewhere(&mut write, "/old", first).await.unwrap());
    assert!(!leads_elsewhere(&mut write, "/other", second).await.unwrap());
    assert!(remove_redirect(&mut write, "/old").await.unwrap());
    assert!(!remove_redirect(&mut write, "/old").await.unwrap());
    assert!(!leads_elsewhere(&mut write, "/old", second).await.unwrap());
    assert!(
        add_redirect(&mut write, "/old", second, "import", NOW)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn things_are_found_by_their_folder_and_name_even_before_readers_see_them() {
    let blog = Blog::open().await;
    let hidden = PostRecord {
        status: "draft",
        ..post("name", 1_000)
    };
    let post = blog.save(&hidden).await;
    let (tag, series) = (blog.tag("name").await, blog.series("name").await);
    blog.author("name").await;
    let mut reader = blog.reader().await;
    for (folder, target) in [
        ("posts", Some(Target::Post(post))),
        ("", None),
        ("portfolio", None),
        ("tags", Some(Target::Tag(tag))),
        ("series", Some(Target::Series(series))),
        ("authors", Some(Target::Address("/authors/name".to_owned()))),
        ("pages", None),
    ] {
        assert_eq!(
            find_thing(&mut reader, folder, "name").await.unwrap(),
            target,
            "{folder}"
        );
        assert_eq!(
            find_thing(&mut reader, folder, "other").await.unwrap(),
            None,
            "{folder}"
        );
        if let Some(target) = target {
            assert_eq!(Redirect::new("/a", &target, "hand", NOW).ends_at(), target);
        }
    }
}

#[tokio::test]
async fn many_names_are_looked_up_at_once_and_each_only_in_its_folder() {
    let blog = Blog::open().await;
    let hidden = PostRecord {
        status: "draft",
        ..post("name", 1_000)
    };
    let id = blog.save(&hidden).await;
    blog.tag("other").await;
    blog.series("name").await;
    blog.author("other").await;
    redirect(&blog, "/posts/old", id).await;
    let mut reader = blog.reader().await;
    let many: Vec<String> = (0..AT_ONCE).map(|number| format!("a-{number}")).collect();
    let mut names: Vec<&str> = many.iter().map(String::as_str).collect();
    // In another statement than the first.
    names.extend(["name", "other"]);
    for (folder, known) in [
        ("posts", &["name"][..]),
        ("tags", &["other"]),
        ("series", &["name"]),
        ("authors", &["other"]),
        ("portfolio", &[]),
        ("", &[]),
        ("nowhere", &[]),
    ] {
        assert_eq!(
            list_things(&mut reader, folder, &names).await.unwrap(),
            known,
            "{folder}"
        );
    }
    assert!(list_things(&mut reader, "posts", &[]).await.unwrap().is_empty());
    assert_eq!(
        list_leading(&mut reader, &["/posts/new", "/posts/old"])
            .await
            .unwrap(),
        ["/posts/old"]
    );
}
