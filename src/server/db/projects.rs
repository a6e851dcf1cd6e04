//! What projects say of themselves besides what every post does, and the list of them that readers see.

use sqlx::FromRow;

use super::{
    Connection,
    media::uses::{Said, note_uses},
};

/// What a project says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
pub struct ProjectFacts {
    /// One a line.
    pub technologies: String,
    /// `Label = address`, one a line.
    pub links: String,
    /// When it was made.
    pub year: Option<u32>,
    /// In the owner's order; those without one come after.
    pub position: Option<u32>,
}

/// Keeps what a project says of itself, in place of what it said before.
pub async fn put_facts(connection: &mut Connection, post: i64, facts: &ProjectFacts) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO projects (post_id, technologies, links, year, position) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (post_id) DO UPDATE SET technologies = excluded.technologies, links = excluded.links, \
         year = excluded.year, position = excluded.position",
    )
    .bind(post)
    .bind(&facts.technologies)
    .bind(&facts.links)
    .bind(facts.year)
    .bind(facts.position)
    .execute(&mut *connection)
    .await?;
    // As what a revision names: in use for as long as the project is there.
    note_uses(connection, post, Said::Draft, &[&facts.links]).await
}

/// What a project says of itself; nothing where it said nothing yet.
pub async fn read_facts(connection: &mut Connection, post: i64) -> sqlx::Result<Option<ProjectFacts>> {
    sqlx::query_as("SELECT technologies, links, year, position FROM projects WHERE post_id = $1")
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// A project in the list of all.
#[derive(Debug, FromRow)]
pub struct ProjectRow {
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
    /// What the cover shows.
    pub cover_alt: String,
    /// Path of the cover.
    pub cover_path: Option<String>,
    /// Pixels.
    pub cover_width: Option<u32>,
    /// Pixels.
    pub cover_height: Option<u32>,
    /// One a line.
    pub technologies: Option<String>,
    /// When it was made.
    pub year: Option<u32>,
}

const LIST: &str = "SELECT p.slug, p.title, CASE WHEN p.summary = '' THEN p.excerpt ELSE p.summary END AS summary, \
    p.cover_alt, m.path AS cover_path, m.width AS cover_width, m.height AS cover_height, f.technologies, f.year \
    FROM posts p LEFT JOIN projects f ON f.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
    WHERE p.kind <> 'post' AND p.kind = 'project' AND p.published_at <= $1 AND p.status = 'published' \
    AND p.visibility = 'public' \
    ORDER BY f.position IS NULL, f.position, f.year DESC, p.published_at DESC, p.id DESC LIMIT $2";

/// At most `limit` projects that readers come across: first those that the owner put in order, then the newest by their year,
/// then those without one.
pub async fn list_projects(
    connection: &mut Connection,
    now: i64,
    limit: u32,
) -> sqlx::Result<Vec<ProjectRow>> {
    sqlx::query_as(LIST)
        .bind(now)
        .bind(limit)
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, hidden, post},
        store::PostRecord,
    };

    async fn project(blog: &Blog, record: &PostRecord<'_>, year: Option<u32>, position: Option<u32>) -> i64 {
        let id = blog
            .save(&PostRecord {
                kind: "project",
                ..*record
            })
            .await;
        let facts = ProjectFacts {
            technologies: "Rust\nSQLite".to_owned(),
            year,
            position,
            ..ProjectFacts::default()
        };
        let mut write = blog.begin().await;
        put_facts(&mut write, id, &facts).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    #[tokio::test]
    async fn what_a_project_says_is_kept_until_it_says_something_else() {
        let blog = Blog::open().await;
        let id = project(&blog, &post("one", 1_000), Some(2024), None).await;
        let mut write = blog.begin().await;
        let facts = read_facts(&mut write, id).await.unwrap().unwrap();
        assert_eq!(
            (facts.technologies.as_str(), facts.year, facts.position),
            ("Rust\nSQLite", Some(2024), None)
        );
        let other = ProjectFacts {
            links: "Code = /code".to_owned(),
            position: Some(2),
            ..ProjectFacts::default()
        };
        put_facts(&mut write, id, &other).await.unwrap();
        assert_eq!(read_facts(&mut write, id).await.unwrap(), Some(other));
        sqlx::query("DELETE FROM posts")
            .execute(&mut *write)
            .await
            .unwrap();
        assert_eq!(read_facts(&mut write, id).await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_owners_order_comes_first_then_the_newest_year() {
        let blog = Blog::open().await;
        for (slug, at, year, position) in [
            ("undated", 5_000, None, None),
            ("old", 1_000, Some(2019), None),
            ("new", 2_000, Some(2024), None),
            ("newer", 3_000, Some(2024), None),
            ("second", 4_000, Some(2001), Some(7)),
            ("first", 4_500, None, Some(2)),
            ("to-come", NOW + 1, Some(2026), Some(1)),
        ] {
            project(&blog, &post(slug, at), year, position).await;
        }
        // Without a row of its own.
        blog.save(&PostRecord {
            kind: "project",
            ..post("bare", 4_000)
        })
        .await;
        for (name, other) in hidden(&post("hidden", 1_500)) {
            if other.kind == "post" {
                let slug = format!("hidden-{name}");
                let record = PostRecord {
                    uuid: &slug,
                    slug: &slug,
                    ..other
                };
                project(&blog, &record, Some(2026), Some(1)).await;
            }
        }
        blog.save(&post("post", 1_000)).await;
        let mut reader = blog.reader().await;
        let rows = list_projects(&mut reader, NOW, 99).await.unwrap();
        let slugs: Vec<_> = rows.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(
            slugs,
            ["first", "second", "newer", "new", "old", "undated", "bare"]
        );
        assert_eq!(list_projects(&mut reader, NOW, 2).await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn only_projects_are_looked_at() {
        let blog = Blog::open().await;
        for number in 0..300 {
            blog.save(&post(&format!("post-{number}"), 1_000)).await;
        }
        // Of a table of one row all is read, whatever indexes there are.
        for number in 0..60 {
            project(&blog, &post(&format!("project-{number}"), 1_000), None, None).await;
        }
        let plan = blog.plan(LIST).await;
        assert!(
            plan.iter()
                .any(|step| step.contains("posts_apart (kind=? AND published_at<?)"))
                && !plan.iter().any(|step| step.starts_with("SCAN")),
            "{plan:?}"
        );
    }
}
