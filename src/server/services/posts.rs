//! What readers ask of posts: the list of all, and one with what stands around it.

use super::{cards, share_image, written::FrontMatter};
use crate::{
    model::{
        media::shown_at,
        person::Author,
        post::{PostLink, PostPage, RelatedPost},
        review::{self, Freshness, Overdue},
        series::{ComingPart, SeriesBox, SeriesRef, title},
        status::Kind,
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            labels::parse_labels,
            posts::{self, LinkRow, PartRow, PostRow, Relation},
            whole,
        },
        fault::Fault,
    },
};

/// Other posts on the same matter that a post names.
const RELATED: usize = 4;

/// As many are asked for: two of them may be the neighbours, which a page leads to already.
const ASKED: u32 = 6;

/// Widest that a post shows its cover, in pixels; twice that for screens that have more of them.
const COVER: u32 = 1250;

/// What programs are told of a post besides what its page shows.
#[derive(Debug)]
pub struct PostFacts {
    /// Words of the text.
    pub words: u32,
    /// When it appeared, as RFC 3339 writes it.
    pub published: String,
    /// When its text last changed, likewise.
    pub modified: String,
    /// Path of its picture, in its largest size.
    pub cover: Option<String>,
    /// What its share image is called, if that is drawn as the post is now.
    pub share_image: Option<String>,
}

/// A post with all that is said of it.
#[derive(Debug)]
pub struct ReadPost {
    /// Its page.
    pub page: PostPage,
    /// The other parts, if it is one, which are still to be drawn.
    pub series: Option<SeriesBox>,
    /// How fresh it is, which is still to be drawn.
    pub freshness: Freshness,
    /// What programs are told.
    pub facts: PostFacts,
}

/// The post that readers see at `slug`; nothing when there is none. At most three queries.
pub async fn read_post(context: &Context, slug: &str) -> Result<Option<ReadPost>, Fault> {
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let Some(row) = posts::read_post(&mut reader, slug, now).await? else {
        return Ok(None);
    };
    let series = read_series_box(&mut reader, &row, now).await?;
    let around = posts::list_around(&mut reader, row.listed_at, row.card.id, now, ASKED).await?;
    drop(reader);

    let (mut previous, mut next, mut related) = (None, None, Vec::new());
    for (relation, link) in around {
        match relation {
            Relation::Older => previous = Some(link),
            Relation::Newer => next = Some(link),
            Relation::Related => related.push(link),
        }
    }
    // Within a series its own order goes before that of time.
    let (previous, next) = match &series {
        Some(parts) if parts.leads() => {
            let (previous, next) = parts.neighbours();
            (previous.cloned(), next.cloned())
        }
        _ => (previous.map(link), next.map(link)),
    };
    related.retain(|row| {
        [&previous, &next]
            .into_iter()
            .flatten()
            .all(|neighbour| neighbour.slug != row.slug)
    });

    let authors = parse_labels(row.card.authors.as_deref())
        .into_iter()
        .map(|label| Author {
            slug: label.slug,
            name: label.name,
            bio: label.bio,
        })
        .collect();
    let calendar = &context.calendar();
    let freshness = judge(context, &row, now);
    let (title, dek) = (row.card.title.clone(), row.card.summary.clone());
    let whole = row.card.cover_path.clone();
    let share_image = share_image::of_post(&context.site(), &row);
    let modified = row.card.updated_at.unwrap_or(row.card.published_at);
    let facts = PostFacts {
        words: row.words,
        published: calendar::rfc3339(row.card.published_at),
        modified: calendar::rfc3339(modified.max(row.card.published_at)),
        cover: whole.clone(),
        share_image,
    };
    let mut summary = cards::summarise(row.card, calendar);
    // A page has its whole title, and knows its place from the box.
    summary.title = title;
    summary.series = series.as_ref().map(|series| series.series.clone());
    if let (Some(cover), Some(whole)) = (&mut summary.cover, whole) {
        cover.src = shown_at(&whole, cover.width, COVER);
    }
    let page = PostPage {
        description: row.seo_description.unwrap_or_else(|| summary.summary.clone()),
        dek,
        view_token: context.views.token(slug),
        html: row.html,
        toc: serde_json::from_str(&row.toc)?,
        unlisted: row.listed_at.is_none(),
        canonical: row.canonical_url,
        seo_title: row.seo_title,
        more: String::new(),
        authors,
        series: None,
        previous,
        next,
        related: related
            .into_iter()
            .take(RELATED)
            .map(|row| RelatedPost {
                published: calendar.label(row.published_at),
                minutes: row.minutes,
                post: link(row),
            })
            .collect(),
        summary,
    };
    Ok(Some(ReadPost {
        page,
        series,
        freshness,
        facts,
    }))
}

