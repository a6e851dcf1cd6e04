//! What the keys of the front matter mean, the same for every system where they do not contradict each other.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::{
    dates,
    flavour::Flavour,
    front_matter::Document,
    keys::{self, find, line, names, number, text, truth},
    kinds,
    people::{self, Person},
};
use crate::model::{project::Project, status::Kind};

/// A remark about the front matter: a line of the file, if known, and a sentence.
pub type Remark = (Option<u32>, String);

/// A picture that the front matter asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverWish {
    /// The key that asks.
    pub key: String,
    /// Path or address.
    pub src: String,
    /// What it shows.
    pub alt: Option<String>,
    /// Whether the key means this post's own picture, not one for previews elsewhere.
    pub own: bool,
}

/// What the front matter says.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Public identity, if it is a UUID.
    pub id: Option<uuid::Uuid>,
    /// One line.
    pub title: Option<String>,
    /// Whether there is a title without a word in it.
    pub title_is_empty: bool,
    /// As written, not yet a slug.
    pub slug: Option<String>,
    /// `path`, `url` or `permalink`: where the old site showed the post.
    pub address: Option<String>,
    /// Unix milliseconds.
    pub published: Option<i64>,
    /// Whether [`Self::published`] had to be taken from the file or the clock.
    pub dated_by_file: bool,
    /// `publishDate`: not before this moment, in Unix milliseconds.
    pub embargo: Option<i64>,
    /// Unix milliseconds.
    pub updated: Option<i64>,
    /// Unix milliseconds.
    pub reviewed: Option<i64>,
    /// When it is to be looked at again.
    pub review_after: Option<i64>,
    /// Whether it is never out of date.
    pub evergreen: Option<bool>,
    /// Not after this moment, in Unix milliseconds.
    pub expires: Option<i64>,
    /// Not finished.
    pub draft: bool,
    /// Was out and is hidden.
    pub unpublished: bool,
    /// Thrown away.
    pub trashed: bool,
    /// In no list.
    pub unlisted: bool,
    /// Marked by the author.
    pub featured: bool,
    /// What it argues.
    pub summary: Option<String>,
    /// The one line to remember.
    pub takeaway: Option<String>,
    /// Names, as written.
    pub tags: Vec<String>,
    /// Names, as written.
    pub categories: Vec<String>,
    /// Names, as written.
    pub keywords: Vec<String>,
    /// Who wrote it.
    pub people: Vec<Person>,
    /// Slug, if given, and title.
    pub series: Option<(Option<String>, String)>,
    /// Number within the series.
    pub part: Option<u32>,
    /// Pictures asked for, the dearest first.
    pub covers: Vec<CoverWish>,
    /// `showCover`: whether the file named `cover` is shown.
    pub wants_named_cover: Option<bool>,
    /// Where the text first appeared.
    pub canonical: Option<String>,
    /// For search engines.
    pub seo_title: Option<String>,
    /// For search engines.
    pub seo_description: Option<String>,
    /// As written, not yet checked.
    pub language: Option<String>,
    /// Other paths, as written.
    pub aliases: Vec<String>,
    /// Post, page or project, where the file says.
    pub kind: Option<Kind>,
    /// What a project says of itself.
    pub project: Option<Project>,
}

