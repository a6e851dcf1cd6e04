//! What the desk takes and what it does not, in every script.

use logbook::{
    model::{
        draft::{Part, Picture},
        slug::Slug,
    },
    server::{
        calendar,
        services::save::{Named, NewPost},
    },
};

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

#[tokio::test]
async fn times_and_names_that_make_no_sense_are_refused() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let published = desk
        .save(draft("Title", "Text.\n"), Some(Order::now(Act::Publish)))
        .await;
    let soon = calendar::now() + 60_000;
    let timed = |act, at| {
        Some(Order {
            act,
            at: Some(at),
            note: None,
        })
    };
    let plain = || draft("Title", "Text.\n");
    let with = |change: fn(&mut Draft)| {
        let mut draft = plain();
        change(&mut draft);
        draft
    };
    for (draft, then, field) in [
        (plain(), timed(Act::Publish, soon), "at"),
        (plain(), timed(Act::Publish, 1), "at"),
        (plain(), timed(Act::Unpublish, soon), "at"),
        (
            with(|draft| {
                draft.meta.series = Some(Part {
                    series: "a".repeat(1_001),
                    position: 1,
                });
            }),
            None,
            "series",
        ),
        (
            with(|draft| {
                draft.meta.cover = Some(Picture {
                    src: "a".repeat(1_001),
                    alt: String::new(),
                });
            }),
            None,
            "cover",
        ),
        (
            with(|draft| {
                draft.meta.cover = Some(Picture {
                    src: "/media/a.png".to_owned(),
                    alt: "a".repeat(1_001),
                });
            }),
            None,
            "cover",
        ),
    ] {
        let answer = desk.send(&desk.request(published, draft, "k", then)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}: {}",
            answer.text
        );
        assert!(answer.text.contains(&format!("\"{field}\":")), "{}", answer.text);
    }
    let open = desk.open().await;
    assert_eq!(
        (open.head.revision, open.status.as_str()),
        (published, "published")
    );

    let other = Desk::begin(&site, &ada).await;
    let base = other.open().await.head.revision;
    let answer = other
        .send(&other.request(base, plain(), "k", timed(Act::Schedule, i64::MAX)))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("\"at\":"), "{}", answer.text);
}

#[tokio::test]
async fn names_in_every_script_stay_apart() {
    let mut earlier = post("Earlier", 2);
    // Renamed since: its address is no longer the one that its name makes.
    earlier.tags = vec![Named {
        slug: Slug::parse("rs").unwrap(),
        name: "Rust".to_owned(),
    }];
    let site = TestSite::with(vec![earlier]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let mut text = draft("Title", "Text.\n");
    let tags = ["日本語", "中文", "Rust", "Café"];
    text.meta.tags = tags.iter().map(|&tag| tag.to_owned()).collect();
    text.meta.series = Some(Part {
        series: "日本の旅".to_owned(),
        position: 1,
    });
    desk.save(text, Some(Order::now(Act::Publish))).await;
    let page = site.get("/posts/title").await.page();
    for tag in tags {
        assert!(page.contains(tag), "{tag}: {page}");
    }
    assert!(
        !page.contains("untitled") && !page.contains("/tags/rust\""),
        "{page}"
    );
    assert!(
        page.contains("/tags/rs\"") && page.contains("/tags/cafe\""),
        "{page}"
    );
    // What is read back makes the same again.
    let mut again = desk.open().await.head.draft;
    again.source.push_str("More.\n");
    desk.save(again, Some(Order::now(Act::Publish))).await;
    assert!(site.get("/tags/rs").await.text.contains("2 posts"));
}

#[tokio::test]
async fn the_list_finds_a_title_whatever_its_case_and_counts_beyond_its_end() {
    let site = TestSite::with(vec![post("ÜBER Größe [a-z]*", 2), post("Other", 1)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let found = async |words: &str, page: u32| {
        let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let query = format!("words={words}&status=&mine=false&sort=&page={page}");
        list(&site, &grace, &query).await
    };
    for words in ["über", "ÜBER", "GRÖSSE größe", "größe", "[A-Z]*", "*"] {
        let expected = u32::from(words != "GRÖSSE größe");
        assert_eq!(found(words, 1).await.total, expected, "{words}");
    }
    for words in ["?", "[x", "]]", "^", &"ü".repeat(1_000)] {
        assert_eq!(found(words, 1).await.total, 0, "{words}");
    }
    let past = found("", 9).await;
    assert_eq!((past.total, past.pages, past.posts.len()), (2, 1, 2));
}

#[tokio::test]
async fn titles_and_names_in_every_script_make_addresses_of_their_own() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let mut seen = Vec::new();
    for title in ["日本語", "中文", "日本語"] {
        let desk = Desk::begin(&site, &ada).await;
        desk.save(draft(title, "Text.\n"), Some(Order::now(Act::Publish)))
            .await;
        seen.push(desk.open().await.slug);
    }
    assert!(seen.iter().all(|slug| slug.starts_with("post-")), "{seen:?}");
    assert_ne!(seen[0], seen[1]);
    assert_eq!(seen[2], format!("{}-2", seen[0]));
    let person = site.join("日本", Role::Author).await;
    let me = site.get_as("/api/account/read", &person).await.page();
    assert!(me.contains("\"author_slug\":\"author-"), "{me}");
}
