//! Every server function, asked by nobody and by each role: what they get is what the table says.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;
use logbook::model::{
    media::{MediaPage, original_at},
    role::Role,
};
use miniserde::json;

use super::{DRAFT, Row, TABLE};
use crate::{
    pictures::plain,
    site::{TestSite, post},
    staff::{AGENT, Person},
};

/// Brings a picture in that is used nowhere; the number by which it is asked for. Another `shade` makes it another picture.
async fn bring(site: &TestSite, person: &Person, shade: u8) -> i64 {
    let request = Request::post("/admin/media?name=a.png")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &person.cookie)
        .body(Body::from(plain(9, 9, shade)))
        .unwrap();
    let brought = site.ask(request).await;
    assert_eq!(brought.status, StatusCode::OK, "{}", brought.text);
    let list = "/api/media/list?words=&unused=true&pictures=true&page=1";
    let library: MediaPage = json::from_str(&site.get_as(list, person).await.page()).unwrap();
    // What came last is first.
    library.items[0].id
}

/// Fresh for every question, since an answer may change who may what.
async fn ask(row: &Row, asker: Option<Role>) -> StatusCode {
    let site = TestSite::with(vec![post("Public", 1)]).await;
    let person = site.join("Grace", asker.unwrap_or(Role::Owner)).await;
    let other = site.join("Other", Role::Author).await;
    let mut arguments = row.arguments.to_owned();
    for (name, whose) in [("{mine}", &person), ("{theirs}", &other)] {
        if arguments.contains(name) {
            let begun = site
                .post("/api/desk/begin", Some(&whose.cookie), &[])
                .await
                .page();
            arguments = arguments.replace(name, begun.trim_matches('"'));
        }
    }
    for (name, whose) in [("{picture}", &person), ("{their-picture}", &other)] {
        if arguments.contains(name) {
            let id = bring(&site, whose, 1).await;
            arguments = arguments.replace(name, &id.to_string());
        }
    }
    let arguments = arguments
        .replace("{own}", "1")
        .replace("{other}", "2")
        .replace("{next-year}", &next_year())
        .replace("{draft}", DRAFT);
    let method = server_fn_paths()
        .find(|(path, _)| *path == row.path)
        .map_or(Method::GET, |(_, method)| method);
    let is_json = arguments.starts_with('{');
    let mut request = Request::builder()
        .header("sec-fetch-site", "same-origin")
        .header(header::USER_AGENT, AGENT);
    if asker.is_some() {
        request = request.header(header::COOKIE, &person.cookie);
    }
    let request = if method == Method::GET {
        request
            .uri(format!("{}?{arguments}", row.path))
            .body(Body::empty())
    } else {
        let kind = if is_json {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        request
            .method(Method::POST)
            .uri(row.path)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(arguments))
    };
    site.ask(request.unwrap()).await.status
}

/// Asks every function as one of the askers of the table. One test each, since every question has a site of its own.
async fn every_function_answers_as_the_table_says(asker: usize) {
    let roles = [
        None,
        Some(Role::Contributor),
        Some(Role::Author),
        Some(Role::Editor),
        Some(Role::Owner),
    ];
    let role = roles[asker];
    let mut wrong = Vec::new();
    for row in TABLE {
        let (status, expected) = (ask(row, role).await.as_u16(), row.answers[asker]);
        if status != expected {
            wrong.push(format!(
                "{} {} as {role:?}: {status}, not {expected}",
                row.path, row.arguments
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_the_table_says() {
    every_function_answers_as_the_table_says(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn contributors_get_what_the_table_says() {
    every_function_answers_as_the_table_says(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authors_get_what_the_table_says() {
    every_function_answers_as_the_table_says(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn editors_get_what_the_table_says() {
    every_function_answers_as_the_table_says(3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owners_get_what_the_table_says() {
    every_function_answers_as_the_table_says(4).await;
}

/// A post can be scheduled for it, whenever this is asked.
fn next_year() -> String {
    (jiff::Zoned::now().year() + 1).to_string()
}

/// The file that a picture was made of is given by no server function, and is somebody's all the same.
#[tokio::test]
async fn originals_are_given_to_who_sent_them_and_to_owners() {
    let site = TestSite::empty().await;
    site.set(&[("originals", "kept")]).await;
    let other = site.join("Other", Role::Author).await;
    let theirs = original_at(bring(&site, &other, 1).await);
    assert_eq!(
        site.get(&theirs).await.status,
        StatusCode::SEE_OTHER,
        "to the door"
    );
    let answers = [
        (Role::Contributor, StatusCode::FORBIDDEN),
        (Role::Author, StatusCode::FORBIDDEN),
        (Role::Editor, StatusCode::FORBIDDEN),
        (Role::Owner, StatusCode::OK),
    ];
    for ((role, expected), shade) in answers.into_iter().zip(2..) {
        let person = site.join(role.as_str(), role).await;
        let own = original_at(bring(&site, &person, shade).await);
        let status = async |path: &str| site.get_as(path, &person).await.status;
        assert_eq!(status(&own).await, StatusCode::OK, "{role:?}");
        assert_eq!(status(&theirs).await, expected, "{role:?}");
    }
}

#[tokio::test]
async fn what_is_asked_with_get_changes_nothing() {
    let site = TestSite::with(vec![post("Public", 1)]).await;
    let owner = site.join("Grace", Role::Owner).await;
    let begun = site
        .post("/api/desk/begin", Some(&owner.cookie), &[])
        .await
        .page();
    let mine = begun.trim_matches('"');
    let before = site.writes().await;
    for row in TABLE {
        if !server_fn_paths().any(|(path, method)| path == row.path && method == Method::GET) {
            continue;
        }
        let arguments = row
            .arguments
            .replace("{mine}", mine)
            .replace("{theirs}", mine)
            .replace("{next-year}", &next_year());
        let asked = format!("{}?{arguments}", row.path);
        let answer = site.get_as(&asked, &owner).await;
        assert_eq!(site.writes().await, before, "{asked}: {}", answer.status);
    }
}

#[test]
fn every_function_is_in_the_table() {
    let all: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let known: BTreeSet<&str> = TABLE.iter().map(|row| row.path).collect();
    assert_eq!(
        all, known,
        "a new function has to be in the table of who may what"
    );
}
