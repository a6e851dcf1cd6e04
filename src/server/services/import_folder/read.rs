//! Reads a folder of Markdown (Zola, Hugo, Jekyll, Astro, Logbook's own, none of them) into plain data with every
//! link, path and picture resolved. No database, no printing, nothing asynchronous.

mod addresses;
mod belongings;
mod covers;
mod dates;
mod entry;
mod fences;
mod fields;
mod flavour;
mod folder;
mod front_matter;
mod histories;
mod html;
mod keys;
mod kinds;
mod links;
mod load;
mod media;
mod own;
mod people;
mod permalink;
mod series;
mod shortcodes;
mod site;
mod slugs;
mod source;
mod targets;
mod terms;
#[cfg(test)]
mod tests;
mod traced;

use sha2::{Digest, Sha256};

use self::{
    addresses::Addresses,
    entry::{Entry, dated},
    media::Shelf,
    shortcodes::Context,
    site::Site,
    source::{Tree, name},
    targets::Resolver,
    terms::{Named, Terms, slug_of},
    traced::Traced,
};
pub use self::{
    folder::{
        DeadLink, Existing, Folder, FolderAuthor, FolderCover, FolderHistory, FolderPost, FolderResume,
        Known, MediaFile, Options, Progress, ReadError, SeriesPart, Skipped, Term, Warning,
    },
    source::Source,
    terms::cleaned,
};
use crate::model::{
    slug::Slug,
    status::{Status, Visibility},
};

/// Goes into every [`FolderPost::source_hash`]: raised when the same file gives another post than before.
const READER_VERSION: u32 = 1;

/// Reads a folder; what is wrong with single files is in the result, not an error.
pub fn read(
    source: &Source,
    existing: &Existing,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Folder, ReadError> {
    let mut folder = Folder::default();
    let tree = Tree::walk(source, &mut folder.skipped)?;
    let mut site = Site::of(source, &tree, options);
    let (own, paths): (Vec<String>, Vec<String>) = load::candidates(&tree, &site)
        .into_iter()
        .partition(|path| own::is_own(&tree, path));
    progress(Progress::Found {
        files: paths.len() + own.len(),
    });
    let mut entries = load::load(
        &paths,
        &tree,
        &site,
        options,
        &mut folder.warnings,
        &mut folder.skipped,
    );
    let (thrown, kept): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| is_thrown(entry, existing));
    entries = kept;
    folder.skipped.extend(thrown.into_iter().map(|entry| Skipped {
        file: entry.path,
        line: None,
        reason: "says of itself that it is in the trash".to_owned(),
        faulty: false,
    }));
    let zone = site.zone.clone();
    if let Some(pattern) = permalink::guess(&entries, &zone) {
        site.guess_pattern(pattern);
    }
    for entry in &mut entries {
        entry.addresses = permalink::addresses(entry, &site, &zone);
    }
    site.guess_host(&entries);
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| {
        entries
            .get(*index)
            .map(|e| (e.fields.published.unwrap_or(i64::MAX), e.page.clone()))
    });
    kinds::settle(&mut entries, existing, &mut folder.warnings);
    let wishes: Vec<slugs::Wish> = entries.iter().map(wish).collect();
    let slugs = slugs::assign(&wishes, existing, &[], &zone);
    doubled(&entries, &wishes, &slugs, existing, &mut folder.warnings);
    series::split_titles(&mut entries, &mut folder.warnings);
    let (terms, named) = Terms::collect(&entries, &order, options.keywords_as_tags);
    let tags = terms.tag_slugs();
    let (addresses, redirects) = Addresses::claim(&entries, &slugs, &order, &site, &mut folder.warnings);
    let mut shelf = Shelf::default();
    let mut resolver = Resolver {
        tree: &tree,
        site: &site,
        entries: &entries,
        slugs: &slugs,
        addresses: &addresses,
        tags: &tags,
        shelf: &mut shelf,
    };
    for (done, &index) in order.iter().enumerate() {
        let (Some(entry), Some(slug), Some(wish)) = (entries.get(index), slugs.get(index), wishes.get(index))
        else {
            continue;
        };
        let body = body(index, entry, &mut resolver, &mut folder);
        let cover = covers::cover(index, entry, &body, &mut resolver, &mut folder.warnings);
        let named = named.get(index).cloned().unwrap_or_default();
        let old_paths = redirects.get(index).cloned().unwrap_or_default();
        folder.posts.push(post(
            entry,
            (slug, &wish.slug),
            body,
            cover,
            named,
            old_paths,
            &site,
            options,
        ));
        progress(Progress::Read {
            done: done + 1,
            of: entries.len(),
        });
    }
    let folder_of_own = own::Around {
        tree: &tree,
        site: &site,
        existing,
        options,
        slugs: &slugs,
    };
    own::read(&own, &folder_of_own, &mut shelf, &mut folder);
    let (media, remarks) = shelf.into_parts();
    folder.media = media;
    folder
        .warnings
        .extend(remarks.into_iter().map(|(file, reason)| Warning {
            file,
            line: None,
            reason,
        }));
    (folder.tags, folder.authors, folder.series) = terms.into_lists();
    folder
        .warnings
        .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    folder
        .dead_links
        .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    folder.skipped.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(folder)
}

