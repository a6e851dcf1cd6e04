//! A site to look at, and made-up posts to measure with.

use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{
    import_folder::{self, Import, Report, read::Source},
    relate,
    render::ImageSizes,
    write_posts::{self, Planned},
};
use crate::server::db::{Connection, Database, authors, series, store, tags};

pub mod site;
pub mod synthetic;

/// The demo site's posts and pictures, built into the program.
static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/server/services/demo/content");

/// What the front matter of posts does not say: descriptions of authors, tags and series.
#[derive(Debug, Deserialize)]
struct Descriptions {
    #[serde(default)]
    author: Vec<AuthorDescription>,
    #[serde(default)]
    tag: Vec<TagDescription>,
    #[serde(default)]
    series: Vec<SeriesDescription>,
}

#[derive(Debug, Deserialize)]
struct AuthorDescription {
    name: String,
    slug: String,
    bio: String,
}

#[derive(Debug, Deserialize)]
struct TagDescription {
    name: String,
    slug: String,
    description: String,
}

#[derive(Debug, Deserialize)]
struct SeriesDescription {
    title: String,
    slug: String,
    description: String,
    status: String,
}

/// Whether the blog has no posts at all.
pub async fn is_empty(database: &Database) -> anyhow::Result<bool> {
    Ok(store::is_empty(&mut *database.reader().await?).await?)
}

/// Loads the demo site; run again, it changes only what a newer version of the demo changed.
pub async fn load_demo(database: &Database, shelf: &Path) -> anyhow::Result<Report> {
    let report = import(database, shelf, &CONTENT, "demo".to_owned()).await?;
    let mut transaction = database.begin().await?;
    for name in ["authors.toml", "tags.toml", "series.toml"] {
        let text = CONTENT
            .get_file(name)
            .and_then(|file| file.contents_utf8())
            .unwrap_or_default();
        describe(&mut transaction, &toml::from_str(text)?).await?;
    }
    transaction.commit().await?;
    Ok(report)
}

/// Imports what is in a folder of the program, under a name of its own.
async fn import(
    database: &Database,
    shelf: &Path,
    folder: &'static Dir<'static>,
    name: String,
) -> anyhow::Result<Report> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    import_folder::import(
        database,
        shelf,
        Import {
            source: Source::Embedded(files),
            name,
            dry_run: false,
            keywords_as_tags: false,
            permalink: None,
            old_site: None,
            zone: jiff::tz::TimeZone::UTC,
        },
        |_| {},
    )
    .await
}

async fn describe(connection: &mut Connection, facts: &Descriptions) -> sqlx::Result<()> {
    for author in &facts.author {
        authors::describe_author(connection, &author.slug, &author.name, &author.bio).await?;
    }
    for tag in &facts.tag {
        tags::describe_tag(connection, &tag.slug, &tag.name, &tag.description).await?;
    }
    for one in &facts.series {
        let complete = one.status == "complete";
        series::describe_series(connection, &one.slug, &one.title, &one.description, complete).await?;
    }
    Ok(())
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for file in folder.files() {
        files.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// Loads the first `count` posts of the set that `seed` names.
pub async fn load_synthetic(
    database: &Database,
    count: u64,
    seed: u64,
    progress: impl Fn(usize),
) -> anyhow::Result<()> {
    let posts = (0..count).map(|index| Planned {
        is_known: false,
        date: None,
        post: synthetic::post(seed, index),
    });
    write_posts::write_posts(database, posts, ImageSizes::default(), progress).await?;
    relate::relate_all(database).await
}
