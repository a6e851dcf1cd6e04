//! Writes what no post says, and the files.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use anyhow::Context as _;
use jiff::tz::TimeZone;

use super::{AT_ONCE, CONTENT, EDITS, MEDIA, Report, belongings, copy_file, part_of, piece};
use crate::{
    model::slug::Slug,
    server::{
        db::{
            Connection, collecting,
            followed::Followed,
            gone,
            whole::{self, WholeRedirect},
        },
        services::{
            feed::identity::{identity_of, read_site},
            media::shelf::{place, sync},
            written::{
                self,
                history::HISTORY,
                rest::{
                    self, AuthorFacts, CollectionFacts, FileFacts, GoneFacts, RESUME, RedirectFacts, Rest,
                    SeriesFacts, TagFacts,
                },
            },
        },
    },
};

/// Addresses of what is gone, which are short, read at once.
const GONE_AT_ONCE: u32 = 1_000;

/// Walks through what no post says and writes it, the files first.
pub async fn write_rest(
    connection: &mut Connection,
    shelf: &Path,
    zone: &TimeZone,
    folder: &Path,
    report: &mut Report,
) -> anyhow::Result<()> {
    let place_of_rest = folder.join(rest::FILE);
    let draft = part_of(&place_of_rest);
    let cannot = || format!("cannot write {}", place_of_rest.display());
    let mut out = BufWriter::new(File::create(&draft).with_context(cannot)?);
    let site = read_site(connection).await?;
    // Whoever follows a feed finds it under the same name where this is brought to, whatever row ids there are.
    let named = |followed, id, kept: Option<&str>| Some(identity_of(site, followed, id, kept).to_string());
    let head = Rest {
        logbook: Some(written::VERSION),
        identity: Some(site.to_string()),
        ..Rest::default()
    };
    piece(&mut out, &head)?;
    belongings::write(connection, shelf, folder, &mut out, report).await?;
    let mut after = 0;
    loop {
        let rows = whole::list_tags(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let Some(slug) = known_slug(&row.slug, &row.name, report) else {
                continue;
            };
            let tag = TagFacts {
                slug,
                name: row.name,
                description: row.description,
                focus: row.focus.map(u32::try_from).transpose()?,
                identity: named(Followed::Tag, row.id, row.identity.as_deref()),
            };
            piece(
                &mut out,
                &Rest {
                    tags: vec![tag],
                    ..Rest::default()
                },
            )?;
        }
    }
    after = 0;
    loop {
        let rows = whole::list_series(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let Some(slug) = known_slug(&row.slug, &row.title, report) else {
                continue;
            };
            let series = SeriesFacts {
                slug,
                title: row.title,
                description: row.description,
                complete: row.complete,
                shows_coming: row.shows_coming,
                cover: row.cover,
                cover_alt: row.cover_alt,
                identity: named(Followed::Series, row.id, row.identity.as_deref()),
            };
            piece(
                &mut out,
                &Rest {
                    series: vec![series],
                    ..Rest::default()
                },
            )?;
        }
    }
    write_collections(connection, &mut out, report).await?;
    after = 0;
    loop {
        let rows = whole::list_authors(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let Some(slug) = known_slug(&row.slug, &row.name, report) else {
                continue;
            };
            let author = AuthorFacts {
                slug,
                name: row.name,
                bio: row.bio,
                links: row.links,
                picture: row.picture,
                identity: named(Followed::Author, row.id, row.identity.as_deref()),
            };
            piece(
                &mut out,
                &Rest {
                    authors: vec![author],
                    ..Rest::default()
                },
            )?;
        }
    }
    write_redirects(connection, zone, &mut out, report).await?;
    write_gone(connection, zone, &mut out, report).await?;
    after = 0;
    loop {
        let rows = whole::list_files(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let Some(file) = copy(shelf, folder, &row.path)? else {
                report.missing.push(row.path);
                continue;
            };
            report.files += 1;
            let media = FileFacts {
                file,
                hash: row.hash,
                name: row.name,
            };
            piece(
                &mut out,
                &Rest {
                    media: vec![media],
                    ..Rest::default()
                },
            )?;
        }
    }
    let file = out
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .with_context(cannot)?;
    file.sync_all().with_context(cannot)?;
    // Whoever finds this file finds all others.
    for part in [CONTENT, EDITS, HISTORY, MEDIA, RESUME] {
        let part = folder.join(part);
        if part.is_dir() {
            sync(&part).with_context(cannot)?;
        }
    }
    fs::rename(&draft, &place_of_rest)
        .and_then(|()| sync(folder))
        .with_context(cannot)
}