/// What readers are told of how fresh a post is at this moment. Pages are drawn anew whenever they are asked for, so that it
/// is told from its day on.
fn judge(context: &Context, row: &PostRow, now: i64) -> Freshness {
    let calendar = context.calendar();
    let overdue = row.review_after.filter(|_| {
        review::is_overdue(
            row.review_after,
            row.reviewed_at,
            row.evergreen,
            calendar.on_the_wall(now),
        )
    });
    Freshness {
        reviewed: row.reviewed_at.map(|at| calendar.label(at)),
        overdue: overdue.and_then(|after| {
            let words = context.settings.values().remove(review::NOTE)?;
            (!words.is_empty()).then(|| Overdue {
                words,
                date: calendar::chosen_day(after),
            })
        }),
        has_changes: row.has_changes,
    }
}

/// A post as the file it is written as.
#[derive(Debug)]
pub struct PostSource {
    /// Front matter and text.
    pub text: String,
    /// The one address of the post, whole.
    pub canonical: String,
    /// Whether lists and searches leave it out.
    pub unlisted: bool,
}

/// The file of the post, page or project that readers see at `slug`; nothing when there is none.
pub async fn read_source(context: &Context, kind: Kind, slug: &str) -> Result<Option<PostSource>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = whole::read_published(&mut reader, kind.as_str(), slug, calendar::now()).await? else {
        return Ok(None);
    };
    drop(reader);
    let mut front = FrontMatter::of(&row, &context.calendar().zone())?;
    // Before the colon stands where the folder was, which is a matter of its machine.
    front.source_path = row
        .source_path
        .as_deref()
        .and_then(|path| path.rsplit(':').next())
        .map(str::to_owned);
    let site = context.site();
    let canonical = match row.canonical_url {
        // Imported texts may have one at the root of this site.
        Some(address) => site.whole(address),
        None => site.absolute(&kind.path(slug)),
    };
    Ok(Some(PostSource {
        text: front.write(&row.source)?,
        canonical,
        unlisted: row.visibility != "public",
    }))
}

/// The box of the series that a post is listed in; a series of which readers are told of no other part is none yet.
async fn read_series_box(
    reader: &mut Connection,
    row: &PostRow,
    now: i64,
) -> Result<Option<SeriesBox>, Fault> {
    let (Some(id), Some(slug), Some(title)) = (row.series_id, &row.card.series_slug, &row.card.series_title)
    else {
        return Ok(None);
    };
    let (parts, coming) = take_coming(posts::list_parts(reader, id, now).await?, title);
    let Some(current) = parts.iter().position(|part| part.link.id == row.card.id) else {
        return Ok(None);
    };
    if parts.len() + coming.len() < 2 {
        return Ok(None);
    }
    let overviews = parts.iter().filter(|part| part.overview).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Some(SeriesBox {
        series: SeriesRef {
            slug: slug.clone(),
            title: title.clone(),
            part: count((current + 1).saturating_sub(overviews)),
            parts: count(parts.len() - overviews),
        },
        parts: parts.into_iter().map(|part| part_link(part, title)).collect(),
        overviews,
        current,
        coming,
    }))
}

/// Takes the parts that are to come out of the others. One that has no title yet is not told of.
pub(super) fn take_coming(rows: Vec<PartRow>, series: &str) -> (Vec<PartRow>, Vec<ComingPart>) {
    let (mut parts, mut coming) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        if !row.coming {
            parts.push(row);
        } else if !row.link.title.trim().is_empty() {
            coming.push(ComingPart {
                title: part_link(row, series).title,
                after: parts.len(),
            });
        }
    }
    (parts, coming)
}

/// A part as a link that stands where its series is named.
pub(super) fn part_link(part: PartRow, series: &str) -> PostLink {
    let mut link = link(part.link);
    if let Some(short) = title::short(&link.title, series) {
        link.title = short;
    }
    link
}

/// A row as a link.
fn link(row: LinkRow) -> PostLink {
    PostLink {
        slug: row.slug,
        title: row.title,
    }
}
