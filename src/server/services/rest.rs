//! What programs ask of the site: posts, tags, series and the search, as facts and not as pages.
//!
//! What they are told is what readers see, and nothing else. The shapes are promised by the document that `server/rest`
//! serves.

use super::{
    feed::absolute::absolute,
    search::{self, Asked, MOST_COUNTED},
};
use crate::{
    model::{
        find::{Passage, Sort},
        site::Site,
    },
    server::{
        calendar::{self, rfc3339},
        context::Context,
        db::{
            labels::parse_labels,
            published::{self, PublishedRow, Scope},
            series, tags,
        },
        fault::Fault,
    },
};

pub use published::Place;
pub use told::{Hit, Post, Series, Tag, WholePost, WholeSeries};

mod told;

/// Where all of this is asked, without a slash at the end.
pub const FOLDER: &str = "/api/v1";

/// Characters of a passage.
const PASSAGE: usize = 220;

/// Whether a path is one of those at which programs ask.
pub fn is_asked_at(path: &str) -> bool {
    path.strip_prefix(FOLDER)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Which posts are asked for; names are slugs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All that lists have.
    All,
    /// With this tag.
    Tagged(String),
    /// By this author.
    Written(String),
    /// In this series.
    Parts(String),
}

/// Some of many, and after what the others come.
#[derive(Debug)]
pub struct Listed<T, P> {
    /// Those.
    pub items: Vec<T>,
    /// Where they end, if more follow.
    pub end: Option<P>,
}

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// Hits, and after how many the others come.
    pub hits: Listed<Hit, u32>,
    /// What was looked for instead of what was asked, which nothing holds.
    pub corrected: Option<String>,
    /// How many posts match.
    pub total: u32,
    /// They were not all counted: there may be more.
    pub bounded: bool,
}

/// Takes what is more than `limit` away and tells where the rest ends, if there is more.
fn cut<R, P>(rows: &mut Vec<R>, limit: u32, place: impl Fn(&R) -> P) -> Option<P> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let goes_on = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| goes_on).map(place)
}

/// At most `limit` posts, newest first, those after `after`. One query.
pub async fn list_posts(
    context: &Context,
    wanted: &Wanted,
    after: Option<Place>,
    limit: u32,
) -> Result<Listed<Post, Place>, Fault> {
    let scope = match wanted {
        Wanted::All => Scope::All,
        Wanted::Tagged(slug) => Scope::Tag(slug),
        Wanted::Written(slug) => Scope::Author(slug),
        Wanted::Parts(slug) => Scope::Series(slug),
    };
    let mut reader = context.database.reader().await?;
    let mut rows = published::list_posts(&mut reader, scope, calendar::now(), after, limit + 1).await?;
    drop(reader);
    let end = cut(&mut rows, limit, |row| Place {
        at: row.published_at,
        id: row.id,
    });
    let site = context.site();
    Ok(Listed {
        items: rows.into_iter().map(|row| post(&site, row)).collect(),
        end,
    })
}

/// The post that readers see at `slug`, with its text; nothing when there is none. One query.
pub async fn read_post(context: &Context, slug: &str) -> Result<Option<WholePost>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = published::read_post(&mut reader, slug, calendar::now()).await? else {
        return Ok(None);
    };
    drop(reader);
    let site = context.site();
    let mut told = post(&site, row.post);
    // What lists leave out is no part that readers are led to.
    told.series = told.series.filter(|_| row.listed);
    Ok(Some(WholePost {
        listed: row.listed,
        reviewed_at: row.reviewed_at.map(rfc3339),
        canonical_url: match row.canonical_url {
            Some(address) => site.whole(address),
            None => told.url.clone(),
        },
        html: absolute(&row.html, &site.base_url, &told.url),
        markdown: row.source,
        post: told,
    }))
}

/// At most `limit` tags that readers see posts of, by slug, those after `after`. One query.
pub async fn list_tags(context: &Context, after: &str, limit: u32) -> Result<Listed<Tag, String>, Fault> {
    let mut reader = context.database.reader().await?;
    let mut rows = published::list_tags(&mut reader, after, limit + 1).await?;
    drop(reader);
    let end = cut(&mut rows, limit, |row| row.slug.clone());
    let site = context.site();
    Ok(Listed {
        items: rows.into_iter().map(|row| tag(&site, row)).collect(),
        end,
    })
}

/// The tag at `slug`, if readers see posts of it. One query.
pub async fn read_tag(context: &Context, slug: &str) -> Result<Option<Tag>, Fault> {
    let mut reader = context.database.reader().await?;
    let row = tags::read_tag(&mut reader, slug).await?;
    drop(reader);
    let site = context.site();
    Ok(row.map(|row| tag(&site, row)))
}

/// At most `limit` series that readers see posts of, by slug, those after `after`. One query.
pub async fn list_series(
    context: &Context,
    after: &str,
    limit: u32,
) -> Result<Listed<Series, String>, Fault> {
    let mut reader = context.database.reader().await?;
    let mut rows = published::list_series(&mut reader, after, calendar::now(), limit + 1).await?;
    drop(reader);
    let end = cut(&mut rows, limit, |row| row.slug.clone());
    let site = context.site();
    Ok(Listed {
        items: rows
            .into_iter()
            .map(|row| Series {
                url: series_url(&site, &row.slug),
                slug: row.slug,
                title: row.title,
                description: row.description,
                complete: row.complete,
                parts: row.parts,
            })
            .collect(),
        end,
    })
}

