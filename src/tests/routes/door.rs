//! `/admin/sign-in` and `/admin/door`: the ways in, without scripts.

use axum::http::{StatusCode, header};
use logbook::{
    model::role::Role,
    server::services::accounts::{Actor, door::offer_setup, people},
};

use crate::{
    site::TestSite,
    staff::{PASSWORD, cookie, key},
};

#[tokio::test]
async fn the_first_one_sets_the_site_up_and_nobody_after() {
    let site = TestSite::empty().await;
    let older = offer_setup(&site.context.database).await.unwrap().unwrap();
    let link = offer_setup(&site.context.database).await.unwrap().unwrap();
    assert_eq!(site.get(&older).await.status, StatusCode::NOT_FOUND);

    let page = site.get(&link).await;
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    page.assert_in_order(&["Set up your site", "Your name", "E-mail address", "Password"]);
    assert!(
        !page.text.contains("<script src") && !page.text.contains(".wasm"),
        "no program"
    );

    let fill = async |name: &str, email: &str, password: &str| {
        let fields = [
            ("key", key(&link)),
            ("name", name),
            ("email", email),
            ("password", password),
        ];
        site.post("/admin/door", None, &fields).await
    };
    let refused = fill("<b>Ada</b>", "ada", "short").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.assert_in_order(&[
        "&lt;b&gt;Ada&lt;/b&gt;",
        "value=\"ada\"",
        "such as ada@example.org",
        "at least 10 characters",
    ]);
    assert!(!refused.text.contains("short\""), "a password never comes back");
    assert_eq!(refused.header(header::SET_COOKIE), "");

    let entered = fill("Ada Marlow", " Ada@Blog.test", PASSWORD).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_eq!(entered.header(header::LOCATION), "/admin");
    let set = entered.header(header::SET_COOKIE);
    for part in ["__Host-session=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let me = site
        .get_with("/api/account/read", header::COOKIE, &cookie(&entered))
        .await
        .page();
    for part in ["ada@blog.test", "Ada Marlow", "Owner", "Firefox on Linux"] {
        assert!(me.contains(part), "{me}");
    }

    assert_eq!(
        fill("Eve", "eve@blog.test", PASSWORD).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(offer_setup(&site.context.database).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_in_tells_nobody_who_has_an_account() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let attempt = async |email: &str, password: &str| {
        site.post(
            "/admin/sign-in",
            None,
            &[("email", email), ("password", password)],
        )
        .await
    };
    let wrong = attempt(&ada.email, "wrong horse battery").await;
    let unknown = attempt("ben@blog.test", "wrong horse battery").await;
    for answer in [&wrong, &unknown] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.header(header::SET_COOKIE), "");
    }
    assert_eq!(
        strip(&wrong.text.replace(&ada.email, "x")),
        strip(&unknown.text.replace("ben@blog.test", "x"))
    );
    let entered = attempt(" ADA@blog.test", PASSWORD).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_ne!(cookie(&entered), ada.cookie, "always a new session");
    let huge = attempt(&ada.email, &"a".repeat(20_000)).await;
    assert_eq!(huge.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(attempt("", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The page without what is random in every page.
fn strip(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("nonce=\"") {
        out.push_str(&rest[..at]);
        rest = &rest[at + 7..];
        rest = &rest[rest.find('"').unwrap()..];
    }
    out + rest
}

#[tokio::test]
async fn who_guesses_is_slowed_down() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    let attempt = async |password: &str| {
        site.post(
            "/admin/sign-in",
            None,
            &[("email", &ada.email), ("password", password)],
        )
        .await
    };
    for number in 0..5 {
        let answer = attempt(&format!("guess number {number}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = attempt(PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_ne!(refused.header(header::RETRY_AFTER), "");
    refused.assert_in_order(&["a lot in a short time", &ada.email]);
    let me = site.get_as("/api/account/read", &ada).await;
    assert_eq!(me.status, StatusCode::OK, "who is in stays in");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_a_closed_account_all_of_them() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let ben = site.join("Ben", Role::Author).await;
    let out = site.post("/admin/sign-out", Some(&ben.cookie), &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header(header::SET_COOKIE).contains("Max-Age=0"));
    let after = site.get_as("/api/account/read", &ben).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);

    let again = site
        .post(
            "/admin/sign-in",
            None,
            &[("email", &ben.email), ("password", PASSWORD)],
        )
        .await;
    let ben = crate::staff::Person {
        cookie: cookie(&again),
        ..ben
    };
    assert_eq!(
        site.get_as("/api/account/read", &ben).await.status,
        StatusCode::OK
    );
    let closed = site
        .post(
            "/api/people/disable",
            Some(&owner.cookie),
            &[("id", "2"), ("disabled", "true")],
        )
        .await;
    assert_eq!(closed.status, StatusCode::OK, "{}", closed.text);
    assert_eq!(
        site.get_as("/api/account/read", &ben).await.status,
        StatusCode::UNAUTHORIZED
    );
    let refused = site
        .post(
            "/admin/sign-in",
            None,
            &[("email", &ben.email), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let site = TestSite::empty().await;
    let here = site.join("Ada", Role::Author).await;
    let there = site
        .post(
            "/admin/sign-in",
            None,
            &[("email", &here.email), ("password", PASSWORD)],
        )
        .await;
    let there = cookie(&there);
    let change = async |current: &str, new: &str| {
        site.post(
            "/api/account/password",
            Some(&here.cookie),
            &[("current", current), ("new", new)],
        )
        .await
    };
    let wrong = change("not my password", "another long one").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("current"), "{}", wrong.text);
    assert_eq!(
        change(PASSWORD, "short").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let reset = people::reset(&site.context.database, &Actor::operator(), 1)
        .await
        .unwrap()
        .unwrap();
    let changed = change(PASSWORD, "another long one").await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    let fresh = cookie(&changed);
    assert_eq!(
        site.get(&reset).await.status,
        StatusCode::NOT_FOUND,
        "a link that went astray"
    );
    for (cookie, status) in [
        (&fresh, StatusCode::OK),
        (&here.cookie, StatusCode::UNAUTHORIZED),
        (&there, StatusCode::UNAUTHORIZED),
    ] {
        let answer = site.get_with("/api/account/read", header::COOKIE, cookie).await;
        assert_eq!(answer.status, status);
    }
    for (password, status) in [
        (PASSWORD, StatusCode::UNPROCESSABLE_ENTITY),
        ("another long one", StatusCode::SEE_OTHER),
    ] {
        let answer = site
            .post(
                "/admin/sign-in",
                None,
                &[("email", &here.email), ("password", password)],
            )
            .await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn a_reset_link_opens_once_and_ends_every_session() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    let reset = async || {
        people::reset(&site.context.database, &Actor::operator(), 1)
            .await
            .unwrap()
            .unwrap()
    };
    let (older, link) = (reset().await, reset().await);
    assert_eq!(
        site.get(&older).await.status,
        StatusCode::NOT_FOUND,
        "a newer one took its place"
    );
    site.get(&link)
        .await
        .assert_in_order(&["Choose a new password", &ada.email]);
    let enter = async || {
        site.post(
            "/admin/door",
            None,
            &[("key", key(&link)), ("password", "a new long password")],
        )
        .await
    };
    let fresh = cookie(&enter().await);
    assert_eq!(enter().await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.get_as("/api/account/read", &ada).await.status,
        StatusCode::UNAUTHORIZED
    );
    let me = site.get_with("/api/account/read", header::COOKIE, &fresh).await;
    assert_eq!(me.status, StatusCode::OK);
}

#[tokio::test]
async fn links_do_not_outlive_the_owner_who_may_have_made_them() {
    let site = TestSite::empty().await;
    site.join("Ada", Role::Owner).await;
    site.join("Eve", Role::Owner).await;
    let (database, operator) = (&site.context.database, Actor::operator());
    for closing in [false, true] {
        let reset = people::reset(database, &operator, 1).await.unwrap().unwrap();
        let join = people::invite(database, &operator, "eve2@blog.test", Role::Owner)
            .await
            .unwrap()
            .unwrap();
        let done = if closing {
            people::set_role(database, &operator, 2, Role::Owner)
                .await
                .unwrap();
            people::set_disabled(database, &operator, 2, true).await
        } else {
            people::set_role(database, &operator, 2, Role::Editor).await
        };
        assert_eq!(done.unwrap(), Some(Ok(())));
        for link in [reset, join] {
            assert_eq!(site.get(&link).await.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn an_address_that_got_an_account_meanwhile_is_told_so_and_its_invitation_goes() {
    let site = TestSite::empty().await;
    let (database, operator) = (&site.context.database, Actor::operator());
    let setup = offer_setup(database).await.unwrap().unwrap();
    let join = people::invite(database, &operator, "ada@blog.test", Role::Author)
        .await
        .unwrap()
        .unwrap();
    let other = people::invite(database, &operator, "ben@blog.test", Role::Author)
        .await
        .unwrap()
        .unwrap();
    let fields = [
        ("key", key(&setup)),
        ("name", "Ada"),
        ("email", "ada@blog.test"),
        ("password", PASSWORD),
    ];
    cookie(&site.post("/admin/door", None, &fields).await);
    assert_eq!(site.get(&join).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_desk_sends_strangers_to_the_door_and_back() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let away = site.get("/admin/people?x=y").await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    let door = away.header(header::LOCATION).to_owned();
    assert_eq!(door, "/admin/sign-in?next=%2Fadmin%2Fpeople%3Fx%3Dy");
    let page = site.get(&door).await;
    page.assert_in_order(&["value=\"/admin/people?x=y\"", "Sign in"]);
    let fields = [
        ("email", ada.email.as_str()),
        ("password", PASSWORD),
        ("next", "/admin/people?x=y"),
    ];
    let entered = site.post("/admin/sign-in", None, &fields).await;
    assert_eq!(entered.header(header::LOCATION), "/admin/people?x=y");
    let fields = [fields[0], fields[1], ("next", "https://evil.example/")];
    let entered = site.post("/admin/sign-in", None, &fields).await;
    assert_eq!(entered.header(header::LOCATION), "/admin");
    let desk = site.get_as("/admin/account", &ada).await;
    assert_eq!(desk.header(header::CACHE_CONTROL), "no-store");
    desk.assert_in_order(&["needs scripts"]);
    let nowhere = site.get_as("/admin/nope", &ada).await;
    assert_eq!(
        (desk.status, nowhere.status),
        (StatusCode::OK, StatusCode::NOT_FOUND)
    );
    nowhere.assert_in_order(&["needs scripts"]);
    let signed_in = site.get_as("/admin/sign-in", &ada).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn keys_that_open_nothing_say_so() {
    let site = TestSite::empty().await;
    for bad in [
        "",
        "nonsense",
        &"a".repeat(43),
        &"é".repeat(10),
        &"a".repeat(5_000),
    ] {
        let path = format!(
            "/admin/door?{}",
            form_urlencoded::Serializer::new(String::new())
                .append_pair("key", bad)
                .finish()
        );
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{bad}");
        page.assert_in_order(&["This link opens nothing"]);
        let entered = site
            .post(
                "/admin/door",
                None,
                &[("key", bad), ("name", "Eve"), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(entered.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn forms_from_other_sites_do_nothing() {
    use axum::{body::Body, http::Request};
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let request = Request::post("/admin/sign-out")
            .header(header::COOKIE, &ada.cookie)
            .header(name, value)
            .body(Body::empty())
            .unwrap();
        assert_eq!(
            site.ask(request).await.status,
            StatusCode::FORBIDDEN,
            "{name}: {value}"
        );
    }
    let bare = Request::post("/admin/sign-out")
        .header(header::COOKIE, &ada.cookie)
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        site.ask(bare).await.status,
        StatusCode::FORBIDDEN,
        "with a session, somebody has to say"
    );
    assert_eq!(
        site.get_as("/api/account/read", &ada).await.status,
        StatusCode::OK
    );
}
