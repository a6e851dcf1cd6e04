//! Between what an author edits and what is kept of a post.

use tokio::sync::Semaphore;

use crate::{
    markdown,
    model::{
        desk::{PictureSize, PreviewNeeds, PreviewParts},
        draft::{Draft, Meta, Part, Picture},
        media::paths_in,
        status::Kind,
    },
    server::{
        context::Context,
        db::{
            Connection,
            drafts::{self, PostRow},
            media,
        },
        fault::Fault,
        services::{
            project,
            render::{self, ImageSizes, RenderedBody},
        },
    },
};

/// Texts rendered or compared at once: more would only take the processor from who reads.
static RENDERING: Semaphore = Semaphore::const_new(2);

/// Those who may be in the line for that at once. Together they have their turn well before a request has taken too long, and
/// neither keeps the other from getting into it.
#[derive(Clone, Copy, Debug)]
pub enum Line {
    /// Who publishes.
    Authors,
    /// Who has a link to a draft, and may ask as often as they like.
    Links,
    /// Who reads what changed in a post, and may as well.
    Changes,
}

impl Line {
    fn places(self) -> &'static Semaphore {
        static AUTHORS: Semaphore = Semaphore::const_new(16);
        static LINKS: Semaphore = Semaphore::const_new(8);
        static CHANGES: Semaphore = Semaphore::const_new(8);
        match self {
            Self::Authors => &AUTHORS,
            Self::Links => &LINKS,
            Self::Changes => &CHANGES,
        }
    }

    /// How many of them may have their turn at once: readers leave one of them to authors at any time.
    fn turns(self) -> &'static Semaphore {
        static AUTHORS: Semaphore = Semaphore::const_new(2);
        static READERS: Semaphore = Semaphore::const_new(1);
        match self {
            Self::Authors => &AUTHORS,
            Self::Links | Self::Changes => &READERS,
        }
    }
}

/// When whoever finds the line full is to ask again, in seconds.
pub const ASK_AGAIN: u32 = 5;

/// What readers see of a post, as its author edits it.
pub async fn read(connection: &mut Connection, post: &PostRow) -> sqlx::Result<Draft> {
    let row = drafts::read_content(connection, post.id).await?;
    let mut meta = Meta {
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
        evergreen: row.evergreen.then_some(true),
        tells_changes: row.tells_changes.then_some(true),
        ..Meta::default()
    };
    if post.kind == Kind::Project.as_str() {
        project::read(connection, post.id).await?.describe(&mut meta);
    }
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
pub async fn in_turn<T: Send + 'static>(
    line: Line,
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<Option<T>, Fault> {
    let Ok(place) = line.places().try_acquire() else {
        return Ok(None);
    };
    let turn = line.turns().acquire().await?;
    let permit = RENDERING.acquire().await?;
    // All go with the work: who asked may hang up, and the work goes on all the same.
    let held = (place, turn, permit);
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

    use futures_util::FutureExt as _;

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
        // Whoever has a turn keeps it until the gate is open.
        let gate = Arc::new(tokio::sync::Mutex::new(()));
        let shut = gate.try_lock().unwrap();
        let mut waiting = Vec::new();
        for _ in 0..40 {
            let gate = gate.clone();
            let mut work = Box::pin(in_turn(Line::Links, move || {
                drop(gate.blocking_lock());
                Ok(())
            }));
            match (&mut work).now_or_never() {
                Some(told) => assert!(matches!(told, Ok(None))),
                None => waiting.push(work),
            }
        }
        assert_eq!(waiting.len(), 8);
        let author = in_turn(Line::Authors, || Ok(()));
        let author = tokio::time::timeout(Duration::from_secs(60), author).await;
        assert!(matches!(author, Ok(Ok(Some(())))), "links leave authors a turn");
        drop(shut);
        for work in waiting {
            assert!(matches!(work.await, Ok(Some(()))));
        }
        assert!(
            matches!(in_turn(Line::Links, || Ok(())).await, Ok(Some(()))),
            "all have left"
        );
    }
}