/// The series at `slug` with its posts in reading order; nothing where readers see none of them. Two queries.
pub async fn read_series(context: &Context, slug: &str) -> Result<Option<WholeSeries>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = series::read_series(&mut reader, slug).await? else {
        return Ok(None);
    };
    let rows = published::list_parts(&mut reader, row.id, calendar::now()).await?;
    drop(reader);
    let site = context.site();
    Ok(rows
        .first()
        .map(|first| first.series_parts)
        .map(|parts| WholeSeries {
            series: Series {
                url: series_url(&site, &row.slug),
                slug: row.slug,
                title: row.title,
                description: row.description,
                complete: row.complete,
                parts,
            },
            posts: rows.into_iter().map(|row| post(&site, row)).collect(),
        }))
}

/// Finds at most `limit` posts by words, the best first, after as many as `skipped`. As many queries as a page of the search.
pub async fn search(context: &Context, words: &str, skipped: u32, limit: u32) -> Result<Found, Fault> {
    let now = calendar::now();
    let asked = Asked {
        words,
        tags: &[],
        any: false,
        not: &[],
        sort: Sort::Best,
        limit,
        offset: skipped,
        now,
        literal: false,
    };
    let mut reader = context.database.reader().await?;
    let outcome = search::search(&mut reader, &asked).await?;
    let mut passages = search::passages(&mut reader, &outcome.terms, &outcome.posts, PASSAGE).await?;
    let rows = published::list_these(&mut reader, &outcome.posts, now).await?;
    drop(reader);
    let next = skipped.saturating_add(limit);
    let is_full = u32::try_from(outcome.posts.len()).is_ok_and(|found| found == limit);
    let goes_on = is_full && (next < outcome.total || outcome.bounded) && next < MOST_COUNTED;
    let site = context.site();
    let items = rows
        .into_iter()
        .map(|row| {
            let passage = passages.remove(&row.id);
            let post = post(&site, row);
            Hit {
                passage: passage.map(|passage| told_passage(passage, &post.url)),
                post,
            }
        })
        .collect();
    Ok(Found {
        hits: Listed {
            items,
            end: goes_on.then_some(next),
        },
        corrected: outcome.corrected,
        total: outcome.total,
        bounded: outcome.bounded,
    })
}

fn series_url(site: &Site, slug: &str) -> String {
    site.absolute(&format!("/series/{slug}"))
}

fn tag(site: &Site, row: tags::TagRow) -> Tag {
    Tag {
        url: site.absolute(&format!("/tags/{}", row.slug)),
        slug: row.slug,
        name: row.name,
        description: row.description,
        posts: row.post_count,
    }
}

fn told_passage(passage: Passage, post: &str) -> told::Passage {
    told::Passage {
        url: match passage.fragment.as_str() {
            "" => post.to_owned(),
            fragment => format!("{post}#{fragment}"),
        },
        pieces: passage
            .pieces
            .into_iter()
            .map(|piece| told::Piece {
                text: piece.text,
                marked: piece.marked,
            })
            .collect(),
    }
}

fn post(site: &Site, row: PublishedRow) -> Post {
    let url = site.absolute(&format!("/posts/{}", row.slug));
    let names = |labels: Option<&str>, folder: &str| {
        parse_labels(labels)
            .into_iter()
            .map(|label| told::Name {
                url: site.absolute(&format!("/{folder}/{}", label.slug)),
                slug: label.slug,
                name: label.name,
            })
            .collect()
    };
    Post {
        id: row.uuid,
        markdown_url: format!("{url}.md"),
        api_url: site.absolute(&format!("{FOLDER}/posts/{}", row.slug)),
        url,
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        takeaway: (!row.takeaway.is_empty()).then_some(row.takeaway),
        featured: row.featured,
        reading_minutes: row.minutes,
        language: if row.language.is_empty() {
            site.language.clone()
        } else {
            row.language
        },
        published_at: rfc3339(row.published_at),
        updated_at: row.updated_at.map(rfc3339),
        tags: names(row.tags.as_deref(), "tags"),
        authors: names(row.authors.as_deref(), "authors"),
        series: row
            .series_slug
            .zip(row.series_title)
            .map(|(slug, title)| told::Part {
                url: series_url(site, &slug),
                slug,
                title,
                part: row.series_part,
                parts: row.series_parts,
            }),
        cover: match (row.cover_path, row.cover_width, row.cover_height) {
            (Some(path), Some(width), Some(height)) => Some(told::Cover {
                url: site.absolute(&path),
                alt: row.cover_alt,
                width,
                height,
            }),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_the_folder_is_asked_there() {
        for path in ["/api/v1", "/api/v1/", "/api/v1/posts", "/api/v1/nothing/at/all"] {
            assert!(is_asked_at(path), "{path}");
        }
        for path in [
            "/api",
            "/api/v10",
            "/api/v1x",
            "/api/posts/find",
            "/",
            "/v1/api/v1",
        ] {
            assert!(!is_asked_at(path), "{path}");
        }
    }

    #[test]
    fn where_a_page_ends_is_told_only_where_more_follows() {
        let mut rows = vec![1, 2, 3];
        assert_eq!(cut(&mut rows, 2, |row| row * 10), Some(20));
        assert_eq!(rows, [1, 2]);
        assert_eq!(cut(&mut rows, 2, |row| row * 10), None);
        assert_eq!(cut(&mut Vec::<i32>::new(), 2, |row| row * 10), None);
    }
}