/// Whether a file is in the trash of where it comes from, and is no post here. Of one that is, whoever imports decides.
fn is_thrown(entry: &Entry, existing: &Existing) -> bool {
    entry.fields.trashed && !existing.slugs_by_source.contains_key(&entry.page)
}

/// Warns of new posts at whose address another one is: it may be the same, brought here otherwise.
fn doubled(
    entries: &[Entry],
    wishes: &[slugs::Wish],
    slugs: &[Slug],
    existing: &Existing,
    warnings: &mut Vec<Warning>,
) {
    for ((entry, wish), slug) in entries.iter().zip(wishes).zip(slugs) {
        let wished = wish.slug.as_str();
        let is_new = !existing.slugs_by_source.contains_key(&entry.page);
        if is_new && slug != &wish.slug && existing.taken.contains(wished) {
            let (there, here) = (entry.kind().path(wished), entry.kind().path(slug.as_str()));
            warnings.push(Warning {
                file: entry.path.clone(),
                line: None,
                reason: format!(
                    "there is a post at {there} that did not come from this folder, so this one is at {here}; if they are \
                     the same, delete one"
                ),
            });
        }
    }
}

/// The slug a post asks for: its own, else the last part of its old address, else its file's name or title.
fn wish(entry: &Entry) -> slugs::Wish {
    let address = entry
        .addresses
        .first()
        .map(|address| address.trim_end_matches('/'));
    let last = address
        .map(|address| name(address).trim_end_matches(".html"))
        .filter(|last| !last.is_empty());
    let file = dated(entry.stem()).map_or(entry.stem(), |(_, rest)| rest);
    let asked = entry.fields.slug.as_deref().map(name).or(last).unwrap_or(file);
    let asked = dated(asked).map_or(asked, |(_, rest)| rest);
    let title = entry.fields.title.as_deref().unwrap_or_default();
    let slug = [asked, title]
        .into_iter()
        .map(Slug::from_title)
        .find(|slug| slug.as_str() != "untitled");
    let slug = slug.unwrap_or_else(|| slug_of(if title.is_empty() { &entry.page } else { title }, "post"));
    slugs::Wish {
        source_path: entry.page.clone(),
        id: None,
        slug: kinds::admitted(entry.kind(), slug),
        published: entry.fields.published,
    }
}

