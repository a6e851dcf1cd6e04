//! Who may do what: every server function, asked by nobody and by each role, on what is theirs and what is not. A new
//! function that is not in the table fails the test.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;
use logbook::{model::role::Role, server::services::save::Named};

use crate::{
    site::{TestSite, post},
    staff::{AGENT, PASSWORD},
};

/// Who asks: nobody, then each role.
const ASKERS: usize = 5;

/// A question: the function, its arguments, and what each asker gets.
struct Row {
    path: &'static str,
    arguments: &'static str,
    answers: [u16; ASKERS],
}

const fn row(path: &'static str, arguments: &'static str, answers: [u16; ASKERS]) -> Row {
    Row {
        path,
        arguments,
        answers,
    }
}

/// Everybody may.
const ALL: [u16; ASKERS] = [200; ASKERS];

/// Whoever is signed in may.
const STAFF: [u16; ASKERS] = [401, 200, 200, 200, 200];

/// There is no such thing for anybody, and who is not signed in does not learn even that.
const NOT_THERE: [u16; ASKERS] = [401, 404, 404, 404, 404];

/// Only owners may.
const OWNER: [u16; ASKERS] = [401, 403, 403, 403, 200];

/// Only those may who look after what is not theirs.
const EDITORS: [u16; ASKERS] = [401, 403, 403, 200, 200];

/// Only those may who look after what is not theirs, and there is no such thing.
const EDITORS_NOT_THERE: [u16; ASKERS] = [401, 403, 403, 404, 404];

/// Only those may who look after what is not theirs, and this would be wrong.
const EDITORS_WRONG: [u16; ASKERS] = [401, 403, 403, 422, 422];

/// Only owners may, and there is no such thing.
const OWNER_NOT_THERE: [u16; ASKERS] = [401, 403, 403, 403, 404];

/// Only owners may, and this would be wrong.
const OWNER_WRONG: [u16; ASKERS] = [401, 403, 403, 403, 422];

/// A text that could be published.
const DRAFT: &str = r#""draft":{"source":"Text.","meta":{"title":"A title","slug":"","summary":"","takeaway":"","tags":["Rust"],"series":null,"cover":null,"authors":["grace"],"featured":false,"unlisted":false,"canonical":"","seo_title":"","seo_description":"","language":"","review_after":null}}"#;

