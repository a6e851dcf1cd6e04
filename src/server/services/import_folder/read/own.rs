//! Reads what Logbook's own export wrote: nothing is guessed and nothing is rewritten, so that the same blog comes of it.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    READER_VERSION, belongings,
    folder::{Existing, Folder, FolderCover, FolderPost, Options, SeriesPart, Skipped, Term, Warning},
    histories, kinds,
    media::Shelf,
    site::Site,
    slugs,
    source::{Tree, name, parent},
    terms::cleaned,
};
use crate::{
    model::{
        media::paths_in,
        slug::Slug,
        status::{Kind, Status},
    },
    server::services::{
        addresses::slug_of,
        drafts::orders::is_dated,
        import_folder::rest::LONGEST_PATH,
        sorting::redirects::check_path,
        written::{
            self, FrontMatter, Name, Said,
            rest::{self, FileFacts, Rest},
        },
    },
};

/// Most bytes of one file of a post; the longest text that is kept, and its front matter.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Most bytes of the file of the rest: some hundred thousand old addresses.
const MOST_REST: u64 = 256 * 1024 * 1024;

/// Most bytes up to the end of the first key.
const BEGINNING: u64 = 256;

/// What is known besides the files themselves.
pub struct Around<'a> {
    /// The folder's files.
    pub tree: &'a Tree,
    /// The site that they are of.
    pub site: &'a Site,
    /// The posts that are here.
    pub existing: &'a Existing,
    /// What whoever imports decided.
    pub options: &'a Options,
    /// The slugs of the folder's other posts.
    pub slugs: &'a [Slug],
}

/// A file that was read.
struct Own {
    path: String,
    page: String,
    id: Option<Uuid>,
    front: FrontMatter,
    text: String,
    digest: String,
    published: Option<i64>,
}

/// Whether a file says in its first line of front matter that it is one of these.
pub fn is_own(tree: &Tree, path: &str) -> bool {
    written::is_written(&String::from_utf8_lossy(&tree.beginning(path, BEGINNING)))
}

/// Reads these files, and what no post says where the folder has that; adds everything to `folder`.
pub fn read(paths: &[String], around: &Around<'_>, shelf: &mut Shelf, folder: &mut Folder) {
    let tree = around.tree;
    let rest = read_rest(tree, folder);
    match &rest {
        Some(rest) => {
            belongings::read(tree, rest, folder);
            histories::find(tree, folder);
        }
        None if paths.is_empty() => {}
        None => folder.warnings.extend(further_down(tree)),
    }
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        match open(path, around) {
            Ok(file) => files.push(file),
            Err(skipped) => folder.skipped.push(skipped),
        }
    }
    // The order of rows decides between posts of the same moment.
    files.sort_by(|a, b| {
        let key = |own: &Own| {
            (
                own.front.order.unwrap_or(i64::MAX),
                own.published.unwrap_or(i64::MAX),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.page.cmp(&b.page))
    });
    let ids = ids(&files, around.existing, &mut folder.warnings);
    for (file, id) in files.iter_mut().zip(&ids) {
        settle(file, *id, around.existing, &mut folder.warnings);
    }
    let wishes: Vec<slugs::Wish> = files.iter().zip(&ids).map(|(file, id)| wish(file, *id)).collect();
    let slugs = slugs::assign(&wishes, around.existing, around.slugs, &around.site.zone);
    let declared: HashMap<String, &FileFacts> = rest
        .iter()
        .flat_map(|rest| &rest.media)
        .map(|file| (format!("/media/{}", file.file), file))
        .collect();
    let mut missing = HashSet::new();
    for file in rest.iter().flat_map(|rest| &rest.media) {
        keep(tree, file, shelf, folder, &mut missing);
    }
    for ((file, id), slug) in files.into_iter().zip(ids).zip(slugs) {
        let cover = file.front.cover.iter().map(|cover| cover.src.as_str());
        for url in paths_in(&file.text).into_iter().chain(cover) {
            if declared.contains_key(url) || shelf.by_url(url).is_some() || !missing.insert(url.to_owned()) {
                continue;
            }
            let beside = url.trim_start_matches('/');
            if !tree.has(beside) {
                folder.unfound.push((file.path.clone(), url.to_owned()));
            } else if let Err(reason) = shelf.take(tree, beside) {
                folder.warnings.push(Warning {
                    file: file.path.clone(),
                    line: None,
                    reason,
                });
            } else if shelf.by_url(url).is_none() {
                // It has another address here than the text says.
                folder.unfound.push((file.path.clone(), url.to_owned()));
            }
        }
        match post(file, id, slug, around.options) {
            Ok(post) => folder.posts.push(post),
            Err(skipped) => folder.skipped.push(skipped),
        }
    }
    folder.rest = rest;
}

