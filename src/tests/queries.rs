//! What a page asks of the database: how often, and whether an index answers.

use std::sync::{Arc, Mutex, OnceLock};

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

/// The statements that `path` runs.
async fn statements(site: &TestSite, path: &str) -> Vec<String> {
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
    assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
    settle(site).await;
    let mut statements = ear.0.lock().unwrap().clone();
    statements.retain(|statement| statement != SENTINEL);
    assert!(!statements.is_empty(), "nothing was recorded for {path}");
    statements
}

/// Each kind of page, and how many statements it may run.
const BUDGETS: &[(&str, usize)] = &[
    ("/", 4),
    ("/posts?page=2", 4),
    ("/posts/post-5", 5),
    ("/posts/part-2", 5),
    ("/tags", 2),
    ("/tags/backend", 4),
    ("/authors/ada-marlow", 4),
    ("/series/long-work", 2),
    ("/atom.xml", 2),
    ("/posts?tag=backend", 5),
    ("/posts?tag=backend&sort=title", 5),
    ("/posts?not=backend&sort=oldest", 6),
    ("/posts?sort=read", 4),
    ("/posts?sort=updated", 4),
    ("/search?q=text", 12),
    ("/search?q=psot", 20),
    ("/api/views/read?slugs=post-5,post-6", 1),
    ("/sitemap.xml", 5),
    ("/posts/gone", 3),
    ("/old/post-5", 3),
    ("/nowhere", 3),
];

async fn site_of(posts: i64) -> TestSite {
    let mut all: Vec<_> = (0..posts).map(|n| post(&format!("Post {n}"), n)).collect();
    if let Some(moved) = all.get_mut(5) {
        moved.old_paths = vec!["/old/post-5".to_owned()];
    }
    for n in 1..=5 {
        let mut part = post(&format!("Part {n}"), n);
        let series = logbook::server::services::save::Named::new("Long work");
        part.series = Some((series, n));
        all.push(part);
    }
    TestSite::with(all).await
}

#[tokio::test]
async fn a_page_runs_few_statements_and_no_more_with_more_posts() {
    let (small, large) = (site_of(30).await, site_of(300).await);
    for (path, budget) in BUDGETS {
        let few = statements(&small, path).await;
        let many = statements(&large, path).await;
        assert!(many.len() <= *budget, "{path} runs {}: {many:#?}", many.len());
        assert_eq!(few.len(), many.len(), "{path}: {few:#?} {many:#?}");
    }
}

#[tokio::test]
async fn every_statement_of_a_public_page_is_answered_by_an_index() {
    let site = site_of(300).await;
    for (path, _) in BUDGETS {
        for statement in statements(&site, path).await {
            let mut reader = site.context.database.reader().await.unwrap();
            let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
                .fetch_all(&mut *reader)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
            for step in plan {
                let detail: String = step.get("detail");
                // What lists all tags, authors or series reads them all; parts of a page that is already cut are read
                // whole.
                let listed = ["tags", "authors", "series"].iter().any(|all| {
                    detail.starts_with(&format!("SCAN {all} USING ")) && detail.contains("autoindex")
                });
                let fine = listed
                    || ["SCAN tags", "SCAN page", "SCAN d", "SCAN CONSTANT ROW"].contains(&detail.as_str())
                    || statement.contains(" MATCH ")
                        && ["SCAN scored", "SCAN b", "SCAN m"].contains(&detail.as_str())
                    || detail.starts_with("SCAN (subquery")
                    || detail.contains(" VIRTUAL TABLE INDEX ");
                assert!(
                    fine || !detail.starts_with("SCAN "),
                    "{path} reads a whole table: {detail}\n{statement}"
                );
            }
        }
    }
}
