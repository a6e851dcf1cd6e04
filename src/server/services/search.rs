//! Finds posts by words: exactly first, then by what was probably meant.

use std::collections::HashMap;

use self::{
    plan::{Plan, Wanted},
    query::Query,
};
use crate::{
    model::find::{Passage, Sort, Window},
    server::{
        db::{
            Connection,
            search::{
                find::{self, Column, Match, Order, Ranked, Scope, Table},
                texts,
            },
        },
        fault::Fault,
    },
};

mod correct;
mod passage;
mod plan;
mod query;

/// Matches are counted up to here; of more it is said that there are more.
pub const MOST_COUNTED: u32 = 5_000;

/// So many of the newest posts are looked at for counting where looking at all would take long.
const MOST_EXAMINED: u32 = 40_000;

/// Newest matches that are looked at for an order that the index does not have.
const MOST_SORTED: u32 = 5_000;

/// Newest matches of which the tags are counted.
const MOST_FACETED: u32 = 2_000;

/// Posts with the words in their titles that come before the newest, where words are common; as many again for tags
/// and series.
const TITLES_FIRST: u32 = 100;

/// Words that are offered where nothing was found.
const MOST_NEAREST: usize = 5;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// As typed.
    pub words: &'a str,
    /// Row ids of tags that posts have to carry.
    pub tags: &'a [i64],
    /// One of them is enough.
    pub any: bool,
    /// Row ids of tags that they may not carry.
    pub not: &'a [i64],
    /// In which order.
    pub sort: Sort,
    /// How many.
    pub limit: u32,
    /// After how many.
    pub offset: u32,
    /// The present, in Unix milliseconds.
    pub now: i64,
    /// The words are complete and as meant: nothing is completed or corrected.
    pub literal: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Row ids of posts in order, those of this page.
    pub posts: Vec<i64>,
    /// How many there are on all pages.
    pub total: u32,
    /// There may be more than `total`.
    pub bounded: bool,
    /// The words that were looked for instead of those asked, which nothing holds.
    pub corrected: Option<String>,
    /// Words to look for instead, where nothing was found.
    pub nearest: Vec<String>,
    /// What was looked for in the end; for [`passages`] and [`facets`].
    pub terms: Terms,
}

/// What was looked for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    wanted: Vec<Vec<Wanted>>,
    scope: Option<Scope>,
    /// The same whatever the tags.
    untagged: Option<Scope>,
    /// More match than tags are counted of.
    many: bool,
}

/// How many posts carry each tag, by row id.
#[derive(Debug, Default)]
pub struct Facets {
    /// Of those that were found.
    pub found: Vec<(i64, u32)>,
    /// Of those that would be found whatever their tags; only where any of the tags is enough.
    pub untagged: Vec<(i64, u32)>,
    /// Only some thousand of the newest were looked at: there may be more of each, and other tags.
    pub cut: bool,
}

/// Finds posts. No input is an error; one without any word or operator finds nothing.
pub async fn search(reader: &mut Connection, asked: &Asked<'_>) -> Result<Outcome, Fault> {
    let query = Query::parse(asked.words, asked.literal);
    if query.is_empty() {
        return Ok(Outcome::default());
    }
    let Some(plan) = plan::make(reader, asked, &query).await? else {
        return Ok(Outcome::default());
    };
    let mut outcome = run(reader, asked, plan.clone()).await?;
    if outcome.total > 0 {
        return Ok(outcome);
    }
    if plan.short {
        let complete = Asked {
            literal: true,
            ..*asked
        };
        return Box::pin(search(reader, &complete)).await;
    }
    let suggested = correct::suggest(reader, &query, &plan.unknown).await?;
    if !asked.literal
        && let Some(words) = corrected(asked.words, &suggested, plan.unknown.len())
    {
        // A word that is still being typed stays one, unless it is what was wrong.
        let last = query
            .terms
            .last()
            .map(|term| (query.terms.len() - 1, term.words.len() - 1));
        let complete = last.is_some_and(|last| plan.unknown.contains(&last));
        let query = Query::parse(&words, complete);
        if let Some(plan) = plan::make(reader, asked, &query).await? {
            let found = run(reader, asked, plan).await?;
            if found.total > 0 {
                return Ok(Outcome {
                    corrected: Some(words),
                    ..found
                });
            }
        }
    }
    outcome.nearest = nearest(&query, &plan, suggested);
    Ok(outcome)
}

