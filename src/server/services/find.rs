//! Answers a question to the list of posts: words, tags, order and page, and what can be chosen next.

use std::collections::HashMap;

use super::{
    cards::summarise,
    redirects,
    search::{self, Asked, Terms},
};
use crate::{
    model::{
        find::{Correction, Found, Hit, Passage, Place, PostQuery, Sort},
        front::Layout,
        listing::Paging,
        post::PostSummary,
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            cards::{self, CardRow, Scope},
            filter::{Filter, count_filtered, count_tags, list_filtered},
            tags::{self, TagRow},
        },
        fault::Fault,
    },
};

mod choices;

/// Posts on a page.
const PAGE_SIZE: u32 = 20;

/// Posts that are shown to who came to nothing.
const NEWEST: u32 = 5;

/// Posts that are shown while somebody types.
const BRIEF_SIZE: u32 = 8;

/// Characters of a passage on a page, and while somebody types.
const PASSAGE: usize = 220;
const BRIEF_PASSAGE: usize = 90;

/// An answer, and what it answers.
pub struct Answer {
    /// What was found.
    pub found: Found,
    /// The question as it is asked now, where it had tags by names that they had once.
    pub renamed: Option<PostQuery>,
}

/// The newest posts, a handful of them. One query.
pub async fn newest(context: &Context) -> Result<Vec<PostSummary>, Fault> {
    let mut reader = context.database.reader().await?;
    let rows = cards::list_cards(&mut reader, Scope::All, calendar::now(), NEWEST, 0).await?;
    let calendar = context.calendar();
    Ok(rows.into_iter().map(|row| summarise(row, &calendar)).collect())
}

/// The answer to `query`, asked at `place`; nothing when there is no such page.
pub async fn find_posts(context: &Context, place: Place, query: &PostQuery) -> Result<Option<Answer>, Fault> {
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let tags = match query.tags.is_empty() && query.not.is_empty() {
        true if query.brief => Vec::new(),
        true if query.words.is_empty() => tags::list_most_used(&mut reader, choices::TAGS).await?,
        _ => tags::list_tags(&mut reader).await?,
    };
    let unknown = query.tags.iter().chain(&query.not);
    let unknown: Vec<&String> = unknown
        .filter(|slug| tags.iter().all(|tag| tag.slug != **slug))
        .collect();
    let renamed = redirects::follow_tags(&mut reader, query, &unknown).await?;
    let query = renamed.as_ref().unwrap_or(query);
    let all = cards::count_listed(&mut reader).await?;
    let question = Question::new(query, &tags, now);
    let matches = question.answer(&mut reader, all).await?;
    let Some(paging) = Paging::new(query.page, question.size(), matches.total) else {
        return Ok(None);
    };
    let left = if query.brief {
        choices::Left::default()
    } else {
        question.count_choices(&mut reader, &matches, &tags).await?
    };
    let front = context.settings.front();
    let shows = match place {
        _ if query.brief => None,
        Place::Home if front.layout == Layout::Logbook => Some(front.shows),
        Place::Home | Place::Posts => Some(front.shows_in_list),
        Place::Search => None,
    };
    let hits = matches
        .rows
        .into_iter()
        .map(|(row, passage)| {
            let mut post = summarise(row, &context.calendar());
            if let Some(shows) = shows {
                shows.trim(&mut post);
            }
            Hit { post, passage }
        })
        .collect();
    let asked = choices::Asked {
        query,
        place,
        tags: &tags,
        left: &left,
        total: matches.total,
    };
    let found = Found {
        hits,
        paging,
        bounded: matches.bounded,
        count: choices::count(&asked, paging, matches.bounded, all),
        words: query.words.clone(),
        canonical: choices::canonical(query, place),
        indexed: choices::is_indexed(query, place),
        active: choices::active(&asked),
        tags: if query.brief {
            Vec::new()
        } else {
            choices::tags(&asked)
        },
        modes: choices::modes(&asked),
        sorts: if query.brief {
            Vec::new()
        } else {
            choices::sorts(&asked)
        },
        corrected: matches.corrected.map(|shown| Correction {
            shown,
            asked: query.words.clone(),
            href: choices::literal(&asked),
        }),
        nearest: choices::nearest(&asked, matches.nearest),
        newer: paging.newer().map(|page| choices::page(&asked, page)),
        older: paging.older().map(|page| choices::page(&asked, page)),
    };
    Ok(Some(Answer { found, renamed }))
}

/// A query whose tags are rows.
struct Question<'a> {
    query: &'a PostQuery,
    /// The rarest first.
    tags: Vec<i64>,
    not: Vec<i64>,
    /// A tag is wanted that no post carries.
    hopeless: bool,
    /// How many posts there are, where that is kept: those of a single tag.
    kept_count: Option<u32>,
    now: i64,
}

/// What was found, before anything is made of it.
struct Matches {
    rows: Vec<(CardRow, Option<Passage>)>,
    total: u32,
    bounded: bool,
    corrected: Option<String>,
    nearest: Vec<String>,
    terms: Option<Terms>,
}

