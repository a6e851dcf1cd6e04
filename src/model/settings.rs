//! What an owner can say of the site, each as a text that a person types: what it is called, what is allowed in it, and
//! what becomes of it in a [`Site`]. Words are text and never HTML. What the server alone knows, such as which time zones
//! there are, is asked there.

use std::collections::BTreeMap;

use super::{
    front::{Part, Shows},
    language::is_language,
    signs::{is_seen, is_unseen},
    site::{Frame, Letters, Site},
    slug::Slug,
};
use accent::{Accent, Colour};
use lines::Leads;

pub mod accent;
mod contact;
pub mod lines;
pub mod origin;
pub mod table;

pub use table::SETTINGS;

/// Texts by the name of the setting.
pub type Values = BTreeMap<String, String>;

/// Name of the setting that says where the site is.
pub const BASE_URL: &str = "base_url";

/// Where pages are shown with settings that are not saved yet.
pub const PREVIEW: &str = "/admin/settings/preview";

/// Those pages: their paths, and the words that show them.
pub const PREVIEWED: [(&str, &str); 4] = [
    ("/", "Preview the front page"),
    ("/posts", "Preview the list of posts"),
    ("/subscribe", "Preview the newsletter’s page"),
    ("/contact", "Preview the contact page"),
];

/// Name of the setting that says where the site's days begin.
pub const TIME_ZONE: &str = "time_zone";

/// What a text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Words on one line.
    Words { longest: usize, needed: bool },
    /// A BCP 47 tag.
    Language,
    /// An origin.
    Origin,
    /// A name of the IANA database.
    Zone,
    /// Links, one a line.
    Links { most: usize, leads: Leads },
    /// Columns of links and words.
    Columns,
    /// A colour in hexadecimal, or nothing.
    Colour,
    /// The address of a picture of the library, or nothing.
    Picture,
    /// The slug of something, or nothing.
    Slug,
    /// Addresses at which somebody is reached, one a line: `mailto:` or `https:`.
    Contacts { most: usize },
    /// A whole address that begins with `https:`, or nothing.
    Page,
    /// BCP 47 tags with commas between them, or nothing.
    Languages,
    /// One of these: how it is kept, and what it is called.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any of these, with commas between them.
    Marks(&'static [(&'static str, &'static str)]),
}

/// What settings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What the site is.
    Site,
    /// How it looks.
    Look,
    /// The front page.
    Front,
    /// Lists of posts.
    Lists,
    /// What stands around every page.
    Frame,
    /// The page of a post.
    Posts,
    /// Pictures that are sent here.
    Pictures,
    /// What readers send.
    Letters,
    /// What programs read.
    Machines,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Site => "The site",
            Self::Look => "Look",
            Self::Front => "Front page",
            Self::Lists => "Lists",
            Self::Frame => "Around every page",
            Self::Posts => "Posts",
            Self::Pictures => "Pictures",
            Self::Letters => "Newsletter and contact",
            Self::Machines => "For machines",
        }
    }
}

/// Something that an owner can say of the site.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Names it in files, forms and on the command line.
    pub name: &'static str,
    /// What it is, for people.
    pub label: &'static str,
    /// A sentence more.
    pub hint: &'static str,
    /// What it is about.
    pub group: Group,
    kind: Kind,
    /// What holds where nothing was chosen.
    default: &'static str,
}

/// The setting of this name; a hyphen is as good as an underscore.
pub fn find(name: &str) -> Option<&'static Setting> {
    let name = name.replace('-', "_");
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// What is said to who asks for a setting that is not there.
pub fn unknown() -> String {
    let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    format!("There is no such setting. There are: {}.", names.join(", "))
}

impl Setting {
    /// Whether it takes more than one line of a form.
    pub fn is_long(&self) -> bool {
        match self.kind {
            Kind::Words { longest, .. } => longest > 200,
            Kind::Links { .. } | Kind::Columns | Kind::Contacts { .. } => true,
            _ => false,
        }
    }

