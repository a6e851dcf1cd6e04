//! Opens the Markdown files of a folder and tells posts from what is none. Links are looked at later.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{
    dates,
    entry::{Entry, date_in, dated, language, stem},
    fields,
    flavour::{self, Flavour},
    folder::{Options, Skipped, Warning},
    front_matter::{self, Document},
    site::{Site, is_about_repository, is_language},
    source::{Tree, name},
};

/// Most bytes of one post; a book-length text has under one million.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// Folders that hold a site's machinery.
const MACHINERY: &[&str] = &[
    "_layouts",
    "_includes",
    "_site",
    "_data",
    "_sass",
    "_plugins",
    "vendor",
    "public",
    "archetypes",
    "themes",
];

/// A file that was opened and taken apart.
struct Opened {
    path: String,
    page: String,
    document: Document,
    digest: String,
}

/// The paths of all files that may be posts.
pub fn candidates(tree: &Tree, site: &Site) -> Vec<String> {
    let is_text = |path: &str| {
        let ending = name(path)
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "md" | "markdown" | "mdx" => true,
            // A page of HTML is a post only where front matter says so; only posts' own folders are asked.
            "html" | "htm" => path.contains("_posts/") || path.contains("_drafts/"),
            _ => false,
        }
    };
    let machinery = |page: &str| {
        page.split('/')
            .rev()
            .skip(1)
            .any(|folder| MACHINERY.contains(&folder))
    };
    tree.paths()
        .filter(|path| is_text(path) && site.page(path).is_some_and(|page| !machinery(page)))
        .map(str::to_owned)
        .collect()
}

/// Reads the files; what becomes no post is listed with the reason.
pub fn load(
    paths: &[String],
    tree: &Tree,
    site: &Site,
    options: &Options,
    warnings: &mut Vec<Warning>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Entry> {
    let mut opened = Vec::with_capacity(paths.len());
    for path in paths {
        match open(path, tree, site) {
            Ok(file) => opened.push(file),
            Err(skip) => skipped.push(skip),
        }
    }
    let fallback = site.flavour.or_else(|| majority(&opened));
    let mut entries = Vec::with_capacity(opened.len());
    for file in opened {
        let flavour = flavour::of(&file.path, &file.document, fallback);
        entries.push(entry(file, flavour, tree, site, options, warnings));
    }
    entries
}

fn open(path: &str, tree: &Tree, site: &Site) -> Result<Opened, Skipped> {
    let page = site.page(path).unwrap_or(path);
    let skip = |line: Option<u32>, reason: String, faulty: bool| Skipped {
        file: path.to_owned(),
        line,
        reason,
        faulty,
    };
    if matches!(name(page).split('.').next(), Some("_index")) {
        return Err(skip(
            None,
            "is the page of a section, not a post".to_owned(),
            false,
        ));
    }
    if tree.size(path) > MOST_BYTES {
        let reason = format!(
            "is {:.1} MiB long; a post has at most {} MiB, so split it",
            tree.size(path) as f64 / 1024.0 / 1024.0,
            MOST_BYTES / 1024 / 1024
        );
        return Err(skip(None, reason, true));
    }
    let bytes = tree
        .read(path)
        .map_err(|error| skip(None, format!("cannot be read ({error})"), true))?;
    let digest = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let text = decode(bytes).map_err(|(line, reason)| skip(Some(line), reason, true))?;
    if text.trim().is_empty() {
        return Err(skip(None, "is empty".to_owned(), false));
    }
    let document = front_matter::split(&text).map_err(|bad| skip(Some(bad.line), bad.reason, true))?;
    if document.keys.is_empty() && is_about_repository(page) {
        return Err(skip(
            None,
            "describes the folder, and has no front matter: not a post".to_owned(),
            false,
        ));
    }
    let has = |key: &str| document.keys.contains_key(key);
    if document.body.trim().is_empty() && (has("template") || has("layout")) && !has("title") {
        return Err(skip(
            None,
            "is a page made by a template, without a text of its own".to_owned(),
            false,
        ));
    }
    if document.body.trim().is_empty() && !has("title") {
        return Err(skip(None, "has neither a title nor a text".to_owned(), false));
    }
    if has("redirect_to") && document.body.trim().is_empty() {
        return Err(skip(
            document.line_of("redirect_to"),
            "only leads to another page".to_owned(),
            false,
        ));
    }
    if !fields::renders(&document) {
        return Err(skip(
            None,
            "asks in its front matter not to be a page".to_owned(),
            false,
        ));
    }
    Ok(Opened {
        path: path.to_owned(),
        page: page.to_owned(),
        document,
        digest,
    })
}

/// UTF-8 or, with a byte order mark, UTF-16; line ends become `\n`.
fn decode(bytes: Vec<u8>) -> Result<String, (u32, String)> {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let units = bytes
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok().map(order));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map_err(|_| (1, "is damaged UTF-16".to_owned()))
    };
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec())?,
        _ => utf8(bytes)?,
    };
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

