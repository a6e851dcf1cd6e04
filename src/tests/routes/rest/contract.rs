//! The document and the program that it describes: each is held against the other.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;
use logbook::{
    model::role::Role,
    server::{
        router::{machine_routes, page_routes},
        services::save::Named,
    },
};
use serde_json::{Value, json};

use super::ask;
use crate::site::{Answer, TestSite, post};

const PROBLEM: &str = "application/problem+json";

/// A blog that holds what the examples of the document name, and things of every kind.
async fn blog() -> TestSite {
    let mut posts: Vec<_> = (1..=4).map(|n| post(&format!("Post {n}"), n)).collect();
    for n in 0..=3 {
        let mut part = post(&format!("Part {n}"), 10 - n);
        part.series = Some((Named::new("Long work"), n));
        part.updated_at = Some(part.published_at.unwrap() + 60_000);
        part.reviewed_at = part.updated_at;
        part.takeaway = "Remember it.".to_owned();
        posts.push(part);
    }
    posts[0].tags.push(Named::new("Rust"));
    posts[1].series = Some((Named::new("Another work"), 1));
    posts[2].old_paths = vec!["/posts/post-once".to_owned()];
    TestSite::with(posts).await
}

/// The answers that the document promises, and which of them were seen.
struct Promise {
    document: Value,
    seen: BTreeSet<(String, String)>,
}

impl Promise {
    async fn of(site: &TestSite) -> Self {
        Self {
            document: ask(site, "/api/v1/openapi.json").await,
            seen: BTreeSet::new(),
        }
    }

    fn paths(&self) -> BTreeMap<String, Value> {
        let paths = self.document["paths"].as_object().unwrap();
        paths
            .iter()
            .map(|(path, item)| (path.clone(), item.clone()))
            .collect()
    }

    /// Holds an answer of the operation at `path` against what is promised of it.
    fn hold(&mut self, path: &str, asked: &str, answer: &Answer) {
        let responses = &self.document["paths"][path]["get"]["responses"];
        let status = answer.status.as_u16().to_string();
        let status = if responses[&status].is_object() {
            status
        } else {
            "default".to_owned()
        };
        if status == "default" {
            assert!(
                answer.status.is_server_error(),
                "{asked} answers with {}: not described",
                answer.status
            );
        }
        let promised = &responses[&status];
        self.seen.insert((path.to_owned(), status.clone()));
        for (name, told) in promised["headers"].as_object().into_iter().flatten() {
            let is_there = !answer.header(name.as_str()).is_empty();
            // Where a list ends, it does not go on.
            assert!(is_there || name == "Link", "{asked} has no {name}: {told}");
        }
        let Some(content) = promised["content"].as_object() else {
            assert_eq!(answer.text, "", "{asked}");
            return;
        };
        let (kind, media) = content.iter().next().unwrap();
        assert_eq!(answer.header(header::CONTENT_TYPE), kind, "{asked}");
        let body: Value = serde_json::from_str(&answer.text).unwrap();
        let wrong = self.wrong(&media["schema"], &body);
        assert!(wrong.is_empty(), "{asked}: {wrong:#?}\n{}", answer.text);
    }

    /// What is wrong with a value, by a schema of the document.
    fn wrong(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&whole)
            .unwrap();
        validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }
}

