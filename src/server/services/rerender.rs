//! Renders stored texts anew, a batch to a transaction, so that a running site is never kept waiting.

use super::render::{ImageSizes, render};
use crate::{
    markdown::RENDERER_VERSION,
    server::{
        calendar,
        db::{Database, bodies, listing, media},
    },
};

/// Posts in one transaction.
const BATCH: u32 = 100;

/// Renders every text that an older renderer worked on, or simply every text; answers how many.
pub async fn rerender(database: &Database, all: bool) -> anyhow::Result<usize> {
    let sizes = ImageSizes::new(media::list_media(&mut *database.reader().await?).await?);
    let other_than = (!all).then_some(RENDERER_VERSION);
    let (mut after, mut count) = (0, 0);
    loop {
        let batch = {
            let mut reader = database.reader().await?;
            bodies::list_bodies(&mut reader, after, other_than, BATCH).await?
        };
        let Some(last) = batch.last() else {
            break;
        };
        after = last.post_id;
        count += batch.len();
        let sizes = sizes.clone();
        let rendered = tokio::task::spawn_blocking(move || {
            batch
                .into_iter()
                .map(|body| {
                    let rendered = render(&body.source, &sizes)?;
                    Ok((body, rendered))
                })
                .collect::<anyhow::Result<Vec<_>>>()
        })
        .await??;
        let mut transaction = database.begin().await?;
        for (body, rendered) in &rendered {
            bodies::write_rendering(&mut transaction, body.post_id, &rendered.record(&body.source)).await?;
        }
        transaction.commit().await?;
    }
    if count > 0 {
        // Feeds hold the texts, and their readers ask by the time of the last change.
        let mut transaction = database.begin().await?;
        listing::note_change(&mut transaction, calendar::now()).await?;
        transaction.commit().await?;
    }
    Ok(count)
}
