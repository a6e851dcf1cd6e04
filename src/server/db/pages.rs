//! Reads one page or project, and the addresses of all that search engines should know.

use sqlx::FromRow;

use super::Connection;

/// A page or project as its own page needs it. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct PageRow {
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, or empty.
    pub summary: String,
    /// Cut from the text.
    pub excerpt: String,
    /// `public` or `unlisted`.
    pub visibility: String,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// What the cover shows.
    pub cover_alt: String,
    /// Path of the cover.
    pub cover_path: Option<String>,
    /// Pixels.
    pub cover_width: Option<u32>,
    /// Pixels.
    pub cover_height: Option<u32>,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// Table of contents, JSON.
    pub toc: String,
    /// Rendered text.
    pub html: String,
    /// Of a project: one a line.
    pub technologies: Option<String>,
    /// Of a project: `Label = address`, one a line.
    pub links: Option<String>,
    /// Of a project: when it was made.
    pub year: Option<u32>,
}

const READ: &str = "SELECT p.slug, p.title, p.summary, p.excerpt, p.visibility, p.updated_at, p.cover_alt, \
    m.path AS cover_path, m.width AS cover_width, m.height AS cover_height, p.canonical_url, p.seo_title, \
    p.seo_description, p.language, b.toc, b.html, f.technologies, f.links, f.year \
    FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
    LEFT JOIN projects f ON f.post_id = p.id \
    WHERE p.slug = $1 AND p.kind = $2 AND p.status = 'published' AND p.published_at <= $3";

/// The page or project that readers see at `slug`, listed or not; `kind` is `page` or `project`.
pub async fn read_page(
    connection: &mut Connection,
    kind: &str,
    slug: &str,
    now: i64,
) -> sqlx::Result<Option<PageRow>> {
    sqlx::query_as(READ)
        .bind(slug)
        .bind(kind)
        .bind(now)
        .fetch_optional(connection)
        .await
}

/// A page or project in the sitemap.
#[derive(Debug, FromRow)]
pub struct AddressRow {
    /// Its address on this site.
    pub path: String,
    /// When it last changed, in Unix milliseconds.
    pub changed_at: i64,
}

// At home here are those that name no other address, or their own, whole or from the root.
const ADDRESSES: &str = "SELECT path, changed_at FROM (SELECT kind, slug, \
    CASE kind WHEN 'page' THEN '/' ELSE '/portfolio/' END || slug AS path, canonical_url, \
    max(published_at, coalesce(updated_at, 0)) AS changed_at FROM posts \
    WHERE kind <> 'post' AND kind IN ('page', 'project') AND published_at <= $1 AND status = 'published' \
    AND visibility = 'public') \
    WHERE canonical_url IS NULL OR rtrim(canonical_url, '/') IN (path, $2 || path) ORDER BY kind, slug";

/// The addresses of all pages and projects that readers come across and whose home is at `origin`: pages, then projects.
pub async fn list_addresses(
    connection: &mut Connection,
    now: i64,
    origin: &str,
) -> sqlx::Result<Vec<AddressRow>> {
    sqlx::query_as(ADDRESSES)
        .bind(now)
        .bind(origin)
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, hidden, post},
        projects::{ProjectFacts, put_facts},
        store::PostRecord,
    };

    fn page(slug: &str, published_at: i64) -> PostRecord<'_> {
        PostRecord {
            kind: "page",
            ..post(slug, published_at)
        }
    }

    #[tokio::test]
    async fn a_page_is_found_by_its_kind_and_slug_once_readers_may_see_it() {
        let blog = Blog::open().await;
        let about = page("about", 1_000);
        blog.save(&about).await;
        let work = blog
            .save(&PostRecord {
                kind: "project",
                visibility: "unlisted",
                ..post("work", 1_000)
            })
            .await;
        blog.save(&post("post", 1_000)).await;
        blog.save(&page("later", NOW + 1)).await;
        for (name, record) in hidden(&about) {
            if record.status != "published" {
                let slug = format!("hidden-{name}");
                blog.save(&PostRecord {
                    uuid: &slug,
                    slug: &slug,
                    ..record
                })
                .await;
            }
        }
        let facts = ProjectFacts {
            technologies: "Rust".to_owned(),
            links: "Code = /code".to_owned(),
            year: Some(2024),
            position: None,
        };
        let mut write = blog.begin().await;
        put_facts(&mut write, work, &facts).await.unwrap();
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        let row = read_page(&mut reader, "page", "about", NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.title.as_str(), row.technologies), ("about", None));
        let row = read_page(&mut reader, "project", "work", NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (row.technologies.as_deref(), row.year),
            (Some("Rust"), Some(2024))
        );
        assert_eq!(row.visibility, "unlisted");
        for (kind, slug) in [
            ("project", "about"),
            ("page", "work"),
            ("page", "post"),
            ("page", "later"),
            ("page", "hidden-draft"),
            ("page", "hidden-scheduled"),
            ("page", "hidden-unpublished"),
            ("page", "hidden-trashed"),
        ] {
            let row = read_page(&mut reader, kind, slug, NOW).await.unwrap();
            assert!(row.is_none(), "{kind} {slug}");
        }
        drop(reader);
        // Of a table of one row all is read, whatever indexes there are.
        for number in 0..60 {
            let slug = format!("project-{number}");
            let record = PostRecord {
                kind: "project",
                ..post(&slug, 1_000)
            };
            let id = blog.save(&record).await;
            let mut write = blog.begin().await;
            put_facts(&mut write, id, &facts).await.unwrap();
            write.commit().await.unwrap();
        }
        let plan = blog.plan(READ).await;
        assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:?}");
    }

    #[tokio::test]
    async fn search_engines_are_told_of_what_is_at_home_here() {
        let blog = Blog::open().await;
        for (slug, kind, canonical_url) in [
            ("b", "project", None),
            ("c", "page", Some("https://blog.test/c")),
            ("a", "page", None),
            ("d", "page", Some("https://elsewhere.test/d")),
            ("e", "project", Some("/portfolio/e/")),
            ("f", "project", Some("https://blog.test/f")),
        ] {
            blog.save(&PostRecord {
                kind,
                canonical_url,
                updated_at: (slug == "a").then_some(5_000),
                ..post(slug, 1_000)
            })
            .await;
        }
        blog.save(&page("later", NOW + 1)).await;
        for (name, record) in hidden(&page("hidden", 1_500)) {
            // Those that differ in kind only are no hidden ones here.
            if !matches!(name, "page" | "project") {
                let slug = format!("hidden-{name}");
                blog.save(&PostRecord {
                    uuid: &slug,
                    slug: &slug,
                    ..record
                })
                .await;
            }
        }
        blog.save(&post("post", 1_000)).await;
        let rows = list_addresses(&mut *blog.reader().await, NOW, "https://blog.test")
            .await
            .unwrap();
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.path.as_str(), row.changed_at))
            .collect();
        assert_eq!(
            rows,
            [
                ("/a", 5_000),
                ("/c", 1_000),
                ("/portfolio/b", 1_000),
                ("/portfolio/e", 1_000)
            ]
        );
        for number in 0..300 {
            blog.save(&post(&format!("post-{number}"), 1_000)).await;
        }
        let plan = blog.plan(ADDRESSES).await;
        assert!(
            plan.iter()
                .any(|step| step.contains("posts_apart (kind=? AND published_at<?)"))
                && !plan.iter().any(|step| step.starts_with("SCAN")),
            "{plan:?}"
        );
    }
}
