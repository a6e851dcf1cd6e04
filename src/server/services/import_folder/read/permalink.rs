//! Under which addresses a post was shown by the system it was written for.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{
    entry::{Entry, dated},
    flavour::Flavour,
    site::Site,
    source::name,
};
use crate::model::slug::Slug;

/// The addresses of a post on its old site; the first is the one its relative links start from.
pub fn addresses(entry: &Entry, site: &Site, zone: &TimeZone) -> Vec<String> {
    let given = entry.fields.address.as_deref();
    let words = Words::of(entry, zone);
    match entry.flavour {
        Flavour::Own | Flavour::Plain => Vec::new(),
        Flavour::Zola => vec![match given {
            Some(path) => rooted(path),
            None => rooted(&format!("{}/{}/", entry.shelf(), slugged(words.file_or_slug()))),
        }],
        Flavour::Hugo => hugo(entry, site, &words),
        Flavour::Jekyll => vec![jekyll(entry, site, &words)],
        Flavour::Astro => {
            let folders: Vec<&str> = entry
                .shelf()
                .split('/')
                .filter(|part| !part.starts_with('_'))
                .collect();
            vec![rooted(&format!(
                "{}/{}/",
                folders.join("/"),
                words.file_or_slug()
            ))]
        }
    }
}

fn hugo(entry: &Entry, site: &Site, words: &Words) -> Vec<String> {
    if let Some(url) = entry.fields.address.as_deref() {
        return vec![rooted(url)];
    }
    let section = entry.shelf().split('/').next().unwrap_or_default();
    let whole = entry.fields.slug.as_deref().unwrap_or(entry.stem());
    let default = rooted(&urlized(&format!("{}/{whole}/", entry.shelf())));
    match site.pattern_for(section) {
        Some(pattern) => {
            vec![expand(pattern, words).map_or(default, |path| rooted(&format!("{}/", urlized(&path))))]
        }
        None => vec![format!("{default}/")],
    }
}

fn jekyll(entry: &Entry, site: &Site, words: &Words) -> String {
    let in_posts =
        format!("/{}", entry.page).contains("/_posts/") || format!("/{}", entry.page).contains("/_drafts/");
    let own = entry.fields.address.as_deref();
    let pattern = match own.or(if in_posts { site.pattern_for("") } else { None }) {
        Some(pattern) => jekyll_style(pattern),
        None if in_posts => jekyll_style("date"),
        None => return rooted(&format!("{}/{}.html", entry.shelf(), entry.stem())),
    };
    rooted(&expand(pattern, words).unwrap_or_else(|| format!("{}.html", words.file_or_slug())))
}

fn jekyll_style(pattern: &str) -> &str {
    match pattern {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        template => template,
    }
}

/// What the placeholders of a pattern stand for.
struct Words {
    date: Option<DateTime>,
    jekyll: bool,
    title: String,
    slug: Option<String>,
    stem: String,
    file: String,
    section: String,
    sections: String,
    categories: Vec<String>,
}

impl Words {
    fn of(entry: &Entry, zone: &TimeZone) -> Self {
        let stem = entry.stem();
        let moment = entry
            .fields
            .published
            .and_then(|moment| Timestamp::from_millisecond(moment).ok());
        let mut categories: Vec<String> = Vec::new();
        if entry.flavour == Flavour::Jekyll {
            let above = entry.page.split("_posts/").next().unwrap_or_default();
            categories.extend(
                above
                    .split('/')
                    .filter(|part| !part.is_empty() && *part != "_drafts")
                    .map(str::to_owned),
            );
            categories.retain(|part| *part != name(&entry.page));
        }
        categories.extend(entry.fields.categories.iter().map(|name| name.to_lowercase()));
        Self {
            date: moment.map(|moment| zone.to_datetime(moment)),
            jekyll: entry.flavour == Flavour::Jekyll,
            title: entry.fields.title.clone().unwrap_or_default(),
            slug: entry.fields.slug.clone(),
            stem: stem.to_owned(),
            file: dated(stem).map_or(stem, |(_, rest)| rest).to_owned(),
            section: entry.shelf().split('/').next().unwrap_or_default().to_owned(),
            sections: entry.shelf().to_owned(),
            categories,
        }
    }

    fn file_or_slug(&self) -> &str {
        self.slug.as_deref().unwrap_or(&self.file)
    }