/// The question with each unknown word replaced, if there is something for each.
fn corrected(words: &str, suggested: &[(query::Word, Vec<String>)], unknown: usize) -> Option<String> {
    let replacements: Vec<(&query::Word, &str)> = suggested
        .iter()
        .filter_map(|(word, by)| Some((word, by.first()?.as_str())))
        .collect();
    (unknown > 0 && replacements.len() == unknown).then(|| correct::replace(words, &replacements))
}

/// What else to look for: what unknown words are near to, else each word by itself.
fn nearest(query: &Query, plan: &Plan, suggested: Vec<(query::Word, Vec<String>)>) -> Vec<String> {
    let mut nearest: Vec<String> = suggested.into_iter().flat_map(|(_, by)| by).collect();
    if query.terms.len() > 1 {
        let known = query.terms.iter().enumerate().filter(|(index, term)| {
            term.words.len() == 1 && !plan.unknown.iter().any(|(unknown, _)| unknown == index)
        });
        nearest.extend(known.flat_map(|(_, term)| term.words.iter().map(|word| word.text.clone())));
    }
    nearest.truncate(MOST_NEAREST);
    nearest
}

async fn run(reader: &mut Connection, asked: &Asked<'_>, plan: Plan) -> sqlx::Result<Outcome> {
    let (limit, offset) = (asked.limit, asked.offset);
    let scope = &plan.scope;
    let mut counted = None;
    let posts: Vec<i64> = match asked.sort {
        Sort::Best => match &plan.rank {
            Some(rank) => {
                let ranked = Ranked {
                    by: (!plan.rank_is_all).then(|| rank.clone()),
                    first: plan
                        .titles
                        .as_ref()
                        .filter(|_| !plan.rank_is_all)
                        .map(|(title, _)| title.clone()),
                    scope: scope.clone(),
                };
                let (matches, total) = find::list_ranked(reader, &ranked, limit, offset).await?;
                counted = (!matches.is_empty() || offset == 0).then_some(total);
                posts_of(matches)
            }
            None => posts_of(titles_first(reader, &plan, limit, offset).await?),
        },
        Sort::Newest => posts_of(find::list_by_time(reader, scope, Order::Newest, limit, offset).await?),
        Sort::Oldest => posts_of(find::list_by_time(reader, scope, Order::Oldest, limit, offset).await?),
        Sort::Read(window) => {
            let column = match window {
                Window::Week => Column::ViewsOfWeek,
                Window::Month => Column::ViewsOfMonth,
                Window::Year => Column::ViewsOfYear,
                Window::All => Column::Views,
            };
            find::list_by_column(reader, scope, column, MOST_SORTED, limit, offset).await?
        }
        Sort::Updated => {
            find::list_by_column(reader, scope, Column::Updated, MOST_SORTED, limit, offset).await?
        }
        Sort::Title => find::list_by_column(reader, scope, Column::Title, MOST_SORTED, limit, offset).await?,
    };
    let (total, more) = match counted {
        Some(total) => (total, false),
        // Everything is on this page.
        None if offset == 0 && posts.len() < usize::try_from(limit).unwrap_or_default() => {
            (u32::try_from(posts.len()).unwrap_or_default(), false)
        }
        None => count(reader, &plan, offset, posts.len()).await?,
    };
    Ok(Outcome {
        bounded: more || (plan.cut && total > 0),
        total,
        posts,
        corrected: None,
        nearest: Vec::new(),
        terms: Terms {
            wanted: plan.wanted,
            scope: (total > 0).then_some(plan.scope),
            untagged: Some(plan.untagged),
            many: more || total > MOST_FACETED,
        },
    })
}