/// In every question `{mine}` is a draft of who asks and `{theirs}` one of somebody else; `{own}` is the session of who asks, and `{other}` that of somebody else. Account 1 is the asker's
/// own, account 2 of somebody who is only there to have things done to them.
const TABLE: &[Row] = &[
    row("/api/posts/find", "place=Posts&query=", ALL),
    row("/api/front/read", "query=", ALL),
    row("/api/posts/read", "slug=public", ALL),
    row("/api/posts/newest", "", ALL),
    row("/api/pages/read", "path=about", [404; ASKERS]),
    row("/api/site/page", "path=%2Fprivacy&query=", ALL),
    row("/api/site/page", "path=%2Fcontact&query=", ALL),
    row("/api/site/page", "path=%2Fadmin&query=", [404; ASKERS]),
    row("/api/tags/list", "", ALL),
    row("/api/tags/read", "slug=backend&page=1", ALL),
    row("/api/authors/read", "slug=ada-marlow&page=1", ALL),
    row("/api/series/read", "slug=none", [404; ASKERS]),
    row("/api/views/read", "slugs=public", ALL),
    // Who writes here is not counted, whatever they send.
    row(
        "/api/views/record",
        "slug=public&token=forged",
        [422, 200, 200, 200, 200],
    ),
    row(
        "/api/session/begin",
        "email=nobody%40blog.test&password=wrong",
        [422; ASKERS],
    ),
    row("/api/account/read", "", STAFF),
    row("/api/account/profile", "name=A&bio=&links=", STAFF),
    row(
        "/api/account/profile",
        "name=&bio=&links=",
        [401, 422, 422, 422, 422],
    ),
    row(
        "/api/account/profile",
        "name=A&bio=&links=javascript%3Aalert(1)",
        [401, 422, 422, 422, 422],
    ),
    row("/api/account/picture", "path=", STAFF),
    row(
        "/api/account/picture",
        "path=%2Fmedia%2Fnone.png",
        [401, 422, 422, 422, 422],
    ),
    row(
        "/api/account/password",
        "current=wrong&new=long+enough+now",
        [401, 422, 422, 422, 422],
    ),
    row("/api/account/sessions/end", "id={other}", NOT_THERE),
    row("/api/account/sessions/end", "id=-1", NOT_THERE),
    row("/api/account/sessions/end", "id={own}", STAFF),
    row("/api/account/sessions/end-others", "", STAFF),
    row("/api/people/list", "", OWNER),
    row("/api/people/invite", "email=new%40blog.test&role=Author", OWNER),
    row("/api/people/invite", "email=new%40blog.test&role=Owner", OWNER),
    row("/api/people/invite", "email=nonsense&role=Author", OWNER_WRONG),
    row(
        "/api/people/invite",
        "email=new%40blog.test&role=God",
        [422; ASKERS],
    ),
    row("/api/people/uninvite", "id=none", OWNER_NOT_THERE),
    row("/api/people/reset", "id=2", OWNER),
    row("/api/people/reset", "id=99", OWNER_NOT_THERE),
    row("/api/people/role", "id=2&role=Editor", OWNER),
    row("/api/people/role", "id=99&role=Editor", OWNER_NOT_THERE),
    row("/api/people/role", "id=1&role=Owner", OWNER),
    row("/api/people/disable", "id=2&disabled=true", OWNER),
    row("/api/people/disable", "id=99&disabled=true", OWNER_NOT_THERE),
    row("/api/people/hand-over", "from=1&to=2", OWNER),
    row("/api/people/hand-over", "from=1&to=99", OWNER_NOT_THERE),
    row("/api/people/claim", "id=2&author=ada-marlow", OWNER),
    row("/api/people/claim", "id=2&author=nobody", OWNER_NOT_THERE),
    row("/api/audit/list", "", OWNER),
    row("/api/settings/read", "", OWNER),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"Logbook","wanted":"Tide tables"}}}"#,
        OWNER,
    ),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"","wanted":""},"base_url":{"seen":"","wanted":"https://given.test"}}}"#,
        OWNER_WRONG,
    ),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"Never","wanted":"Ebb and flow"}}}"#,
        [401, 403, 403, 403, 409],
    ),
    row("/api/resume/read", "", OWNER),
    row("/api/resume/remove", "", OWNER_NOT_THERE),
    row("/api/letters/subscribers", "page=1", OWNER),
    row("/api/letters/subscribers/erase", "id=99", OWNER_NOT_THERE),
    row("/api/letters/inbox", "state=unread&page=1", EDITORS),
    row("/api/letters/inbox/mark", "id=99&state=read", EDITORS_NOT_THERE),
    row("/api/letters/inbox/delete", "id=99", EDITORS_NOT_THERE),
    row(
        "/api/media/list",
        "words=&unused=false&pictures=false&page=1",
        STAFF,
    ),
    row("/api/media/delete", "id=99", NOT_THERE),
    row("/api/desk/posts", "words=&status=&mine=false&sort=&page=1", STAFF),
    row("/api/desk/begin", "", STAFF),
    row("/api/desk/begin", "kind=page", STAFF),
    row("/api/desk/begin", "kind=poem", [401, 422, 422, 422, 422]),
    row("/api/desk/open", "post={mine}", STAFF),
    row("/api/desk/open", "post={theirs}", EDITORS),
    row("/api/desk/open", "post=none", NOT_THERE),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        STAFF,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        EDITORS,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"publish","at":null}}}"#,
        [401, 403, 200, 200, 200],
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"publish","at":null}}}"#,
        EDITORS,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"schedule","at":1}}}"#,
        [401, 403, 422, 422, 422],
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"none","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        NOT_THERE,
    ),
    row("/api/desk/save", "{", [422; ASKERS]),
    // What throws a post away asks for other rights, and is asked by itself.
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"trash","at":null}}}"#,
        [422; ASKERS],
    ),
    row(
        "/api/desk/preview",
        r#"{"needs":{"pictures":["/media/none.png"],"grammars":["Rust"]}}"#,
        STAFF,
    ),
    row("/api/desk/to-review", "", STAFF),
    // What readers do not see cannot be found true.
    row(
        "/api/desk/review",
        "post={mine}&again=Year",
        [401, 403, 409, 409, 409],
    ),
    row(
        "/api/desk/review",
        "post={theirs}&again=Never",
        [401, 403, 403, 409, 409],
    ),
    row("/api/desk/review", "post=none&again=HalfYear", NOT_THERE),
    row("/api/desk/review", "post={mine}&again=Someday", [422; ASKERS]),
    row("/api/desk/numbers", "days=30", STAFF),
    row("/api/desk/post-numbers", "post={mine}&days=30", STAFF),
    row("/api/desk/post-numbers", "post={theirs}&days=30", EDITORS),
    row("/api/desk/post-numbers", "post=none&days=30", NOT_THERE),
    row("/api/desk/links", "post={mine}", STAFF),
    row("/api/desk/links", "post={theirs}", EDITORS),
    row("/api/desk/links/make", "post={mine}&days=7", STAFF),
    row("/api/desk/links/make", "post={theirs}&days=7", EDITORS),
    row(
        "/api/desk/links/make",
        "post={mine}&days=8",
        [401, 422, 422, 422, 422],
    ),
    row("/api/desk/links/make", "post=none&days=7", NOT_THERE),
    row("/api/desk/links/withdraw", "post={mine}&id=none", NOT_THERE),
    row(
        "/api/desk/links/withdraw",
        "post={theirs}&id=none",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/duplicate", "post={mine}", STAFF),
    row("/api/desk/duplicate", "post={theirs}", EDITORS),
    row("/api/desk/duplicate", "post=none", NOT_THERE),
    row("/api/desk/delete", "post={mine}", [401, 403, 403, 409, 409]),
    row("/api/desk/delete", "post={theirs}", [401, 403, 403, 409, 409]),
    row("/api/desk/delete", "post=none", [401, 403, 403, 404, 404]),
    row("/api/desk/empty-trash", "", EDITORS),
    row("/api/desk/trash", "post={mine}", STAFF),
    row("/api/desk/trash", "post={theirs}", EDITORS),
    row("/api/desk/trash", "post=none", NOT_THERE),
    row("/api/desk/take-back", "post={mine}", [401, 409, 409, 409, 409]),
    row("/api/desk/take-back", "post={theirs}", [401, 403, 403, 409, 409]),
    row("/api/desk/revisions", "post={mine}", STAFF),
    row("/api/desk/revisions", "post={theirs}", EDITORS),
    row("/api/desk/revision", "post={mine}&number=9", NOT_THERE),
    row(
        "/api/desk/revision",
        "post={theirs}&number=9",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/look", "post={mine}&revision=1", STAFF),
    row("/api/desk/look", "post={theirs}&revision=1", EDITORS),
    row("/api/desk/look", "post=none&revision=1", NOT_THERE),
    row("/api/desk/authors", "words=a", STAFF),
    row("/api/desk/time", "text=2099-01-01T09%3A00&zone=UTC", STAFF),
    row(
        "/api/desk/time",
        "text=2001-01-01T09%3A00&zone=UTC",
        [401, 422, 422, 422, 422],
    ),
    row("/api/desk/restore", "post={mine}&number=9", NOT_THERE),
    row(
        "/api/desk/restore",
        "post={theirs}&number=9",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/tags", "words=ru", STAFF),
    row("/api/desk/series", "words=", STAFF),
    row("/api/desk/tags/told", "post={mine}&names=Rust", STAFF),
    row("/api/desk/tags/told", "post={theirs}&names=Rust", EDITORS),
    row("/api/desk/tags/told", "post=none&names=Rust", NOT_THERE),
    row("/api/sorting/tags", "words=&page=1", EDITORS),
    row(
        "/api/sorting/tags/edit",
        "id=1&slug=back&name=Back&description=",
        EDITORS,
    ),
    row(
        "/api/sorting/tags/edit",
        "id=1&slug=No&name=&description=",
        EDITORS_WRONG,
    ),
    row(
        "/api/sorting/tags/edit",
        "id=99&slug=back&name=Back&description=",
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/tags/merge", "id=1&into=backend", EDITORS_WRONG),
    row("/api/sorting/tags/merge", "id=99&into=backend", EDITORS_NOT_THERE),
    row("/api/sorting/tags/delete", "id=1", EDITORS),
    row("/api/sorting/tags/delete", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/tags/undo", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/redirects", "words=&page=1", EDITORS),
    row(
        "/api/sorting/redirects/add",
        "path=%2Fold&target=%2Ftags",
        EDITORS,
    ),
    row(
        "/api/sorting/redirects/add",
        "path=%2Fadmin&target=%2Fnowhere",
        EDITORS_WRONG,
    ),
    row("/api/sorting/redirects/delete", "path=%2Fold", EDITORS_NOT_THERE),
    row("/api/jobs/list", "", EDITORS),
    row("/api/jobs/retry", "id=99", EDITORS_NOT_THERE),
    row("/api/jobs/cancel", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/series", "words=", EDITORS),
    row("/api/sorting/series/open", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/series/create", "title=Jobs", EDITORS),
    row("/api/sorting/series/create", "title=", EDITORS_WRONG),
    row(
        "/api/sorting/series/edit",
        "id=99&slug=a&title=A&description=&complete=false",
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/series/delete", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Series&id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Collection&id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Collections&id=0", EDITORS),
    row("/api/sorting/order", "list=Focus&id=0", EDITORS),
    row("/api/sorting/order", "list=Posts&id=0", [422; ASKERS]),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"Arrange","version":0,"keys":[],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"Add","version":0,"keys":["{mine}"],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"TakeOut","version":0,"keys":["{theirs}"],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Focus","id":0,"act":"Add","version":0,"keys":["backend"],"overview":false}}"#,
        EDITORS,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Focus","id":0,"act":"Arrange","version":0,"keys":[],"overview":false}}"#,
        [401, 403, 403, 409, 409],
    ),
    row("/api/sorting/collections/open", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/collections/create", "name=Start+here", EDITORS),
    row("/api/sorting/collections/create", "name=", EDITORS_WRONG),
    row(
        "/api/sorting/collections/edit",
        "id=99&slug=a&name=A&intro=&shows=",
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/collections/delete", "id=99", EDITORS_NOT_THERE),
];

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
    let arguments = arguments
        .replace("{own}", "1")
        .replace("{other}", "2")
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

#[test]
fn every_function_is_in_the_table() {
    let all: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let known: BTreeSet<&str> = TABLE.iter().map(|row| row.path).collect();
    assert_eq!(
        all, known,
        "a new function has to be in the table of who may what"
    );
}

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
    assert_eq!(after.status, StatusCode::FORBIDDEN, "no owner any more");
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
