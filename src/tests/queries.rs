//! What a page asks of the database: how often, and whether an index answers.

use std::sync::{Arc, Mutex, OnceLock};

use axum::http::StatusCode;
use logbook::{
    model::status::{Kind, Status},
    server::services::save::{Named, NewPost},
};
use sqlx::{AssertSqlSafe, Row as _};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt as _, registry};

use crate::site::{TestSite, post};

/// Remembers every statement that the database driver logs.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Statement::default();
            event.record(&mut statement);
            let text = if statement.full.is_empty() {
                statement.summary
            } else {
                statement.full
            };
            self.0.lock().unwrap().push(text);
        }
    }
}

#[derive(Default)]
struct Statement {
    full: String,
    summary: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.statement" => self.full = value.trim().to_owned(),
            "summary" => self.summary = value.trim().to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

/// Has every connection answer once more: a statement is logged just after it is answered, so all before it are.
async fn settle(site: &TestSite) {
    let mut connections = Vec::new();
    while connections.len() < 4 {
        let mut connection = site.context.database.reader().await.unwrap();
        sqlx::query(SENTINEL).fetch_one(&mut *connection).await.unwrap();
        connections.push(connection);
    }
}

const SENTINEL: &str = "SELECT 'sentinel'";

/// The statements that `path` runs to answer with `status`.
async fn statements(site: &TestSite, path: &str, status: StatusCode) -> Vec<String> {
    // The driver logs from a thread of its own, so the ear is the whole process's: these tests need a process each,
    // which is how the test runner starts them.
    static EAR: OnceLock<Statements> = OnceLock::new();
    let ear = EAR.get_or_init(|| {
        let ear = Statements::default();
        tracing::subscriber::set_global_default(registry().with(ear.clone())).unwrap();
        ear
    });
    // Opens every connection, so that what a connection says when it opens is said before.
    settle(site).await;
    ear.0.lock().unwrap().clear();
    let answer = site.get(path).await;
    assert_eq!(answer.status, status, "{path}");
    settle(site).await;
    let mut statements = ear.0.lock().unwrap().clone();
    statements.retain(|statement| statement != SENTINEL);
    assert!(!statements.is_empty(), "nothing was recorded for {path}");
    statements
}

/// Each kind of page, how it answers, and how many statements it may run.
const BUDGETS: &[(&str, StatusCode, usize)] = &[
    ("/", StatusCode::OK, 4),
    ("/posts?page=2", StatusCode::OK, 4),
    ("/posts/post-5", StatusCode::OK, 5),
    ("/posts/part-2", StatusCode::OK, 5),
    ("/about", StatusCode::OK, 1),
    ("/portfolio", StatusCode::OK, 1),
    ("/portfolio/work", StatusCode::OK, 1),
    ("/about.md", StatusCode::OK, 1),
    ("/tags", StatusCode::OK, 2),
    ("/tags/backend", StatusCode::OK, 4),
    ("/authors/ada-marlow", StatusCode::OK, 4),
    ("/series/long-work", StatusCode::OK, 2),
    ("/series/long-work/print", StatusCode::OK, 2),
    ("/atom.xml", StatusCode::OK, 2),
    ("/rss.xml?page=2", StatusCode::OK, 2),
    ("/feed.json?content=summary", StatusCode::OK, 2),
    ("/tags/backend/rss.xml", StatusCode::OK, 3),
    ("/series/long-work/feed.json", StatusCode::OK, 3),
    ("/authors/ada-marlow/atom.xml", StatusCode::OK, 3),
    ("/tags/nothing/rss.xml", StatusCode::NOT_FOUND, 6),
    ("/feed", StatusCode::MOVED_PERMANENTLY, 3),
    ("/tags/backend/feed", StatusCode::MOVED_PERMANENTLY, 4),
    ("/llms.txt", StatusCode::OK, 1),
    ("/posts?tag=backend", StatusCode::OK, 5),
    ("/posts?tag=backend&sort=title", StatusCode::OK, 5),
    ("/posts?not=backend&sort=oldest", StatusCode::OK, 6),
    ("/posts?sort=read", StatusCode::OK, 4),
    ("/posts?sort=updated", StatusCode::OK, 4),
    ("/search?q=text", StatusCode::OK, 12),
    ("/search?q=psot", StatusCode::OK, 20),
    // Words that nobody wrote cost something each, so only the first are looked up.
    (
        "/search?q=onefoldish+twofoldish+threefoldish+fourfoldish+fivefoldish+sixfoldish+sevenfoldish+eightfoldish",
        StatusCode::OK,
        16,
    ),
    (
        "/posts?q=text&tag=backend&tag=gone&any=1&not=absent",
        StatusCode::OK,
        14,
    ),
    ("/api/views/read?slugs=post-5,post-6", StatusCode::OK, 1),
    ("/sitemap.xml", StatusCode::OK, 6),
    ("/search/rss.xml?q=text", StatusCode::OK, 8),
    ("/api/v1/posts", StatusCode::OK, 1),
    ("/api/v1/posts?tag=backend&limit=5", StatusCode::OK, 1),
    ("/api/v1/posts?author=ada-marlow", StatusCode::OK, 1),
    ("/api/v1/posts?series=long-work", StatusCode::OK, 1),
    ("/api/v1/posts/part-2", StatusCode::OK, 1),
    ("/api/v1/posts/nothing", StatusCode::NOT_FOUND, 3),
    ("/api/v1/tags", StatusCode::OK, 1),
    ("/api/v1/tags/backend", StatusCode::OK, 1),
    ("/api/v1/series", StatusCode::OK, 1),
    ("/api/v1/series/long-work", StatusCode::OK, 2),
    ("/api/v1/search?q=text", StatusCode::OK, 8),
    ("/posts/gone", StatusCode::NOT_FOUND, 4),
    ("/posts?page=99", StatusCode::NOT_FOUND, 6),
    ("/series/gone", StatusCode::NOT_FOUND, 4),
    ("/old/post-5", StatusCode::MOVED_PERMANENTLY, 3),
    ("/nowhere", StatusCode::NOT_FOUND, 4),
];

async fn site_of(posts: i64) -> TestSite {
    let mut all: Vec<_> = (0..posts).map(|n| post(&format!("Post {n}"), n)).collect();
    if let Some(moved) = all.get_mut(5) {
        moved.old_paths = vec!["/old/post-5".to_owned()];
    }
    // Enough of everything that looking a row up is cheaper than reading the table.
    for (n, post) in (0..).zip(&mut all).skip(60) {
        post.series = Some((Named::new(&format!("Series {n}")), 1));
        post.tags.push(Named::new(&format!("Topic {n}")));
        post.authors.push(Named::new(&format!("Author {n}")));
    }
    for n in 1..=5 {
        let mut part = post(&format!("Part {n}"), n);
        part.series = Some((Named::new("Long work"), n));
        all.push(part);
    }
    let mut coming = post("Part 6", 0);
    coming.series = Some((Named::new("Long work"), 6));
    coming.status = Status::Draft;
    all.push(coming);
    for (kind, title) in [(Kind::Page, "About"), (Kind::Project, "Work")] {
        all.push(NewPost {
            kind,
            ..post(title, 1)
        });
    }
    let site = TestSite::with(all).await;
    site.show_coming("long-work").await;
    site
}

#[tokio::test]
async fn a_page_runs_few_statements_and_no_more_with_more_posts() {
    let (small, large) = (site_of(30).await, site_of(300).await);
    for (path, status, budget) in BUDGETS {
        let few = statements(&small, path, *status).await;
        let many = statements(&large, path, *status).await;
        assert!(many.len() <= *budget, "{path} runs {}: {many:#?}", many.len());
        assert_eq!(few.len(), many.len(), "{path}: {few:#?} {many:#?}");
    }
}

#[tokio::test]
async fn every_statement_of_a_public_page_is_answered_by_an_index() {
    let site = site_of(300).await;
    let mut statements_of = Vec::new();
    for (path, status, _) in BUDGETS {
        statements_of.push((*path, statements(&site, path, *status).await));
    }
    // As in a new file, and as in one that was closed before and knows how many rows its tables have.
    for analysed in [false, true] {
        let mut write = site.context.database.begin().await.unwrap();
        if analysed {
            sqlx::query("ANALYZE").execute(&mut *write).await.unwrap();
        }
        for (path, statements) in &statements_of {
            let at = format!("{path} (statistics: {analysed})");
            assert_indexed(&mut write, &at, statements).await;
        }
    }
}

#[tokio::test]
async fn every_layout_of_the_front_page_keeps_to_the_same_limits() {
    let site = site_of(300).await;
    site.collect("start", "", &["post-1", "post-40"]).await;
    for layout in ["index", "knowledge-base", "tag-archive", "feed"] {
        site.set(&[("layout", layout), ("front_tag", "backend")]).await;
        let statements = statements(&site, "/", StatusCode::OK).await;
        assert!(
            statements.len() <= 4,
            "{layout} runs {}: {statements:#?}",
            statements.len()
        );
        let mut write = site.context.database.begin().await.unwrap();
        assert_indexed(&mut write, layout, &statements).await;
    }
}

async fn assert_indexed(connection: &mut sqlx::SqliteConnection, at: &str, statements: &[String]) {
    for statement in statements {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
            .fetch_all(&mut *connection)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
        let plan: Vec<String> = plan.iter().map(|step| step.get("detail")).collect();
        for step in &plan {
            assert!(
                !step.starts_with("SCAN ") || may_scan(statement, &plan, step),
                "{at} reads a whole table: {step}\n{statement}"
            );
        }
    }
}

/// Whether it is right that this step of a plan reads from one end on.
fn may_scan(statement: &str, plan: &[String], step: &str) -> bool {
    if let Some((table, index)) = step.split_once(" VIRTUAL TABLE INDEX ") {
        let (number, constraints) = index.split_once(':').unwrap_or((index, ""));
        // Of a list that is given, all is read. An index is read for what matches; without a constraint it is read whole.
        return if table.contains("json_each") {
            number == "1"
        } else {
            constraints.contains(['M', '='])
        };
    }
    // The first rows in the order of an index, with nothing sorted after: it ends with the page.
    let walks = step.contains(" USING INDEX posts_")
        && statement.ends_with(" LIMIT ? OFFSET ?")
        && !plan.iter().any(|step| step.starts_with("USE TEMP B-TREE"));
    // What lists all tags, authors or series reads them all; parts of a page that is already cut are read whole.
    let listed = ["tags", "authors", "series"]
        .iter()
        .any(|all| step.starts_with(&format!("SCAN {all} USING ")) && step.contains("autoindex"));
    walks
        || listed
        || [
            "SCAN tags",
            "SCAN tags USING INDEX tags_name",
            "SCAN page",
            "SCAN d",
            "SCAN CONSTANT ROW",
        ]
        .contains(&step)
        || statement.contains(" MATCH ") && ["SCAN scored", "SCAN b", "SCAN m"].contains(&step)
        // There are a dozen at most.
        || step.starts_with("SCAN collections USING INDEX ")
        || step.starts_with("SCAN (subquery")
}