/// The final Markdown of a post.
fn body(index: usize, entry: &Entry, resolver: &mut Resolver<'_>, folder: &mut Folder) -> String {
    let text = Traced::new(entry.document.body.clone(), entry.document.body_line);
    let found = {
        let post = |called: &str| resolver.post_mark(index, called);
        let param = |name: &str| keys::text(&entry.document.keys, &[name]);
        shortcodes::expand(
            text.text(),
            entry.flavour,
            &Context {
                post: &post,
                param: &param,
            },
        )
    };
    for (at, reason) in found.remarks {
        let line = Some(text.line_at(at));
        folder.warnings.push(Warning {
            file: entry.path.clone(),
            line,
            reason,
        });
    }
    if entry.page.ends_with(".mdx") {
        components(entry, &text, &mut folder.warnings);
    }
    let (text, findings) = links::rewrite(text.edit(found.edits), index, &entry.path, resolver);
    folder.warnings.extend(findings.warnings);
    folder.dead_links.extend(findings.dead);
    resolver.without_marks(text.into_text())
}

/// Says once for each MDX file that it holds more than Markdown.
fn components(entry: &Entry, text: &Traced, warnings: &mut Vec<Warning>) {
    let mut fenced = false;
    let mut offset = 0;
    for line in text.text().split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        let component = line
            .split('<')
            .skip(1)
            .any(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        if !fenced && (line.starts_with("import ") || line.starts_with("export ") || component) {
            let line = Some(text.line_at(offset));
            let reason = "holds imports or components of MDX, which stay as they are written".to_owned();
            warnings.push(Warning {
                file: entry.path.clone(),
                line,
                reason,
            });
            return;
        }
        offset += line.len();
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the last step, where all that was found out comes together"
)]
fn post(
    entry: &Entry,
    (slug, wished): (&Slug, &Slug),
    body: String,
    cover: Option<FolderCover>,
    named: Named,
    old_paths: Vec<String>,
    site: &Site,
    options: &Options,
) -> FolderPost {
    let fields = &entry.fields;
    let embargo = fields.embargo.filter(|moment| *moment > options.now_ms);
    let published_at = embargo.or(fields.published);
    let expired = fields.expires.is_some_and(|moment| moment <= options.now_ms);
    let status = match published_at {
        _ if fields.trashed => Status::Trashed,
        _ if fields.draft => Status::Draft,
        _ if fields.unpublished || expired => Status::Unpublished,
        Some(moment) => Status::publish(moment, options.now_ms),
        None => Status::Draft,
    };
    let mut post = FolderPost {
        source_path: entry.page.clone(),
        source_hash: String::new(),
        is_own: false,
        id: fields.id,
        slug: slug.clone(),
        title: fields.title.clone().unwrap_or_else(|| "Untitled".to_owned()),
        summary: fields.summary.clone(),
        takeaway: fields.takeaway.clone(),
        body,
        status,
        visibility: if fields.unlisted {
            Visibility::Unlisted
        } else {
            Visibility::Public
        },
        kind: entry.kind(),
        featured: fields.featured,
        cover,
        authors: named.authors,
        tags: named.tags,
        series: named.series,
        canonical: fields.canonical.clone(),
        seo_title: fields.seo_title.clone(),
        seo_description: fields.seo_description.clone(),
        language: fields.language.clone().unwrap_or_else(|| site.language.clone()),
        published_at,
        date: None,
        updated_at: fields.updated,
        reviewed_at: fields.reviewed,
        review_after: fields.review_after,
        evergreen: fields.evergreen,
        tells_changes: None,
        seen_at: None,
        old_paths,
        project: fields.project.clone(),
    };
    post.source_hash = source_hash(entry, wished, &post);
    post
}

/// Everything that decides about a post but the clock, as a scheduled post that comes out is no changed post, and but the
/// address that it has: that may be the desk's, and the file's is only what it asks for.
fn source_hash(entry: &Entry, wished: &Slug, post: &FolderPost) -> String {
    let mut hasher = Sha256::new();
    let published = post.published_at.filter(|_| !entry.fields.dated_by_file);
    let made = format!(
        "{READER_VERSION} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {published:?}",
        entry.digest,
        wished,
        post.title,
        post.body,
        post.visibility,
        post.kind,
        post.cover,
        post.authors,
        post.tags,
        post.series,
        post.canonical,
        post.language,
        post.old_paths,
    );
    hasher.update(made.as_bytes());
    // Of what is no project this is as it was before there were any.
    if let Some(project) = &post.project {
        hasher.update(format!("{project:?}").as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
