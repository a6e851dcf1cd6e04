//! What a draft says of tags and series, after what others did to these since it was released: what its author left as it
//! was is as it is now, and what they changed is as they say.

use super::named;
use crate::{
    model::{
        draft::{Meta, Part},
        slug::Slug,
    },
    server::{
        context::Context,
        db::{
            Connection, drafts, redirects, series,
            series::order,
            tags::{self, change},
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            save::Named,
            sorting,
        },
    },
};

/// Tags of a post that are told of: more nobody reads.
const MOST_TOLD: usize = 60;

/// Tags and series that a post is to have.
pub struct Settled {
    /// In the author's order.
    pub tags: Vec<Named>,
    /// The series and the place in it.
    pub series: Option<(Named, i64)>,
    place: Option<Place>,
}

/// A place that the author chose anew.
struct Place {
    wanted: u32,
    left: Option<i64>,
}

impl Settled {
    /// Reads what `meta` means for a post as it is now.
    pub async fn read(connection: &mut Connection, post: i64, meta: &Meta) -> Result<Self, Fault> {
        let base = read_base(connection, post).await?;
        let tags = read_tags(connection, post, &base, meta).await?;
        let (series, place) = read_series(connection, post, &base, meta).await?;
        Ok(Self { tags, series, place })
    }

    /// Writes down which tags and which series are made for the post, before it is saved.
    pub async fn note_made(&self, connection: &mut Connection, actor: &Actor) -> sqlx::Result<()> {
        let mut made = Vec::new();
        for tag in &self.tags {
            let known = tags::find_meant(connection, tag.slug.as_str(), &tag.name).await?;
            // Two names may be one tag's.
            if known.is_none() && !made.contains(&&tag.slug) {
                actor.note(connection, begun("tag.begin", tag)).await?;
                made.push(&tag.slug);
            }
        }
        if let Some((series, _)) = &self.series
            && series::find_meant(connection, series.slug.as_str(), &series.name)
                .await?
                .is_none()
        {
            actor.note(connection, begun("series.begin", series)).await?;
        }
        Ok(())
    }

    /// Gives the post its place among the other parts, after it was saved.
    pub async fn place(self, connection: &mut Connection, post: i64) -> sqlx::Result<()> {
        match self.place {
            Some(place) => sorting::series::settle(connection, post, place.wanted, place.left).await,
            None => Ok(()),
        }
    }
}

/// What becomes of the tags that a draft names where that is worth knowing, in a sentence each; nothing where there is no such
/// post. Each of `names` is a line.
pub async fn tell_tags(context: &Context, uuid: &str, names: &str) -> Result<Option<Vec<String>>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let base = read_base(&mut reader, post.id).await?;
    let meta = Meta {
        tags: names.lines().take(MOST_TOLD).map(str::to_owned).collect(),
        ..Meta::default()
    };
    let kept = read_tags(&mut reader, post.id, &base, &meta).await?;
    let mut told = Vec::new();
    for name in meta
        .tags
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
    {
        let slug = named::tag(name).slug;
        if !kept.iter().any(|kept| kept.slug == slug) {
            told.push(format!("“{name}” was deleted, and is left out when you publish."));
        } else if tags::find_meant(&mut reader, slug.as_str(), name)
            .await?
            .is_none()
        {
            let old = redirects::read_redirect(&mut reader, &format!("/tags/{slug}")).await?;
            told.push(if old.is_some_and(|old| old.origin == "delete") {
                format!("“{name}” was deleted, and is made anew when you publish: take it out if it is to stay away.")
            } else {
                format!("“{name}” is new, and is made when you publish.")
            });
        }
    }
    Ok(Some(told))
}

/// As the log has it where somebody begins one by itself.
fn begun<'a>(action: &'a str, named: &'a Named) -> Done<'a> {
    Done {
        action,
        object: &named.name,
        after: named.slug.as_str(),
        ..Done::default()
    }
}

async fn read_base(connection: &mut Connection, post: i64) -> Result<Meta, Fault> {
    Ok(match drafts::read_released_meta(connection, post).await? {
        Some(text) => miniserde::json::from_str::<Meta>(&text)
            .map_err(|_| anyhow::anyhow!("the fields of a kept revision cannot be read"))?,
        None => Meta::default(),
    })
}

async fn read_tags(
    connection: &mut Connection,
    post: i64,
    base: &Meta,
    meta: &Meta,
) -> sqlx::Result<Vec<Named>> {
    let mut known = Vec::with_capacity(base.tags.len());
    for name in &base.tags {
        let named = named::tag(name);
        let id = tags::find_meant(connection, named.slug.as_str(), &named.name).await?;
        known.push((named.slug, id));
    }
    let current = change::list_tags_of(connection, post).await?;
    let mut settled = Vec::with_capacity(meta.tags.len());
    for name in meta
        .tags
        .iter()
        .map(|tag| tag.trim())
        .filter(|tag| !tag.is_empty())
    {
        let named = named::tag(name);
        let id = tags::find_meant(connection, named.slug.as_str(), name).await?;
        let was_there = known
            .iter()
            .any(|(slug, known)| *slug == named.slug || (id.is_some() && *known == id));
        let is_there = id.is_some_and(|id| current.iter().any(|(_, tag)| *tag == id));
        // What was there and is no more was taken off by somebody else: the tag was deleted.
        if !was_there || is_there {
            settled.push(named);
        }
    }
    Ok(settled)
}

async fn read_series(
    connection: &mut Connection,
    post: i64,
    base: &Meta,
    meta: &Meta,
) -> sqlx::Result<(Option<(Named, i64)>, Option<Place>)> {
    let written = |part: &Option<Part>| part.clone().filter(|part| !part.series.trim().is_empty());
    let (was, wanted) = (written(&base.series), written(&meta.series));
    let now = order::find_place(connection, post).await?;
    let current = match now {
        Some((id, part)) => order::find_series(connection, id)
            .await?
            .and_then(|(series, _)| kept(&series.slug, &series.title).map(|named| (named, part))),
        None => None,
    };
    let left = now.map(|(id, _)| id);
    let Some(wanted) = wanted else {
        return Ok(match was {
            // Never in one as far as its author knows: others put it there.
            None => (current, None),
            Some(_) => (None, Some(Place { wanted: 0, left })),
        });
    };
    let id = meant(connection, &wanted).await?;
    if let Some(was) = was {
        let same = was.series == wanted.series || (id.is_some() && meant(connection, &was).await? == id);
        let stays = was.position == wanted.position || id.is_none() || left != id;
        if same && stays {
            return Ok((current, None));
        }
    }
    let part = i64::from(wanted.position);
    let named = match id {
        Some(id) => order::find_series(connection, id)
            .await?
            .and_then(|(series, _)| kept(&series.slug, &series.title)),
        None => Some(named::series(&wanted.series)),
    };
    let place = Place {
        wanted: wanted.position,
        left,
    };
    Ok((named.map(|named| (named, part)), Some(place)))
}

async fn meant(connection: &mut Connection, part: &Part) -> sqlx::Result<Option<i64>> {
    let written = named::series(&part.series);
    series::find_meant(connection, written.slug.as_str(), &written.name).await
}

fn kept(slug: &str, title: &str) -> Option<Named> {
    Some(Named {
        slug: Slug::parse(slug).ok()?,
        name: title.to_owned(),
    })
}
