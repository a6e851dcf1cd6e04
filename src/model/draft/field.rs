//! The fields of a draft's metadata as things that can be named, compared, shown and taken over one by one.

use super::Meta;

/// One field of [`Meta`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// [`Meta::title`]
    Title,
    /// [`Meta::slug`]
    Slug,
    /// [`Meta::summary`]
    Summary,
    /// [`Meta::takeaway`]
    Takeaway,
    /// [`Meta::tags`]
    Tags,
    /// [`Meta::series`]
    Series,
    /// [`Meta::cover`]; picture and text belong together.
    Cover,
    /// [`Meta::authors`]
    Authors,
    /// [`Meta::featured`]
    Featured,
    /// [`Meta::unlisted`]
    Visibility,
    /// [`Meta::canonical`]
    Canonical,
    /// [`Meta::seo_title`]
    SeoTitle,
    /// [`Meta::seo_description`]
    SeoDescription,
    /// [`Meta::language`]
    Language,
    /// [`Meta::review_after`]
    ReviewAfter,
    /// [`Meta::technologies`]
    Technologies,
    /// [`Meta::links`]
    Links,
    /// [`Meta::year`]
    Year,
    /// [`Meta::order`]
    Order,
    /// [`Meta::evergreen`]
    Evergreen,
    /// [`Meta::tells_changes`]
    TellsChanges,
    /// [`Meta::date`]
    Date,
}

impl Field {
    /// All fields, in the order of the metadata sheet.
    pub const ALL: [Self; 22] = [
        Self::Title,
        Self::Slug,
        Self::Summary,
        Self::Takeaway,
        Self::Tags,
        Self::Series,
        Self::Cover,
        Self::Authors,
        Self::Featured,
        Self::Visibility,
        Self::Canonical,
        Self::SeoTitle,
        Self::SeoDescription,
        Self::Language,
        Self::ReviewAfter,
        Self::Technologies,
        Self::Links,
        Self::Year,
        Self::Order,
        Self::Evergreen,
        Self::TellsChanges,
        Self::Date,
    ];

