//! What a feed says, in no format yet: read, made whole and cleaned once for all three.

use std::sync::Arc;

use uuid::Uuid;

use super::{Asked, Subject, absolute::absolute, identity::identity_of};
use crate::{
    model::{find::Sort, site::Site},
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            feeds::{self, FeedRow, Scope},
            followed::{self, Followed},
            labels::parse_labels,
            settings,
        },
        fault::Fault,
        services::search,
    },
};

/// Posts on a page of a feed.
const ENTRIES: u32 = 20;

/// A feed.
#[derive(Debug)]
pub struct Feed {
    /// What stays when its name and address change: a URN.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in plain text; never empty.
    pub description: String,
    /// BCP 47.
    pub language: String,
    /// Whose site it is.
    pub owner: String,
    /// The page that shows the same.
    pub page: String,
    /// Its own address.
    pub address: String,
    /// The feed with the posts before these.
    pub next: Option<String>,
    /// When the latest change in it was made, in Unix milliseconds; without posts, when the site was.
    pub updated: i64,
    /// Its posts.
    pub items: Vec<Item>,
}

/// A post in a feed. Times are Unix milliseconds.
#[derive(Debug)]
pub struct Item {
    /// What stays when title and address change.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Plain text.
    pub title: String,
    /// Plain text, or nothing.
    pub summary: String,
    /// The whole text, unless only summaries are asked for.
    pub html: Option<String>,
    /// When it appeared.
    pub published: i64,
    /// When it last changed.
    pub updated: i64,
    /// BCP 47; nothing where it is the feed's.
    pub language: Option<String>,
    /// Its tags.
    pub tags: Vec<Name>,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// Its picture.
    pub cover: Option<Cover>,
}

/// A tag or an author.
#[derive(Debug)]
pub struct Name {
    /// In addresses.
    pub slug: String,
    /// Plain text.
    pub name: String,
    /// Its page.
    pub url: String,
}

/// A picture.
#[derive(Debug)]
pub struct Cover {
    /// Where it is.
    pub url: String,
    /// Its type.
    pub mime: String,
    /// Its size.
    pub bytes: i64,
}

/// What was read for a feed, before anything is made of it.
#[derive(Debug)]
pub struct Found {
    site: Arc<Site>,
    identity: Uuid,
    asked: Asked,
    about: About,
    rows: Vec<FeedRow>,
    /// When the site was made, where there are no posts.
    made_at: i64,
    goes_on: bool,
}

/// Reads what is asked for; nothing where there is nothing of it to see. Two queries, three without posts, and of a search
/// those of its page.
pub async fn find(context: &Context, asked: &Asked, now: i64) -> Result<Option<Found>, Fault> {
    let site = context.site();
    let mut reader = context.database.reader().await?;
    let Some(about) = find_subject(&mut reader, &site, asked).await? else {
        return Ok(None);
    };
    let Some(before) = asked.page.checked_sub(1) else {
        return Ok(None);
    };
    // One more than is shown says whether there is another page.
    let offset = before.saturating_mul(ENTRIES);
    let mut rows = match (about.scope, &asked.subject) {
        (Some(scope), _) => feeds::list_feed(&mut reader, scope, now, ENTRIES + 1, offset).await?,
        // Beyond that the search page counts no further either.
        (None, Subject::Search(words)) if offset < search::MOST_COUNTED => {
            let posts = find_newest(&mut reader, words, now, ENTRIES + 1, offset).await?;
            feeds::list_these(&mut reader, &posts, now).await?
        }
        (None, _) => Vec::new(),
    };

    // What a new site will write, and what somebody will write of it, can be followed before there is anything.
    let begun = matches!(asked.subject, Subject::Site | Subject::Search(_)) && asked.page == 1;
    if rows.is_empty() && !begun {
        return Ok(None);
    }
    let made_at = if rows.is_empty() {
        let born = settings::read_birth(&mut reader).await?;
        calendar::parse_stamp(&born).unwrap_or_default()
    } else {
        0
    };
    drop(reader);
    let shown = usize::try_from(ENTRIES)?;
    let goes_on = rows.len() > shown;
    rows.truncate(shown);
    Ok(Some(Found {
        site,
        identity: context.settings.identity(),
        asked: asked.clone(),
        about,
        rows,
        made_at,
        goes_on,
    }))
}

/// Row ids of the posts that hold these words, newest first. The words are complete, and nothing else is looked for instead: what
/// is followed stays what it is.
async fn find_newest(
    reader: &mut Connection,
    words: &str,
    now: i64,
    limit: u32,
    offset: u32,
) -> Result<Vec<i64>, Fault> {
    let asked = search::Asked {
        words,
        tags: &[],
        any: false,
        not: &[],
        sort: Sort::Newest,
        limit,
        offset,
        now,
        literal: true,
    };
    Ok(search::search(reader, &asked).await?.posts)
}