fn skip(path: &str, line: Option<u32>, reason: impl Into<String>) -> Skipped {
    Skipped {
        file: path.to_owned(),
        line,
        reason: reason.into(),
        faulty: true,
    }
}

/// Warns where a whole export lies deeper in the folder than where the reading began.
fn further_down(tree: &Tree) -> Option<Warning> {
    let deeper = tree.paths().find(|path| name(path) == rest::FILE)?;
    Some(Warning {
        file: deeper.to_owned(),
        line: None,
        reason: format!(
            "belongs to an export that begins in {}: its pictures, old addresses and descriptions are not read; import \
             that folder",
            parent(deeper)
        ),
    })
}

/// Which post each file is. Of two that say the same it is the one where that post came from, else the first; the other was
/// made of a copy and is a post of its own.
fn ids(files: &[Own], existing: &Existing, warnings: &mut Vec<Warning>) -> Vec<Option<Uuid>> {
    let mut owners: HashMap<Uuid, &Own> = HashMap::new();
    for file in files {
        let Some(id) = file.id else { continue };
        let home = existing
            .by_id
            .get(&id)
            .and_then(|known| known.source_path.as_deref());
        let owner = owners.entry(id).or_insert(file);
        if home == Some(file.page.as_str()) {
            *owner = file;
        }
    }
    files
        .iter()
        .map(|file| {
            let owner = owners.get(&file.id?)?;
            if owner.path == file.path {
                return file.id;
            }
            warnings.push(Warning {
                file: file.path.clone(),
                line: None,
                reason: format!(
                    "has the id of {}, so it is taken for another post; take the line “id” out of it",
                    owner.path
                ),
            });
            None
        })
        .collect()
}

fn open(path: &str, around: &Around<'_>) -> Result<Own, Skipped> {
    let Around {
        tree,
        site,
        existing,
        options,
        ..
    } = around;
    if tree.size(path) > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(skip(
            path,
            None,
            format!("is longer than {most} MiB, which no post is; split it"),
        ));
    }
    let bytes = tree
        .read(path)
        .map_err(|error| skip(path, None, format!("cannot be read ({error})")))?;
    let digest = hex(&Sha256::digest(&bytes));
    let file = String::from_utf8(bytes).map_err(|_| skip(path, None, "is not UTF-8; save it as UTF-8"))?;
    // Line ends that some editor or version control wrote; as exported, they are all of one kind or in the text alone.
    let is_plain = file
        .split_once('\n')
        .is_some_and(|(fence, _)| !fence.ends_with('\r'));
    let file = if is_plain {
        file
    } else {
        file.replace("\r\n", "\n")
    };
    let (front, text) =
        written::read(&file).map_err(|unreadable| skip(path, unreadable.line, unreadable.reason))?;
    if front.pending {
        return Err(Skipped {
            faulty: false,
            ..skip(
                path,
                None,
                "holds changes that nobody was to see yet, which are not imported",
            )
        });
    }
    let id = front
        .id
        .as_deref()
        .map(Uuid::parse_str)
        .transpose()
        .map_err(|_| {
            let reason = "its id is no UUID: write the one that it was exported with, or leave it out";
            skip(path, None, reason)
        })?;
    let page = site.page(path).unwrap_or(path).to_owned();
    if front.status == Status::Trashed && !existing.slugs_by_source.contains_key(&page) {
        return Err(Skipped {
            faulty: false,
            ..skip(path, None, "says of itself that it is in the trash")
        });
    }
    let published = front
        .published_at
        .map(|at| written::millis(at, &options.zone))
        .transpose()
        .map_err(|reason| skip(path, None, reason))?;
    Ok(Own {
        path: path.to_owned(),
        page,
        id,
        text: text.to_owned(),
        front,
        digest,
        published,
    })
}

/// What a file is: what it became when it was brought here before, and of a project what can be kept of what it says.
fn settle(file: &mut Own, id: Option<Uuid>, existing: &Existing, warnings: &mut Vec<Warning>) {
    let known = id.and_then(|id| existing.by_id.get(&id)).map(|known| known.kind);
    if let Some(kind) = known.filter(|kind| *kind != file.front.kind) {
        warnings.push(kinds::changed(&file.path, file.front.kind, kind));
        file.front.kind = kind;
    }
    let Some(said) = &mut file.front.project else {
        return;
    };
    if let Err(reason) = said.keep() {
        warnings.push(Warning {
            file: file.path.clone(),
            line: None,
            reason,
        });
    }
}

fn wish(file: &Own, id: Option<Uuid>) -> slugs::Wish {
    let front = &file.front;
    slugs::Wish {
        source_path: file.page.clone(),
        id,
        slug: kinds::admitted(
            front.kind,
            front.slug.clone().unwrap_or_else(|| {
                let named = if front.title.is_empty() {
                    &file.page
                } else {
                    &front.title
                };
                slug_of(named, "post")
            }),
        ),
        published: file.published,
    }
}

