//! Writes many posts: rendered on all cores, saved a batch to a transaction.

use std::thread;

use super::{
    render::{ImageSizes, RenderedBody, render},
    save::{NewPost, PostSaver},
};
use crate::server::{calendar, db::Database};

/// Posts in one transaction.
const BATCH: usize = 200;

/// A post to be written, and the row it replaces.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Row id of what it replaces.
    pub existing: Option<i64>,
    /// What to write.
    pub post: NewPost,
}

/// Renders and saves `posts`, telling `progress` how many are done after each batch.
///
/// Answers the old addresses that belong to other posts already: where the post came from, and the address.
pub async fn write_posts(
    database: &Database,
    posts: impl IntoIterator<Item = Planned>,
    sizes: ImageSizes,
    progress: impl Fn(usize),
) -> anyhow::Result<Vec<(String, String)>> {
    let mut posts = posts.into_iter();
    let mut saver = PostSaver::default();
    let (mut done, mut taken) = (0, Vec::new());
    loop {
        let batch: Vec<Planned> = posts.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(taken);
        }
        let sizes = sizes.clone();
        let rendered = tokio::task::spawn_blocking(move || render_batch(batch, &sizes)).await??;
        let now = calendar::now();
        let mut transaction = database.begin().await?;
        for (planned, body) in &rendered {
            let saved = saver
                .save(&mut transaction, planned.existing, &planned.post, body, now)
                .await?;
            let origin = planned
                .post
                .origin
                .as_ref()
                .map(|(path, _)| path.clone())
                .unwrap_or_default();
            taken.extend(saved.taken_paths.into_iter().map(|path| (origin.clone(), path)));
        }
        transaction.commit().await?;
        done += rendered.len();
        progress(done);
    }
}

fn render_batch(mut batch: Vec<Planned>, sizes: &ImageSizes) -> anyhow::Result<Vec<(Planned, RenderedBody)>> {
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
            .map(|share| {
                scope.spawn(move || {
                    share
                        .into_iter()
                        .map(|planned| {
                            let body = render(&planned.post.source, sizes)?;
                            Ok((planned, body))
                        })
                        .collect::<anyhow::Result<Vec<_>>>()
                })
            })
            .collect();
        let mut rendered = Vec::new();
        for worker in workers {
            let share = worker
                .join()
                .map_err(|_| anyhow::anyhow!("rendering ended in a panic"))?;
            rendered.extend(share?);
        }
        Ok(rendered)
    })
}
