//! What readers ask of pages and projects: one by itself, and all projects.

use crate::{
    model::{
        address::PORTFOLIO,
        media::shown_at,
        page::{AtRoot, Facts, ProjectCard, SitePage},
        post::Cover,
        project::MOST_LINKS,
        settings::lines::{Leads, links},
        status::{Kind, Visibility},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            pages::{self, PageRow},
            projects::{self, ProjectRow},
        },
        fault::Fault,
    },
};

/// Projects in the list: nobody looks at more, and nobody has as many.
const PROJECTS: u32 = 500;

/// Widest that a page shows its cover, in pixels; twice that for screens that have more of them.
const COVER: u32 = 1250;

/// Widest that a card shows its cover.
const CARD: u32 = 900;

/// What readers see at `path`, which has no slash at either end; nothing where there is nothing. One query.
pub async fn read(context: &Context, path: &str) -> Result<Option<AtRoot>, Fault> {
    let mut reader = context.database.reader().await?;
    if path == PORTFOLIO {
        let cards = list_projects(&mut reader).await?;
        // Without a project there is no portfolio, and what an old site had there may be found.
        return Ok((!cards.is_empty()).then_some(AtRoot::Portfolio(cards)));
    }
    let Some((kind, slug)) = Kind::at(&format!("/{path}")).filter(|(kind, _)| *kind != Kind::Post) else {
        return Ok(None);
    };
    let row = pages::read_page(&mut reader, kind.as_str(), slug.as_str(), calendar::now()).await?;
    drop(reader);
    Ok(match row {
        Some(row) => Some(AtRoot::Page(Box::new(page(context, kind, row)?))),
        None => None,
    })
}

/// All projects that readers come across, in their order.
pub async fn list_projects(connection: &mut Connection) -> Result<Vec<ProjectCard>, Fault> {
    let rows = projects::list_projects(connection, calendar::now(), PROJECTS).await?;
    Ok(rows.into_iter().map(card).collect())
}

fn page(context: &Context, kind: Kind, row: PageRow) -> Result<SitePage, Fault> {
    let site = context.site();
    let summary = if row.summary.is_empty() {
        row.excerpt
    } else {
        row.summary.clone()
    };
    Ok(SitePage {
        path: kind.path(&row.slug),
        description: row.seo_description.unwrap_or(summary),
        toc: serde_json::from_str(&row.toc)?,
        updated: row.updated_at.map(|at| context.calendar().label(at)),
        cover: cover(
            row.cover_path,
            (row.cover_width, row.cover_height),
            row.cover_alt,
            COVER,
        ),
        language: (!row.language.is_empty() && row.language != site.language).then_some(row.language),
        unlisted: row.visibility != Visibility::Public.as_str(),
        project: (kind == Kind::Project).then(|| Facts {
            year: row.year,
            technologies: lines(row.technologies),
            links: links(
                row.links.as_deref().unwrap_or_default(),
                MOST_LINKS,
                Leads::Anywhere,
            )
            .unwrap_or_default(),
        }),
        title: row.title,
        dek: row.summary,
        html: row.html,
        canonical: row.canonical_url,
        seo_title: row.seo_title,
    })
}

fn card(row: ProjectRow) -> ProjectCard {
    ProjectCard {
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        cover: cover(
            row.cover_path,
            (row.cover_width, row.cover_height),
            row.cover_alt,
            CARD,
        ),
        year: row.year,
        technologies: lines(row.technologies),
    }
}

fn cover(path: Option<String>, size: (Option<u32>, Option<u32>), alt: String, widest: u32) -> Option<Cover> {
    let (path, width, height) = (path?, size.0?, size.1?);
    Some(Cover {
        src: shown_at(&path, width, widest),
        alt,
        width,
        height,
    })
}

fn lines(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default().lines().map(str::to_owned).collect()
}
