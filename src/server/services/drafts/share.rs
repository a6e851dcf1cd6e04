//! Links to drafts: made, listed and taken back by those who write, and what whoever has one reads.

use super::{content, head, object};
use crate::{
    error::AppError,
    model::{
        date::DateLabel,
        draft::Draft,
        page::{Facts, SitePage},
        person::{Author, AuthorRef},
        post::{Cover, PostPage, PostSummary},
        project::Project,
        share::{DraftLink, LASTS, NewLink, Shared, SharedDraft},
        slug::Slug,
        status::{Kind, Status},
        tag::TagRef,
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection, authors,
            draft_links::{self, DraftLinkRow},
            drafts::{self, PostRow},
            media,
        },
        fault::Fault,
        services::accounts::{Actor, Done, token::Token},
    },
};

/// Links that a post may have at once.
const MOST: usize = 20;

/// What a link leads to.
#[derive(Debug)]
pub enum Opened {
    /// The latest draft.
    Draft(Box<SharedDraft>),
    /// Readers see the post at this address.
    Published(String),
    /// A draft for which there is no time now; when to ask again, in seconds.
    Busy(u32),
}

/// The links that open a post; nothing where there is no such post.
pub async fn list_links(context: &Context, uuid: &str) -> Result<Option<Vec<DraftLink>>, Fault> {
    let mut reader = context.database.reader().await?;
    match drafts::find_post(&mut reader, uuid).await? {
        Some(post) => Ok(Some(links_of(context, &mut reader, post.id).await?)),
        None => Ok(None),
    }
}

/// Makes a link that opens the post's draft for so many days; nothing where there is no such post.
pub async fn make_link(
    context: &Context,
    actor: &Actor,
    uuid: &str,
    days: u32,
) -> Result<Option<Result<NewLink, AppError>>, Fault> {
    if !LASTS.contains(&days) {
        return Ok(Some(Err(AppError::field("days", "Choose 1, 7 or 30 days."))));
    }
    let key = Token::generate()?;
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    let now = calendar::now();
    let refused = match Status::parse(&post.status) {
        Some(Status::Published) => Some("Readers see this post already. Give them its address."),
        Some(Status::Trashed) => Some("This post is in the trash. Take it back first."),
        _ if draft_links::list_links(&mut write, post.id, now).await?.len() >= MOST => {
            Some("This draft has many links already. Take back those that nobody needs.")
        }
        _ => None,
    };
    if let Some(why) = refused {
        return Ok(Some(Err(AppError::Conflict(why.to_owned()))));
    }
    let link = DraftLinkRow {
        id: uuid::Uuid::new_v4().to_string(),
        post_id: post.id,
        user_id: actor.user_id(),
        who: actor.name().to_owned(),
        created_at: now,
        expires_at: now + i64::from(days) * calendar::DAY,
    };
    draft_links::add_link(&mut write, &key.hash(), &link).await?;
    note(&mut write, actor, &post, "post.share", &link).await?;
    let links = links_of(context, &mut write, post.id).await?;
    write.commit().await?;
    let address = context.site().absolute(&format!("/draft/{}", key.text()));
    Ok(Some(Ok(NewLink { address, links })))
}

/// Takes a link of a post back; answers those that are left, or nothing where there is no such link.
pub async fn withdraw_link(
    context: &Context,
    actor: &Actor,
    uuid: &str,
    id: &str,
) -> Result<Option<Vec<DraftLink>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    let Some(link) = draft_links::withdraw_link(&mut write, post.id, id).await? else {
        return Ok(None);
    };
    note(&mut write, actor, &post, "post.unshare", &link).await?;
    let links = links_of(context, &mut write, post.id).await?;
    write.commit().await?;
    Ok(Some(links))
}

async fn links_of(context: &Context, connection: &mut Connection, post: i64) -> sqlx::Result<Vec<DraftLink>> {
    let rows = draft_links::list_links(connection, post, calendar::now()).await?;
    Ok(rows
        .into_iter()
        .map(|row| DraftLink {
            id: row.id,
            who: row.who,
            made: context.calendar().moment(row.created_at),
            until: context.calendar().moment(row.expires_at),
        })
        .collect())
}

async fn note(
    connection: &mut Connection,
    actor: &Actor,
    post: &PostRow,
    action: &str,
    link: &DraftLinkRow,
) -> sqlx::Result<()> {
    let until = format!("until {}", calendar::rfc3339(link.expires_at));
    let done = Done {
        action,
        object: &object(&post.uuid, &post.title),
        after: &until,
        ..Done::default()
    };
    actor.note(connection, done).await
}

