//! Whether a file is a post, a page or a project, and what it says of itself as a project.

use serde_json::{Map, Value};

use super::{
    entry::{Entry, date_in, dated},
    fields::Remark,
    flavour::Flavour,
    folder::{Existing, Warning},
    front_matter::Document,
    keys::{find, line, names, number, text},
};
use crate::model::{
    draft::Meta,
    project::{Project, is_place, is_year, problems},
    settings::lines::write_links,
    site::Entry as Link,
    slug::Slug,
    status::Kind,
};

/// Keys that date a text.
const DATES: &[&str] = &[
    "date",
    "published_at",
    "published",
    "pubdate",
    "pubdatetime",
    "publishdate",
    "published_date",
    "datepublished",
];

/// Settles what each file is: what it became when it was imported before, else what it says, else what its place means.
pub fn settle(entries: &mut [Entry], existing: &Existing, warnings: &mut Vec<Warning>) {
    let has_posts_folder = entries.iter().any(|entry| is_in(entry, "_posts"));
    let has_sections = entries
        .iter()
        .any(|entry| !entry.shelf().is_empty() && !is_undated(entry));
    for entry in entries {
        let said = entry.fields.kind;
        let place = is_undated(entry)
            && match entry.flavour {
                Flavour::Jekyll => {
                    has_posts_folder && !entry.page.split('/').any(|part| part.starts_with('_'))
                }
                Flavour::Hugo | Flavour::Zola => has_sections && entry.shelf().is_empty(),
                Flavour::Astro | Flavour::Own | Flavour::Plain => false,
            };
        let meant = said.unwrap_or(if place { Kind::Page } else { Kind::Post });
        let kind = existing
            .kinds_by_source
            .get(&entry.page)
            .copied()
            .unwrap_or(meant);
        if let Some(said) = said.filter(|said| *said != kind) {
            warnings.push(changed(&entry.path, said, kind));
        }
        entry.fields.kind = Some(kind);
        if kind != Kind::Project {
            entry.fields.project = None;
        }
    }
}

/// Tells of a file that says it is something else than what it became here.
pub fn changed(file: &str, said: Kind, kind: Kind) -> Warning {
    let (said, kind) = (said.as_str(), kind.as_str());
    Warning {
        file: file.to_owned(),
        line: None,
        reason: format!(
            "is a {kind} here since it was first imported and stays one, though it says that it is a {said}; to have it as \
             that, delete it at the desk for good and import again"
        ),
    }
}

/// The slug that one asks for, where the address that this makes is not the site's own.
pub fn admitted(kind: Kind, slug: Slug) -> Slug {
    if kind.admits(slug.as_str()) {
        slug
    } else {
        Slug::from_title(&format!("{slug}-{}", kind.as_str()))
    }
}

fn is_in(entry: &Entry, folder: &str) -> bool {
    entry.page.split('/').any(|part| part == folder)
}

fn is_undated(entry: &Entry) -> bool {
    find(&entry.document.keys, DATES).is_none()
        && dated(entry.stem()).is_none()
        && date_in(&entry.page).is_none()
        && entry.fields.address.as_deref().and_then(date_in).is_none()
}

/// What a file says of itself as a project; what cannot be kept is remarked upon and left out.
pub fn project(document: &Document, remarks: &mut Vec<Remark>) -> Project {
    let top = &document.keys;
    let list = |wanted: &[&str]| {
        find(top, wanted)
            .map(|(_, value)| names(value, &[',']))
            .unwrap_or_default()
    };
    let typed = Meta {
        technologies: Some(list(&[
            "technologies",
            "technology",
            "tech",
            "stack",
            "built_with",
        ])),
        links: Some(write_links(&links(top))),
        ..Meta::default()
    };
    let mut kept = typed.clone();
    for (field, problem) in problems(&typed) {
        remarks.push((
            document.line_of(&field),
            format!("has {field} that cannot be kept: {problem}"),
        ));
        match field.as_str() {
            "links" => kept.links = None,
            _ => kept.technologies = None,
        }
    }
    Project {
        year: number(top, &["year"]).filter(|year| is_year(*year)),
        place: number(top, &["order", "weight", "position"]).filter(|place| is_place(*place)),
        ..Project::of(&kept, &Project::default())
    }
}

/// Links as a list of tables or of lines, or as one table of labels.
fn links(top: &Map<String, Value>) -> Vec<Link> {
    let Some((_, value)) = find(top, &["links", "urls"]) else {
        return Vec::new();
    };
    let link = |label: Option<String>, address: Option<String>| {
        Some(Link {
            label: label?,
            address: address?,
        })
    };
    match value {
        Value::Object(pairs) => pairs
            .iter()
            .filter_map(|(label, address)| link(Some(label.clone()), line(address)))
            .collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::Object(pair) => link(
                    text(pair, &["label", "name", "title", "text"]),
                    text(pair, &["url", "href", "link", "address"]),
                ),
                other => {
                    let other = line(other)?;
                    let (label, address) = other.rsplit_once(" = ")?;
                    link(Some(label.trim().to_owned()), Some(address.trim().to_owned()))
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}
