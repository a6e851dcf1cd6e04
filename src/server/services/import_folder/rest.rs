//! Brings back what an own export says besides its posts. What is here already stays as it is.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{
    identities::Identities,
    read::{Warning, cleaned},
};
use crate::{
    model::slug::Slug,
    server::{
        calendar,
        db::{
            Connection, Database, collecting,
            followed::Followed,
            gone, listing, media,
            redirects::{self, Redirect, Target},
            series, settings,
            tags::{self, focus::set_focus},
            whole,
        },
        services::{
            sorting::{
                collections, focus,
                redirects::{check_path, leads_back, occupied, read_target, resolve},
            },
            written::{
                self,
                rest::{self, CollectionFacts, RedirectFacts, Rest, SeriesFacts},
            },
        },
    },
};

/// Longest old address.
pub const LONGEST_PATH: usize = 2_000;

/// The rows that tags and series of an export are here, by the slugs they have there.
#[derive(Debug, Default)]
struct Met {
    tags: HashMap<Slug, i64>,
    series: HashMap<Slug, i64>,
}

/// Makes tags, series and authors, in the order they had, before any post names them, and lets their old addresses lead to
/// them, so that a post that still names an old one lands there; tells of the addresses that do not.
pub async fn bring_names(database: &Database, rest: &Rest, zone: &TimeZone) -> anyhow::Result<Vec<Warning>> {
    let mut transaction = database.begin().await?;
    let identity = rest
        .identity
        .as_deref()
        .and_then(|uuid| Uuid::parse_str(uuid).ok());
    if let Some(identity) = identity {
        settings::bring_identity(&mut transaction, &identity.to_string()).await?;
    }
    let mut identities = Identities::read(&mut transaction).await?;
    let mut met = Met::default();
    let mut lost = Vec::new();
    let twins = twins(rest.tags.iter().map(|tag| tag.name.as_str()));
    let mut areas = Vec::new();
    for tag in &rest.tags {
        let (slug, name) = (tag.slug.as_str(), cleaned(&tag.name));
        // Two of one name are two; else the tag that is meant is the one that a post would mean.
        let id = if twins.contains(tag.name.as_str()) {
            whole::bring_tag(&mut transaction, slug, &name).await?
        } else {
            tags::ensure_tag(&mut transaction, slug, &name).await?
        };
        whole::describe_tag(&mut transaction, id, &tag.description).await?;
        let thing = (Followed::Tag, id);
        let problem = identities
            .bring(&mut transaction, thing, tag.identity.as_deref())
            .await?;
        lost.extend(problem.map(|problem| warning(format!("the tag “{}” {problem}", tag.slug))));
        areas.extend(tag.focus.map(|place| (place, id)));
        met.tags.insert(tag.slug.clone(), id);
    }
    bring_focus(&mut transaction, areas).await?;
    let twins = self::twins(rest.series.iter().map(|series| series.title.as_str()));
    for facts in &rest.series {
        let (slug, title) = (facts.slug.as_str(), cleaned(&facts.title));
        let is_twin = twins.contains(facts.title.as_str());
        let known = series::find_meant(&mut transaction, slug, &title).await?;
        let id = if is_twin {
            whole::bring_series(&mut transaction, slug, &title).await?
        } else {
            series::ensure_series(&mut transaction, slug, &title).await?
        };
        if known != Some(id) {
            whole::promise_series(&mut transaction, id, facts.complete, facts.shows_coming).await?;
        }
        whole::describe_series(&mut transaction, id, &facts.description).await?;
        let thing = (Followed::Series, id);
        let problem = identities
            .bring(&mut transaction, thing, facts.identity.as_deref())
            .await?;
        lost.extend(problem.map(|problem| warning(format!("the series “{}” {problem}", facts.slug))));
        if let Some(problem) = bring_cover(&mut transaction, id, facts).await? {
            lost.push(problem);
        }
        met.series.insert(facts.slug.clone(), id);
    }
    for author in &rest.authors {
        let profile = match (&author.links, &author.picture) {
            (None, None) => None,
            (links, picture) => Some((links.as_deref().unwrap_or_default(), picture.as_deref())),
        };
        let id = whole::bring_author(
            &mut transaction,
            author.slug.as_str(),
            &cleaned(&author.name),
            &author.bio,
            profile,
        )
        .await?;
        let thing = (Followed::Author, id);
        let problem = identities
            .bring(&mut transaction, thing, author.identity.as_deref())
            .await?;
        lost.extend(problem.map(|problem| warning(format!("the author “{}” {problem}", author.slug))));
    }
    let names = |facts: &&RedirectFacts| facts.tag.is_some() || facts.series.is_some();
    lost.extend(bring_all(&mut transaction, rest.redirects.iter().filter(names), &met, zone).await?);
    transaction.commit().await?;
    Ok(lost)
}

