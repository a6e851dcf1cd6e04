//! What is done to tags, series and redirects at the desk, as readers and drafts meet it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::{
        desk::OpenPost,
        draft::{
            Draft, Part,
            save::{Act, Order, Reason, SaveRequest},
        },
        job::{JobState, Queue},
        role::Role,
        sorting::{
            Changed, DeskRedirects, DeskTags,
            order::{Act as Deed, List, Ordered, Step},
        },
        status::Status,
    },
    server::services::{
        jobs::{self, Again, MakeVariants, PurgeJobs, PurgeTrash, RemoveFiles},
        save::Named,
    },
};
use miniserde::json;

use crate::{
    site::{Answer, TestSite, post},
    staff::Person,
};

/// A site with somebody who looks after it.
struct Desk {
    site: TestSite,
    editor: Person,
}

impl Desk {
    async fn with(posts: Vec<logbook::server::services::save::NewPost>) -> Self {
        let site = TestSite::with(posts).await;
        let editor = site.join("Edith", Role::Editor).await;
        Self { site, editor }
    }

    async fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site
            .post(&format!("/api/{path}"), Some(&self.editor.cookie), fields)
            .await
    }

    async fn get<T: miniserde::Deserialize>(&self, path: &str) -> T {
        let answer = self.site.get_as(&format!("/api/{path}"), &self.editor).await;
        json::from_str(&answer.page()).unwrap()
    }

    async fn tag(&self, slug: &str) -> i64 {
        let tags: DeskTags = self.get("sorting/tags?words=&page=1").await;
        tags.tags.iter().find(|tag| tag.slug == slug).unwrap().id
    }

    async fn rename(&self, slug: &str, to: &str) -> i64 {
        let id = self.tag(slug).await.to_string();
        let fields = [
            ("id", id.as_str()),
            ("slug", to),
            ("name", to),
            ("description", ""),
        ];
        let changed: Changed = json::from_str(&self.ask("sorting/tags/edit", &fields).await.page()).unwrap();
        changed.id
    }

    async fn leads(&self, path: &str) -> String {
        let answer = self.site.get(path).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        answer.header(header::LOCATION).to_owned()
    }

    async fn send(&self, path: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.editor.cookie)
            .body(Body::from(body))
            .unwrap();
        self.site.ask(request).await
    }

    async fn open(&self, uuid: &str) -> OpenPost {
        let answer = self.ask("desk/open", &[("post", uuid)]).await;
        json::from_str(&answer.page()).unwrap()
    }

    /// Changes the latest revision, and does something with it.
    async fn save(&self, uuid: &str, change: impl FnOnce(&mut Draft), then: Option<Order>) {
        let head = self.open(uuid).await.head;
        let mut draft = head.draft;
        change(&mut draft);
        let request = SaveRequest {
            post: uuid.to_owned(),
            key: format!("{uuid}-{}", head.revision),
            base: head.revision,
            draft,
            reason: Reason::Manual,
            then,
        };
        let body = format!("{{\"request\":{}}}", json::to_string(&request));
        self.send("/api/desk/save", body).await.page();
    }

    async fn order(&self, list: List, id: i64) -> Ordered {
        self.get(&format!("sorting/order?list={list:?}&id={id}")).await
    }

    async fn names(&self, list: List, id: i64) -> Vec<String> {
        let order = self.order(list, id).await;
        order.items.into_iter().map(|item| item.name).collect()
    }

    async fn parts(&self, id: i64) -> Vec<String> {
        self.names(List::Series, id).await
    }

    async fn change(&self, step: &Step) -> Answer {
        let body = format!("{{\"step\":{}}}", json::to_string(step));
        self.send("/api/sorting/order/change", body).await
    }

    async fn put(&self, list: List, id: i64, act: Deed, key: &str) -> Answer {
        let step = Step {
            list,
            id,
            act,
            version: 0,
            keys: vec![key.to_owned()],
            overview: false,
        };
        self.change(&step).await
    }
}

fn publish() -> Option<Order> {
    Some(Order::now(Act::Publish))
}

fn tagged(title: &str, tags: &[&str]) -> logbook::server::services::save::NewPost {
    let mut post = post(title, 1);
    post.tags = tags.iter().map(|tag| Named::new(tag)).collect();
    post
}