    /// What can be chosen: how it is kept, and what it is called. Nothing where something is typed.
    pub fn choices(&self) -> &'static [(&'static str, &'static str)] {
        match self.kind {
            Kind::Choice(choices) | Kind::Marks(choices) => choices,
            _ => &[],
        }
    }

    /// Whether it is the address of a picture.
    pub fn is_picture(&self) -> bool {
        self.kind == Kind::Picture
    }

    /// Whether more than one of its choices can hold.
    pub fn is_many(&self) -> bool {
        matches!(self.kind, Kind::Marks(_))
    }

    /// What was typed as it is kept, or a sentence on what is wrong with it.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        let typed = typed.trim();
        match self.kind {
            Kind::Words { longest, needed } => words(typed, longest, needed),
            Kind::Language => language(typed),
            Kind::Origin => origin::parse(typed),
            Kind::Links { most, leads } => {
                lines::links(typed, most, leads).map(|links| lines::write_links(&links))
            }
            Kind::Colour if typed.is_empty() => Ok(String::new()),
            Kind::Colour => Colour::parse(typed).map(|colour| format!("#{colour}")),
            Kind::Picture => picture(typed),
            Kind::Slug if typed.is_empty() => Ok(String::new()),
            Kind::Slug => Slug::parse(typed).map(|slug| slug.to_string()).map_err(|_| {
                "Use a slug: small letters and digits with hyphens, such as backend.".to_owned()
            }),
            Kind::Contacts { most } => contact::contacts(typed, most),
            Kind::Page => contact::page(typed),
            Kind::Languages => contact::languages(typed),
            Kind::Choice(choices) => match choices.iter().find(|(kept, _)| *kept == typed) {
                Some((kept, _)) => Ok((*kept).to_owned()),
                None => Err(format!("Choose one of these: {}.", names(choices))),
            },
            Kind::Marks(choices) => marks(typed, choices),
            Kind::Columns => lines::columns(typed).map(|columns| lines::write_columns(&columns)),
            Kind::Zone => {
                let fits = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
                if typed.is_empty() || typed.len() > 64 || !typed.chars().all(fits) {
                    return Err("Use a name such as Europe/Berlin or UTC.".to_owned());
                }
                Ok(typed.to_owned())
            }
        }
    }
}

/// What is kept where nothing was chosen.
pub fn defaults() -> Values {
    SETTINGS
        .iter()
        .map(|setting| (setting.name.to_owned(), setting.default.to_owned()))
        .collect()
}

impl Site {
    /// The site that these texts make, as [`Setting::read`] gives them.
    pub fn of(values: &Values) -> Self {
        let text = |name: &str| values.get(name).cloned().unwrap_or_default();
        let chosen = Shows::chosen(values);
        let shown = |part| chosen.is_none_or(|shows| shows.has(part));
        Self {
            name: text("name"),
            tagline: text("tagline"),
            description: text("description"),
            owner: text("owner"),
            base_url: text(BASE_URL),
            language: text("language"),
            featured_word: text("featured_word"),
            more_word: if shown(Part::More) {
                text("more_word")
            } else {
                String::new()
            },
            counts: shown(Part::Views),
            icon: text("favicon"),
            accent: Colour::parse(&text("accent"))
                .map_or_else(|_| String::new(), |colour| Accent::of(colour).file()),
        }
    }
}

impl Frame {
    /// What these texts make of it, as [`Setting::read`] gives them.
    pub fn of(values: &Values) -> Self {
        let text = |name: &str| values.get(name).map(String::as_str).unwrap_or_default();
        let links = |name: &str| lines::links(text(name), usize::MAX, Leads::Anywhere).unwrap_or_default();
        Self {
            logo: text("logo").to_owned(),
            navigation: links("navigation"),
            social: links("social"),
            footer: lines::columns(text("footer")).unwrap_or_default(),
            letters: Letters::of(values),
        }
    }
}