fn utf8(bytes: Vec<u8>) -> Result<String, (u32, String)> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        (
            u32::try_from(line).unwrap_or(0) + 1,
            format!("is not UTF-8 (byte {}); save it as UTF-8", at + 1),
        )
    })
}

fn majority(opened: &[Opened]) -> Option<Flavour> {
    let mut votes: HashMap<Flavour, usize> = HashMap::new();
    for file in opened {
        if let Some(flavour) = flavour::marked(&file.path, &file.document) {
            *votes.entry(flavour).or_default() += 1;
        }
    }
    // Own files and plain ones say nothing about how a blog was built.
    votes.retain(|flavour, _| !matches!(flavour, Flavour::Own | Flavour::Plain));
    votes
        .into_iter()
        .max_by_key(|(flavour, count)| (*count, *flavour as u8))
        .map(|(flavour, _)| flavour)
}

fn entry(
    file: Opened,
    flavour: Flavour,
    tree: &Tree,
    site: &Site,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Entry {
    let Opened {
        path,
        page,
        mut document,
        digest,
    } = file;
    let mut remarks = Vec::new();
    let mut fields = fields::read(&document, flavour, &site.zone, &mut remarks);
    if page.contains("_drafts/") {
        fields.draft = true;
    }
    title(&mut fields, &mut document, &page, &mut remarks);
    let named = language(&page).filter(|_| matches!(flavour, Flavour::Hugo | Flavour::Zola));
    fields.language = fields
        .language
        .take()
        .map(|tag| tag.replace('_', "-"))
        .filter(|tag| is_language(tag));
    fields.language = fields.language.take().or_else(|| named.map(str::to_owned));
    date(
        &mut fields,
        &path,
        &page,
        flavour,
        tree,
        site,
        options,
        &mut remarks,
    );
    warnings.extend(remarks.into_iter().map(|(line, reason)| Warning {
        file: path.clone(),
        line,
        reason,
    }));
    Entry {
        path,
        page,
        flavour,
        document,
        fields,
        digest,
        addresses: Vec::new(),
    }
}

/// The title: of the front matter, else the first heading, else the file's name.
fn title(
    fields: &mut fields::Fields,
    document: &mut Document,
    page: &str,
    remarks: &mut Vec<fields::Remark>,
) {
    let blank = document
        .body
        .lines()
        .take_while(|line| line.trim().is_empty())
        .count();
    let heading = document
        .body
        .lines()
        .nth(blank)
        .and_then(|line| line.strip_prefix("# "))
        .map(|line| {
            let text = line.trim().trim_end_matches('#').trim_end();
            text.split(" {#").next().unwrap_or(text).to_owned()
        });
    // The page shows its title as a heading; a second one like it would be shown twice.
    let takes_heading = heading.as_ref().is_some_and(|heading| match &fields.title {
        Some(title) => title == heading,
        None => !heading.is_empty() && !fields.title_is_empty,
    });
    if takes_heading {
        fields.title = heading;
        document.body = document.body.split_inclusive('\n').skip(blank + 1).collect();
        document.body_line += u32::try_from(blank).unwrap_or(0) + 1;
    }
    if fields.title.is_some() {
        return;
    }
    if fields.title_is_empty {
        remarks.push((
            document.line_of("title"),
            "has an empty title and is called “Untitled”".to_owned(),
        ));
        return;
    }
    let stem = stem(page);
    let words = dated(stem)
        .map_or(stem, |(_, rest)| rest)
        .replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    if title.is_empty() || title == "Index" {
        remarks.push((None, "has no title and is called “Untitled”".to_owned()));
    } else {
        remarks.push((
            None,
            format!("has no title and is called “{title}” after its file"),
        ));
        fields.title = Some(title);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one step of reading a file, cut out for its length alone"
)]
fn date(
    fields: &mut fields::Fields,
    path: &str,
    page: &str,
    flavour: Flavour,
    tree: &Tree,
    site: &Site,
    options: &Options,
    remarks: &mut Vec<fields::Remark>,
) {
    if fields.published.is_some() {
        return;
    }
    let parts = fields
        .address
        .as_deref()
        .and_then(date_in)
        .or_else(|| dated(stem(page)).map(|(date, _)| date))
        .or_else(|| date_in(page));
    fields.published = parts.and_then(|(year, month, day)| dates::day(year, month, day, &site.zone));
    if fields.published.is_some() || fields.draft || fields.trashed {
        return;
    }
    let written = tree.modified(path).filter(|moment| *moment <= options.now_ms);
    let (moment, what) = match written {
        Some(moment) => (moment, "the time its file was last changed"),
        None => (options.now_ms, "the time of this import"),
    };
    fields.published = Some(moment);
    fields.dated_by_file = true;
    // Plain Markdown never has a date: nothing is wrong with it.
    if flavour != Flavour::Plain {
        remarks.push((None, format!("has no date; {what} is taken")));
    }
}
