//! Between what an author edits and what is kept of a post.

use tokio::sync::Semaphore;

use crate::{
    markdown,
    model::{
        desk::{PictureSize, PreviewNeeds, PreviewParts},
        draft::{Draft, Meta, Part, Picture},
        media::paths_in,
    },
    server::{
        context::Context,
        db::{
            Connection,
            drafts::{self, PostRow},
            media,
        },
        fault::Fault,
        services::render::{self, ImageSizes, RenderedBody},
    },
};

/// Texts rendered at once: more would only take the processor from who reads.
static RENDERING: Semaphore = Semaphore::const_new(2);

/// Those who may be in the line for that at once. Together they have their turn well before a request has taken too long, and
/// neither keeps the other from getting into it.
#[derive(Clone, Copy, Debug)]
pub enum Line {
    /// Who publishes.
    Authors,
    /// Who has a link to a draft, and may ask as often as they like.
    Links,
}

impl Line {
    fn places(self) -> &'static Semaphore {
        static AUTHORS: Semaphore = Semaphore::const_new(16);
        static LINKS: Semaphore = Semaphore::const_new(8);
        match self {
            Self::Authors => &AUTHORS,
            Self::Links => &LINKS,
        }
    }
}

/// When whoever finds the line full is to ask again, in seconds.
pub const ASK_AGAIN: u32 = 5;

/// What readers see of a post, as its author edits it.
pub async fn read(connection: &mut Connection, post: &PostRow) -> sqlx::Result<Draft> {
    let row = drafts::read_content(connection, post.id).await?;
    let meta = Meta {
        title: row.title,
        // A post that was never published has no address of its own yet.
        slug: if post.slug == post.uuid {
            String::new()
        } else {
            post.slug.clone()
        },
        summary: row.summary,
        takeaway: row.takeaway,
        tags: drafts::list_tag_names(connection, post.id).await?,
        series: row.series.map(|series| Part {
            series,
            position: row.series_part.unwrap_or(0),
        }),
        cover: row.cover.map(|src| Picture {
            src,
            alt: row.cover_alt,
        }),
        authors: drafts::list_author_slugs(connection, post.id).await?,
        featured: row.featured,
        unlisted: row.visibility == "unlisted",
        canonical: row.canonical_url.unwrap_or_default(),
        seo_title: row.seo_title.unwrap_or_default(),
        seo_description: row.seo_description.unwrap_or_default(),
        language: row.language,
        review_after: row.review_after,
    };
    Ok(Draft {
        source: row.source,
        meta,
    })
}

/// Renders a text with the pictures that are stored here; nothing where the line for it is full.
pub async fn render(context: &Context, source: &str, line: Line) -> Result<Option<RenderedBody>, Fault> {
    let sizes = {
        let mut reader = context.database.reader().await?;
        ImageSizes::new(media::list_named(&mut reader, &paths_in(source)).await?)
    };
    let source = source.to_owned();
    in_turn(line, move || render::render(&source, &sizes)).await
}

/// Does what takes the processor, a few at once, for as many as have a place in the line; nothing for others.
async fn in_turn<T: Send + 'static>(
    line: Line,
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<Option<T>, Fault> {
    let Ok(place) = line.places().try_acquire() else {
        return Ok(None);
    };
    let permit = RENDERING.acquire().await?;
    // Both go with the work: who asked may hang up, and the work goes on all the same.
    let held = (place, permit);
    let done = tokio::task::spawn_blocking(move || {
        let _held = held;
        work()
    });
    Ok(Some(done.await??))
}

/// What a preview needs and its text does not say; what is not known here is left out.
pub async fn find_preview_parts(context: &Context, needs: &PreviewNeeds) -> Result<PreviewParts, Fault> {
    let pictures = needs.pictures.iter().take(PreviewNeeds::MAX_PICTURES);
    let asked: Vec<&str> = pictures.map(String::as_str).collect();
    let mut reader = context.database.reader().await?;
    let pictures = media::list_named(&mut reader, &asked).await?;
    Ok(PreviewParts {
        pictures: pictures
            .into_iter()
            .map(|row| PictureSize {
                path: row.path,
                width: row.width,
                height: row.height,
            })
            .collect(),
        grammars: markdown::grammars(&needs.grammars),
    })
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn few_texts_are_rendered_at_once_however_many_ask_and_hang_up() {
        let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut asked = tokio::task::JoinSet::new();
        for number in 0..12 {
            let (under_way, most) = (under_way.clone(), most.clone());
            let work = in_turn(Line::Authors, move || {
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(20));
                under_way.fetch_sub(1, Ordering::SeqCst);
                Ok(())
            });
            // Every second one hangs up while its text is being rendered, or while it waits.
            let patience = Duration::from_millis(if number % 2 == 0 { 10 } else { 60_000 });
            asked.spawn(tokio::time::timeout(patience, work));
        }
        let answered = asked.join_all().await.into_iter().flatten().count();
        assert!(answered >= 6, "{answered}");
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn whoever_finds_the_line_full_is_told_at_once_and_the_other_line_is_not_longer_for_it() {
        let slow = |line| {
            in_turn(line, || {
                std::thread::sleep(Duration::from_millis(20));
                Ok(())
            })
        };
        let crowd = futures_util::future::join_all((0..40).map(|_| slow(Line::Links)));
        let (crowd, author) = tokio::join!(crowd, slow(Line::Authors));
        let served = crowd
            .into_iter()
            .filter(|told| matches!(told, Ok(Some(()))))
            .count();
        assert_eq!(served, 8);
        assert!(matches!(author, Ok(Some(()))));
        assert!(matches!(slow(Line::Links).await, Ok(Some(()))), "all have left");
    }
}
