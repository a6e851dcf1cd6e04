//! The desk's lists: posts, and the revisions of one.

use crate::{
    model::{
        desk::{DeskPost, DeskPosts, RevisionItem},
        role::{Action, Whose, allows},
        status::{Kind, Status},
        views::ViewCount,
    },
    server::{
        context::Context,
        db::{
            desk::{self, DeskOrder, DeskScope},
            drafts,
        },
        fault::Fault,
        services::{accounts::Actor, paging::Place, trash},
    },
};

/// Posts on a page of the list.
const PER_PAGE: u32 = 50;

/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 100;

/// Revisions in a list.
const REVISIONS: u32 = 100;

/// What is asked for, in the words of the page's form.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `page` or `project`; anything else: posts.
    pub kind: String,
    /// Words of the title.
    pub words: String,
    /// The status machine's word; anything else: all that are not thrown away.
    pub status: String,
    /// Only those of who asks.
    pub mine: bool,
    /// `published`, `views` or `title`; anything else: the last written on first.
    pub sort: String,
    /// From 1; beyond the last it is the last.
    pub page: u32,
}

/// The posts, pages or projects that who asks may write on.
pub async fn list_posts(context: &Context, actor: &Actor, asked: &Asked) -> Result<DeskPosts, Fault> {
    let all = allows(actor.role(), Action::WritePost(Whose::Others));
    let kind = Kind::parse(&asked.kind).unwrap_or(Kind::Post);
    let scope = DeskScope {
        kind: kind.as_str(),
        words: asked
            .words
            .to_lowercase()
            .split_whitespace()
            .take(8)
            .map(|word| word.chars().take(LONGEST_WORD).collect())
            .collect(),
        status: Status::parse(&asked.status).map(Status::as_str),
        author: if all && !asked.mine {
            None
        } else {
            Some(actor.author_id().unwrap_or(0))
        },
        order: match asked.sort.as_str() {
            "published" => DeskOrder::Published,
            "views" => DeskOrder::Views,
            "title" => DeskOrder::Title,
            _ => DeskOrder::Edited,
        },
    };
    let mut reader = context.database.reader().await?;
    let mut place = Place::of(asked.page, PER_PAGE);
    let rows = loop {
        let rows = desk::list_posts(&mut reader, &scope, place.limit(), place.offset()).await?;
        if place.settles(rows.first().map(|row| row.total)) {
            break rows;
        }
    };
    let moment = |at| context.calendar().moment(at);
    Ok(DeskPosts {
        total: place.total(),
        pages: place.pages(),
        zone: context.calendar().zone_name().to_owned(),
        posts: rows
            .into_iter()
            .map(|row| DeskPost {
                uuid: row.uuid,
                path: kind.path(&row.slug),
                slug: row.slug,
                title: row.title,
                status: row.status,
                pending: row.pending,
                unlisted: row.visibility == "unlisted",
                authors: row.authors,
                views: (row.views > 0).then(|| ViewCount::new(row.views.unsigned_abs())),
                edited: moment(row.edited_at),
                published: row.published_at.map(moment),
                goes: row
                    .trashed_at
                    .map(|at| context.calendar().label(at.saturating_add(trash::KEPT))),
            })
            .collect(),
    })
}

/// The revisions of a post, the latest first; nothing where there is no such post.
pub async fn list_revisions(
    context: &Context,
    uuid: &str,
    before: Option<i64>,
) -> Result<Option<Vec<RevisionItem>>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let rows = drafts::list_revisions(&mut reader, post.id, before.unwrap_or(i64::MAX), REVISIONS).await?;
    Ok(Some(
        rows.into_iter()
            .map(|row| RevisionItem {
                released: Some(row.number) == post.released,
                number: row.number,
                who: row.who,
                reason: row.reason,
                at: context.calendar().moment(row.created_at),
            })
            .collect(),
    ))
}
