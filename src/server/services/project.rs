//! What projects say of themselves: between what is edited and what is kept.

use crate::{
    model::{
        project::{MOST_LINKS, Project},
        settings::lines::{Leads, links, write_links},
    },
    server::db::{
        Connection,
        projects::{self, ProjectFacts},
    },
};

/// What a project says of itself now.
pub async fn read(connection: &mut Connection, post: i64) -> sqlx::Result<Project> {
    let facts = projects::read_facts(connection, post).await?.unwrap_or_default();
    Ok(of_kept(
        &facts.technologies,
        &facts.links,
        facts.year,
        facts.position,
    ))
}

/// The same of what is kept. What was kept once can be read, whatever is accepted now.
pub fn of_kept(technologies: &str, kept: &str, year: Option<u32>, place: Option<u32>) -> Project {
    Project {
        technologies: technologies.lines().map(str::to_owned).collect(),
        links: links(kept, MOST_LINKS, Leads::Anywhere).unwrap_or_default(),
        year,
        place,
    }
}

/// Keeps what a project says of itself.
pub async fn put(connection: &mut Connection, post: i64, project: &Project) -> sqlx::Result<()> {
    let facts = ProjectFacts {
        technologies: project.technologies.join("\n"),
        links: write_links(&project.links),
        year: project.year,
        position: project.place,
    };
    projects::put_facts(connection, post, &facts).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, post};

    #[tokio::test]
    async fn what_is_put_is_read() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let project = Project {
            technologies: vec!["Rust".to_owned(), "SQLite".to_owned()],
            links: links(
                "Code = https://example.org/a=b\nAbout = /about",
                9,
                Leads::Anywhere,
            )
            .unwrap(),
            year: Some(2024),
            place: Some(3),
        };
        let mut write = blog.begin().await;
        assert_eq!(read(&mut write, id).await.unwrap(), Project::default());
        for project in [project, Project::default()] {
            put(&mut write, id, &project).await.unwrap();
            assert_eq!(read(&mut write, id).await.unwrap(), project);
        }
    }
}
