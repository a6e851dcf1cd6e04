//! Brings the posts of a folder into the blog. Run twice, the second run changes nothing; the audit log tells of both.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use jiff::tz::TimeZone;

mod belongings;
mod history;
mod identities;
pub mod read;
mod rest;
mod shelve;

use read::{DeadLink, Existing, Folder, FolderPost, Known, Options, Progress, Skipped, Source, Warning};

use super::{
    accounts::{Actor, Done},
    drafts::imported::Kept,
    jobs::{self, Again, DrawShareImages},
    media::shelf::place,
    relate,
    render::ImageSizes,
    save::{Named, NewPost},
    write_posts::{self, Planned, Remarks},
};
use crate::model::status::{Kind, Status};
use crate::server::{
    calendar,
    db::{
        Connection, Database, authors, media,
        store::{self, KnownPost},
    },
};

/// What to bring, and how.
#[derive(Clone, Debug)]
pub struct Import {
    /// Where the files are.
    pub source: Source,
    /// Under which name their paths are remembered, so that the next run finds its posts again.
    pub name: String,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Where a blog has no tags at all, its keywords are its tags.
    pub keywords_as_tags: bool,
    /// The old site's pattern of addresses, where its own settings do not tell.
    pub permalink: Option<String>,
    /// The old site's origin, so that links to itself are known as such.
    pub old_site: Option<String>,
    /// Zone of dates without one.
    pub zone: TimeZone,
}

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    /// Posts that are new here.
    pub imported: usize,
    /// Posts whose file changed.
    pub updated: usize,
    /// Posts that are as they were.
    pub unchanged: usize,
    /// Posts whose file changed, but that are left as they are here; each has a warning that says why.
    pub kept: usize,
    /// Pictures that are new here.
    pub pictures: usize,
    /// Settings that are taken over.
    pub settings: usize,
    /// Whether the résumé is taken over.
    pub resume: bool,
    /// Posts that could not be written, and why.
    pub failed: Vec<Skipped>,
    /// Files that are no posts, and why.
    pub skipped: Vec<Skipped>,
    /// What a post lost or needs a look at.
    pub warnings: Vec<Warning>,
    /// Links within the old site that lead nowhere now.
    pub dead_links: Vec<DeadLink>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Files are being read.
    Reading(usize, usize),
    /// Posts are being written.
    Writing(usize, usize),
}

/// Reads the folder and writes what is new or changed.
///
/// What is wrong with single files is in the report; an error means that nothing more could be done at all.
pub async fn import(
    database: &Database,
    shelf: &Path,
    import: Import,
    progress: impl Fn(Step) + Send + Sync + Clone + 'static,
) -> anyhow::Result<Report> {
    let now = calendar::now();
    let (known, sizes) = {
        let mut reader = database.reader().await?;
        (
            store::list_known_posts(&mut reader).await?,
            media::list_media(&mut reader).await?,
        )
    };
    let prefix = format!("{}:", import.name);
    let existing = existing(&known, &prefix);
    let options = Options {
        keywords_as_tags: import.keywords_as_tags,
        permalink: import.permalink,
        base_url: import.old_site,
        now_ms: now,
        zone: import.zone,
        // Empty is the site's own language, whatever that is later.
        language: String::new(),
    };
    let zone = options.zone.clone();
    let source = import.source;
    let reading = progress.clone();
    let mut folder = tokio::task::spawn_blocking(move || {
        read::read(&source, &existing, &options, &mut |step| {
            if let Progress::Read { done, of } = step {
                reading(Step::Reading(done, of));
            }
        })
    })
    .await??;

    let mut sizes = ImageSizes::new(sizes);
    for file in &folder.media {
        if let Some((width, height)) = file.size {
            sizes.insert(&file.url, width, height);
        }
    }
    let Plan { posts, mut report } = plan(&folder, &known, &prefix);
    report.warnings.extend(unfound(&folder, shelf));
    // What a blog has that has posts already is its own.
    let belongings = belongings::look(database, &mut folder, known.is_empty(), &mut report).await?;
    let histories = std::mem::take(&mut folder.histories);
    if import.dry_run {
        report.pictures = shelve::count_new(shelf, &folder.media);
        history::check(histories, &zone, &mut report).await?;
        return Ok(finish(report, folder));
    }
    let mut begun = database.begin().await?;
    tell(&mut begun, &import.name, "begun").await?;
    begun.commit().await?;
    let shelved = shelve::shelve(database, shelf, &folder.media, now).await?;
    report.pictures = shelved.new;
    report.warnings.extend(shelved.lost);
    belongings.bring(database, shelf, &mut report).await?;
    if let Some(rest) = &folder.rest {
        let lost = rest::bring_names(database, rest, &zone).await?;
        report.warnings.extend(lost);
    }
    let written = posts.len();
    let remarks = write_posts::write_posts(database, posts, sizes, move |done| {
        progress(Step::Writing(done, written));
    })
    .await?;
    note(&mut report, remarks, &prefix);
    history::bring(database, histories, &zone, &mut report).await?;
    let mut transaction = database.begin().await?;
    describe_authors(&mut transaction, &folder).await?;
    if let Some(rest) = &folder.rest {
        let lost = rest::bring_redirects(&mut transaction, rest, &zone).await?;
        report.warnings.extend(lost);
        let lost = rest::bring_collections(&mut transaction, rest).await?;
        report.warnings.extend(lost);
        let lost = rest::bring_gone(&mut transaction, rest, &zone).await?;
        report.warnings.extend(lost);
    }
    jobs::enqueue(&mut transaction, &DrawShareImages {}, now, Again::Replace).await?;
    let counts = format!(
        "{} new, {} changed, {} kept",
        report.imported, report.updated, report.kept
    );
    tell(&mut transaction, &import.name, &counts).await?;
    transaction.commit().await?;
    // Also makes up for a run that was cut off after its posts were written.
    relate::relate_all(database).await?;
    Ok(finish(report, folder))
}