fn posts_of(matches: Vec<Match>) -> Vec<i64> {
    matches.into_iter().map(|found| found.post).collect()
}

/// How many match, up to a bound, and whether there may be more; `shown` after `offset` are known to.
async fn count(reader: &mut Connection, plan: &Plan, offset: u32, shown: usize) -> sqlx::Result<(u32, bool)> {
    if plan.least > i64::from(MOST_COUNTED) {
        return Ok((MOST_COUNTED, true));
    }
    if plan.least == plan.most
        && let Ok(total) = u32::try_from(plan.most)
    {
        return Ok((total, false));
    }
    let mut scope = plan.scope.clone();
    if plan.is_costly {
        let recent = find::find_recent(reader, MOST_EXAMINED).await?;
        scope.from = scope.from.max(recent);
    }
    let total = find::count(reader, &scope, MOST_COUNTED + 1).await?;
    let more = total > MOST_COUNTED || scope.from != plan.scope.from;
    let shown = match shown {
        0 => 0,
        shown => offset.saturating_add(u32::try_from(shown).unwrap_or_default()),
    };
    Ok((total.max(shown).min(MOST_COUNTED.max(shown)), more))
}

/// Titles first, then tags and series, then the newest: an order that costs the same however many match.
async fn titles_first(
    reader: &mut Connection,
    plan: &Plan,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<Match>> {
    let mut first: Vec<Match> = Vec::new();
    if let Some((title, labels)) = &plan.titles {
        for expression in [title, labels] {
            let scope = plan.scope.of(Table::Titles, expression.clone());
            let matches = find::list_by_time(reader, &scope, Order::Newest, TITLES_FIRST, 0).await?;
            let new: Vec<Match> = matches
                .into_iter()
                .filter(|found| !first.contains(found))
                .collect();
            first.extend(new);
        }
    }
    let (skip, take) = (
        usize::try_from(offset).unwrap_or(usize::MAX),
        usize::try_from(limit).unwrap_or_default(),
    );
    let end = skip.saturating_add(take);
    if first.len() < end && offset <= MOST_COUNTED {
        let most = limit.saturating_add(offset);
        let rest = find::list_by_time(reader, &plan.scope, Order::Newest, most, 0).await?;
        let new: Vec<Match> = rest.into_iter().filter(|found| !first.contains(found)).collect();
        first.extend(new);
    }
    Ok(first.into_iter().skip(skip).take(take).collect())
}

/// The best passage of each of these posts, of about `length` characters; posts whose text has none of the words are
/// left out.
pub async fn passages(
    reader: &mut Connection,
    terms: &Terms,
    posts: &[i64],
    length: usize,
) -> Result<HashMap<i64, Passage>, Fault> {
    if terms.wanted.is_empty() || posts.is_empty() {
        return Ok(HashMap::new());
    }
    let texts = texts::list_texts(reader, posts).await?;
    let found = texts
        .iter()
        .filter_map(|text| Some((text.post_id, passage::find(text, &terms.wanted, length)?)));
    Ok(found.collect())
}

/// The tags of what was found, and with `any` also of what would be found whatever the tags.
pub async fn facets(reader: &mut Connection, terms: &Terms, any: bool) -> Result<Facets, Fault> {
    let mut facets = Facets {
        cut: terms.many,
        ..Facets::default()
    };
    if let Some(scope) = &terms.scope {
        facets.found = find::count_tags(reader, scope, MOST_FACETED).await?;
    }
    if let Some(scope) = terms.untagged.as_ref().filter(|_| any) {
        facets.untagged = find::count_tags(reader, scope, MOST_FACETED).await?;
        facets.cut = facets.cut || find::count(reader, scope, MOST_FACETED + 1).await? > MOST_FACETED;
    }
    Ok(facets)
}

#[cfg(test)]
mod tests;
