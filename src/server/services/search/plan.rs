//! How a question is put to the index: what each term is looked up as, and how common it is.

use super::{
    Asked,
    query::{Query, Term},
};
use crate::server::db::{
    Connection,
    search::{
        analyse, find,
        find::{Expression, Label, Scope, Table},
        first_key,
        index::{FACET_ALL, author_facet, series_facet, tag_facet},
        words::{self, StemRow},
    },
};

/// Matches that are ranked by all they hold. Of terms that more posts hold, titles come first and then the newest.
pub const RARE: i64 = 1_500;

/// Of several words that each are held by more posts than this, not all matches are counted.
const COSTLY: i64 = 10_000;

/// Words that a beginning is taken for, the most common ones.
const COMPLETIONS: u32 = 24;

/// The same inside of a phrase that begins with common words, where each takes long.
const COMPLETIONS_OF_COMMON: usize = 6;

/// Facets that are heeded of each sort.
const MOST_FACETS: usize = 32;

/// A question, ready to be put.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What has to match.
    pub scope: Scope,
    /// The same whatever the tags that were chosen besides the words.
    pub untagged: Scope,
    /// What has to match, in titles and labels, where that says as much.
    pub titles: Option<(Expression, Expression)>,
    /// What the rank is computed of; nothing where no term is rare.
    pub rank: Option<Expression>,
    /// Nothing but the rank's terms has to match.
    pub rank_is_all: bool,
    /// At least so many posts match.
    pub least: i64,
    /// At most so many do.
    pub most: i64,
    /// Several words that each very many posts hold: finding all that hold them together takes long.
    pub is_costly: bool,
    /// There are completions that are not looked for.
    pub cut: bool,
    /// Words that no post holds, as places in the question: term and word.
    pub unknown: Vec<(usize, usize)>,
    /// What to mark in texts, a term each.
    pub wanted: Vec<Vec<Wanted>>,
    /// One or two letters, of which only titles and labels are asked.
    pub short: bool,
}

/// A word as it is looked for in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All that has this stem.
    Stem(String),
    /// All that begins like this.
    Beginning(String),
}

struct Resolved {
    expression: Expression,
    least: i64,
    most: i64,
    /// There are words that begin like its last one.
    begins: bool,
    cut: bool,
}

/// Looks up what the question consists of; nothing where it can find nothing.
pub async fn make(reader: &mut Connection, asked: &Asked<'_>, query: &Query) -> sqlx::Result<Option<Plan>> {
    let Some(facets) = facets(reader, asked, query).await? else {
        return Ok(None);
    };
    let stems = known_stems(reader, query).await?;
    let mut unknown = Vec::new();
    let mut resolved = Vec::new();
    let short = query.terms.len() == 1 && query.terms.first().is_some_and(is_short);
    for (index, term) in query.terms.iter().enumerate() {
        let completed = resolve(reader, term, &stems, short, query.terms.len() > 1).await?;
        for (place, word) in term.words.iter().enumerate() {
            let beginning = term.open && place + 1 == term.words.len();
            let known = match &completed {
                Some(found) if beginning => found.begins,
                None if beginning => true,
                _ => stems.iter().any(|row| row.stem == analyse::stem(&word.text)),
            };
            if !known {
                unknown.push((index, place));
            }
        }
        resolved.extend(completed);
    }
    let table = if short || query.in_title {
        Table::Titles
    } else {
        Table::Posts
    };
    let text = Expression::all(resolved.iter().map(|term| term.expression.clone()));
    let not = Expression::any(
        query
            .not
            .iter()
            .map(|words| Expression::phrase(&stemmed(words)))
            .chain(facets.not),
    );
    let with = |text: Option<Expression>, facets: &[&[Expression]]| {
        let must = text.into_iter().chain(facets.iter().copied().flatten().cloned());
        Expression::all(must)
            .unwrap_or_else(|| Expression::phrase(&[FACET_ALL]))
            .without(not.clone())
    };
    let whole = |text| with(text, &[&facets.tags, &facets.must]);
    let only_text = facets.tags.is_empty()
        && facets.must.is_empty()
        && not.is_none()
        && query.from.is_none()
        && query.until.is_none();
    let rare: Vec<&Resolved> = resolved.iter().filter(|term| term.most <= RARE).collect();
    let rank = (table == Table::Posts)
        .then(|| Expression::all(rare.iter().map(|term| term.expression.clone())))
        .flatten();
    let titles = (table == Table::Posts && query.not.is_empty()).then(|| {
        text.clone()
            .map(|text| (whole(Some(text.clone().in_title())), whole(Some(text))))
    });
    let most = resolved.iter().map(|term| term.most).min();
    let asked_of = match query.in_title {
        true => text.map(Expression::in_title),
        false => text,
    };
    let scope = Scope {
        table,
        expression: whole(asked_of.clone()),
        from: query.from.map_or(i64::MIN, first_key),
        until: first_key(asked.now.saturating_add(1).min(query.until.unwrap_or(i64::MAX))),
    };
    let single = resolved.len() == 1 && only_text && table == Table::Posts;
    Ok(Some(Plan {
        rank_is_all: only_text && rare.len() == resolved.len(),
        rank,
        titles: titles.flatten(),
        least: if single {
            resolved.iter().map(|term| term.least).sum()
        } else {
            0
        },
        most: most.unwrap_or(i64::MAX),
        is_costly: most.is_some_and(|most| most > COSTLY)
            && query.terms.iter().map(|term| term.words.len()).sum::<usize>() > 1,
        cut: resolved.iter().any(|term| term.cut),
        unknown,
        wanted: query.terms.iter().map(wanted).collect(),
        short,
        untagged: scope.of(table, with(asked_of, &[&facets.must])),
        scope,
    }))
}