/// Reads the fields of a file; what cannot be understood is remarked upon and left out.
pub fn read(document: &Document, flavour: Flavour, zone: &TimeZone, remarks: &mut Vec<Remark>) -> Fields {
    let top = &document.keys;
    let mut date = |names: &[&str]| {
        names.iter().find_map(|name| {
            let (key, value) = find(top, &[name])?;
            dates::read(value, zone)
                .map_err(|reason| remarks.push((document.line_of(&key), reason)))
                .ok()
        })
    };
    let mut fields = Fields {
        published: date(&[
            "published_at",
            "date",
            "publishdate",
            "pubdate",
            "pubdatetime",
            "published_date",
            "datepublished",
        ]),
        updated: date(&[
            "updated_at",
            "updated",
            "lastmod",
            "modified",
            "last_modified_at",
            "moddatetime",
            "updateddate",
        ]),
        reviewed: date(&["reviewed_at", "reviewed"]),
        review_after: date(&["review_after"]).map(|at| dates::chosen(at, zone)),
        embargo: date(&["publishdate"]),
        expires: date(&["expirydate", "unpublishdate"]),
        title: text(top, &["title"]),
        title_is_empty: top.get("title").is_some_and(|value| line(value).is_none()),
        slug: text(top, &["slug"]),
        address: text(top, &["path", "url", "permalink"]),
        draft: truth(top, &["draft", "saveasdraft"]).unwrap_or(false),
        featured: truth(top, &["featured", "pin", "pinned"]).unwrap_or(false),
        evergreen: truth(top, &["evergreen"]),
        summary: text(top, &["summary", "description", "excerpt", "subtitle"]),
        takeaway: text(top, &["takeaway"]),
        keywords: list(top, &["keywords", "keyword"], &[',']),
        canonical: text(top, &["canonical", "canonicalurl", "canonical_url"]),
        language: text(top, &["lang", "language", "locale"]),
        part: number(top, &["series_order", "series_weight", "seriesorder", "part"]),
        wants_named_cover: truth(top, &["showcover", "show_cover"]),
        ..Fields::default()
    };
    if let Some(hidden) = truth(top, &["published"]) {
        fields.draft |= !hidden;
    } else if fields.published.is_none() {
        fields.published = date(&["published"]);
    }
    if fields.published.is_none() && flavour != Flavour::Own && !fields.draft {
        fields.published = fields.updated;
    }
    tags(top, flavour, &mut fields);
    series(top, flavour, &mut fields);
    authors(top, &mut fields);
    covers(top, &mut fields);
    standing(document, &mut fields, remarks);
    for name in ["aliases", "alias", "redirect_from", "redirects"] {
        fields.aliases.extend(
            top.get(name)
                .map(|value| names(value, &[',']))
                .unwrap_or_default(),
        );
    }
    if let Some(seo) = keys::inner(top, "seo") {
        fields.seo_title = text(seo, &["title"]);
        fields.seo_description = text(seo, &["description"]);
        fields.unlisted |= truth(seo, &["noindex"]).unwrap_or(false);
    }
    fields.seo_title = fields.seo_title.or_else(|| text(top, &["seo_title", "seotitle"]));
    fields.seo_description = fields
        .seo_description
        .or_else(|| text(top, &["seo_description", "seodescription"]));
    fields
}

/// Whether the file says that it is to be no page of its own.
pub fn renders(document: &Document) -> bool {
    let build = keys::inner(&document.keys, "build").or_else(|| keys::inner(&document.keys, "_build"));
    truth(&document.keys, &["render"]).unwrap_or(true)
        && !truth(&document.keys, &["headless"]).unwrap_or(false)
        && build
            .and_then(|build| text(build, &["render"]))
            .is_none_or(|word| word != "never" && word != "false")
}

fn list(top: &Map<String, Value>, wanted: &[&str], separators: &[char]) -> Vec<String> {
    find(top, wanted)
        .map(|(_, value)| names(value, separators))
        .unwrap_or_default()
}

fn tags(top: &Map<String, Value>, flavour: Flavour, fields: &mut Fields) {
    // Jekyll: a plural key with one text holds several words, a singular key one name.
    let plural: &[char] = if flavour == Flavour::Jekyll {
        &[' ', ',']
    } else {
        &[',']
    };
    let terms = keys::inner(top, "taxonomies");
    let of = |many: &str, one: &str| {
        let mut found = list(top, &[many], plural);
        found.extend(list(top, &[one], &[]));
        found.extend(
            terms
                .map(|terms| list(terms, &[many, one], &[]))
                .unwrap_or_default(),
        );
        found
    };
    fields.categories = of("categories", "category");
    fields
        .categories
        .retain(|name| !name.eq_ignore_ascii_case("uncategorized"));
    fields.tags = of("tags", "tag");
}