    fn value(&self, word: &str) -> Option<String> {
        let date = |value: fn(&DateTime) -> String| self.date.as_ref().map(value);
        Some(match word {
            "year" => date(|d| format!("{:04}", d.year()))?,
            "short_year" => date(|d| format!("{:02}", d.year() % 100))?,
            "month" => date(|d| format!("{:02}", d.month()))?,
            "i_month" => date(|d| d.month().to_string())?,
            "monthname" | "long_month" => date(|d| d.strftime("%B").to_string())?,
            "short_month" => date(|d| d.strftime("%b").to_string())?,
            "day" => date(|d| format!("{:02}", d.day()))?,
            "i_day" => date(|d| d.day().to_string())?,
            "yearday" => date(|d| d.day_of_year().to_string())?,
            "y_day" => date(|d| format!("{:03}", d.day_of_year()))?,
            "week" => date(|d| format!("{:02}", d.iso_week_date().week()))?,
            "short_day" => date(|d| d.strftime("%a").to_string())?,
            "weekday" => date(|d| d.strftime("%w").to_string())?,
            "weekdayname" => date(|d| d.strftime("%A").to_string())?,
            "hour" => date(|d| format!("{:02}", d.hour()))?,
            "minute" => date(|d| format!("{:02}", d.minute()))?,
            "second" => date(|d| format!("{:02}", d.second()))?,
            "title" if self.jekyll => self.file_or_slug().to_owned(),
            "title" => urlized(&self.title),
            "slug" if self.jekyll => slugged(self.file_or_slug()),
            "slug" => self.slug.clone().unwrap_or_else(|| urlized(&self.title)),
            "filename" | "contentbasename" => self.stem.clone(),
            "slugorfilename" | "slugorcontentbasename" => {
                self.slug.clone().unwrap_or_else(|| self.stem.clone())
            }
            "section" => self.section.clone(),
            "sections" => self.sections.clone(),
            "categories" => self.categories.join("/"),
            "slugified_categories" => self
                .categories
                .iter()
                .map(|name| slugged(name))
                .collect::<Vec<_>>()
                .join("/"),
            "output_ext" => ".html".to_owned(),
            _ => return None,
        })
    }
}

/// Fills a pattern in; none if the post lacks something it asks for, such as a date.
fn expand(pattern: &str, words: &Words) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(colon) = rest.find(':') {
        out.push_str(rest.get(..colon)?);
        rest = rest.get(colon + 1..)?;
        let end = rest
            .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
            .unwrap_or(rest.len());
        // `:title_x` is `:title` and `_x`: the longest word that means something.
        let (word, value) = (1..=end).rev().find_map(|end| {
            let word = rest.get(..end)?;
            words.value(word).map(|value| (word, value))
        })?;
        out.push_str(&value);
        rest = rest.get(word.len()..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// One slash at the start and none doubled.
fn rooted(path: &str) -> String {
    let mut out = String::from("/");
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// As Hugo makes addresses: lower case, spaces to hyphens, and of other signs only those that need no escape.
fn urlized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().to_lowercase().chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '+' | '~' | '#' | '%') => out.push(c),
            ' ' | '-' if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

fn slugged(text: &str) -> String {
    Slug::from_title(text).as_str().to_owned()
}

/// Patterns tried where a Hugo folder comes without its configuration.
const GUESSES: &[&str] = &["/:year/:month/:day/:slug/", "/:year/:month/:slug/"];

/// The pattern that most links within the posts follow, if at least three lead to a post by it.
pub fn guess(entries: &[Entry], zone: &TimeZone) -> Option<&'static str> {
    let hugo: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.flavour == Flavour::Hugo)
        .collect();
    let mut targets: Vec<&str> = hugo
        .iter()
        .flat_map(|entry| dated_targets(&entry.document.body))
        .collect();
    targets.sort_unstable();
    targets.dedup();
    let hits = |pattern: &str| {
        let paths: std::collections::HashSet<String> = hugo
            .iter()
            .filter_map(|entry| expand(pattern, &Words::of(entry, zone)))
            .map(|path| rooted(&urlized(&path)).trim_end_matches('/').to_owned())
            .collect();
        targets.iter().filter(|target| paths.contains(**target)).count()
    };
    GUESSES
        .iter()
        .map(|pattern| (hits(pattern), *pattern))
        .filter(|(hits, _)| *hits >= 3)
        .max()
        .map(|(_, p)| p)
}

/// Link targets such as `/2019/05/24/name`, without trailing slash and fragment.
fn dated_targets(text: &str) -> impl Iterator<Item = &str> {
    ["(/", " /", "\"/"]
        .into_iter()
        .flat_map(|opening| text.match_indices(opening))
        .filter_map(|(at, _)| {
            let rest = text.get(at + 1..)?;
            let end = rest.find([')', ' ', '"', '#', '\n']).unwrap_or(rest.len());
            let target = rest.get(..end)?.trim_end_matches('/');
            let year = target.get(1..5)?;
            (year.parse::<u16>().is_ok() && target.get(5..6) == Some("/")).then_some(target)
        })
}
