//! Writes many posts: rendered on all cores, saved a batch to a transaction.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use super::{
    drafts::imported::{self, Kept},
    reindex,
    render::{ImageSizes, RenderedBody, render},
    save::{NewPost, PostSaver},
};
use crate::{
    model::slug::Slug,
    server::{
        calendar,
        db::{
            Connection, Database, drafts,
            store::{self, KnownPost},
        },
    },
};

/// Posts in one transaction.
const BATCH: usize = 200;

/// After so many the search index is worth tidying.
const MANY: usize = 1_000;

/// A post to be written.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Whether it replaces the post with its identity, which keeps its address; it is a new one else.
    pub is_known: bool,
    /// When it appeared by what its author says, where readers do not see it yet.
    pub date: Option<i64>,
    /// What to write.
    pub post: NewPost,
}

/// What did not go as planned. Posts are named by where they came from.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Old addresses that belong to other posts already.
    pub taken: Vec<(String, String)>,
    /// Posts that could not be written.
    pub failed: Vec<Failure>,
    /// Posts that are left as they are here.
    pub kept: Vec<(String, Kept)>,
}

/// A post that could not be written.
#[derive(Debug)]
pub struct Failure {
    /// Where it came from.
    pub origin: String,
    /// Whether it was to replace one.
    pub is_known: bool,
    /// A sentence.
    pub reason: String,
}

impl Failure {
    fn of(planned: &Planned, reason: impl Into<String>) -> Self {
        Self {
            origin: origin(&planned.post),
            is_known: planned.is_known,
            reason: reason.into(),
        }
    }
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
        for (mut planned, body) in rendered {
            let known = match find(&mut transaction, &mut planned).await? {
                Ok(known) => known,
                Err(reason) => {
                    remarks.failed.push(Failure::of(&planned, reason));
                    continue;
                }
            };
            let post = planned.post;
            let origin = origin(&post);
            if let Some(kept) = known.as_ref().and_then(Kept::of) {
                remarks.kept.push((origin, kept));
                continue;
            }
            let existing = known.map(|known| known.id);
            // Nobody has opened a post at the desk that has none, so nothing of it is kept there.
            let latest = match existing {
                Some(id) => drafts::read_head(&mut transaction, id).await?,
                None => None,
            };
            let saved = saver.save(&mut transaction, existing, &post, &body, now).await?;
            if latest.is_some() || planned.date.is_some() {
                let uuid = post.uuid.to_string();
                imported::follow(&mut transaction, &uuid, latest.as_ref(), planned.date, now).await?;
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

/// Finds the post that is to be replaced, and its address, as they are in this very transaction: since all was planned,
/// people may have worked at the desk for minutes. Says what is in the way, if anything.
async fn find(
    connection: &mut Connection,
    planned: &mut Planned,
) -> sqlx::Result<Result<Option<KnownPost>, String>> {
    let post = &mut planned.post;
    let known = store::find_known_post(connection, &post.uuid.to_string()).await?;
    match (&known, planned.is_known) {
        (None, true) => {
            return Ok(Err(
                "this post was deleted during the import; import again if you want it back".to_owned(),
            ));
        }
        (Some(_), false) => {
            return Ok(Err(
                "a post with its id was written during the import; import again".to_owned(),
            ));
        }
        _ => {}
    }
    if let Some(slug) = known.as_ref().and_then(|known| Slug::parse(&known.slug).ok()) {
        post.slug = slug;
    }
    // No post has the row id 0.
    let id = known.as_ref().map_or(0, |known| known.id);
    if drafts::is_slug_taken(connection, post.slug.as_str(), id).await? {
        return Ok(Err(format!(
            "something else got its address {} during the import; import again, and it gets another one",
            post.kind.path(post.slug.as_str())
        )));
    }
    Ok(Ok(known))
}

fn origin(post: &NewPost) -> String {
    post.origin
        .as_ref()
        .map(|(path, _)| path.clone())
        .unwrap_or_else(|| post.slug.to_string())
}

type Rendered = (Vec<(Planned, RenderedBody)>, Vec<Failure>);

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
            Ok(Err(error)) => failed.push(Failure::of(&planned, error.to_string())),
            Err(_) => failed.push(Failure::of(&planned, "the renderer failed on its text")),
        }
    }
    (rendered, failed)
}