#[tokio::test]
async fn every_old_address_of_a_tag_leads_straight_to_the_present_one() {
    let desk = Desk::with(vec![tagged("One", &["Alpha", "Rust"])]).await;
    desk.rename("alpha", "beta").await;
    let last = desk.rename("beta", "gamma").await;
    for (old, new) in [
        ("/tags/alpha", "/tags/gamma"),
        ("/tags/beta/", "/tags/gamma"),
        ("/tags/beta?page=1", "/tags/gamma?page=1"),
        ("/posts?tag=alpha&tag=rust", "/posts?tag=gamma&tag=rust"),
        ("/posts?tag=beta&tag=gamma&any=1", "/posts?tag=gamma"),
        ("/?not=alpha&sort=oldest", "/?not=gamma&sort=oldest"),
        ("/search?q=one&tag=alpha", "/search?q=one&tag=gamma"),
    ] {
        assert_eq!(desk.leads(old).await, new, "{old}");
    }
    desk.site.get("/tags/gamma").await.page();
    desk.site
        .get("/posts?tag=gamma")
        .await
        .assert_in_order(&["gamma", "One"]);
    let found = desk.site.get("/search?q=gamma").await;
    assert!(found.text.contains("/posts/one"), "the search knows the new name");

    let told = desk
        .ask("sorting/tags/undo", &[("id", &last.to_string())])
        .await
        .page();
    assert!(told.contains("Taken back"), "{told}");
    assert_eq!(desk.leads("/tags/alpha").await, "/tags/beta");
    assert_eq!(desk.site.get("/tags/gamma").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_old_address_of_a_post_leads_straight_to_the_present_one() {
    let mut one = tagged("One", &["Rust"]);
    one.old_paths = vec!["/2019/one".to_owned()];
    let uuid = one.uuid.to_string();
    let desk = Desk::with(vec![one]).await;
    let mut old = vec!["/2019/one".to_owned()];
    for (before, slug) in [("one", "two"), ("two", "three"), ("three", "one")] {
        desk.save(&uuid, |draft| draft.meta.slug = slug.to_owned(), publish())
            .await;
        old.push(format!("/posts/{before}"));
        old.retain(|path| *path != format!("/posts/{slug}"));
        for path in &old {
            assert_eq!(desk.leads(path).await, format!("/posts/{slug}"), "{path}");
        }
        let present = desk.site.get(&format!("/posts/{slug}")).await;
        assert_eq!(present.status, StatusCode::OK, "{slug}");
        // For programs, too.
        let moved = desk.leads(&format!("/api/v1/posts/{before}")).await;
        assert_eq!(moved, format!("https://blog.test/api/v1/posts/{slug}"));
    }
}

#[tokio::test]
async fn merged_and_deleted_tags_lead_on_and_unlisted_ones_tell_nothing() {
    let mut hidden = tagged("Two", &["Secret"]);
    hidden.status = Status::Draft;
    let desk = Desk::with(vec![tagged("One", &["Alpha", "Rust"]), hidden]).await;
    let id = desk.tag("alpha").await.to_string();
    desk.ask("sorting/tags/merge", &[("id", &id), ("into", "Rust")])
        .await
        .page();
    assert_eq!(desk.leads("/tags/alpha").await, "/tags/rust");
    desk.rename("secret", "hush").await;
    assert_eq!(desk.site.get("/tags/secret").await.status, StatusCode::NOT_FOUND);
    let id = desk.tag("rust").await.to_string();
    desk.ask("sorting/tags/delete", &[("id", &id)]).await.page();
    for old in ["/tags/alpha", "/tags/rust"] {
        assert_eq!(desk.leads(old).await, "/tags", "{old}");
    }
    let list: DeskRedirects = desk.get("sorting/redirects?words=tags&page=1").await;
    assert!(list.total >= 3 && list.redirects.iter().all(|redirect| redirect.automatic));
    let hush = list
        .redirects
        .iter()
        .find(|redirect| redirect.path == "/tags/secret")
        .unwrap();
    assert_eq!((hush.target.as_str(), hush.alive), ("/tags/hush", false));
}

#[tokio::test]
async fn a_draft_that_names_an_old_tag_means_the_present_one() {
    let one = tagged("One", &["Alpha", "Beta", "Gone"]);
    let uuid = one.uuid.to_string();
    let desk = Desk::with(vec![one, tagged("Two", &["Rust"])]).await;
    // A pending change of a published post, and one that was never published.
    desk.save(&uuid, |draft| draft.source.push_str("\nMore."), None)
        .await;
    let fresh = desk.ask("desk/begin", &[]).await.page();
    let fresh = fresh.trim_matches('"').to_owned();
    let begin = |draft: &mut Draft| {
        draft.source = "Text.".to_owned();
        draft.meta.title = "Fresh".to_owned();
        draft.meta.tags = vec!["Alpha".to_owned(), "Beta".to_owned()];
    };
    desk.save(&fresh, begin, None).await;

    desk.rename("alpha", "omega").await;
    let beta = desk.tag("beta").await.to_string();
    desk.ask("sorting/tags/merge", &[("id", &beta), ("into", "omega")])
        .await
        .page();
    let gone = desk.tag("gone").await.to_string();
    desk.ask("sorting/tags/delete", &[("id", &gone)]).await.page();

    // Who writes is told what becomes of the tags before that happens.
    let told = async |post: &str, names: &str| -> Vec<String> {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("post", post)
            .append_pair("names", names)
            .finish();
        desk.get(&format!("desk/tags/told?{query}")).await
    };
    assert!(
        told(&fresh, "Alpha\nBeta\nomega").await.is_empty(),
        "they mean what is there"
    );
    assert_eq!(
        told(&fresh, "Gone\nRust\nBrand new").await,
        [
            "“Gone” was deleted, and is made anew when you publish: take it out if it is to stay away.",
            "“Brand new” is new, and is made when you publish.",
        ]
    );
    assert_eq!(
        told(&uuid, "Alpha\nGone").await,
        ["“Gone” was deleted, and is left out when you publish."]
    );

    desk.save(&uuid, |_| {}, publish()).await;
    desk.save(&fresh, |_| {}, publish()).await;
    let tags: DeskTags = desk.get("sorting/tags?words=&page=1").await;
    let told: Vec<_> = tags
        .tags
        .iter()
        .map(|tag| (tag.slug.as_str(), tag.listed))
        .collect();
    assert_eq!(told, [("omega", 2), ("rust", 1)], "none is made anew");

    // Who names a deleted tag on purpose makes it anew.
    desk.save(&fresh, |draft| draft.meta.tags.push("Gone".to_owned()), publish())
        .await;
    desk.site.get("/tags/gone").await.page();
}

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
        act: Deed::Arrange,
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
    desk.put(List::Series, id, Deed::TakeOut, &uuids[2]).await.page();
    let fields = [
        ("id", "1"),
        ("slug", "short"),
        ("title", "Short"),
        ("description", ""),
        ("complete", "true"),
    ];
    desk.ask("sorting/series/edit", &fields).await.page();
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
    desk.save(&uuids[0], |_| {}, publish()).await;
    let list = desk
        .site
        .get_as("/api/sorting/series?words=", &desk.editor)
        .await
        .page();
    assert_eq!(list, "[]", "a deleted series stays so");
}

#[tokio::test]
async fn redirects_are_made_by_hand_without_loops_and_chains() {
    let desk = Desk::with(vec![tagged("One", &["Rust"])]).await;
    let add = async |path: &str, target: &str| {
        desk.ask("sorting/redirects/add", &[("path", path), ("target", target)])
            .await
    };
    add("/old", "/posts/one").await.page();
    add("/older/", "https://blog.test/old").await.page();
    add("/elsewhere", "https://example.org/a?b=c").await.page();
    add("/a", "/elsewhere").await.page();
    for (path, target) in [
        ("/old", "/posts/one"),
        ("/older", "/posts/one"),
        ("/elsewhere", "https://example.org/a?b=c"),
        ("/a", "https://example.org/a?b=c"),
    ] {
        assert_eq!(desk.leads(path).await, target);
    }
    for (path, target, field) in [
        ("/old", "/tags", "path"),
        ("/posts/one", "/tags", "path"),
        ("/admin/x", "/tags", "path"),
        ("/search", "/tags", "path"),
        ("old", "/tags", "path"),
        ("/b", "/b", "target"),
        ("/b", "/nowhere", "target"),
        ("/b", "javascript:alert(1)", "target"),
        ("/b", "//example.org", "target"),
    ] {
        let refused = add(path, target).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {target}"
        );
        assert!(
            refused.text.contains(&format!("\"{field}\":")),
            "{path} {target}: {}",
            refused.text
        );
    }
    let list: DeskRedirects = desk.get("sorting/redirects?words=&page=9").await;
    assert_eq!(
        (list.page, list.pages, list.redirects.len()),
        (1, 1, 4),
        "the last there is"
    );
    let list: DeskTags = desk.get("sorting/tags?words=&page=9").await;
    assert_eq!((list.page, list.pages, list.tags.len()), (1, 1, 1));
    // A target with a query of its own gets no second one.
    add("/tags/new", "/tags/rust?sort=oldest").await.page();
    assert_eq!(desk.leads("/tags/new").await, "/tags/rust?sort=oldest");
    assert_eq!(desk.leads("/tags/new?page=2").await, "/tags/rust?sort=oldest");
    // What led to an address goes straight on when that leads elsewhere, too.
    desk.ask("sorting/redirects/delete", &[("path", "/old")])
        .await
        .page();
    assert_eq!(desk.site.get("/old").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.leads("/older").await, "/posts/one");
    let gone = desk.ask("sorting/redirects/delete", &[("path", "/old")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_queue_names_what_waits_and_a_post_taken_out_of_it_is_a_draft() {
    let mut soon = post("Soon", 0);
    soon.status = Status::Scheduled;
    soon.published_at = Some(4_102_444_800_000);
    let uuid = soon.uuid.to_string();
    let desk = Desk::with(vec![soon]).await;
    let queue: Queue = desk.get("jobs/list").await;
    let queued = queue
        .lists
        .iter()
        .find(|list| list.state == JobState::Queued)
        .unwrap();
    let job = queued.jobs.iter().find(|job| job.what == "Publish").unwrap();
    assert_eq!(job.post.as_ref().map(|post| post.title.as_str()), Some("Soon"));
    assert_eq!(
        (job.at.text.as_str(), queue.zone.as_str()),
        ("1 January 2100, 00:00", "UTC")
    );
    let id = job.id.to_string();
    assert_eq!(
        desk.ask("jobs/retry", &[("id", &id)]).await.status,
        StatusCode::NOT_FOUND
    );
    desk.ask("jobs/cancel", &[("id", &id)]).await.page();
    assert_eq!(desk.open(&uuid).await.status, "draft");
    assert_eq!(
        desk.ask("jobs/cancel", &[("id", &id)]).await.status,
        StatusCode::NOT_FOUND
    );
    let queue: Queue = desk.get("jobs/list").await;
    assert!(
        queue
            .lists
            .iter()
            .all(|list| list.jobs.iter().all(|job| job.post.is_none()))
    );
}

#[tokio::test]
async fn what_keeps_the_house_clean_cannot_be_taken_out_of_the_queue() {
    let desk = Desk::with(Vec::new()).await;
    let path = "/media/0123456789abcdef0123456789abcdef.webp".to_owned();
    let variants = MakeVariants {
        media: 1,
        path: path.clone(),
    };
    let mut write = desk.site.context.database.begin().await.unwrap();
    jobs::enqueue(&mut write, &PurgeJobs {}, 1, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &PurgeTrash {}, 2, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &RemoveFiles { path }, 3, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &variants, 4, Again::Keep)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let queue: Queue = desk.get("jobs/list").await;
    let told: Vec<_> = queue.lists[0]
        .jobs
        .iter()
        .chain(&queue.lists[1].jobs)
        .chain(&queue.lists[2].jobs)
        .map(|job| (job.what.as_str(), job.cancel.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Clear away finished jobs", ""),
            ("Empty the trash of what is old", ""),
            ("Remove a deleted picture’s files", ""),
            ("Make smaller pictures", "Cancel"),
        ]
    );
    for id in ["1", "2", "3"] {
        let kept = desk.ask("jobs/cancel", &[("id", id)]).await;
        assert_eq!(kept.status, StatusCode::CONFLICT, "{id}");
    }
    desk.ask("jobs/cancel", &[("id", "4")]).await.page();
}

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
        desk.put(List::Collection, id, Deed::Add, &uuids[post])
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
        act: Deed::Arrange,
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

    desk.put(List::Focus, 0, Deed::Add, "backend").await.page();
    front().await.assert_in_order(&["Focus areas", "/tags/backend"]);
    desk.put(List::Focus, 0, Deed::TakeOut, "backend").await.page();
    assert!(!front().await.page().contains("Focus areas"));

    desk.ask("sorting/collections/delete", &[("id", id.as_str())])
        .await
        .page();
    assert!(!front().await.page().contains("Three of many."));
    assert_eq!(desk.names(List::Collections, 0).await, ["Flagship"]);
}