/// What a key opens now; nothing where it is none, has run out, was taken back, or its post was thrown away.
pub async fn open(context: &Context, key: &str) -> Result<Option<Opened>, Fault> {
    let Some(key) = Token::parse(key) else {
        return Ok(None);
    };
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let Some(link) = draft_links::find_link(&mut reader, &key.hash(), now).await? else {
        return Ok(None);
    };
    let Some(post) = drafts::find_post(&mut reader, &link.uuid).await? else {
        return Ok(None);
    };
    let kind = Kind::parse(&post.kind).unwrap_or(Kind::Post);
    match Status::parse(&post.status) {
        Some(Status::Published) if post.published_at.is_some_and(|at| at <= now) => {
            return Ok(Some(Opened::Published(kind.path(&post.slug))));
        }
        Some(Status::Trashed) | None => return Ok(None),
        Some(_) => {}
    }
    let (draft, saved_at) = match drafts::read_head(&mut reader, post.id).await? {
        Some(row) => {
            let at = row.created_at;
            (head(row)?.draft, at)
        }
        None => (
            content::read(&mut reader, &post).await?,
            post.updated_at.unwrap_or(now),
        ),
    };
    let around = Around {
        authors: read_authors(&mut reader, &draft).await?,
        cover: read_cover(&mut reader, &draft).await?,
        saved: context.calendar().moment(saved_at),
    };
    drop(reader);
    let page = match kind {
        Kind::Post => page(context, draft, around)
            .await?
            .map(|page| Shared::Post(Box::new(page))),
        Kind::Page | Kind::Project => site_page(context, kind, draft, around)
            .await?
            .map(|page| Shared::Page(Box::new(page))),
    };
    let Some(page) = page else {
        return Ok(Some(Opened::Busy(content::ASK_AGAIN)));
    };
    Ok(Some(Opened::Draft(Box::new(SharedDraft {
        page,
        until: context.calendar().moment(link.expires_at),
    }))))
}

/// What the page of a draft needs besides the draft.
struct Around {
    authors: Vec<Author>,
    cover: Option<Cover>,
    saved: DateLabel,
}

async fn read_authors(connection: &mut Connection, draft: &Draft) -> sqlx::Result<Vec<Author>> {
    let mut people = Vec::new();
    for slug in &draft.meta.authors {
        if let Some((name, bio)) = authors::find_person(connection, slug).await? {
            people.push(Author {
                slug: slug.clone(),
                name,
                bio,
            });
        }
    }
    Ok(people)
}

async fn read_cover(connection: &mut Connection, draft: &Draft) -> sqlx::Result<Option<Cover>> {
    let Some(picture) = &draft.meta.cover else {
        return Ok(None);
    };
    let row = media::find_picture(connection, &picture.src).await?;
    Ok(row.map(|row| Cover {
        src: row.path,
        alt: picture.alt.clone(),
        width: row.width,
        height: row.height,
    }))
}

/// The page that the draft of a page or project would be; nothing where too many ask for drafts.
async fn site_page(
    context: &Context,
    kind: Kind,
    draft: Draft,
    around: Around,
) -> Result<Option<SitePage>, Fault> {
    let Some(body) = content::render(context, &draft.source, content::Line::Links).await? else {
        return Ok(None);
    };
    let (body, meta) = (body.record(&draft.source), draft.meta);
    let project = (kind == Kind::Project).then(|| {
        let project = Project::of(&meta, &Project::default());
        Facts {
            year: project.year,
            technologies: project.technologies,
            links: project.links,
        }
    });
    let site = context.site();
    Ok(Some(SitePage {
        path: String::new(),
        title: titled(meta.title),
        dek: meta.summary,
        html: body.html.to_owned(),
        toc: serde_json::from_str(body.toc)?,
        updated: None,
        cover: around.cover,
        language: site.lang(meta.language),
        unlisted: true,
        canonical: None,
        seo_title: None,
        description: String::new(),
        project,
    }))
}

/// What a draft is called.
fn titled(title: String) -> String {
    if title.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        title
    }
}

/// The page that the draft would be; nothing where too many ask for drafts. What stands around a post in lists is not on it:
/// it is in none.
async fn page(context: &Context, draft: Draft, around: Around) -> Result<Option<PostPage>, Fault> {
    let Some(body) = content::render(context, &draft.source, content::Line::Links).await? else {
        return Ok(None);
    };
    let (body, meta) = (body.record(&draft.source), draft.meta);
    let title = titled(meta.title);
    let authors = around.authors;
    let summary = PostSummary {
        slug: String::new(),
        title,
        summary: if meta.summary.is_empty() {
            body.excerpt.to_owned()
        } else {
            meta.summary.clone()
        },
        takeaway: meta.takeaway,
        language: meta.language,
        featured: meta.featured,
        published: DateLabel {
            text: format!("Draft of {}", around.saved.text),
            iso: around.saved.iso,
        },
        updated: None,
        minutes: body.minutes,
        cover: around.cover,
        tags: meta
            .tags
            .iter()
            .filter(|tag| !tag.trim().is_empty())
            .map(|tag| TagRef {
                slug: Slug::from_title(tag).to_string(),
                name: tag.trim().to_owned(),
            })
            .collect(),
        authors: authors
            .iter()
            .map(|author| AuthorRef {
                slug: author.slug.clone(),
                name: author.name.clone(),
            })
            .collect(),
        series: None,
        views: None,
    };
    Ok(Some(PostPage {
        dek: meta.summary,
        html: body.html.to_owned(),
        toc: serde_json::from_str(body.toc)?,
        view_token: String::new(),
        unlisted: true,
        canonical: None,
        seo_title: None,
        description: String::new(),
        more: String::new(),
        authors,
        series: None,
        previous: None,
        next: None,
        related: Vec::new(),
        summary,
    }))
}
