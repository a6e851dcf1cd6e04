//! What stands on the front page.

use std::collections::{HashMap, HashSet};

use super::{
    cards::{list_page, summarise},
    find::{self, Answer},
    tags,
};
use crate::{
    model::{
        find::{Place, PostQuery, Sort},
        front::{Collection, Contents, Front, Layout, Shows},
        listing::{Paging, PostList},
        post::PostSummary,
        tag::TagCount,
    },
    server::{
        calendar,
        context::Context,
        db::{
            self, Connection,
            cards::{self, Scope, count_listed},
            collections, redirects,
            tags::TagRow,
        },
        fault::Fault,
    },
};

/// Entries on a page: of a plain list, and of what comes with summaries.
const ROWS: u32 = 50;
const PAGE_SIZE: u32 = 20;

/// The front page.
pub enum Shown {
    /// A list that can be asked.
    List(Box<Answer>),
    /// A page that stays as it is.
    Page(Contents),
}

/// The front page as `query` wants it; nothing when there is no such page. Who asks for words, tags or an order gets a list
/// that answers, whatever the layout. At most four queries.
pub async fn read_front(context: &Context, front: &Front, query: &PostQuery) -> Result<Option<Shown>, Fault> {
    let is_plain = !query.is_filtered() && query.sort == Sort::Newest;
    if front.layout == Layout::Logbook || !is_plain {
        let answer = find::find_posts(context, Place::Home, query).await?;
        return Ok(answer.map(|answer| Shown::List(Box::new(answer))));
    }
    let page = query.page;
    let contents = match front.layout {
        Layout::Index => list(context, front.shows, page, ROWS).await?.map(Contents::Index),
        Layout::KnowledgeBase => curate(context, front, page).await?,
        Layout::TagArchive => archive(context, front, page).await?,
        Layout::Feed | Layout::Logbook => list(context, front.shows, page, PAGE_SIZE)
            .await?
            .map(Contents::Feed),
    };
    Ok(contents.map(Shown::Page))
}

/// One page of all posts.
async fn list(context: &Context, shows: Shows, page: u32, size: u32) -> Result<Option<PostList>, Fault> {
    let mut reader = context.database.reader().await?;
    let total = count_listed(&mut reader).await?;
    let list = list_page(&mut reader, &context.calendar(), Scope::All, page, size, total).await?;
    Ok(list.map(|list| trimmed(list, shows)))
}

/// The tag that the owner chose, by its present name where it has another one now; nothing where none is chosen, it is gone, or
/// readers see no post of it.
async fn find_tag(reader: &mut Connection, slug: &str) -> Result<Option<TagRow>, Fault> {
    if slug.is_empty() {
        return Ok(None);
    }
    if let Some(row) = db::tags::read_tag(reader, slug).await? {
        return Ok(Some(row));
    }
    let leads = redirects::find_redirect(reader, &format!("/tags/{slug}"), calendar::now()).await?;
    Ok(
        match leads.as_deref().and_then(|path| path.strip_prefix("/tags/")) {
            Some(slug) => db::tags::read_tag(reader, slug).await?,
            None => None,
        },
    )
}

async fn archive(context: &Context, front: &Front, page: u32) -> Result<Option<Contents>, Fault> {
    let mut reader = context.database.reader().await?;
    let archive = match find_tag(&mut reader, &front.tag).await? {
        Some(row) => {
            let Some(mut tag) = tags::list_posts(context, &mut reader, row, page).await? else {
                return Ok(None);
            };
            tag.posts = trimmed(tag.posts, front.shows);
            Ok(tag)
        }
        None => {
            drop(reader);
            match list(context, front.shows, page, ROWS).await? {
                Some(all) => Err(all),
                None => return Ok(None),
            }
        }
    };
    Ok(Some(Contents::TagArchive(Box::new(archive))))
}

async fn curate(context: &Context, front: &Front, page: u32) -> Result<Option<Contents>, Fault> {
    let mut reader = context.database.reader().await?;
    let now = calendar::now();
    let collected = collections::list_collected(&mut reader, now).await?;
    let mut ids: Vec<i64> = Vec::new();
    for id in collected.iter().filter_map(|row| row.post_id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let total = collected.first().map_or(0, |row| row.listed);
    let beside = total.saturating_sub(u32::try_from(ids.len()).unwrap_or(u32::MAX));
    let Some(paging) = Paging::new(page, PAGE_SIZE, beside) else {
        return Ok(None);
    };
    let offset = (page - 1).saturating_mul(PAGE_SIZE);
    let rows = cards::list_these_and_others(&mut reader, &ids, now, PAGE_SIZE, offset).await?;
    let focus = match page {
        1 => list_focus(&mut reader).await?,
        _ => Vec::new(),
    };
    drop(reader);
    let calendar = context.calendar();
    let chosen: HashSet<i64> = ids.into_iter().collect();
    let (mut by_id, mut posts) = (HashMap::new(), Vec::new());
    for row in rows {
        let id = row.id;
        let post = summarise(row, &calendar);
        if chosen.contains(&id) {
            by_id.insert(id, post);
        } else {
            posts.push(post);
        }
    }
    let mut collections: Vec<(Option<i64>, Collection)> = Vec::new();
    for row in collected.into_iter().filter(|_| page == 1) {
        if collections.last().is_none_or(|(id, _)| *id != row.id) {
            collections.push((
                row.id,
                Collection {
                    name: row.name,
                    intro: row.intro,
                    posts: Vec::new(),
                },
            ));
        }
        let post = row.post_id.and_then(|id| by_id.get(&id));
        if let (Some((_, collection)), Some(post)) = (collections.last_mut(), post) {
            let mut post: PostSummary = post.clone();
            let shows = Shows::parse(&row.shows);
            if shows.is_empty() { front.shows } else { shows }.trim(&mut post);
            collection.posts.push(post);
        }
    }
    Ok(Some(Contents::KnowledgeBase {
        focus,
        // What would be empty is not there yet.
        collections: collections
            .into_iter()
            .map(|(_, collection)| collection)
            .filter(|collection| !collection.posts.is_empty())
            .collect(),
        rest: trimmed(PostList { posts, paging }, front.shows),
    }))
}

async fn list_focus(reader: &mut Connection) -> sqlx::Result<Vec<TagCount>> {
    let tags = collections::list_focus_areas(reader).await?;
    Ok(tags.into_iter().map(tags::tag_count).collect())
}

/// A list with as much of its posts as is shown.
fn trimmed(mut list: PostList, shows: Shows) -> PostList {
    for post in &mut list.posts {
        shows.trim(post);
    }
    list
}
