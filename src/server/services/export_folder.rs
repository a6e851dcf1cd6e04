//! Writes the whole blog into a folder of Markdown that an import reads back to the same blog.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use sqlx::Connection as _;
use toml::value::Datetime;

use super::{
    addresses::slug_of,
    drafts::orders::is_dated,
    written::{self, Cover, FrontMatter, Name, Part, Said, rest::Rest},
};
use crate::{
    model::{
        draft::Meta,
        project::Project,
        status::{Kind, Visibility},
    },
    server::db::{
        Connection, Database, authors, drafts, series,
        whole::{self, WholePost},
    },
};

mod belongings;
mod history;
mod rest;

/// Rows read at once: what is in memory does not grow with the blog.
const AT_ONCE: u32 = 20;

/// The folder of posts, pages and projects.
const CONTENT: &str = "content";

/// The folder of what was written since a post was published, and nobody sees yet. No import takes its files for posts.
const EDITS: &str = "edits";

/// The folder of pictures and other files.
const MEDIA: &str = "media";

/// What was written.
#[derive(Debug, Default)]
pub struct Report {
    /// Posts, pages and projects, drafts among them.
    pub posts: usize,
    /// Posts with changes that readers do not see yet.
    pub edits: usize,
    /// Posts with a file of what readers saw and were told of changes.
    pub histories: usize,
    /// Pictures and other files.
    pub files: usize,
    /// Whether the résumé is among what was written.
    pub resume: bool,
    /// Addresses of what was thrown away.
    pub gone: usize,
    /// Addresses of files that the database knows and the data folder does not hold.
    pub missing: Vec<String>,
    /// What could not be written as it is, and what is there instead; a sentence each.
    pub faults: Vec<String>,
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
    let (mut after, mut done) = (0, 0);
    loop {
        let posts = whole::list_posts(&mut snapshot, after, AT_ONCE).await?;
        let Some(last) = posts.last() else { break };
        after = last.id;
        for post in posts {
            let said = || format!("cannot export {}", called(&post));
            done += 1;
            write_post(&mut snapshot, &post, (done, zone), folder, &mut report)
                .await
                .with_context(said)?;
            progress(done, all);
        }
    }
    rest::write_rest(&mut snapshot, shelf, zone, folder, &mut report).await?;
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

/// A post in words.
fn called(post: &WholePost) -> String {
    let kind = Kind::parse(&post.kind).unwrap_or(Kind::Post);
    format!(
        "the {} “{}” ({})",
        kind.as_str(),
        post.title,
        kind.path(&post.slug)
    )
}

async fn write_post(
    connection: &mut Connection,
    post: &WholePost,
    (order, zone): (usize, &TimeZone),
    folder: &Path,
    report: &mut Report,
) -> anyhow::Result<()> {
    let called = called(post);
    let mut front = match FrontMatter::of(post, zone) {
        Ok(front) => front,
        Err(error) => {
            report.faults.push(format!("{called} is left out: {error}"));
            return Ok(());
        }
    };
    report.posts += 1;
    history::write(connection, (post, called.as_str()), zone, folder, report).await?;
    front.order = Some(i64::try_from(order)?);
    // What is to appear, or was.
    if let Some(number) = post.released.filter(|_| !is_dated(front.status))
        && let Some(revision) = drafts::read_revision(connection, post.id, number).await?
        && let Ok(meta) = miniserde::json::from_str::<Meta>(&revision.meta)
        && let Ok(date) = date_of(&front, &meta, zone)
    {
        front.date = date;
    }
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
    let edited = match miniserde::json::from_str(&revision.meta) {
        Ok(meta) => overlaid(connection, front.clone(), &meta, zone).await,
        Err(_) => Err(anyhow::anyhow!("it cannot be read")),
    };
    let edited = match edited {
        Ok(edited) => edited,
        // Of a database that does not answer nothing more can be had.
        Err(error) if error.is::<sqlx::Error>() => return Err(error),
        Err(error) => {
            report.faults.push(format!(
                "the latest revision of {called} is left out, and what was there before is written: {error}"
            ));
            return put(&place, front.write(&post.source)?.as_bytes());
        }
    };
    // What never was out is what its author wrote last.
    if post.released.is_none() && post.status == "draft" {
        return put(&place, edited.write(&revision.source)?.as_bytes());
    }
    put(&place, front.write(&post.source)?.as_bytes())?;
    if edited != front || revision.source != post.source {
        let edits = folder.join(EDITS);
        fs::create_dir_all(&edits)?;
        let pending = FrontMatter {
            pending: true,
            ..edited
        };
        put(&edits.join(&name), pending.write(&revision.source)?.as_bytes())?;
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
    let slug = some(&meta.slug).map(|slug| slug_of(&slug, front.kind.as_str()));
    Ok(FrontMatter {
        title: meta.title.clone(),
        slug: slug.or_else(|| front.slug.clone()),
        date: date_of(&front, meta, zone)?,
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
        project: front
            .project
            .clone()
            .map(|said| Said::of(Project::of(meta, &said.project()))),
        review_after: meta
            .review_after
            .map(|at| written::moment(at, zone))
            .transpose()?,
        evergreen: meta.is_evergreen(),
        tells_changes: meta.shows_changes(),
        ..front
    })
}

/// The date that an author says of a post, where it is not the one that readers know.
fn date_of(front: &FrontMatter, meta: &Meta, zone: &TimeZone) -> anyhow::Result<Option<Datetime>> {
    let said = meta.dated().map(|at| written::moment(at, zone)).transpose()?;
    let known = front.published_at.as_ref().filter(|_| is_dated(front.status));
    Ok(said.filter(|said| known != Some(said)))
}

/// Writes a file that is whole or not there.
fn put(place: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = part_of(place);
    File::create(&draft)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&draft, place))
        .with_context(|| format!("cannot write {}", place.display()))
}

/// Copies a file, so that the copy is whole or not there.
fn copy_file(from: &Path, to: &Path) -> anyhow::Result<()> {
    let draft = part_of(to);
    fs::copy(from, &draft)
        .and_then(|_| File::open(&draft)?.sync_all())
        .and_then(|()| fs::rename(&draft, to))
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

/// One more table of the file of the rest.
fn piece(out: &mut impl Write, piece: &Rest) -> anyhow::Result<()> {
    writeln!(out, "{}", toml::to_string(piece)?).context("cannot write what no post says; is the disk full?")
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