/// The address of an operation with the name that its path has, and this query.
fn address(path: &str, name: &str, query: &str) -> String {
    let path = path.replace("{slug}", name);
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

fn pair(name: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    form_urlencoded(name, &text)
}

fn form_urlencoded(name: &str, value: &str) -> String {
    let value: String = value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("{name}={value}")
}

/// Values at the borders of what a schema lets through, and beyond; which of them are right the schema says.
fn values(schema: &Value) -> Vec<Value> {
    let mut values: Vec<Value> = schema["examples"].as_array().unwrap().clone();
    if schema["type"] == "integer" {
        let (least, most) = (
            schema["minimum"].as_i64().unwrap(),
            schema["maximum"].as_i64().unwrap(),
        );
        values.extend([least - 1, least, most, most + 1, i64::MAX, -7].map(|number| json!(number)));
        values.extend(["", "x", "1.5", "1e1", "0x10", " 5", "+5"].map(|text| json!(text)));
    } else {
        let most = usize::try_from(schema["maxLength"].as_u64().unwrap()).unwrap();
        values.extend(["a".repeat(most), "a".repeat(most + 1)].map(|text| json!(text)));
        values.extend(["", " ", "A b", "-", "a--b", "é", "<script>", "\u{0}"].map(|text| json!(text)));
    }
    values
}

#[tokio::test]
async fn every_parameter_takes_what_is_described_and_refuses_the_rest() {
    let site = blog().await;
    let mut promise = Promise::of(&site).await;
    for (path, item) in promise.paths() {
        let parameters = item["get"]["parameters"].as_array().unwrap().clone();
        let example = |parameter: &Value| parameter["schema"]["examples"][0].clone();
        let named = parameters.iter().find(|parameter| parameter["in"] == "path");
        let name = named.map(|named| example(named).as_str().unwrap().to_owned());
        let name = name.unwrap_or_default();
        let required: Vec<String> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query" && parameter["required"] == true)
            .map(|parameter| pair(parameter["name"].as_str().unwrap(), &example(parameter)))
            .collect();
        let asked = address(&path, &name, &required.join("&"));
        let answer = site.get(&asked).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}");
        promise.hold(&path, &asked, &answer);
        // Where the list goes on.
        let body: Value = serde_json::from_str(&answer.text).unwrap();
        for parameter in &parameters {
            let (called, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
            for value in values(schema) {
                let is_right = promise.wrong(schema, &value).is_empty();
                let (asked, expected) = if parameter["in"] == "path" {
                    let encoded = form_urlencoded("", value.as_str().unwrap());
                    let encoded = encoded.trim_start_matches('=');
                    let found = value == example(parameter);
                    (address(&path, encoded, ""), if found { 200 } else { 404 })
                } else {
                    let others = required
                        .iter()
                        .filter(|pair| !pair.starts_with(&format!("{called}=")));
                    let mut query: Vec<String> = others.cloned().collect();
                    query.push(pair(called, &value));
                    (
                        address(&path, &name, &query.join("&")),
                        // What a cursor may look like is described; which are places, only the lists know.
                        if is_right && called != "cursor" { 200 } else { 400 },
                    )
                };
                let answer = site.get(&asked).await;
                // An empty name is the address of all, with a slash too many.
                if parameter["in"] == "path" && value == "" {
                    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
                    continue;
                }
                assert_eq!(answer.status.as_u16(), expected, "{asked}: {}", answer.text);
                promise.hold(&path, &asked, &answer);
                if expected == 400 {
                    let problem: Value = serde_json::from_str(&answer.text).unwrap();
                    assert_eq!(problem["parameters"], json!([called]), "{asked}");
                }
            }
        }
        let unknown = address(
            &path,
            &name,
            &[required.clone(), vec!["nobody=knows".to_owned()]]
                .concat()
                .join("&"),
        );
        let answer = site.get(&unknown).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{unknown}");
        promise.hold(&path, &unknown, &answer);
        if body["items"].is_array() {
            let smaller = address(
                &path,
                &name,
                &[required.clone(), vec!["limit=1".to_owned()]].concat().join("&"),
            );
            let page: Value = serde_json::from_str(&site.get(&smaller).await.text).unwrap();
            let cursor = page["next_cursor"]
                .as_str()
                .unwrap_or_else(|| panic!("{smaller} has no more"));
            let next = format!("{smaller}&cursor={cursor}");
            let answer = site.get(&next).await;
            assert_eq!(answer.status, StatusCode::OK, "{next}: {}", answer.text);
            promise.hold(&path, &next, &answer);
        }
    }
}

#[tokio::test]
async fn every_answer_that_is_described_is_given_and_is_as_described() {
    let site = blog().await;
    let mut promise = Promise::of(&site).await;
    let grace = site.join("Grace", Role::Editor).await;
    let thrown = post("Thrown", 5);
    let id = thrown.uuid.to_string();
    site.write(vec![thrown]).await;
    let thrown = site
        .post("/api/desk/trash", Some(&grace.cookie), &[("post", &id)])
        .await;
    assert_eq!(thrown.status, StatusCode::OK);
    let mut write = site.context.database.begin().await.unwrap();
    for statement in [
        "INSERT INTO redirects (path, tag_id, origin, created_at) SELECT '/tags/tag-once', id, 'address', 0 FROM tags LIMIT 1",
        "INSERT INTO redirects (path, series_id, origin, created_at) SELECT '/series/series-once', id, 'address', 0 FROM series LIMIT 1",
    ] {
        sqlx::query(statement).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
    for (path, asked) in [
        ("/api/v1/posts", "/api/v1/posts?limit=2"),
        ("/api/v1/posts", "/api/v1/posts?tag=tag-once"),
        ("/api/v1/posts/{slug}", "/api/v1/posts/part-1"),
        ("/api/v1/posts/{slug}", "/api/v1/posts/post-once"),
        ("/api/v1/posts/{slug}", "/api/v1/posts/thrown"),
        ("/api/v1/posts/{slug}", "/api/v1/posts/nothing"),
        ("/api/v1/tags", "/api/v1/tags"),
        ("/api/v1/tags/{slug}", "/api/v1/tags/backend"),
        ("/api/v1/tags/{slug}", "/api/v1/tags/tag-once"),
        ("/api/v1/tags/{slug}", "/api/v1/tags/nothing"),
        ("/api/v1/series", "/api/v1/series"),
        ("/api/v1/series/{slug}", "/api/v1/series/long-work"),
        ("/api/v1/series/{slug}", "/api/v1/series/series-once"),
        ("/api/v1/series/{slug}", "/api/v1/series/nothing"),
        ("/api/v1/search", "/api/v1/search?q=text&limit=2"),
        ("/api/v1/search", "/api/v1/search?q=psot"),
        ("/api/v1/openapi.json", "/api/v1/openapi.json"),
    ] {
        let answer = site.get(asked).await;
        promise.hold(path, asked, &answer);
        let etag = answer.header(header::ETAG);
        if !etag.is_empty() {
            let held = site.get_with(asked, header::IF_NONE_MATCH, etag).await;
            assert_eq!(held.status, StatusCode::NOT_MODIFIED);
            promise.hold(path, asked, &held);
        }
        let wrong = format!(
            "{asked}{}nobody=knows",
            if asked.contains('?') { '&' } else { '?' }
        );
        promise.hold(path, &wrong, &site.get(&wrong).await);
    }
    // Faults of ours and too many requests come last: nothing else does after them.
    let paths: Vec<String> = promise.paths().into_keys().collect();
    let asked = |path: &str| {
        let path = path.replace("{slug}", "anything");
        if path.ends_with("/search") {
            format!("{path}?q=x")
        } else {
            path
        }
    };
    site.context.database.close().await;
    for path in &paths {
        let answer = site.get(&asked(path)).await;
        if path != "/api/v1/openapi.json" {
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            promise.hold(path, path, &answer);
        }
    }
    for _ in 0..600 {
        site.get("/api/v1/openapi.json").await;
    }
    for path in &paths {
        let answer = site.get(&asked(path)).await;
        if answer.status == StatusCode::OK {
            continue;
        }
        promise.hold(path, path, &answer);
    }
    let described: BTreeSet<(String, String)> = promise
        .paths()
        .into_iter()
        .flat_map(|(path, item)| {
            let responses = item["get"]["responses"].as_object().unwrap().clone();
            responses
                .into_iter()
                .map(move |(status, _)| (path.clone(), status))
        })
        // It asks nothing of the database.
        .filter(|(path, status)| !(path == "/api/v1/openapi.json" && status == "default"))
        .collect();
    let missing: Vec<_> = described.difference(&promise.seen).collect();
    assert!(missing.is_empty(), "described and never given: {missing:?}");
}

#[tokio::test]
async fn there_is_no_address_that_is_not_described_and_none_described_that_is_not_there() {
    let site = blog().await;
    let promise = Promise::of(&site).await;
    let described: BTreeSet<String> = promise.paths().into_keys().collect();
    let routes: BTreeSet<String> = machine_routes()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("/api/v1"))
        .collect();
    assert_eq!(routes, described);
    let others = page_routes()
        .iter()
        .map(|page| page.path().to_owned())
        .chain(server_fn_paths().map(|(path, _)| path.to_owned()))
        .filter(|path| path.starts_with("/api/v1"))
        .count();
    assert_eq!(others, 0);
    for (path, item) in promise.paths() {
        let methods: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(methods, ["get"], "{path}");
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let asked = path.replace("{slug}", "part-1");
            let request = Request::builder().method(method).uri(&asked);
            let answer = site.ask(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {asked}");
            assert_eq!(answer.header(header::CONTENT_TYPE), PROBLEM);
        }
        let documented = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let in_path: Vec<String> = item["get"]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(documented.collect::<Vec<_>>(), in_path, "{path}");
    }
}

#[tokio::test]
async fn the_schemas_are_sound_and_every_one_is_used() {
    let site = TestSite::empty().await;
    let promise = Promise::of(&site).await;
    let document = &promise.document;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], crate::site::ORIGIN);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for (name, schema) in schemas {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
        assert!(
            text.contains(&format!("\"#/components/schemas/{name}\"")),
            "{name} is used nowhere"
        );
        // Every field is always there, and there are no others.
        let fields: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
        let required = schema["required"].as_array().unwrap();
        let required: BTreeSet<&str> = required.iter().filter_map(Value::as_str).collect();
        assert!(
            fields.iter().all(|field| required.contains(field.as_str())),
            "{name}"
        );
        assert_eq!(schema["additionalProperties"], false, "{name}");
        assert!(
            promise.wrong(schema, &json!({})).len() >= fields.len().min(1),
            "{name}"
        );
    }
    // A wrong answer is seen to be wrong.
    let reference = json!({ "$ref": "#/components/schemas/Name" });
    let right = json!({ "slug": "a", "name": "A", "url": "https://blog.test/tags/a" });
    assert!(promise.wrong(&reference, &right).is_empty());
    for (field, value) in [
        ("slug", json!("A b")),
        ("url", json!("/tags/a")),
        ("name", json!(null)),
        ("more", json!(1)),
    ] {
        let mut wrong = right.clone();
        wrong[field] = value;
        assert!(!promise.wrong(&reference, &wrong).is_empty(), "{field}");
    }
    let operations: BTreeSet<String> = promise
        .paths()
        .into_values()
        .map(|item| item["get"]["operationId"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        operations.len(),
        promise.paths().len(),
        "each has a name of its own"
    );
}
