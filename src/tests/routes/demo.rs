//! The demo sites, as they are loaded and shown.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use logbook::server::services::demo::site::{load_site, names};

use crate::site::TestSite;

/// Each site, and how many posts it lists.
const SITES: [(&str, usize); 5] = [
    ("feed", 14),
    ("index", 10),
    ("knowledge-base", 9),
    ("logbook", 7),
    ("tag-archive", 30),
];

async fn load(name: &str) -> TestSite {
    let site = TestSite::empty().await;
    let report = load_site(&site.context.database, &site.context.media, name)
        .await
        .unwrap();
    assert!(report.failed.is_empty(), "{name}: {:?}", report.failed);
    site.context
        .settings
        .follow(&site.context.database)
        .await
        .unwrap();
    site
}

#[test]
fn there_is_one_for_each_layout() {
    let names: BTreeSet<&str> = names().into_iter().collect();
    assert_eq!(names, SITES.map(|(name, _)| name).into());
}

#[tokio::test]
async fn each_lists_its_posts_and_every_link_of_its_pages_leads_somewhere() {
    for (name, posts) in SITES {
        let site = load(name).await;
        let all = site.get("/posts").await.page();
        let pages = if posts > 20 { 20 } else { posts };
        assert_eq!(all.matches("<article").count(), pages, "{name}");
        let (mut seen, mut open) = (BTreeSet::new(), vec!["/".to_owned()]);
        while let Some(path) = open.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let answer = site.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{name}: {path}");
            for link in answer.text.split("href=\"").skip(1) {
                let link = link.split(['"', '#']).next().unwrap_or_default();
                // The browser's files are not built here, and questions have no end.
                let is_page = link.starts_with('/') && !link.starts_with("/pkg/") && !link.contains('?');
                if is_page {
                    open.push(link.replace("&amp;", "&"));
                }
            }
        }
        assert!(seen.len() > posts, "{name}: {seen:?}");
    }
}
