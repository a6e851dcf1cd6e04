//! Writes the whole blog into a folder of Markdown that an import reads back to the same blog.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use sqlx::Connection as _;

use super::{
    addresses::slug_of,
    media::shelf::place,
    written::{
        self, Cover, FrontMatter, Name, Part,
        rest::{self, AuthorFacts, FileFacts, RedirectFacts, Rest, SeriesFacts, TagFacts},
    },
};
use crate::{
    model::{draft::Meta, slug::Slug, status::Visibility},
    server::db::{
        Connection, Database, authors, drafts, series,
        whole::{self, WholePost},
    },
};

/// Rows read at once: what is in memory does not grow with the blog.
const AT_ONCE: u32 = 20;

/// The folder of posts and pages.
const CONTENT: &str = "content";

/// The folder of what was written since a post was published, and nobody sees yet. An import does not read it.
const EDITS: &str = "edits";

/// The folder of pictures and other files.
const MEDIA: &str = "media";

/// What was written.
#[derive(Debug, Default)]
pub struct Report {
    /// Posts and pages, drafts among them.
    pub posts: usize,
    /// Posts with changes that readers do not see yet.
    pub edits: usize,
    /// Pictures and other files.
    pub files: usize,
    /// Addresses of files that the database knows and the data folder does not hold.
    pub missing: Vec<String>,
}

/// Writes everything as it is at one moment into `folder`, which has to be empty or not there yet; `progress` is told how many
/// posts of how many are written.
///
/// The file that says what no post says is written last: a folder without it is not whole.
pub async fn export(
    database: &Database,
    shelf: &Path,
    zone: &TimeZone,
    folder: &Path,
    progress: impl Fn(usize, usize),
) -> anyhow::Result<Report> {
    prepare(folder)?;
    let mut reader = database.reader().await?;
    // One snapshot for everything, however long the writing takes.
    let mut snapshot = reader.begin().await?;
    let mut report = Report::default();
    let all = usize::try_from(whole::count_posts(&mut snapshot).await?)?;
    let mut after = 0;
    loop {
        let posts = whole::list_posts(&mut snapshot, after, AT_ONCE).await?;
        let Some(last) = posts.last() else { break };
        after = last.id;
        for post in posts {
            let said = || format!("cannot export the post “{}” (/posts/{})", post.title, post.slug);
            write_post(&mut snapshot, &post, zone, folder, &mut report)
                .await
                .with_context(said)?;
            progress(report.posts, all);
        }
    }
    write_rest(&mut snapshot, shelf, zone, folder, &mut report).await?;
    snapshot.rollback().await?;
    Ok(report)
}

/// Makes the folders; one that holds anything is nobody's to write over.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    let cannot = || {
        format!(
            "cannot write to {}; name a folder that this user may write to",
            folder.display()
        )
    };
    fs::create_dir_all(folder).with_context(cannot)?;
    if fs::read_dir(folder).with_context(cannot)?.next().is_some() {
        bail!(
            "{} is not empty; name a folder that is empty or not there yet, so that nothing is written over",
            folder.display()
        );
    }
    for part in [CONTENT, MEDIA] {
        fs::create_dir(folder.join(part)).with_context(cannot)?;
    }
    Ok(())
}

async fn write_post(
    connection: &mut Connection,
    post: &WholePost,
    zone: &TimeZone,
    folder: &Path,
    report: &mut Report,
) -> anyhow::Result<()> {
    report.posts += 1;
    let mut front = FrontMatter::of(post, zone)?;
    front.order = Some(i64::try_from(report.posts)?);
    let name = format!("{}.md", storable(&post.slug));
    let place = folder.join(CONTENT).join(&name);
    let newer = post.latest.filter(|latest| Some(*latest) != post.released);
    let revision = match newer {
        Some(number) => drafts::read_revision(connection, post.id, number).await?,
        None => None,
    };
    let Some(revision) = revision else {
        return put(&place, front.write(&post.source)?.as_bytes());
    };
    let meta = miniserde::json::from_str(&revision.meta)
        .map_err(|_| anyhow::anyhow!("its latest revision cannot be read"))?;
    let edited = overlaid(connection, front.clone(), &meta, zone).await?;
    // What never was out is what its author wrote last.
    if post.released.is_none() && matches!(post.status.as_str(), "draft" | "trashed") {
        return put(&place, edited.write(&revision.source)?.as_bytes());
    }
    put(&place, front.write(&post.source)?.as_bytes())?;
    if edited != front || revision.source != post.source {
        let edits = folder.join(EDITS);
        fs::create_dir_all(&edits)?;
        put(&edits.join(&name), edited.write(&revision.source)?.as_bytes())?;
        report.edits += 1;
    }
    Ok(())
}

