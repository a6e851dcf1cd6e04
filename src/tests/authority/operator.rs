//! `logbook user`: what the operator of the machine does with accounts, while the site is up.

use std::process::Command;

use axum::http::StatusCode;
use logbook::model::role::Role;

use crate::{
    site::{ORIGIN, TestSite},
    staff::{PASSWORD, Person, cookie, key},
};

/// Runs the command; answers whether it went well, and what it said.
fn user(site: &TestSite, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_logbook"))
        .args(["--data", site.folder().to_str().unwrap()])
        .args(["user", "--base-url", ORIGIN])
        .args(arguments)
        .output()
        .unwrap();
    let words = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(words).unwrap())
}

async fn enter(site: &TestSite, person: &Person, password: &str) -> StatusCode {
    let fields = [("email", person.email.as_str()), ("password", password)];
    site.post("/admin/sign-in", None, &fields).await.status
}

async fn is_in(site: &TestSite, person: &Person) -> bool {
    site.get_as("/api/account/read", person).await.status == StatusCode::OK
}

#[tokio::test]
async fn everybody_with_an_account_is_listed() {
    let site = TestSite::empty().await;
    let (went_well, told) = user(&site, &["list"]);
    assert!(went_well && told.contains("Nobody has an account yet."), "{told}");
    site.join("Ada", Role::Owner).await;
    site.join("Ben", Role::Author).await;
    let (went_well, told) = user(&site, &["list"]);
    assert!(went_well, "{told}");
    let lines: Vec<&str> = told.lines().collect();
    let [ada, ben] = lines.as_slice() else {
        panic!("{told}");
    };
    for (line, email, role) in [(ada, "ada@blog.test", "owner"), (ben, "ben@blog.test", "author")] {
        assert!(line.starts_with(email) && line.contains(role), "{line}");
        assert!(line.contains("seen ") && !line.contains("closed"), "{line}");
    }
}

#[tokio::test]
async fn who_forgot_a_password_gets_a_link_for_another_one() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    let (went_well, link) = user(&site, &["reset", "Ada@Blog.test"]);
    assert!(
        went_well && link.starts_with(&format!("{ORIGIN}/admin/door?key=")),
        "{link}"
    );
    let fields = [("key", key(link.trim())), ("password", "a new long password")];
    let fresh = Person {
        cookie: cookie(&site.post("/admin/door", None, &fields).await),
        email: ada.email.clone(),
    };
    assert!(is_in(&site, &fresh).await && !is_in(&site, &ada).await);
    assert_eq!(
        enter(&site, &ada, PASSWORD).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        enter(&site, &ada, "a new long password").await,
        StatusCode::SEE_OTHER
    );
    for (email, reason) in [
        ("nobody@blog.test", "nobody has an account with nobody@blog.test"),
        ("nobody", "'nobody' is no e-mail address"),
    ] {
        let (went_well, told) = user(&site, &["reset", email]);
        assert!(!went_well && told.contains(reason), "{told}");
    }
}

#[tokio::test]
async fn a_closed_account_is_out_until_it_is_opened_again() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    let ben = site.join("Ben", Role::Author).await;
    let (went_well, told) = user(&site, &["disable", &ben.email]);
    assert!(
        went_well && told.contains("The account of ben@blog.test is closed."),
        "{told}"
    );
    assert!(!is_in(&site, &ben).await);
    assert_eq!(
        enter(&site, &ben, PASSWORD).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let (_, list) = user(&site, &["list"]);
    let listed = list.lines().find(|line| line.starts_with(&ben.email)).unwrap();
    assert!(
        listed.contains("not signed in") && listed.ends_with("closed"),
        "{list}"
    );
    let (went_well, told) = user(&site, &["reset", &ben.email]);
    assert!(!went_well && told.contains("open it first"), "{told}");

    let (went_well, told) = user(&site, &["enable", &ben.email]);
    assert!(
        went_well && told.contains("The account of ben@blog.test is open."),
        "{told}"
    );
    assert!(!is_in(&site, &ben).await, "what was ended stays so");
    assert_eq!(enter(&site, &ben, PASSWORD).await, StatusCode::SEE_OTHER);

    let (went_well, told) = user(&site, &["disable", &ada.email]);
    assert!(!went_well && told.contains("only owner"), "{told}");
    let log = site.get_as("/api/audit/list", &ada).await;
    log.assert_in_order(&["user.enable", "user.disable"]);
    log.assert_in_order(&["\"actor\":\"operator\"", "the machine itself"]);
}