fn post(file: Own, id: Option<Uuid>, slug: Slug, options: &Options) -> Result<FolderPost, Skipped> {
    let Own {
        path,
        page,
        front,
        text,
        digest,
        published,
        ..
    } = file;
    let moment = |at: Option<toml::value::Datetime>| {
        at.map(|at| written::millis(at, &options.zone))
            .transpose()
            .map_err(|reason| skip(&path, None, reason))
    };
    let status = match (front.status, published) {
        (Status::Scheduled | Status::Published, Some(at)) => Status::publish(at, options.now_ms),
        (Status::Scheduled | Status::Published, None) => {
            let reason = "is published, but does not say when: add published_at, or make it a draft";
            return Err(skip(&path, None, reason));
        }
        (status, _) => status,
    };
    let own = front.kind.path(slug.as_str());
    let is_path = |alias: &String| {
        check_path(alias).is_ok() && !alias.ends_with('/') && alias.len() <= LONGEST_PATH && *alias != own
    };
    let terms = |names: Vec<Name>| {
        let mut terms: Vec<Term> = Vec::with_capacity(names.len());
        for named in names.into_iter().map(Name::named) {
            if !terms.iter().any(|term| term.slug == named.slug) {
                terms.push(Term {
                    name: cleaned(&named.name),
                    slug: named.slug,
                });
            }
        }
        terms
    };
    let part = front.part();
    let some = |text: String| (!text.is_empty()).then_some(text);
    Ok(FolderPost {
        source_path: page,
        source_hash: hex(&Sha256::digest(format!("own {READER_VERSION} {digest}"))),
        is_own: true,
        id,
        slug,
        summary: some(front.summary),
        takeaway: some(front.takeaway),
        body: text,
        status,
        visibility: front.visibility,
        kind: front.kind,
        featured: front.featured,
        cover: front.cover.map(|cover| FolderCover {
            hash: None,
            url: cover.src,
            alt: cover.alt,
        }),
        authors: terms(front.authors),
        tags: terms(front.tags),
        series: front.series.map(|series| SeriesPart {
            title: cleaned(&series.title),
            slug: series.slug,
            part: u32::try_from(part).ok(),
        }),
        canonical: front.canonical,
        seo_title: front.seo_title,
        seo_description: front.seo_description,
        language: front.language,
        published_at: published,
        // What readers see has its date.
        date: moment(front.date)?.filter(|_| !is_dated(status)),
        updated_at: moment(front.updated_at)?,
        reviewed_at: moment(front.reviewed_at)?,
        review_after: moment(front.review_after)?,
        evergreen: front.evergreen.then_some(true),
        tells_changes: front.tells_changes.then_some(true),
        seen_at: moment(front.seen_at)?,
        old_paths: front.aliases.into_iter().filter(is_path).collect(),
        project: front
            .project
            .filter(|_| front.kind == Kind::Project)
            .map(Said::project),
        title: front.title,
    })
}

/// The file of what no post says; one that cannot be read is told of, and the posts come without it.
fn read_rest(tree: &Tree, folder: &mut Folder) -> Option<Rest> {
    if !tree.has(rest::FILE) {
        return None;
    }
    let mut bad = |line: Option<u32>, reason: String| {
        folder.skipped.push(skip(rest::FILE, line, reason));
        None
    };
    if tree.size(rest::FILE) > MOST_REST {
        return bad(None, format!("is longer than {} MiB", MOST_REST / 1024 / 1024));
    }
    let text = match tree.read(rest::FILE).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => return bad(None, "is not UTF-8; save it as UTF-8".to_owned()),
        Err(error) => return bad(None, format!("cannot be read ({error})")),
    };
    match toml::from_str::<Rest>(&text) {
        // Somebody else's file of this name.
        Ok(rest) if rest.logbook.is_none() => None,
        Ok(rest) if rest.logbook > Some(written::VERSION) => bad(
            Some(1),
            "was written by a newer Logbook; import it with that one".to_owned(),
        ),
        Ok(rest) => Some(rest),
        Err(error) => {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            let line = u32::try_from(before.matches('\n').count() + 1).ok();
            bad(line, format!("is malformed: {}", error.message()))
        }
    }
}

fn keep(
    tree: &Tree,
    file: &FileFacts,
    shelf: &mut Shelf,
    folder: &mut Folder,
    missing: &mut HashSet<String>,
) {
    if let Err(reason) = shelf.keep(tree, file) {
        missing.insert(format!("/media/{}", file.file));
        folder.warnings.push(Warning {
            file: rest::FILE.to_owned(),
            line: None,
            reason,
        });
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