/// Tells the audit log of an import: that it has begun, as one that is cut off leaves posts as well, and what came of it. Only who
/// is at the machine itself can import.
async fn tell(connection: &mut Connection, name: &str, after: &str) -> sqlx::Result<()> {
    let done = Done {
        action: "import.folder",
        object: name,
        after,
        ..Done::default()
    };
    Actor::operator().note(connection, done).await
}

/// Puts down what became otherwise than it was planned.
fn note(report: &mut Report, remarks: Remarks, prefix: &str) {
    let file = |origin: &str| origin.strip_prefix(prefix).unwrap_or(origin).to_owned();
    for failure in remarks.failed {
        let counted = if failure.is_known {
            &mut report.updated
        } else {
            &mut report.imported
        };
        *counted = counted.saturating_sub(1);
        report.failed.push(Skipped {
            file: file(&failure.origin),
            line: None,
            reason: failure.reason,
            faulty: true,
        });
    }
    for (origin, kept) in remarks.kept {
        report.updated = report.updated.saturating_sub(1);
        report.keep(file(&origin), kept);
    }
    for (origin, path) in remarks.taken {
        report.warnings.push(Warning {
            file: file(&origin),
            line: None,
            reason: format!("the old address {path} already leads to another post and stays with it"),
        });
    }
}

impl Report {
    fn keep(&mut self, file: String, kept: Kept) {
        self.kept += 1;
        self.warnings.push(Warning {
            file,
            line: None,
            reason: kept.reason().to_owned(),
        });
    }
}

/// What own posts name and neither the folder nor this blog holds.
fn unfound<'a>(folder: &'a Folder, shelf: &'a Path) -> impl Iterator<Item = Warning> + 'a {
    let unfound = folder.unfound.iter();
    let lost = unfound.filter(|(_, url)| !url.starts_with("/media/") || !place(shelf, url).is_file());
    lost.map(|(file, url)| Warning {
        file: file.clone(),
        line: None,
        reason: format!("names {url}, which is not in the folder: export again, or put it there"),
    })
}

fn existing(known: &[KnownPost], prefix: &str) -> Existing {
    let kind = |post: &KnownPost| Kind::parse(&post.kind).unwrap_or(Kind::Post);
    let mut existing = Existing::default();
    for post in known {
        let path = post
            .source_path
            .as_deref()
            .and_then(|path| path.strip_prefix(prefix));
        if let Ok(id) = post.uuid.parse() {
            let known = Known {
                slug: post.slug.clone(),
                kind: kind(post),
                source_path: path.map(str::to_owned),
            };
            existing.by_id.insert(id, known);
        }
        match path {
            Some(path) => {
                existing.kinds_by_source.insert(path.to_owned(), kind(post));
                existing
                    .slugs_by_source
                    .insert(path.to_owned(), post.slug.clone());
            }
            None => {
                existing.taken.insert(post.slug.clone());
            }
        }
    }
    existing
}

struct Plan {
    posts: Vec<Planned>,
    report: Report,
}