    /// Its name, as the author reads it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Slug => "Address",
            Self::Summary => "Summary",
            Self::Takeaway => "Takeaway",
            Self::Tags => "Tags",
            Self::Series => "Series",
            Self::Cover => "Cover",
            Self::Authors => "Authors",
            Self::Featured => "Featured",
            Self::Visibility => "Visibility",
            Self::Canonical => "Canonical URL",
            Self::SeoTitle => "Search title",
            Self::SeoDescription => "Search description",
            Self::Language => "Language",
            Self::ReviewAfter => "Review after",
            Self::Technologies => "Technologies",
            Self::Links => "Links",
            Self::Year => "Year",
            Self::Order => "Order",
            Self::Evergreen => "Evergreen",
            Self::TellsChanges => "Shows what changed",
            Self::Date => "Published on",
        }
    }

    /// Its name among what is [found wrong](super::problems).
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Slug => "slug",
            Self::Summary => "summary",
            Self::Takeaway => "takeaway",
            Self::Tags => "tags",
            Self::Series => "series",
            Self::Cover => "cover",
            Self::Authors => "authors",
            Self::Featured => "featured",
            Self::Visibility => "unlisted",
            Self::Canonical => "canonical",
            Self::SeoTitle => "seo_title",
            Self::SeoDescription => "seo_description",
            Self::Language => "language",
            Self::ReviewAfter => "review_after",
            Self::Technologies => "technologies",
            Self::Links => "links",
            Self::Year => "year",
            Self::Order => "order",
            Self::Evergreen => "evergreen",
            Self::TellsChanges => "tells_changes",
            Self::Date => "date",
        }
    }

    /// What it holds, for a comparison; a time stays a number of milliseconds, which the page puts into words.
    pub fn shown(self, meta: &Meta) -> String {
        match self {
            Self::Tags => meta.tags.join(", "),
            Self::Authors => meta.authors.join(", "),
            Self::Series => meta
                .series
                .as_ref()
                .map(|part| format!("{}, part {}", part.series, part.position))
                .unwrap_or_default(),
            Self::Cover => meta
                .cover
                .as_ref()
                .map(|cover| format!("{} ({})", cover.src, cover.alt))
                .unwrap_or_default(),
            Self::Featured => yes(meta.featured),
            Self::Evergreen => yes(meta.is_evergreen()),
            Self::TellsChanges => yes(meta.shows_changes()),
            Self::Visibility => if meta.unlisted { "unlisted" } else { "public" }.to_owned(),
            Self::ReviewAfter => millis(meta.review_after),
            Self::Date => millis(meta.dated()),
            Self::Technologies => entries(&meta.technologies).join(", "),
            _ => self.text(meta).map(ToOwned::to_owned).unwrap_or_default(),
        }
    }

    /// Whether two drafts agree in it.
    pub fn same(self, a: &Meta, b: &Meta) -> bool {
        match self {
            Self::Tags => a.tags == b.tags,
            Self::Authors => a.authors == b.authors,
            Self::Series => a.series == b.series,
            Self::Cover => a.cover == b.cover,
            Self::Featured => a.featured == b.featured,
            Self::Visibility => a.unlisted == b.unlisted,
            Self::ReviewAfter => a.review_after == b.review_after,
            Self::Date => a.dated() == b.dated(),
            Self::Evergreen => a.is_evergreen() == b.is_evergreen(),
            Self::TellsChanges => a.shows_changes() == b.shows_changes(),
            Self::Technologies => entries(&a.technologies) == entries(&b.technologies),
            // Nothing said is as good as nothing.
            _ => self.text(a).map_or("", String::as_str) == self.text(b).map_or("", String::as_str),
        }
    }

    /// Makes `into` agree with `from` in it.
    pub fn copy(self, from: &Meta, into: &mut Meta) {
        match self {
            Self::Tags => into.tags.clone_from(&from.tags),
            Self::Authors => into.authors.clone_from(&from.authors),
            Self::Series => into.series.clone_from(&from.series),
            Self::Cover => into.cover.clone_from(&from.cover),
            Self::Featured => into.featured = from.featured,
            Self::Visibility => into.unlisted = from.unlisted,
            Self::ReviewAfter => into.review_after = from.review_after,
            Self::Technologies => into.technologies.clone_from(&from.technologies),
            Self::Links => into.links.clone_from(&from.links),
            Self::Year => into.year.clone_from(&from.year),
            Self::Order => into.order.clone_from(&from.order),
            Self::Evergreen => into.evergreen = from.evergreen,
            Self::TellsChanges => into.tells_changes = from.tells_changes,
            Self::Date => into.date = from.date,
            _ => {
                if let (Some(from), Some(into)) = (self.text(from), self.text_mut(into)) {
                    from.clone_into(into);
                }
            }
        }
    }

    /// Whether two values can stand one after the other: prose can, an address or a choice cannot.
    pub fn joins(self) -> bool {
        matches!(
            self,
            Self::Title | Self::Summary | Self::Takeaway | Self::SeoTitle | Self::SeoDescription
        )
    }

    /// Puts what `more` holds after what is there. Only for what [joins](Self::joins).
    pub(super) fn join(self, more: &Meta, into: &mut Meta) {
        if let (true, Some(more), Some(into)) = (self.joins(), self.text(more), self.text_mut(into)) {
            if !into.is_empty() && !more.is_empty() {
                into.push(' ');
            }
            into.push_str(more);
        }
    }

    /// The fields in which two drafts differ.
    pub fn differing(a: &Meta, b: &Meta) -> Vec<Self> {
        Self::ALL.into_iter().filter(|field| !field.same(a, b)).collect()
    }

    /// The list behind a field whose entries come and go one by one.
    pub(super) fn set(self, meta: &Meta) -> Option<&[String]> {
        match self {
            Self::Tags => Some(&meta.tags),
            Self::Authors => Some(&meta.authors),
            Self::Technologies => Some(entries(&meta.technologies)),
            _ => None,
        }
    }

    /// The same list, to be replaced.
    pub(super) fn set_mut(self, meta: &mut Meta) -> Option<&mut Vec<String>> {
        match self {
            Self::Tags => Some(&mut meta.tags),
            Self::Authors => Some(&mut meta.authors),
            Self::Technologies => Some(meta.technologies.get_or_insert_default()),
            _ => None,
        }
    }

    fn text(self, meta: &Meta) -> Option<&String> {
        Some(match self {
            Self::Title => &meta.title,
            Self::Slug => &meta.slug,
            Self::Summary => &meta.summary,
            Self::Takeaway => &meta.takeaway,
            Self::Canonical => &meta.canonical,
            Self::SeoTitle => &meta.seo_title,
            Self::SeoDescription => &meta.seo_description,
            Self::Language => &meta.language,
            Self::Links => return meta.links.as_ref(),
            Self::Year => return meta.year.as_ref(),
            Self::Order => return meta.order.as_ref(),
            _ => return None,
        })
    }

    fn text_mut(self, meta: &mut Meta) -> Option<&mut String> {
        Some(match self {
            Self::Title => &mut meta.title,
            Self::Slug => &mut meta.slug,
            Self::Summary => &mut meta.summary,
            Self::Takeaway => &mut meta.takeaway,
            Self::Canonical => &mut meta.canonical,
            Self::SeoTitle => &mut meta.seo_title,
            Self::SeoDescription => &mut meta.seo_description,
            Self::Language => &mut meta.language,
            _ => return None,
        })
    }
}