impl<'a> Question<'a> {
    fn new(query: &'a PostQuery, rows: &[TagRow], now: i64) -> Self {
        let by_slug: HashMap<&str, &TagRow> = rows.iter().map(|row| (row.slug.as_str(), row)).collect();
        let known = |slugs: &[String]| -> Vec<(u32, i64)> {
            slugs
                .iter()
                .filter_map(|slug| by_slug.get(slug.as_str()))
                .map(|row| (row.post_count, row.id))
                .collect()
        };
        let mut wanted = known(&query.tags);
        wanted.sort_unstable();
        let missing = query.tags.len() - wanted.len();
        Self {
            query,
            hopeless: if query.any { wanted.is_empty() } else { missing > 0 },
            kept_count: match wanted.as_slice() {
                [(posts, _)] if query.not.is_empty() => Some(*posts),
                _ => None,
            },
            tags: wanted.into_iter().map(|(_, id)| id).collect(),
            not: known(&query.not).into_iter().map(|(_, id)| id).collect(),
            now,
        }
    }

    fn size(&self) -> u32 {
        if self.query.brief { BRIEF_SIZE } else { PAGE_SIZE }
    }

    fn offset(&self) -> u32 {
        (self.query.page - 1).saturating_mul(self.size())
    }

    fn filter(&self) -> Filter<'_> {
        Filter {
            tags: &self.tags,
            any: self.query.any && self.tags.len() > 1,
            not: &self.not,
            now: self.now,
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            words: &self.query.words,
            tags: &self.tags,
            any: self.query.any && self.tags.len() > 1,
            not: &self.not,
            sort: self.query.sort,
            limit: self.size(),
            offset: self.offset(),
            now: self.now,
            literal: self.query.literal,
        }
    }

    async fn answer(&self, reader: &mut Connection, all: u32) -> Result<Matches, Fault> {
        let none = Matches {
            rows: Vec::new(),
            total: 0,
            bounded: false,
            corrected: None,
            nearest: Vec::new(),
            terms: None,
        };
        if self.hopeless {
            return Ok(none);
        }
        if !self.query.words.is_empty() {
            return self.search(reader).await;
        }
        let (size, offset, sort) = (self.size(), self.offset(), self.query.sort);
        let plain = !self.query.is_filtered();
        let (rows, total) = if plain && sort == Sort::Newest {
            (
                cards::list_cards(reader, Scope::All, self.now, size, offset).await?,
                all,
            )
        } else {
            let filter = self.filter();
            let total = match self.kept_count {
                _ if plain => all,
                Some(kept) => kept,
                None => count_filtered(reader, &filter).await?,
            };
            let posts = list_filtered(reader, &filter, sort, size, offset).await?;
            (cards::list_these_cards(reader, &posts, self.now).await?, total)
        };
        Ok(Matches {
            rows: rows.into_iter().map(|row| (row, None)).collect(),
            total,
            ..none
        })
    }

    async fn search(&self, reader: &mut Connection) -> Result<Matches, Fault> {
        let outcome = search::search(reader, &self.asked()).await?;
        let length = if self.query.brief { BRIEF_PASSAGE } else { PASSAGE };
        let mut passages = search::passages(reader, &outcome.terms, &outcome.posts, length).await?;
        let rows = cards::list_these_cards(reader, &outcome.posts, self.now).await?;
        Ok(Matches {
            rows: rows
                .into_iter()
                .map(|row| {
                    let passage = passages.remove(&row.id);
                    (row, passage)
                })
                .collect(),
            total: outcome.total,
            bounded: outcome.bounded,
            corrected: outcome.corrected,
            nearest: outcome.nearest,
            terms: Some(outcome.terms),
        })
    }

    /// How many posts carry each tag: of those that were found, and where a further tag brings in more, of those too.
    async fn count_choices(
        &self,
        reader: &mut Connection,
        matches: &Matches,
        tags: &[TagRow],
    ) -> Result<choices::Left, Fault> {
        if !self.query.is_filtered() || (self.hopeless && !self.query.any) {
            return Ok(choices::Left::default());
        }
        if !self.query.words.is_empty() {
            let Some(terms) = &matches.terms else {
                // Nobody has looked for the words: no tag that is wanted exists, but one more may.
                return Ok(choices::Left {
                    cut: true,
                    ..choices::Left::default()
                });
            };
            let facets = search::facets(reader, terms, self.query.any).await?;
            return Ok(choices::Left {
                found: facets.found.into_iter().collect(),
                untagged: facets.untagged.into_iter().collect(),
                cut: facets.cut,
            });
        }
        let filter = self.filter();
        let found = match filter.tags {
            [] if self.hopeless => HashMap::new(),
            [] => self.count_untagged(reader, tags).await?,
            _ => count_tags(reader, &filter).await?.into_iter().collect(),
        };
        let untagged = match self.query.any {
            true => self.count_untagged(reader, tags).await?,
            false => HashMap::new(),
        };
        Ok(choices::Left {
            found,
            untagged,
            cut: false,
        })
    }

    /// How many posts without an unwanted tag carry each tag. Nearly all posts do, so those that do not are counted.
    async fn count_untagged(
        &self,
        reader: &mut Connection,
        tags: &[TagRow],
    ) -> sqlx::Result<HashMap<i64, u32>> {
        let mut left: HashMap<i64, u32> = tags.iter().map(|tag| (tag.id, tag.post_count)).collect();
        if !self.not.is_empty() {
            let excluded = Filter {
                tags: &self.not,
                any: true,
                not: &[],
                now: self.now,
            };
            for (tag, gone) in count_tags(reader, &excluded).await? {
                left.entry(tag)
                    .and_modify(|left| *left = left.saturating_sub(gone));
            }
        }
        Ok(left)
    }
}