/// Decides for each post whether it is new, changed or as it was.
fn plan(folder: &Folder, known: &[KnownPost], prefix: &str) -> Plan {
    let mut uuids: HashSet<String> = known.iter().map(|post| post.uuid.clone()).collect();
    let by_uuid: HashMap<&str, &KnownPost> = known.iter().map(|post| (post.uuid.as_str(), post)).collect();
    let by_path: HashMap<&str, &KnownPost> = known
        .iter()
        .filter_map(|post| Some((post.source_path.as_deref()?, post)))
        .collect();
    let own = |post: &FolderPost| post.id.filter(|_| post.is_own).map(|id| id.to_string());
    let claimed: HashSet<String> = folder.posts.iter().filter_map(own).collect();
    let mut report = Report::default();
    let mut posts = Vec::new();
    for post in &folder.posts {
        let mut path = format!("{prefix}{}", post.source_path);
        let there = by_path.get(path.as_str()).copied();
        let before = match own(post) {
            // Wherever its file lies by now.
            Some(id) => by_uuid.get(id.as_str()).copied(),
            None => there.filter(|known| !claimed.contains(&known.uuid)),
        };
        match before {
            // A time that has come meanwhile is no change: a job waits for it.
            Some(known) if known.source_hash.as_deref() == Some(&post.source_hash) => {
                report.unchanged += 1;
                continue;
            }
            Some(known) => {
                let kept = Kept::of(known);
                if post.status == Status::Trashed {
                    match kept {
                        // Here and there alike.
                        Some(Kept::Trashed) => report.unchanged += 1,
                        _ => report.keep(post.source_path.clone(), Kept::Withdrawn),
                    }
                    continue;
                }
                if let Some(kept) = kept {
                    report.keep(post.source_path.clone(), kept);
                    continue;
                }
                report.updated += 1;
            }
            None => report.imported += 1,
        }
        let uuid = match before.and_then(|known| known.uuid.parse().ok()) {
            Some(uuid) => uuid,
            // An id that another post has already would make two entries of a feed one.
            None => post
                .id
                .filter(|id| !uuids.contains(&id.to_string()))
                .unwrap_or_else(uuid::Uuid::new_v4),
        };
        uuids.insert(uuid.to_string());
        if there.is_some_and(|known| known.uuid != uuid.to_string()) {
            // Another post came from there before.
            path = format!("{path}#{uuid}");
        }
        // Where it was imported from before, that folder finds it again, too.
        let path = before.and_then(|known| known.source_path.clone()).unwrap_or(path);
        posts.push(Planned {
            is_known: before.is_some(),
            date: post.date,
            post: new_post(post, uuid, path),
        });
    }
    Plan { posts, report }
}

fn new_post(post: &FolderPost, uuid: uuid::Uuid, path: String) -> NewPost {
    let named = |terms: &[read::Term]| {
        terms
            .iter()
            .map(|term| Named {
                slug: term.slug.clone(),
                name: term.name.clone(),
            })
            .collect()
    };
    NewPost {
        uuid,
        slug: post.slug.clone(),
        kind: post.kind,
        status: post.status,
        visibility: post.visibility,
        featured: post.featured,
        title: post.title.clone(),
        summary: post.summary.clone().unwrap_or_default(),
        takeaway: post.takeaway.clone().unwrap_or_default(),
        source: post.body.clone(),
        published_at: post.published_at,
        updated_at: post.updated_at,
        reviewed_at: post.reviewed_at,
        review_after: post.review_after,
        evergreen: post.evergreen,
        tells_changes: post.tells_changes,
        seen_at: post.seen_at,
        authors: named(&post.authors),
        tags: named(&post.tags),
        series: post.series.as_ref().map(|series| {
            // Parts without a number come after the numbered ones, by date.
            let part = series.part.map_or(i64::from(u32::MAX), i64::from);
            (
                Named {
                    slug: series.slug.clone(),
                    name: series.title.clone(),
                },
                part,
            )
        }),
        cover: post
            .cover
            .as_ref()
            .map(|cover| (cover.url.clone(), cover.alt.clone())),
        canonical: post.canonical.clone(),
        seo_title: post.seo_title.clone(),
        seo_description: post.seo_description.clone(),
        language: post.language.clone(),
        origin: Some((path, post.source_hash.clone())),
        old_paths: post.old_paths.clone(),
        project: post.project.clone(),
    }
}

async fn describe_authors(connection: &mut Connection, folder: &Folder) -> sqlx::Result<()> {
    for author in &folder.authors {
        if let Some(bio) = &author.bio {
            authors::describe_author(connection, author.slug.as_str(), &author.name, bio).await?;
        }
    }
    Ok(())
}

fn finish(mut report: Report, folder: Folder) -> Report {
    report.warnings.extend(folder.warnings);
    report
        .warnings
        .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    report.skipped = folder.skipped;
    report.skipped.append(&mut report.failed);
    report.dead_links = folder.dead_links;
    report
}
