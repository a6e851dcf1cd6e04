//! Writes many posts: rendered on all cores, saved a batch to a transaction.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use super::{
    drafts::imported::{self, Before},
    reindex,
    render::{ImageSizes, RenderedBody, render},
    save::{NewPost, PostSaver},
};
use crate::server::{calendar, db::Database};

/// Posts in one transaction.
const BATCH: usize = 200;

/// After so many the search index is worth tidying.
const MANY: usize = 1_000;

/// A post to be written, and the row it replaces.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Row id of what it replaces.
    pub existing: Option<i64>,
    /// What to write.
    pub post: NewPost,
}

/// What did not go as planned: where the post came from, and what is amiss.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Old addresses that belong to other posts already.
    pub taken: Vec<(String, String)>,
    /// Posts that were not written, and why.
    pub failed: Vec<(String, String)>,
    /// Posts with a draft at the desk that readers do not see; it stays.
    pub pending: Vec<String>,
    /// Posts that were not written because they are in the trash.
    pub trashed: Vec<String>,
}

/// Renders and saves `posts`, telling `progress` how many are done after each batch.
///
/// A post that the renderer cannot take is left out and told; the rest go on.
pub async fn write_posts(
    database: &Database,
    posts: impl IntoIterator<Item = Planned>,
    sizes: ImageSizes,
    progress: impl Fn(usize),
) -> anyhow::Result<Remarks> {
    let mut posts = posts.into_iter();
    let mut saver = PostSaver::default();
    let (mut done, mut remarks) = (0, Remarks::default());
    loop {
        let batch: Vec<Planned> = posts.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            if done >= MANY {
                reindex::tidy(database).await?;
            }
            return Ok(remarks);
        }
        let sizes = sizes.clone();
        let size = batch.len();
        let (rendered, failed) = tokio::task::spawn_blocking(move || render_batch(batch, &sizes)).await??;
        remarks.failed.extend(failed);
        let now = calendar::now();
        let mut transaction = database.begin().await?;
        for (planned, body) in &rendered {
            let uuid = planned.post.uuid.to_string();
            let before = match planned.existing {
                Some(_) => imported::look(&mut transaction, &uuid).await?,
                None => Before::Unwritten,
            };
            if matches!(before, Before::Trashed) {
                remarks.trashed.push(origin(&planned.post));
                continue;
            }
            let saved = saver
                .save(&mut transaction, planned.existing, &planned.post, body, now)
                .await?;
            let origin = origin(&planned.post);
            if imported::follow(&mut transaction, &uuid, before, now).await? {
                remarks.pending.push(origin.clone());
            }
            remarks
                .taken
                .extend(saved.taken_paths.into_iter().map(|path| (origin.clone(), path)));
        }
        saver.finish(&mut transaction).await?;
        transaction.commit().await?;
        done += size;
        progress(done);
    }
}

fn origin(post: &NewPost) -> String {
    post.origin
        .as_ref()
        .map(|(path, _)| path.clone())
        .unwrap_or_else(|| post.slug.to_string())
}

type Rendered = (Vec<(Planned, RenderedBody)>, Vec<(String, String)>);

fn render_batch(mut batch: Vec<Planned>, sizes: &ImageSizes) -> anyhow::Result<Rendered> {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let share = batch.len().div_ceil(cores).max(1);
    let mut shares = Vec::new();
    while !batch.is_empty() {
        let rest = batch.split_off(share.min(batch.len()));
        shares.push(std::mem::replace(&mut batch, rest));
    }
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || render_share(share, sizes)))
            .collect();
        let (mut rendered, mut failed) = Rendered::default();
        for worker in workers {
            let share = worker
                .join()
                .map_err(|_| anyhow::anyhow!("rendering ended in a panic"))?;
            rendered.extend(share.0);
            failed.extend(share.1);
        }
        Ok((rendered, failed))
    })
}

fn render_share(share: Vec<Planned>, sizes: &ImageSizes) -> Rendered {
    let (mut rendered, mut failed) = Rendered::default();
    for planned in share {
        // The parsers are not ours alone; a fault in one of them must not cost more than the post it met.
        match catch_unwind(AssertUnwindSafe(|| render(&planned.post.source, sizes))) {
            Ok(Ok(body)) => rendered.push((planned, body)),
            Ok(Err(error)) => failed.push((origin(&planned.post), error.to_string())),
            Err(_) => failed.push((
                origin(&planned.post),
                "the renderer failed on its text".to_owned(),
            )),
        }
    }
    (rendered, failed)
}