impl Letters {
    /// What these texts make of it, as [`Setting::read`] gives them.
    fn of(values: &Values) -> Self {
        let text = |name: &str| values.get(name).cloned().unwrap_or_default();
        Self {
            newsletter_title: text("newsletter_title"),
            newsletter_line: text("newsletter_line"),
            newsletter_often: text("newsletter_often"),
            newsletter_label: text("newsletter_label"),
            newsletter_button: text("newsletter_button"),
            contact_title: text("contact_title"),
            contact_intro: text("contact_intro"),
            contact_call: text("contact_call"),
        }
    }
}

/// What is said of a setting that was given at the start.
pub const GIVEN: &str = "This was given when the server was started, on its command line or in its environment, and that \
                         counts. Leave it out there to change it here.";

/// The settings as the desk shows them.
#[derive(Clone, Debug, PartialEq, Eq, miniserde::Serialize, miniserde::Deserialize)]
pub struct DeskSettings {
    /// What counts now.
    pub values: Values,
    /// Names of those that were given when the program was started, which the desk cannot change.
    pub given: Vec<String>,
    /// Time zones there are.
    pub zones: Vec<String>,
    /// The year that it is in the site's time zone.
    pub year: String,
    /// Addresses of this site that readers are led to by what was changed just now, and at which there is nothing yet.
    pub absent: Vec<String>,
}

/// What an owner wants a setting to be.
#[derive(Clone, Debug, PartialEq, Eq, miniserde::Serialize, miniserde::Deserialize)]
pub struct Change {
    /// What it was when it was looked at.
    pub seen: String,
    /// What it shall be.
    pub wanted: String,
}

/// What an owner changed, by the name of the setting.
pub type Changes = BTreeMap<String, Change>;

/// How choices are kept, in a row.
fn names(choices: &[(&str, &str)]) -> String {
    let names: Vec<&str> = choices.iter().map(|(kept, _)| *kept).collect();
    names.join(", ")
}

/// Names of what holds, in the order of the choices and each once.
pub fn marks(typed: &str, choices: &[(&str, &str)]) -> Result<String, String> {
    let wanted: Vec<&str> = typed.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| choices.iter().all(|(kept, _)| kept != *name))
    {
        let unknown: String = unknown.chars().take(30).collect();
        return Err(format!("“{unknown}” is none of these: {}.", names(choices)));
    }
    let kept: Vec<&str> = choices
        .iter()
        .map(|(kept, _)| *kept)
        .filter(|kept| wanted.contains(kept))
        .collect();
    Ok(kept.join(", "))
}

/// The address of a picture of the library.
fn picture(typed: &str) -> Result<String, String> {
    // The library gives its pictures out as Markdown.
    let typed = match typed.split_once("](") {
        Some((mark, address)) if mark.starts_with("![") => {
            address.split([' ', ')']).next().unwrap_or_default()
        }
        _ => typed,
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_stored = typed
        .strip_prefix("/media/")
        .is_some_and(|name| !name.is_empty() && name.len() <= 200 && name.chars().all(fits))
        && !typed.ends_with(".pdf");
    if typed.is_empty() || is_stored {
        return Ok(typed.to_owned());
    }
    Err("Use the address of a picture of the library, which begins with /media/, or its Markdown.".to_owned())
}

/// Words on one line.
fn words(typed: &str, longest: usize, needed: bool) -> Result<String, String> {
    if needed && !typed.chars().any(is_seen) {
        return Err("Fill this in; readers see it.".to_owned());
    }
    one_line(typed, longest)?;
    Ok(typed.to_owned())
}

/// Whether a text is on one line and no longer than so many letters, or else a sentence on what to do.
fn one_line(text: &str, longest: usize) -> Result<(), String> {
    if text.contains(is_unseen) {
        return Err("Write it on one line, without tabs or other signs that nobody sees.".to_owned());
    }
    let length = text.chars().count();
    if length > longest {
        return Err(format!("Use at most {longest} letters; these are {length}."));
    }
    Ok(())
}

/// A language's tag.
fn language(typed: &str) -> Result<String, String> {
    if !is_language(typed) {
        return Err("Use the tag of a language, such as en, de or pt-BR.".to_owned());
    }
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests;