/// The front matter of a revision: what its author says of the post in place of what readers see.
async fn overlaid(
    connection: &mut Connection,
    front: FrontMatter,
    meta: &Meta,
    zone: &TimeZone,
) -> anyhow::Result<FrontMatter> {
    let tags = meta.tags.iter();
    let tags = tags.map(|name| Name::new(slug_of(name, "tag").as_str(), name));
    let mut people = Vec::with_capacity(meta.authors.len());
    for slug in &meta.authors {
        let name = authors::find_name(connection, slug).await?;
        people.push(Name::new(slug, name.as_deref().unwrap_or(slug))?);
    }
    let series = match &meta.series {
        None => None,
        Some(part) => {
            let known = series::read_series(connection, &part.series).await?;
            Some(Part {
                slug: slug_of(&part.series, "series"),
                title: known.map_or_else(|| part.series.clone(), |known| known.title),
                part: Some(i64::from(part.position)),
            })
        }
    };
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let slug = some(&meta.slug).map(|slug| slug_of(&slug, "post"));
    Ok(FrontMatter {
        title: meta.title.clone(),
        slug: slug.or_else(|| front.slug.clone()),
        summary: meta.summary.clone(),
        takeaway: meta.takeaway.clone(),
        tags: tags.collect::<anyhow::Result<_>>()?,
        authors: people,
        series,
        cover: meta.cover.as_ref().map(|cover| Cover {
            src: cover.src.clone(),
            alt: cover.alt.clone(),
        }),
        featured: meta.featured,
        visibility: if meta.unlisted {
            Visibility::Unlisted
        } else {
            Visibility::Public
        },
        canonical: some(&meta.canonical),
        seo_title: some(&meta.seo_title),
        seo_description: some(&meta.seo_description),
        language: meta.language.clone(),
        review_after: meta
            .review_after
            .map(|at| written::moment(at, zone))
            .transpose()?,
        ..front
    })
}

/// Walks through what no post says and writes it, the files first.
async fn write_rest(
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
    let head = Rest {
        logbook: Some(written::VERSION),
        ..Rest::default()
    };
    piece(&mut out, &head)?;
    let mut after = 0;
    loop {
        let rows = whole::list_tags(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let tag = TagFacts {
                slug: Slug::parse(&row.slug)?,
                name: row.name,
                description: row.description,
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
            let series = SeriesFacts {
                slug: Slug::parse(&row.slug)?,
                title: row.title,
                description: row.description,
                complete: row.complete,
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
    after = 0;
    loop {
        let rows = whole::list_authors(connection, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let author = AuthorFacts {
                slug: Slug::parse(&row.slug)?,
                name: row.name,
                bio: row.bio,
                links: row.links,
                picture: row.picture,
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
    write_redirects(connection, zone, &mut out).await?;
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
    fs::rename(&draft, &place_of_rest).with_context(cannot)?;
    Ok(())
}

async fn write_redirects(
    connection: &mut Connection,
    zone: &TimeZone,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let rows = whole::list_redirects(connection, &after, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.path);
        for row in rows {
            let redirect = RedirectFacts {
                path: row.path,
                post: row.post,
                tag: row.tag.map(|slug| Slug::parse(&slug)).transpose()?,
                series: row.series.map(|slug| Slug::parse(&slug)).transpose()?,
                target: row.target,
                origin: toml::Value::String(row.origin).try_into()?,
                created_at: written::moment(row.created_at, zone)?,
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

/// One more table of the file of the rest.
fn piece(out: &mut impl Write, piece: &Rest) -> anyhow::Result<()> {
    writeln!(out, "{}", toml::to_string(piece)?).context("cannot write what no post says; is the disk full?")
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
    let to = folder.join(MEDIA).join(name);
    let draft = part_of(&to);
    fs::copy(&from, &draft)
        .and_then(|_| fs::rename(&draft, &to))
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(Some(name.to_owned()))
}

/// Writes a file that is whole or not there.
fn put(place: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = part_of(place);
    fs::write(&draft, bytes)
        .and_then(|()| fs::rename(&draft, place))
        .with_context(|| format!("cannot write {}", place.display()))
}

/// Where a file is written before it has its name.
fn part_of(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// The name of a file that every system can store: Windows keeps some for devices, whatever follows their dot.
fn storable(slug: &str) -> String {
    let is_port = |name: &str| {
        let number = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if matches!(slug, "con" | "prn" | "aux" | "nul") || is_port(slug) {
        format!("{slug}_")
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_no_names_of_files() {
        for (slug, name) in [
            ("con", "con_"),
            ("com1", "com1_"),
            ("lpt9", "lpt9_"),
            ("console", "console"),
            ("com", "com"),
        ] {
            assert_eq!(storable(slug), name);
        }
    }

    #[test]
    fn a_folder_that_holds_something_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine.txt"), "mine").unwrap();
        let refused = prepare(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("is not empty"), "{refused}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let file = prepare(&folder.path().join("mine.txt")).unwrap_err().to_string();
        assert!(file.contains("cannot write"), "{file}");
        prepare(&folder.path().join("new/one")).unwrap();
    }
}