fn is_short(term: &Term) -> bool {
    term.open && term.words.len() == 1 && term.words.iter().all(|word| word.text.chars().count() <= 2)
}

fn stemmed(words: &[String]) -> Vec<std::borrow::Cow<'_, str>> {
    words.iter().map(|word| analyse::stem(word)).collect()
}

fn wanted(term: &Term) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = term
        .words
        .iter()
        .map(|word| Wanted::Stem(analyse::stem(&word.text).into_owned()))
        .collect();
    if term.open
        && let Some(last) = term.words.last()
    {
        wanted.push(Wanted::Beginning(last.text.clone()));
    }
    wanted
}

async fn known_stems(reader: &mut Connection, query: &Query) -> sqlx::Result<Vec<StemRow>> {
    let words = query.terms.iter().flat_map(|term| &term.words);
    let stems: Vec<_> = words.map(|word| analyse::stem(&word.text)).collect();
    let stems: Vec<&str> = stems.iter().map(AsRef::as_ref).collect();
    if stems.is_empty() {
        return Ok(Vec::new());
    }
    words::list_stems(reader, &stems).await
}

/// What a term is looked up as; nothing where it says nothing yet.
async fn resolve(
    reader: &mut Connection,
    term: &Term,
    stems: &[StemRow],
    short: bool,
    among_others: bool,
) -> sqlx::Result<Option<Resolved>> {
    let mut phrase: Vec<String> = term
        .words
        .iter()
        .map(|word| analyse::stem(&word.text).into_owned())
        .collect();
    let find = |stem: &String| stems.iter().find(|row| row.stem == *stem);
    let most = |stem: &String| find(stem).map_or(0, |row| row.most);
    let Some(last) = term.words.last().filter(|_| term.open) else {
        let one = phrase.len() == 1;
        return Ok(Some(Resolved {
            least: phrase
                .first()
                .filter(|_| one)
                .and_then(find)
                .map_or(0, |row| row.least),
            most: phrase.iter().map(most).min().unwrap_or_default(),
            expression: Expression::phrase(&phrase),
            begins: true,
            cut: false,
        }));
    };
    if short {
        return Ok(Some(Resolved {
            expression: Expression::beginning(&last.text),
            least: 0,
            most: i64::MAX,
            begins: true,
            cut: false,
        }));
    }
    let whole = phrase.pop();
    let before = phrase.iter().map(most).min();
    if last.text.chars().count() < 2 {
        // A single letter of a word to come says nothing about which posts are meant.
        if phrase.is_empty() {
            return Ok((!among_others).then(|| Resolved {
                expression: Expression::beginning(&last.text),
                least: 0,
                most: i64::MAX,
                begins: true,
                cut: false,
            }));
        }
        return Ok(Some(Resolved {
            expression: Expression::phrase(&phrase),
            least: 0,
            most: before.unwrap_or_default(),
            begins: true,
            cut: false,
        }));
    }
    let rows = words::list_completions(reader, &last.text, COMPLETIONS + 1).await?;
    let limit = match before {
        Some(before) if before > RARE => COMPLETIONS_OF_COMMON,
        _ => usize::try_from(COMPLETIONS).unwrap_or_default(),
    };
    let cut = rows.len() > limit;
    let (mut least, mut sum) = (0, 0);
    let mut endings: Vec<String> = Vec::new();
    for row in rows.into_iter().take(limit) {
        least = row.posts.max(least);
        sum += row.posts;
        if !endings.contains(&row.stem) {
            endings.push(row.stem);
        }
    }
    if endings.is_empty() {
        sum = whole.as_ref().map_or(0, most);
        endings.extend(whole);
    }
    let alternatives = endings.into_iter().map(|ending| {
        let mut words = phrase.clone();
        words.push(ending);
        Expression::phrase(&words)
    });
    Ok(Expression::any(alternatives).map(|expression| Resolved {
        expression,
        least: if phrase.is_empty() { least } else { 0 },
        most: before.map_or(sum, |before| before.min(sum)),
        begins: sum > 0,
        cut,
    }))
}

struct Facets {
    /// Of the tags that were chosen.
    tags: Vec<Expression>,
    /// Of the filters among the words.
    must: Vec<Expression>,
    not: Vec<Expression>,
}

/// The filters; nothing where one of them is of something that does not exist.
async fn facets(reader: &mut Connection, asked: &Asked<'_>, query: &Query) -> sqlx::Result<Option<Facets>> {
    let facet = |facet: String| Expression::phrase(&[facet]);
    let tags: Vec<Expression> = asked
        .tags
        .iter()
        .take(MOST_FACETS)
        .map(|tag| facet(tag_facet(*tag)))
        .collect();
    let tags = if asked.any {
        Expression::any(tags).into_iter().collect()
    } else {
        tags
    };
    let mut must = Vec::new();
    let mut not: Vec<Expression> = asked
        .not
        .iter()
        .take(MOST_FACETS)
        .map(|tag| facet(tag_facet(*tag)))
        .collect();
    for filter in &query.filters {
        let id = find::find_label(reader, filter.label, &filter.slug).await?;
        let found = id.map(|id| match filter.label {
            Label::Tag => tag_facet(id),
            Label::Author => author_facet(id),
            Label::Series => series_facet(id),
        });
        match (found, filter.not) {
            (Some(name), false) => must.push(facet(name)),
            (Some(name), true) => not.push(facet(name)),
            (None, false) => return Ok(None),
            (None, true) => {}
        }
    }
    Ok(Some(Facets { tags, must, not }))
}
