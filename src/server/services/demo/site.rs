//! Whole sites to look at, one for each layout of the front page: settings, posts, pages, collections.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, anyhow};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{Descriptions, describe, import};
use crate::{
    error::AppError,
    model::settings::Values,
    server::{
        calendar,
        db::{
            Connection, Database,
            collecting::{self, CollectionWords},
            tags::{self, focus},
            views,
        },
        services::{
            accounts::Actor,
            import_folder::Report,
            resume::keep_resume,
            settings::{Settings, set_settings},
        },
    },
};

/// The sites, a folder each, built into the program.
static SITES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/server/services/demo/sites");

/// The résumé of whoever has one.
static RESUME: &[u8] = include_bytes!("resume.pdf");

/// What `site.toml` says.
#[derive(Deserialize)]
struct Manifest {
    settings: Values,
    #[serde(default)]
    resume: bool,
    #[serde(default)]
    focus: Vec<String>,
    /// How often posts were read in the week before, by slug.
    #[serde(default)]
    views: BTreeMap<String, i64>,
    #[serde(default)]
    collection: Vec<Collected>,
    #[serde(flatten)]
    descriptions: Descriptions,
}

/// A collection.
#[derive(Deserialize)]
struct Collected {
    slug: String,
    name: String,
    #[serde(default)]
    intro: String,
    #[serde(default)]
    shows: String,
    posts: Vec<String>,
}

/// Names of the sites there are.
pub fn names() -> Vec<&'static str> {
    SITES
        .dirs()
        .filter_map(|folder| folder.path().file_name()?.to_str())
        .collect()
}

/// Loads the site of this name into an empty database.
pub async fn load_site(database: &Database, shelf: &Path, name: &str) -> anyhow::Result<Report> {
    let folder = SITES
        .get_dir(name)
        .with_context(|| format!("there is no demo site {name}; there are {}", names().join(", ")))?;
    let manifest = folder
        .get_file(format!("{name}/site.toml"))
        .and_then(|file| file.contents_utf8())
        .context("the demo site has no site.toml")?;
    let manifest: Manifest = toml::from_str(manifest)?;
    let report = import(database, shelf, folder, format!("demo-{name}")).await?;
    let mut transaction = database.begin().await?;
    describe(&mut transaction, &manifest.descriptions).await?;
    for collection in &manifest.collection {
        put_collection(&mut transaction, collection).await?;
    }
    put_focus(&mut transaction, &manifest.focus).await?;
    put_views(&mut transaction, &manifest.views).await?;
    transaction.commit().await?;
    if manifest.resume {
        keep_resume(database, shelf, &Actor::operator(), RESUME.to_owned())
            .await
            .map_err(|problem| anyhow!("the demo site's résumé cannot be kept: {problem:?}"))?;
    }
    let settings = Settings::open(database, Values::new()).await?;
    match set_settings(database, &settings, &Actor::operator(), &manifest.settings).await {
        Ok(Ok(())) => Ok(report),
        Ok(Err(AppError::Invalid(errors))) => Err(anyhow!("the demo site's settings do not fit: {errors:?}")),
        Ok(Err(error)) => Err(anyhow!("{error}")),
        Err(fault) => Err(fault.into_inner()),
    }
}

async fn put_collection(connection: &mut Connection, collection: &Collected) -> anyhow::Result<()> {
    let words = CollectionWords {
        slug: &collection.slug,
        name: &collection.name,
        intro: &collection.intro,
        shows: &collection.shows,
    };
    let id = collecting::create_collection(connection, words).await?;
    let slugs: Vec<&str> = collection.posts.iter().map(String::as_str).collect();
    let found = views::find_posts(connection, &slugs, calendar::now()).await?;
    let mut posts = Vec::new();
    for slug in slugs {
        let post = found.iter().find(|(_, there)| there == slug);
        posts.push(
            post.with_context(|| format!("{} holds {slug}, which is not there", collection.name))?
                .0,
        );
    }
    Ok(collecting::set_posts(connection, id, &posts).await?)
}

async fn put_focus(connection: &mut Connection, slugs: &[String]) -> anyhow::Result<()> {
    let mut areas = Vec::new();
    for slug in slugs {
        let tag = tags::read_tag(connection, slug).await?;
        areas.push(tag.with_context(|| format!("there is no tag {slug}"))?.id);
    }
    Ok(focus::set_focus(connection, &areas).await?)
}

/// Days over which made-up views are spread, today among them.
const DAYS: i64 = 6;

/// Lets posts have been read.
async fn put_views(connection: &mut Connection, wanted: &BTreeMap<String, i64>) -> sqlx::Result<()> {
    let now = calendar::now();
    let slugs: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let found = views::find_posts(connection, &slugs, now).await?;
    for ago in 0..DAYS {
        let read: Vec<(i64, i64)> = found
            .iter()
            .filter_map(|(id, slug)| {
                let all = wanted.get(slug)?;
                // What cannot be divided was yesterday's.
                let rest = if ago == 1 { all % DAYS } else { 0 };
                Some((*id, all / DAYS + rest))
            })
            .filter(|(_, views)| *views > 0)
            .collect();
        views::add_views(connection, now / calendar::DAY - ago, &read).await?;
    }
    Ok(())
}