/// What is told of the file.
fn warning(reason: String) -> Warning {
    Warning {
        file: rest::FILE.to_owned(),
        line: None,
        reason,
    }
}

/// Gives a series its picture, unless it has one; tells of one that is not here.
async fn bring_cover(
    connection: &mut Connection,
    series: i64,
    facts: &SeriesFacts,
) -> sqlx::Result<Option<Warning>> {
    let Some(path) = &facts.cover else {
        return Ok(None);
    };
    let Some(picture) = media::find_media(connection, path).await? else {
        return Ok(Some(Warning {
            file: rest::FILE.to_owned(),
            line: None,
            reason: format!(
                "the series “{}” comes without its cover: there is no picture at {path:?}",
                facts.slug
            ),
        }));
    };
    whole::cover_series(connection, series, picture, &facts.cover_alt).await?;
    Ok(None)
}

/// Makes tags with their places the focus areas of a blog that has none; the order that one has stays.
async fn bring_focus(connection: &mut Connection, mut areas: Vec<(u32, i64)>) -> sqlx::Result<()> {
    if areas.is_empty() || !focus::list_ids(connection).await?.is_empty() {
        return Ok(());
    }
    areas.sort_by_key(|(place, _)| *place);
    let mut tags: Vec<i64> = Vec::new();
    for (_, tag) in areas {
        if !tags.contains(&tag) && focus::full(tags.len()).is_none() {
            tags.push(tag);
        }
    }
    set_focus(connection, &tags).await?;
    listing::note_change(connection, calendar::now()).await
}

/// Puts collections together that are not here, after those that are, once all posts are here; tells of what is left out of
/// them.
pub async fn bring_collections(connection: &mut Connection, rest: &Rest) -> sqlx::Result<Vec<Warning>> {
    let mut lost = Vec::new();
    for facts in &rest.collections {
        for problem in bring_collection(connection, facts).await? {
            lost.push(Warning {
                file: rest::FILE.to_owned(),
                line: None,
                reason: format!("the collection “{}” {problem}", facts.slug),
            });
        }
    }
    Ok(lost)
}

/// Puts one together; answers what of it is left out, if not all of it came.
async fn bring_collection(connection: &mut Connection, facts: &CollectionFacts) -> sqlx::Result<Vec<String>> {
    if collecting::find_by_slug(connection, facts.slug.as_str())
        .await?
        .is_some()
    {
        return Ok(Vec::new());
    }
    let name = cleaned(&facts.name);
    let filled = collections::Filled {
        slug: facts.slug.as_str(),
        name: &name,
        intro: &facts.intro,
        shows: &facts.shows,
    };
    let checked = match filled.check() {
        Ok(checked) => checked,
        Err(errors) => {
            let told = errors.into_values().collect::<Vec<_>>().join(" ");
            return Ok(vec![format!("is left out: {told}")]);
        }
    };
    if let Some(problem) = collections::too_many(connection).await? {
        return Ok(vec![format!("is left out: {problem}")]);
    }
    let mut problems = Vec::new();
    let mut posts = Vec::new();
    for uuid in &facts.posts {
        match whole::find_post(connection, uuid).await? {
            Some(post) if posts.contains(&post) => {}
            Some(post) => match collections::full(posts.len()) {
                None => posts.push(post),
                Some(full) => {
                    problems.push(format!("is cut off: {full}"));
                    break;
                }
            },
            None => problems.push(format!("names the post {uuid:?}, which is not here")),
        }
    }
    let id = collecting::create_collection(connection, checked.words()).await?;
    collecting::set_posts(connection, id, &posts).await?;
    listing::note_change(connection, calendar::now()).await?;
    Ok(problems)
}

