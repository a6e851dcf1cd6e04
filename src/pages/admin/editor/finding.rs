//! What the fields of the sheet ask the server for, as choices.

use super::combobox::{Choice, Finding};
use crate::{
    api::{
        desk::{find_series, find_tags},
        writing::find_authors,
    },
    model::{
        desk::AuthorChoice,
        listing::count_posts,
        sorting::{SeriesChoice, TagChoice},
    },
};

/// Tags, for their field.
pub fn tags(words: String) -> Finding {
    Box::pin(async move {
        let found = find_tags(words).await?;
        let choice = |tag: TagChoice| Choice {
            value: tag.name.clone(),
            name: tag.name,
            note: count_posts(tag.posts),
            posts: tag.posts,
        };
        Ok(found.into_iter().map(choice).collect())
    })
}

/// Nothing, for what nobody keeps a list of.
pub fn nothing(_words: String) -> Finding {
    Box::pin(async { Ok(Vec::new()) })
}

/// Series, for theirs.
pub fn series(words: String) -> Finding {
    Box::pin(async move {
        let found = find_series(words).await?;
        let choice = |series: SeriesChoice| Choice {
            value: series.slug,
            name: series.title,
            note: count_posts(series.parts),
            posts: series.parts,
        };
        Ok(found.into_iter().map(choice).collect())
    })
}

/// People who can be named as authors.
pub fn authors(words: String) -> Finding {
    Box::pin(async move {
        let found = find_authors(words).await?;
        let choice = |author: AuthorChoice| Choice {
            note: format!("/authors/{}", author.slug),
            value: author.slug,
            name: author.name,
            posts: 0,
        };
        Ok(found.into_iter().map(choice).collect())
    })
}
