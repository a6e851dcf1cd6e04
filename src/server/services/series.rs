//! What readers ask of series.

use super::posts::link;
use crate::{
    model::series::{SeriesPage, SeriesPart},
    server::{
        calendar,
        context::Context,
        db::{posts::list_parts, series},
        fault::Fault,
    },
};

/// A series with its visible parts; nothing when there is no such series or no part to see. Two queries.
pub async fn read_series(context: &Context, slug: &str) -> Result<Option<SeriesPage>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = series::read_series(&mut reader, slug).await? else {
        return Ok(None);
    };
    let parts = list_parts(&mut reader, row.id, calendar::now()).await?;
    if parts.is_empty() {
        return Ok(None);
    }
    Ok(Some(SeriesPage {
        slug: row.slug,
        title: row.title,
        description: row.description,
        complete: row.complete,
        parts: parts
            .into_iter()
            .map(|part| SeriesPart {
                summary: part.summary.clone(),
                published: context.calendar().label(part.published_at),
                minutes: part.minutes,
                post: link(part),
            })
            .collect(),
    }))
}
