//! What the publish dialogue asks before anything is ordered.

use logbook::{model::checks::Checked, server::db::redirects};

use super::*;

impl Desk<'_> {
    /// What the server says of a draft: in words, and whether it cannot be published like that.
    async fn remarks(&self, draft: &Draft) -> Vec<(String, bool)> {
        let post = &self.post;
        let body = format!("{{\"post\":\"{post}\",\"draft\":{}}}", json::to_string(draft));
        let request = Request::post("/api/desk/check")
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.person.cookie)
            .body(Body::from(body))
            .unwrap();
        let checked: Checked = json::from_str(&self.site.ask(request).await.page()).unwrap();
        let problems = checked.problems.into_values().map(|text| (text, true));
        problems
            .chain(checked.advice.into_iter().map(|text| (text, false)))
            .collect()
    }
}

#[tokio::test]
async fn what_an_order_would_be_refused_for_is_told_before_and_nothing_is_changed() {
    let site = TestSite::with(vec![post("Here", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let before = desk.open().await;
    let source = "[a](/posts/here) [b](/posts/nowhere) [c](/tags/rust) ![d](/media/none.png)\n";
    let wrong = draft("Links", source);
    let told = desk.remarks(&wrong).await;
    let links = "These links lead nowhere on this site: /posts/nowhere, /media/none.png. Mend them, or take them out.";
    assert_eq!(told, [(links.to_owned(), true)]);
    let request = desk.request(
        before.head.revision,
        wrong,
        "refused",
        Some(Order::now(Act::Publish)),
    );
    let refused = desk.send(&request).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains(links),
        "in the same words: {}",
        refused.text
    );

    let mut taken = draft("Taken", "Text.\n");
    taken.meta.slug = "here".to_owned();
    let told = desk.remarks(&taken).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].0.contains("“Here” has this name in its address"),
        "{told:?}"
    );
    assert!(told[0].1, "{told:?}");

    // What is missing the dialogue sees by itself.
    for fine in [draft(" ", " \n"), draft("Fine", "Text.\n")] {
        let told = desk.remarks(&fine).await;
        assert!(told.is_empty(), "{told:?}");
    }
    let after = desk.open().await;
    assert_eq!(
        (after.head.revision, after.head.draft),
        (before.head.revision, before.head.draft)
    );
    let tag = site.get("/tags/rust").await;
    assert_eq!(tag.status, StatusCode::NOT_FOUND, "nothing is made of it");
}

#[tokio::test]
async fn a_link_to_a_heading_that_is_not_there_is_only_a_remark() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let lost = |links: &str| {
        draft(
            "Lost",
            &format!("{links} [here](#the-end) [up](#top)\n\n## The end\n"),
        )
    };
    let told = desk.remarks(&lost("[a](#setup)")).await;
    let one = "The link to #setup leads to no heading of this text.".to_owned();
    assert_eq!(told, [(one, false)]);
    let told = desk.remarks(&lost("[a](#b) [a](#a) [a](#b)")).await;
    let two = "These links lead to no heading of this text: #a, #b.".to_owned();
    assert_eq!(told, [(two, false)]);
    desk.save(lost("[a](#setup)"), Some(Order::now(Act::Publish)))
        .await;
    assert_eq!(site.get("/posts/lost").await.status, StatusCode::OK);
}

#[tokio::test]
async fn hundreds_of_links_are_all_looked_at() {
    let site = TestSite::with(vec![post("Here", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let many: String = (0..700)
        .map(|number| format!("[a](/posts/here?n={number}) [b](/posts/none-{number:03})\n"))
        .collect();
    let told = desk.remarks(&draft("Many", &many)).await;
    let words = "700 links lead nowhere on this site: /posts/none-000, /posts/none-001, /posts/none-002, \
                 /posts/none-003, /posts/none-004 and others. Mend them, or take them out.";
    assert_eq!(told, [(words.to_owned(), true)]);
    let last: String = (0..700)
        .map(|number| format!("[a](/posts/here?n={number})\n"))
        .chain(["[z](/posts/zzz)\n".to_owned()])
        .collect();
    let told = desk.remarks(&draft("Last", &last)).await;
    assert!(told[0].0.contains("/posts/zzz"), "{told:?}");
}

#[tokio::test]
async fn links_that_lead_readers_somewhere_are_no_broken_ones_however_they_are_written() {
    let site = TestSite::with(vec![post("Here", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let away = redirects::Target::Address("/posts/here".to_owned());
    let old = redirects::Redirect::new("/posts/2019/05/old", &away, "hand", 1);
    let mut write = site.context.database.begin().await.unwrap();
    redirects::put_redirect(&mut write, &old).await.unwrap();
    write.commit().await.unwrap();
    let works = [
        "/posts/2019/05/old",
        "/posts/2019/05/old/?a=b",
        "/posts/2019/05/old.html",
        "/posts/rss.xml",
        "/posts/feed",
        "/posts/Here",
    ];
    for link in works {
        let status = site.get(link).await.status;
        let leads = status == StatusCode::OK || status == StatusCode::MOVED_PERMANENTLY;
        assert!(leads, "{link}: {status}");
    }
    // The tag is made, and the post there, only with this.
    let own = ["/tags/Rust", "/tags/rust/rss.xml", "/posts/Works"];
    let source: String = works
        .iter()
        .chain(&own)
        .map(|link| format!("[a]({link})\n"))
        .collect();
    let told = desk.remarks(&draft("Works", &source)).await;
    assert!(told.is_empty(), "{told:?}");
    let other = "[a](/posts/2019/05/other) [b](/posts/here.html) [c](/posts/here)\n";
    let told = desk.remarks(&draft("Works", other)).await;
    let words = "These links lead nowhere on this site: /posts/2019/05/other, /posts/here.html. Mend them, or take them out.";
    assert_eq!(told, [(words.to_owned(), true)]);
}

#[tokio::test]
async fn who_may_not_publish_and_what_is_in_the_trash_is_told_before() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Contributor).await;
    let desk = Desk::begin(&site, &ada).await;
    let told = desk.remarks(&draft("Fine", "Text.\n")).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1 && told[0].0.contains("Ask an editor"), "{told:?}");
    desk.save(draft("Fine", "Text.\n"), Some(Order::now(Act::Trash)))
        .await;
    let told = desk.remarks(&draft("Fine", "Text.\n")).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1 && told[0].0.contains("in the trash"), "{told:?}");
}

#[tokio::test]
async fn a_date_to_come_is_only_a_remark_for_it_may_be_scheduled_for_then() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let mut soon = draft("Soon", "Text.\n");
    soon.meta.date = Some(4_000_000_000_000);
    let told = desk.remarks(&soon).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!told[0].1 && told[0].0.contains("in the future"), "{told:?}");
}
