//! Puts cards together: rows, their labels taken apart, and dates as readers read them.

use crate::{
    model::{
        listing::{Paging, PostList},
        media::shown_at,
        person::AuthorRef,
        post::{Cover, PostSummary},
        series::{SeriesRef, title},
        tag::TagRef,
        views::ViewCount,
    },
    server::{
        calendar::{self, Calendar},
        db::{
            Connection,
            cards::{self, CardRow, Scope},
            labels::parse_labels,
        },
        fault::Fault,
    },
};

/// An update within a day of publication is the author's last polish and not worth a reader's attention.
const POLISH: i64 = calendar::DAY;

/// Widest that a card shows its cover, in pixels; some for screens that have more of them.
const COVER: u32 = 900;

/// One page of the listed posts in `scope`, of which there are `total`; nothing when there is no such page.
pub async fn list_page(
    connection: &mut Connection,
    calendar: &Calendar,
    scope: Scope,
    page: u32,
    size: u32,
    total: u32,
) -> Result<Option<PostList>, Fault> {
    let Some(paging) = Paging::new(page, size, total) else {
        return Ok(None);
    };
    let offset = (page - 1).saturating_mul(size);
    let rows = cards::list_cards(connection, scope, calendar::now(), size, offset).await?;
    let posts = rows.into_iter().map(|row| summarise(row, calendar)).collect();
    Ok(Some(PostList { posts, paging }))
}

/// A card of a row.
pub fn summarise(row: CardRow, calendar: &Calendar) -> PostSummary {
    let (tags, authors) = (
        parse_labels(row.tags.as_deref()),
        parse_labels(row.authors.as_deref()),
    );
    let cover = match (row.cover_path, row.cover_width, row.cover_height) {
        (Some(src), Some(width), Some(height)) => Some(Cover {
            src: shown_at(&src, width, COVER),
            alt: row.cover_alt,
            width,
            height,
        }),
        _ => None,
    };
    let series = row
        .series_slug
        .zip(row.series_title)
        .map(|(slug, title)| SeriesRef {
            slug,
            title,
            part: row.series_part,
            parts: row.series_parts,
        });
    PostSummary {
        slug: row.slug,
        // The series stands beside it.
        title: match &series {
            Some(series) => title::short(&row.title, &series.title).unwrap_or(row.title),
            None => row.title,
        },
        summary: if row.summary.is_empty() {
            row.excerpt
        } else {
            row.summary
        },
        takeaway: row.takeaway,
        language: row.language,
        featured: row.featured,
        published: calendar.label(row.published_at),
        updated: row
            .updated_at
            .filter(|at| *at > row.published_at + POLISH)
            .map(|at| calendar.label(at)),
        minutes: row.minutes,
        views: row
            .views
            .filter(|views| *views > 0)
            .map(|views| ViewCount::new(views.into())),
        cover,
        tags: tags
            .into_iter()
            .map(|tag| TagRef {
                slug: tag.slug,
                name: tag.name,
            })
            .collect(),
        authors: authors
            .into_iter()
            .map(|author| AuthorRef {
                slug: author.slug,
                name: author.name,
            })
            .collect(),
        series,
    }
}
