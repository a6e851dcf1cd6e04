//! What readers ask of series.

mod apart;

use super::posts::{part_link, take_coming};
use crate::{
    model::{
        post::Cover,
        series::{PrintedPart, PrintedSeries, Series, SeriesPart, facts},
    },
    server::{
        calendar,
        context::Context,
        db::{
            labels::parse_labels,
            posts::{PartRow, list_parts, list_printed},
            series,
        },
        fault::Fault,
    },
};

/// Most bytes of text on one page, though never less than the first part: some 30 long posts.
const MOST_PRINTED: i64 = 2 * 1024 * 1024;

/// Numbers parts in reading order.
#[derive(Default)]
struct Counted {
    /// How many there were, overviews not among them.
    parts: u32,
}

impl Counted {
    /// The next part's number, from 1; 0 for an overview.
    fn number(&mut self, part: &PartRow) -> u32 {
        if part.overview {
            return 0;
        }
        self.parts += 1;
        self.parts
    }
}

/// A series with its visible parts; nothing when there is no such series or no part to see. Two queries.
pub async fn read_series(context: &Context, slug: &str) -> Result<Option<Series>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = series::read_series(&mut reader, slug).await? else {
        return Ok(None);
    };
    let (parts, coming) = take_coming(
        list_parts(&mut reader, row.id, calendar::now()).await?,
        &row.title,
    );
    if parts.is_empty() {
        return Ok(None);
    }
    let mut counted = Counted::default();
    let parts = parts
        .into_iter()
        .map(|part| {
            let number = counted.number(&part);
            SeriesPart {
                summary: part.link.summary.clone(),
                published: context.calendar().label(part.link.published_at),
                minutes: part.link.minutes,
                number,
                post: part_link(part, &row.title),
            }
        })
        .collect();
    let cover = match (row.cover_path, row.cover_width, row.cover_height) {
        (Some(src), Some(width), Some(height)) => Some(Cover {
            src,
            alt: row.cover_alt,
            width,
            height,
        }),
        _ => None,
    };
    Ok(Some(Series {
        slug: row.slug,
        title: row.title,
        description: row.description,
        complete: row.complete,
        cover,
        parts,
        coming,
    }))
}

/// A series on one page, as far as it fits; nothing when there is no such series or no part to see. Two queries.
pub async fn print_series(context: &Context, slug: &str) -> Result<Option<PrintedSeries>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = series::read_series(&mut reader, slug).await? else {
        return Ok(None);
    };
    let rows = list_printed(&mut reader, row.id, calendar::now(), MOST_PRINTED).await?;
    drop(reader);
    if rows.is_empty() {
        return Ok(None);
    }
    let overview = rows.iter().any(|row| row.part.overview);
    let minutes = rows.iter().map(|row| row.part.link.minutes).sum();
    let mut counted = Counted::default();
    let parts: Vec<PrintedPart> = (0..)
        .zip(rows)
        .map(|(place, printed)| {
            let anchor = format!("part-{place}");
            PrintedPart {
                number: counted.number(&printed.part),
                authors: parse_labels(printed.authors.as_deref())
                    .into_iter()
                    .map(|author| author.name)
                    .collect(),
                published: context.calendar().label(printed.part.link.published_at),
                minutes: printed.part.link.minutes,
                language: printed.language,
                html: printed
                    .html
                    .map(|html| apart::apart(&html, &format!("{anchor}-")).into()),
                post: part_link(printed.part, &row.title),
                anchor,
            }
        })
        .collect();
    Ok(Some(PrintedSeries {
        slug: row.slug,
        title: row.title,
        description: row.description,
        facts: facts(row.complete, overview, counted.parts, minutes).join(" · "),
        parts,
    }))
}
