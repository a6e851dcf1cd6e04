//! `/resume`: the owner's résumé, from the file to the reader.

use std::{path::Path, process::Command};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use logbook::model::role::Role;

use crate::{
    site::{Answer, TestSite},
    staff::{AGENT, Person},
};

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nThe first one.\nstartxref\n0\n%%EOF";

async fn send(site: &TestSite, bytes: &[u8], person: Option<&Person>) -> Answer {
    let mut request = Request::post("/admin/resume").header("sec-fetch-site", "same-origin");
    if let Some(person) = person {
        request = request.header(header::COOKIE, &person.cookie);
    }
    site.ask(request.body(Body::from(bytes.to_vec())).unwrap()).await
}

async fn fetch(site: &TestSite, more: &[(&str, &str)]) -> Answer {
    let mut request = Request::get("/resume");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    site.ask(request.body(Body::empty()).unwrap()).await
}

fn files(site: &TestSite) -> usize {
    std::fs::read_dir(site.folder().join("resume")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn readers_get_the_file_under_its_owners_name() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    assert_eq!(fetch(&site, &[]).await.status, StatusCode::NOT_FOUND);
    site.set(&[("owner", "Ada Märlow")]).await;
    assert_eq!(
        send(&site, PDF, Some(&owner)).await.status,
        StatusCode::NO_CONTENT
    );
    let answer = fetch(&site, &[("user-agent", AGENT)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-disposition",
            "attachment; filename=\"Ada-Marlow-Resume.pdf\"; filename*=UTF-8''Ada-M%C3%A4rlow-Resume.pdf",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    assert!(answer.text.contains("The first one."));

    let other = [PDF, b" And more."].concat();
    send(&site, &other, Some(&owner)).await;
    assert!(fetch(&site, &[]).await.text.ends_with("And more."));
    assert_eq!(files(&site), 1, "the old one is gone");
    let removed = site.post("/api/resume/remove", Some(&owner.cookie), &[]).await;
    assert_eq!(removed.status, StatusCode::OK);
    assert_eq!(fetch(&site, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(files(&site), 0);
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(log.contains("resume.change") && log.contains("resume.remove"));
}

#[tokio::test]
async fn a_pdf_is_sent_as_it_is_and_not_compressed_again() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let large = [PDF, &b" and on".repeat(1_000), PDF].concat();
    send(&site, &large, Some(&owner)).await;
    let name = "0123456789abcdef0123456789abcdef.pdf";
    std::fs::write(site.context.media.join(name), &large).unwrap();
    for path in ["/resume".to_owned(), format!("/media/{name}")] {
        let answer = site.get_with(&path, header::ACCEPT_ENCODING, "br, gzip").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/pdf", "{path}");
        assert_eq!(answer.header(header::CONTENT_ENCODING), "", "{path}");
        assert_eq!(answer.header(header::CONTENT_LENGTH), large.len().to_string());
        assert_eq!(answer.header(header::ACCEPT_RANGES), "bytes", "{path}");
    }
}

#[tokio::test]
async fn only_an_owner_sends_it_and_only_a_pdf_is_taken() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let editor = site.join("Ed", Role::Editor).await;
    assert_eq!(send(&site, PDF, None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        send(&site, PDF, Some(&editor)).await.status,
        StatusCode::FORBIDDEN
    );
    for none in [&b"MZ\x90\x00 program"[..], b"<!doctype html><script>", b""] {
        let refused = send(&site, none, Some(&owner)).await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(refused.text.contains("This is no PDF."), "{}", refused.text);
    }
    let whole = include_bytes!("../../server/services/demo/resume.pdf");
    for cut in [
        &b"%PDF-1.4\n"[..],
        &PDF[..PDF.len() - 1],
        &whole[..whole.len() / 2],
    ] {
        let refused = send(&site, cut, Some(&owner)).await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(refused.text.contains("This PDF has no end"), "{}", refused.text);
    }
    let mut large = PDF.to_vec();
    large.resize(10 * 1024 * 1024 + 1, b' ');
    let refused = send(&site, &large, Some(&owner)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.text.contains("larger than 10.4 MB"), "{}", refused.text);
    assert_eq!(files(&site), 0);
}

#[tokio::test]
async fn who_fetches_it_is_counted_once_a_day_and_robots_are_not() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    send(&site, PDF, Some(&owner)).await;
    let counted = async || {
        let told = site.get_as("/api/resume/read", &owner).await.page();
        assert!(told.contains("\"size\":\"47 bytes\""), "{told}");
        let ever = told.split("\"ever\":").nth(1).unwrap();
        ever.trim_end_matches('}').parse::<u32>().unwrap()
    };
    let tag = fetch(&site, &[]).await.header(header::LAST_MODIFIED).to_owned();
    for (name, value) in [
        ("user-agent", "Googlebot/2.1"),
        ("user-agent", ""),
        ("range", "bytes=0-3"),
        ("if-modified-since", tag.as_str()),
    ] {
        let mut headers = vec![(name, value)];
        if name != "user-agent" {
            headers.push(("user-agent", AGENT));
        }
        fetch(&site, &headers).await;
    }
    fetch(&site, &[("user-agent", AGENT), ("cookie", &owner.cookie)]).await;
    let head = Request::builder()
        .method(Method::HEAD)
        .uri("/resume")
        .header(header::USER_AGENT, AGENT)
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.ask(head).await.status, StatusCode::OK);
    assert_eq!(counted().await, 0);
    for _ in 0..3 {
        fetch(&site, &[("user-agent", AGENT)]).await;
    }
    assert_eq!(counted().await, 1);
    let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36";
    fetch(&site, &[("user-agent", chrome)]).await;
    assert_eq!(counted().await, 2);
}

#[test]
fn the_command_line_sets_shows_and_takes_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("cv.pdf"));
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_logbook"))
            .args(["--data", data.to_str().unwrap(), "settings"])
            .args(arguments)
            .output()
            .unwrap();
        let words = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(words).unwrap())
    };
    let path = file.to_str().unwrap();
    let (went_well, told) = run(&["set", "resume", path]);
    assert!(!went_well && told.contains("cannot be read"), "{told}");
    std::fs::write(&file, "no PDF").unwrap();
    let (went_well, told) = run(&["set", "resume", path]);
    assert!(!went_well && told.contains("This is no PDF."), "{told}");
    std::fs::write(&file, PDF).unwrap();
    let (went_well, told) = run(&["set", "resume", path]);
    assert!(went_well && told.contains("/resume"), "{told}");
    let (_, stored) = run(&["get", "resume"]);
    assert_eq!(std::fs::read(Path::new(stored.trim())).unwrap(), PDF);
    assert!(run(&["unset", "resume"]).1.contains("is gone"));
    assert!(run(&["unset", "resume"]).1.contains("no résumé"));
    assert_eq!(run(&["get", "resume"]), (true, String::new()));
}
