//! What owners do with the people who write here: roles, closed accounts, and posts that pass to others.

use axum::http::{StatusCode, header};
use logbook::{model::role::Role, server::services::save::Named};

use crate::{
    site::{TestSite, post},
    staff::{PASSWORD, Person, cookie},
};

#[tokio::test]
async fn the_last_owner_stays_one() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    site.join("Ben", Role::Editor).await;
    let ask = async |path: &str, fields: &[(&str, &str)]| site.post(path, Some(&owner.cookie), fields).await;
    let refused = ask("/api/people/role", &[("id", "1"), ("role", "Editor")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("only owner"), "{}", refused.text);
    let refused = ask("/api/people/disable", &[("id", "1"), ("disabled", "true")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let given = ask("/api/people/role", &[("id", "2"), ("role", "Owner")]).await;
    assert_eq!(given.status, StatusCode::OK);
    let gone = ask("/api/people/role", &[("id", "1"), ("role", "Editor")]).await;
    assert_eq!(gone.status, StatusCode::OK);
    let after = site.get_as("/api/people/list", &owner).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED, "signed out");
    let again = enter(&site, &owner).await;
    let after = site.get_as("/api/people/list", &again).await;
    assert_eq!(after.status, StatusCode::FORBIDDEN, "no owner any more");
}

/// The same person, signed in anew.
async fn enter(site: &TestSite, person: &Person) -> Person {
    let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
    Person {
        cookie: cookie(&site.post("/admin/sign-in", None, &fields).await),
        email: person.email.clone(),
    }
}

#[tokio::test]
async fn another_role_ends_every_session_and_the_next_one_has_it() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let ben = site.join("Ben", Role::Author).await;
    let elsewhere = enter(&site, &ben).await;
    let give = async |role: &str| {
        let fields = [("id", "2"), ("role", role)];
        site.post("/api/people/role", Some(&owner.cookie), &fields)
            .await
            .page();
    };
    let status = async |path: &str, who: &Person| site.get_as(path, who).await.status;
    // The one that he has changes nothing.
    give("Author").await;
    assert_eq!(status("/api/account/read", &ben).await, StatusCode::OK);
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(!log.contains("user.role"), "{log}");

    give("Editor").await;
    for before in [&ben, &elsewhere] {
        assert_eq!(
            status("/api/account/read", before).await,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(status("/admin/account", before).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        status("/api/account/read", &owner).await,
        StatusCode::OK,
        "who gave it stays"
    );
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(log.contains("editor, 2 sessions ended"), "{log}");
    let again = enter(&site, &ben).await;
    assert_eq!(
        status("/api/jobs/list", &again).await,
        StatusCode::OK,
        "as an editor"
    );
}

#[tokio::test]
async fn posts_follow_whom_they_are_given_to_and_the_log_tells() {
    let site = TestSite::with(vec![post("One", 2), post("Two", 1)]).await;
    let owner = site.join("Grace", Role::Owner).await;
    site.join("Ben", Role::Author).await;
    let ask = async |path: &str, fields: &[(&str, &str)]| {
        let answer = site.post(path, Some(&owner.cookie), fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    };
    let page = async |path: &str| site.get(path).await;
    assert!(
        site.get_as("/api/people/list", &owner)
            .await
            .text
            .contains("\"unclaimed\":[{\"slug\":\"ada-marlow\"")
    );

    // The imported author is Ben; his page stays where it was.
    ask("/api/people/claim", &[("id", "2"), ("author", "ada-marlow")]).await;
    assert_eq!(page("/authors/ben").await.status, StatusCode::NOT_FOUND);
    let ben = site
        .post(
            "/admin/sign-in",
            None,
            &[("email", "ben@blog.test"), ("password", PASSWORD)],
        )
        .await;
    let ben = crate::staff::cookie(&ben);
    let fields = [
        ("name", "Ben Ade"),
        ("bio", "Writes."),
        ("links", "https://ben.example"),
    ];
    let saved = site.post("/api/account/profile", Some(&ben), &fields).await;
    assert_eq!(saved.status, StatusCode::OK);
    page("/authors/ada-marlow")
        .await
        .assert_in_order(&["Ben Ade", "Writes.", "Two", "One"]);
    let found = site.get("/search?q=author%3Aada-marlow+two").await;
    assert!(found.text.contains("/posts/two"));

    assert_eq!(
        ask("/api/people/hand-over", &[("from", "2"), ("to", "1")]).await,
        "2"
    );
    assert_eq!(page("/authors/ada-marlow").await.status, StatusCode::NOT_FOUND);
    page("/authors/grace").await.assert_in_order(&["Two", "One"]);

    let log = site.get_as("/api/audit/list", &owner).await.page();
    let mut from = 0;
    for action in [
        "user.hand-over",
        "profile.change",
        "session.begin",
        "user.claim",
        "user.join",
        "user.invite",
    ] {
        let at = log[from..]
            .find(action)
            .unwrap_or_else(|| panic!("{action} in {log}"));
        from += at;
    }
    assert!(log.contains("ada-marlow") && log.contains("Firefox on Linux"));
}

#[tokio::test]
async fn whose_account_is_closed_is_given_no_posts() {
    let mut two = post("Two", 1);
    two.authors = vec![Named::new("Zoe")];
    let site = TestSite::with(vec![post("One", 2), two]).await;
    let owner = site.join("Grace", Role::Owner).await;
    site.join("Ben", Role::Author).await;
    let ask = async |path: &str, fields: &[(&str, &str)]| site.post(path, Some(&owner.cookie), fields).await;
    let taken = ask("/api/people/claim", &[("id", "1"), ("author", "zoe")]).await;
    assert_eq!(taken.status, StatusCode::OK);
    let closed = ask("/api/people/disable", &[("id", "2"), ("disabled", "true")]).await;
    assert_eq!(closed.status, StatusCode::OK);
    for (path, fields) in [
        ("/api/people/claim", [("id", "2"), ("author", "ada-marlow")]),
        ("/api/people/hand-over", [("from", "1"), ("to", "2")]),
    ] {
        let refused = ask(path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}");
        assert!(
            refused.text.contains("account of Ben is closed"),
            "{}",
            refused.text
        );
    }
    let invite = [("email", "ben@blog.test"), ("role", "Author")];
    let refused = ask("/api/people/invite", &invite).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("an account that is closed"),
        "{}",
        refused.text
    );
    site.get("/authors/ada-marlow").await.assert_in_order(&["One"]);
    site.get("/authors/zoe").await.assert_in_order(&["Two"]);
    let opened = ask("/api/people/disable", &[("id", "2"), ("disabled", "false")]).await;
    assert_eq!(opened.status, StatusCode::OK);
    let claimed = ask("/api/people/claim", &[("id", "2"), ("author", "ada-marlow")]).await;
    assert_eq!(claimed.status, StatusCode::OK);
}

#[tokio::test]
async fn who_claims_an_author_brings_profile_and_address_along() {
    let mut three = post("Three", 3);
    three.authors = vec![Named::new("Zoe")];
    let site = TestSite::with(vec![post("One", 2), three]).await;
    let owner = site.join("Grace", Role::Owner).await;
    let ask = async |path: &str, fields: &[(&str, &str)]| {
        site.post(path, Some(&owner.cookie), fields).await.page();
    };
    let fields = [
        ("name", "Grace H."),
        ("bio", "Writes."),
        ("links", "https://g.example"),
    ];
    ask("/api/account/profile", &fields).await;
    let moved = async |path: &str, to: &str| {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::MOVED_PERMANENTLY, to),
            "{path}"
        );
    };
    // Her own page is known to readers.
    let mut own = post("Own", 1);
    own.authors = vec![Named::new("Grace")];
    site.write(vec![own]).await;
    site.get("/authors/grace")
        .await
        .assert_in_order(&["Writes.", "Own"]);

    ask("/api/people/claim", &[("id", "1"), ("author", "ada-marlow")]).await;
    site.get("/authors/ada-marlow")
        .await
        .assert_in_order(&["Ada Marlow", "Writes.", "Own", "One"]);
    let me = site.get_as("/api/account/read", &owner).await;
    assert!(me.text.contains("https://g.example"), "{}", me.text);
    moved("/authors/grace", "/authors/ada-marlow").await;

    // Again: no chain of old addresses.
    ask("/api/people/claim", &[("id", "1"), ("author", "zoe")]).await;
    moved("/authors/grace", "/authors/zoe").await;
    moved("/authors/ada-marlow", "/authors/zoe").await;
    site.get("/authors/zoe")
        .await
        .assert_in_order(&["Zoe", "Writes.", "Own"]);
}