/// Writes the collections in order, each with those of its posts that are in the folder.
async fn write_collections(
    connection: &mut Connection,
    out: &mut impl Write,
    report: &mut Report,
) -> anyhow::Result<()> {
    for row in collecting::list_collections(connection).await? {
        let Some(slug) = known_slug(&row.slug, &row.name, report) else {
            continue;
        };
        let posts = collecting::list_posts(connection, row.id).await?;
        let collection = CollectionFacts {
            slug,
            name: row.name,
            intro: row.intro,
            shows: row.shows,
            posts: posts
                .into_iter()
                .filter(|post| post.status != "trashed")
                .map(|post| post.uuid)
                .collect(),
        };
        piece(
            out,
            &Rest {
                collections: vec![collection],
                ..Rest::default()
            },
        )?;
    }
    Ok(())
}

async fn write_redirects(
    connection: &mut Connection,
    zone: &TimeZone,
    out: &mut impl Write,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let rows = whole::list_redirects(connection, &after, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.path);
        for row in rows {
            let path = row.path.clone();
            let redirect = match facts_of(row, zone) {
                Ok(redirect) => redirect,
                Err(error) => {
                    report
                        .faults
                        .push(format!("the old address {path} is left out: {error}"));
                    continue;
                }
            };
            piece(
                out,
                &Rest {
                    redirects: vec![redirect],
                    ..Rest::default()
                },
            )?;
        }
    }
}

/// Writes where readers found what was thrown away since.
async fn write_gone(
    connection: &mut Connection,
    zone: &TimeZone,
    out: &mut impl Write,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let rows = gone::list_gone(connection, &after, GONE_AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.path);
        for row in rows {
            let facts = GoneFacts {
                deleted_at: written::moment(row.deleted_at, zone)?,
                path: row.path,
            };
            let piece = Rest {
                gone: vec![facts],
                ..Rest::default()
            };
            self::piece(out, &piece)?;
            report.gone += 1;
        }
    }
}

fn facts_of(row: WholeRedirect, zone: &TimeZone) -> anyhow::Result<RedirectFacts> {
    Ok(RedirectFacts {
        path: row.path,
        post: row.post,
        tag: row.tag.map(|slug| Slug::parse(&slug)).transpose()?,
        series: row.series.map(|slug| Slug::parse(&slug)).transpose()?,
        target: row.target,
        origin: toml::Value::String(row.origin).try_into()?,
        created_at: written::moment(row.created_at, zone)?,
    })
}

/// The address of something named; what has none that can be written is left out and told.
fn known_slug(slug: &str, name: &str, report: &mut Report) -> Option<Slug> {
    let parsed = Slug::parse(slug);
    if let Err(error) = &parsed {
        report
            .faults
            .push(format!("“{name}” at {slug:?} is left out: {error}"));
    }
    parsed.ok()
}

/// Copies a stored file; answers its name, or nothing where it is not there.
fn copy(shelf: &Path, folder: &Path, address: &str) -> anyhow::Result<Option<String>> {
    let from = place(shelf, address);
    let Some(name) = from.file_name().and_then(|name| name.to_str()) else {
        return Ok(None);
    };
    if !from.is_file() {
        return Ok(None);
    }
    copy_file(&from, &folder.join(MEDIA).join(name))?;
    Ok(Some(name.to_owned()))
}