fn series(top: &Map<String, Value>, flavour: Flavour, fields: &mut Fields) {
    let named = find(top, &["series", "seriesslug"]).map(|(_, value)| value);
    let terms = keys::inner(top, "taxonomies").and_then(|terms| terms.get("series"));
    let Some(value) = named.or(terms) else { return };
    if let Value::Object(map) = value {
        let slug = text(map, &["slug"]);
        if let Some(title) = text(map, &["title", "name"]).or_else(|| slug.clone()) {
            fields.part = number(map, &["part", "order"]).or(fields.part);
            fields.series = Some((slug, title));
        }
        return;
    }
    fields.series = names(value, &[]).into_iter().next().map(|title| (None, title));
    if fields.series.is_some() && matches!(flavour, Flavour::Hugo | Flavour::Zola) && fields.part.is_none() {
        fields.part = number(top, &["weight"]);
    }
}

fn authors(top: &Map<String, Value>, fields: &mut Fields) {
    let Some((_, value)) = find(top, &["authors", "author"]) else {
        return;
    };
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    for item in items {
        let name = match item {
            Value::Object(person) => text(person, &["name", "display_name", "title", "slug", "id", "email"]),
            other => line(other),
        };
        for person in name.map(|name| people::read(&name)).unwrap_or_default() {
            if !fields.people.contains(&person) {
                fields.people.push(person);
            }
        }
    }
}

fn covers(top: &Map<String, Value>, fields: &mut Fields) {
    const OWN: &[&str] = &[
        "cover",
        "cover_image",
        "coverimage",
        "image",
        "featured_image",
        "featuredimage",
        "feature_image",
        "heroimage",
        "hero_image",
        "hero",
        "header",
        "main_image",
    ];
    const PREVIEWS: &[&str] = &[
        "images",
        "ogimage",
        "og_image",
        "social_image",
        "thumbnail",
        "teaser",
    ];
    let beside = text(
        top,
        &[
            "cover_alt",
            "coveralt",
            "image_alt",
            "imagealt",
            "heroimagealt",
            "featured_image_alt",
        ],
    );
    for (key, own) in OWN
        .iter()
        .map(|key| (*key, true))
        .chain(PREVIEWS.iter().map(|key| (*key, false)))
    {
        let Some((_, value)) = find(top, &[key]) else {
            continue;
        };
        let first = if let Value::Array(items) = value {
            items.first()
        } else {
            Some(value)
        };
        let (src, alt) = match first {
            Some(Value::Object(map)) => (
                text(map, &["src", "image", "path", "url", "teaser"]),
                text(map, &["alt", "image_alt"]),
            ),
            Some(Value::String(src)) => (Some(src.trim().to_owned()), None),
            _ => (None, None),
        };
        if let Some(src) = src.filter(|src| !src.is_empty()) {
            fields.covers.push(CoverWish {
                key: key.to_owned(),
                src,
                alt: alt.or_else(|| beside.clone()),
                own,
            });
        }
    }
}

fn standing(document: &Document, fields: &mut Fields, remarks: &mut Vec<Remark>) {
    let top = &document.keys;
    match text(top, &["status"]).as_deref() {
        Some("draft") => fields.draft = true,
        Some("unlisted") => fields.unlisted = true,
        Some("unpublished" | "private") => fields.unpublished = true,
        Some("trashed" | "trash") => fields.trashed = true,
        _ => {}
    }
    fields.unlisted |= truth(top, &["unlisted"]).unwrap_or(false)
        || text(top, &["visibility"]).as_deref() == Some("unlisted");
    let build = keys::inner(top, "build").or_else(|| keys::inner(top, "_build"));
    fields.unlisted |= build
        .and_then(|build| text(build, &["list"]))
        .is_some_and(|list| list == "never" || list == "false");
    fields.kind = match text(top, &["kind", "type", "layout"]).as_deref() {
        Some("page") => Some(Kind::Page),
        Some("project") => Some(Kind::Project),
        Some("post" | "posts" | "blog") => Some(Kind::Post),
        _ => None,
    };
    if fields.kind == Some(Kind::Project) {
        fields.project = Some(kinds::project(document, remarks));
    }
    if let Some(id) = text(top, &["id"]) {
        fields.id = uuid::Uuid::parse_str(&id).ok();
        if fields.id.is_none() && text(top, &["status"]).is_some() {
            let reason = format!("the id “{id}” is no UUID; the post gets a new one");
            remarks.push((document.line_of("id"), reason));
        }
    }
}