impl Found {
    /// The feed.
    pub fn gather(self) -> Feed {
        let Self {
            site, asked, about, ..
        } = self;
        let items: Vec<Item> = self
            .rows
            .into_iter()
            .map(|row| item(&site, row, asked.brief))
            .collect();
        Feed {
            id: about.id(self.identity, &asked.subject).urn().to_string(),
            title: clean(&about.title),
            description: clean(&about.description),
            language: site.language.clone(),
            owner: clean(&site.owner),
            page: site.absolute(&asked.subject.page()),
            address: site.absolute(&asked.at(asked.page)),
            next: self.goes_on.then(|| site.absolute(&asked.at(asked.page + 1))),
            updated: items
                .iter()
                .map(|item| item.updated)
                .max()
                .unwrap_or(self.made_at),
            items,
        }
    }
}

/// What a feed is of, in words and as the database knows it.
#[derive(Debug)]
struct About {
    /// Nothing where the posts are looked for by words.
    scope: Option<Scope>,
    /// What is kept to name it, if anything is.
    identity: Option<String>,
    title: String,
    description: String,
}

impl About {
    /// With what is kept to name it.
    fn named(self, identity: Option<String>) -> Self {
        Self { identity, ..self }
    }

    /// What names it: the site's own identity, what was made for it alone, or the words that are looked for.
    fn id(&self, site: Uuid, subject: &Subject) -> Uuid {
        let (followed, row) = match (self.scope, subject) {
            (None, Subject::Search(words)) => {
                return Uuid::new_v5(&site, format!("search {words}").as_bytes());
            }
            (None | Some(Scope::All), _) => return site,
            (Some(Scope::Tag(row)), _) => (Followed::Tag, row),
            (Some(Scope::Author(row)), _) => (Followed::Author, row),
            (Some(Scope::Series(row) | Scope::Parts(row)), _) => (Followed::Series, row),
        };
        identity_of(site, followed, row, self.identity.as_deref())
    }
}

async fn find_subject(reader: &mut Connection, site: &Site, asked: &Asked) -> Result<Option<About>, Fault> {
    let about = |scope, title: String, description: String, instead: String| About {
        scope,
        identity: None,
        title,
        description: if description.is_empty() {
            instead
        } else {
            description
        },
    };
    let followed = match &asked.subject {
        Subject::Tag(slug) => followed::read_followed(reader, Followed::Tag, slug).await?,
        Subject::Series(slug) => followed::read_followed(reader, Followed::Series, slug).await?,
        Subject::Author(slug) => followed::read_followed(reader, Followed::Author, slug).await?,
        Subject::Site | Subject::Search(_) => None,
    };
    Ok(match &asked.subject {
        Subject::Site => Some(about(
            Some(Scope::All),
            site.name.clone(),
            site.description.clone(),
            site.name.clone(),
        )),
        Subject::Tag(_) => followed.map(|tag| {
            let instead = format!("Posts on {}.", tag.name);
            let title = site.title(&format!("#{}", tag.name));
            about(Some(Scope::Tag(tag.id)), title, tag.description, instead).named(tag.identity)
        }),
        Subject::Series(_) => followed.map(|series| {
            let instead = format!("The parts of {}.", series.name);
            let title = site.title(&series.name);
            let scope = if asked.oldest {
                Scope::Parts(series.id)
            } else {
                Scope::Series(series.id)
            };
            about(Some(scope), title, series.description, instead).named(series.identity)
        }),
        Subject::Author(_) => followed.map(|author| {
            let instead = format!("Posts by {}.", author.name);
            let title = site.title(&author.name);
            about(Some(Scope::Author(author.id)), title, author.description, instead).named(author.identity)
        }),
        Subject::Search(words) => Some(about(
            None,
            site.title(&format!("Search: {words}")),
            format!("Posts that hold: {words}"),
            String::new(),
        )),
    })
}

fn item(site: &Site, row: FeedRow, brief: bool) -> Item {
    let url = site.absolute(&format!("/posts/{}", row.slug));
    let names = |labels: Option<&str>, folder: &str| {
        parse_labels(labels)
            .into_iter()
            .map(|label| Name {
                url: site.absolute(&format!("/{folder}/{}", label.slug)),
                name: clean(&label.name),
                slug: label.slug,
            })
            .collect()
    };
    Item {
        id: format!("urn:uuid:{}", row.uuid),
        title: clean(&row.title),
        summary: clean(&row.summary),
        html: (!brief).then(|| clean(&absolute(&row.html, &site.base_url, &url))),
        published: row.published_at,
        updated: row.updated_at.unwrap_or(row.published_at).max(row.published_at),
        language: (!row.language.is_empty()).then_some(row.language),
        tags: names(row.tags.as_deref(), "tags"),
        authors: names(row.authors.as_deref(), "authors"),
        cover: match (row.cover_path, row.cover_mime, row.cover_bytes) {
            (Some(path), Some(mime), Some(bytes)) => Some(Cover {
                url: site.absolute(&path),
                mime,
                bytes,
            }),
            _ => None,
        },
        url,
    }
}

/// Without the characters that XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_nothing_else() {
        let every: String = ('\0'..='\u{20}')
            .chain(['\u{7f}', '\u{fffd}', '\u{fffe}', '\u{ffff}', '😀'])
            .collect();
        assert_eq!(clean(&every), "\t\n\r \u{7f}\u{fffd}😀");
    }
}