/// Brings back where readers found what was thrown away; tells of what can be no such address.
pub async fn bring_gone(
    connection: &mut Connection,
    rest: &Rest,
    zone: &TimeZone,
) -> sqlx::Result<Vec<Warning>> {
    let mut lost = Vec::new();
    for facts in &rest.gone {
        let path = facts.path.as_str();
        match check_old(path).and_then(|()| written::millis(facts.deleted_at, zone)) {
            Ok(deleted_at) => gone::bring_gone(connection, path, deleted_at).await?,
            Err(problem) => lost.push(Warning {
                file: rest::FILE.to_owned(),
                line: None,
                reason: format!("that {path:?} is gone is left out: {problem}"),
            }),
        }
    }
    Ok(lost)
}

/// Whether something may have been at this path; or why not, in words.
fn check_old(path: &str) -> Result<(), String> {
    if path.ends_with('/') || path.len() > LONGEST_PATH {
        return Err("It is too long, or ends with a slash.".to_owned());
    }
    check_path(path)
}

/// The names that are there more than once.
fn twins<'a>(names: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    names.filter(|name| !seen.insert(*name)).collect()
}

/// Brings old addresses of posts and of nothing of this blog back, once all posts are here; tells of those that do not lead
/// there.
pub async fn bring_redirects(
    connection: &mut Connection,
    rest: &Rest,
    zone: &TimeZone,
) -> anyhow::Result<Vec<Warning>> {
    let others = |facts: &&RedirectFacts| facts.tag.is_none() && facts.series.is_none();
    let others = rest.redirects.iter().filter(others);
    Ok(bring_all(connection, others, &Met::default(), zone).await?)
}

async fn bring_all(
    connection: &mut Connection,
    redirects: impl Iterator<Item = &RedirectFacts>,
    met: &Met,
    zone: &TimeZone,
) -> sqlx::Result<Vec<Warning>> {
    let mut lost = Vec::new();
    for facts in redirects {
        if let Err(problem) = bring(connection, facts, met, zone).await? {
            lost.push(Warning {
                file: rest::FILE.to_owned(),
                line: None,
                reason: format!("the old address {:?} is left out: {problem}", facts.path),
            });
        }
    }
    Ok(lost)
}

/// Brings an old address back with its reason and time; or says what is in the way.
async fn bring(
    connection: &mut Connection,
    facts: &RedirectFacts,
    met: &Met,
    zone: &TimeZone,
) -> sqlx::Result<Result<(), String>> {
    let path = facts.path.as_str();
    let created_at = match check_old(path).and_then(|()| written::millis(facts.created_at, zone)) {
        Ok(created_at) => created_at,
        Err(problem) => return Ok(Err(problem)),
    };
    let end = match find_end(connection, facts, met).await? {
        Ok(end) => end,
        Err(problem) => return Ok(Err(problem)),
    };
    if leads_back(path, &end) {
        return Ok(Err("It leads back to itself.".to_owned()));
    }
    match redirects::read_redirect(connection, path).await? {
        Some(here) if here.ends_at() == end => {}
        Some(_) => return Ok(Err("It leads elsewhere here.".to_owned())),
        None => {
            if let Some(problem) = occupied(connection, path).await? {
                return Ok(Err(problem));
            }
        }
    }
    let redirect = Redirect::new(path, &end, facts.origin.as_str(), created_at);
    redirects::put_redirect(connection, &redirect).await?;
    Ok(Ok(()))
}

/// Where an old address leads here; or why nowhere.
async fn find_end(
    connection: &mut Connection,
    facts: &RedirectFacts,
    met: &Met,
) -> sqlx::Result<Result<Target, String>> {
    let thing = match (&facts.post, &facts.tag, &facts.series, &facts.target) {
        (Some(uuid), None, None, None) => whole::find_post(connection, uuid).await?.map(Target::Post),
        (None, Some(slug), None, None) => match met.tags.get(slug) {
            Some(id) => Some(Target::Tag(*id)),
            None => redirects::find_thing(connection, "tags", slug.as_str()).await?,
        },
        (None, None, Some(slug), None) => match met.series.get(slug) {
            Some(id) => Some(Target::Series(*id)),
            None => redirects::find_thing(connection, "series", slug.as_str()).await?,
        },
        (None, None, None, Some(target)) if !target.is_empty() => {
            // Addresses of this site were kept as paths.
            return match read_target(target, "") {
                Ok(target) => Ok(resolve(connection, &target).await?.map(|(end, _)| end)),
                Err(problem) => Ok(Err(problem)),
            };
        }
        _ => return Ok(Err("Say one of post, tag, series and target.".to_owned())),
    };
    Ok(thing.ok_or_else(|| "What it leads to is not here.".to_owned()))
}