/// The entries of a list of which nothing may be said.
fn entries(list: &Option<Vec<String>>) -> &[String] {
    list.as_deref().unwrap_or_default()
}

fn millis(time: Option<i64>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::{Part, Picture};

    fn full() -> Meta {
        Meta {
            title: "T".into(),
            slug: "s".into(),
            summary: "S".into(),
            takeaway: "K".into(),
            tags: vec!["rust".into()],
            series: Some(Part {
                series: "a".into(),
                position: 2,
            }),
            cover: Some(Picture {
                src: "/media/a.webp".into(),
                alt: "A".into(),
            }),
            authors: vec!["anna".into()],
            featured: true,
            unlisted: true,
            canonical: "https://example.org/".into(),
            seo_title: "ST".into(),
            seo_description: "SD".into(),
            language: "de".into(),
            review_after: Some(7),
            technologies: Some(vec!["Rust".into()]),
            links: Some("Code = https://example.org/".into()),
            year: Some("2024".into()),
            order: Some("1".into()),
            evergreen: Some(true),
            tells_changes: Some(true),
            date: Some(9),
        }
    }

    #[test]
    fn what_nobody_said_is_the_same_as_no() {
        let said = Meta {
            evergreen: Some(false),
            tells_changes: Some(false),
            date: Some(0),
            ..Meta::default()
        };
        assert_eq!(Field::differing(&said, &Meta::default()), []);
    }

    #[test]
    fn every_field_is_one_of_them_and_is_taken_over_alone() {
        let full = full();
        let mut copied = Meta::default();
        assert_eq!(Field::differing(&full, &copied), Field::ALL);
        for (done, field) in Field::ALL.into_iter().enumerate() {
            assert!(!field.shown(&full).is_empty() && !field.label().is_empty());
            // As it travels.
            let named = format!("\"{}\":", field.name());
            assert!(miniserde::json::to_string(&full).contains(&named), "{named}");
            field.copy(&full, &mut copied);
            assert_eq!(Field::differing(&full, &copied), Field::ALL[done + 1..]);
        }
        assert_eq!(copied, full);
    }
}
