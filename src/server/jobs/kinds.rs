//! The kinds of work there are: how many at once, how often, how long, and which use-case each is.

use std::time::Duration;

use anyhow::Context as _;

use super::{Ended, JobContext, Kind, Lease};
use crate::server::{
    calendar,
    fault::Fault,
    services::{
        jobs::{
            self, Again, DrawShareImage, DrawShareImages, IndexPosts, MakeVariants, PublishPost, PurgeJobs,
            PurgeTrash, RelatePosts, RemoveFiles, Work,
        },
        media,
        publish::{self, Due},
        relate,
        share_image::draw_posts::{Drawn, Easel},
        sorting::follow,
        trash,
    },
};

/// All kinds.
pub static KINDS: [Kind; 9] = [
    Kind {
        name: PublishPost::KIND,
        at_once: 1,
        // Only a disk in trouble keeps a post back; however long that lasts, the post is not forgotten.
        attempts: u32::MAX,
        // A post has to be live five seconds after its time, even when the program is killed right then.
        lease: Duration::from_secs(3),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move { publish(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: RelatePosts::KIND,
        at_once: 1,
        attempts: 5,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(600),
        begin: |context, lease, payload| {
            Box::pin(async move { relate(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: IndexPosts::KIND,
        at_once: 1,
        attempts: 30,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(600),
        begin: |context, lease, payload| {
            Box::pin(async move { index_posts(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: PurgeJobs::KIND,
        at_once: 1,
        // Nobody would notice that the house is not kept clean any more.
        attempts: u32::MAX,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move { purge(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: MakeVariants::KIND,
        // One core at most; the other is for those who read.
        at_once: 1,
        attempts: 6,
        lease: Duration::from_secs(10),
        longest: Duration::from_secs(600),
        begin: |context, lease, payload| {
            Box::pin(async move { make_variants(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: RemoveFiles::KIND,
        at_once: 1,
        attempts: 30,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move { remove_files(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: PurgeTrash::KIND,
        at_once: 1,
        // Nobody would notice that the house is not kept clean any more.
        attempts: u32::MAX,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move { purge_trash(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: DrawShareImage::KIND,
        at_once: 1,
        attempts: 6,
        lease: Duration::from_secs(10),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move { draw_share_image(context, lease, read(&payload)?).await })
        },
    },
    Kind {
        name: DrawShareImages::KIND,
        at_once: 1,
        attempts: 6,
        lease: Duration::from_secs(30),
        longest: Duration::from_secs(600),
        begin: |context, lease, payload| {
            Box::pin(async move { draw_share_images(context, lease, read(&payload)?).await })
        },
    },
];

fn read<W: Work>(payload: &str) -> anyhow::Result<W> {
    serde_json::from_str(payload).with_context(|| {
        format!(
            "what a job of the kind '{}' was told cannot be read; another version of the program wrote it",
            W::KIND
        )
    })
}

async fn publish(context: JobContext, lease: Lease, work: PublishPost) -> anyhow::Result<Ended> {
    let mut transaction = context.database.begin().await?;
    match publish::publish_due(&mut transaction, work.post, calendar::now()).await? {
        Due::Live | Due::Dropped => lease.finish(transaction).await,
        // The clock was set back, or somebody moved the post and not its job.
        Due::NotYet(at) => lease.repeat(transaction, at).await,
    }
}

/// Writes in pieces and knows itself how far it is, so that it may be cut off and begun again.
async fn relate(context: JobContext, lease: Lease, _: RelatePosts) -> anyhow::Result<Ended> {
    relate::relate_all(&context.database).await?;
    lease.finish(context.database.begin().await?).await
}

/// Writes in pieces, each of which may be written twice.
async fn index_posts(context: JobContext, lease: Lease, work: IndexPosts) -> anyhow::Result<Ended> {
    follow::index_posts(&context.database, &work.posts).await?;
    lease.finish(context.database.begin().await?).await
}

async fn purge(context: JobContext, lease: Lease, _: PurgeJobs) -> anyhow::Result<Ended> {
    let now = calendar::now();
    let mut transaction = context.database.begin().await?;
    if jobs::purge(&mut transaction, now).await? {
        return lease.repeat(transaction, now).await;
    }
    transaction.commit().await?;
    // Nobody has to wait for a walk through a folder, and what cannot be swept today can be tomorrow.
    if let Err(error) = media::sweep::sweep(&context.database, &context.media).await {
        tracing::warn!("the folder of pictures could not be swept: {error:#}");
    }
    if let Err(error) = media::older::mend(&context.database, &context.media).await {
        tracing::warn!("pictures of an older version keep their notes for now: {error:#}");
    }
    let mut transaction = context.database.begin().await?;
    // Nothing that changed past the jobs is shown wrongly for longer than a day.
    jobs::enqueue(&mut transaction, &DrawShareImages {}, now, Again::Keep).await?;
    lease.repeat(transaction, now.saturating_add(calendar::DAY)).await
}

async fn make_variants(context: JobContext, lease: Lease, work: MakeVariants) -> anyhow::Result<Ended> {
    media::variants::make_variants(&context.database, &context.media, work.media, &work.path).await?;
    lease.finish(context.database.begin().await?).await
}

async fn remove_files(context: JobContext, lease: Lease, work: RemoveFiles) -> anyhow::Result<Ended> {
    let mut transaction = context.database.begin().await?;
    media::library::remove_unknown(&mut transaction, &context.media, &work.path).await?;
    lease.finish(transaction).await
}

async fn draw_share_image(context: JobContext, lease: Lease, work: DrawShareImage) -> anyhow::Result<Ended> {
    let easel = Easel::new(&context.database, &context.settings, &context.media);
    easel.draw_post(work.post).await?;
    lease.finish(context.database.begin().await?).await
}

/// A stretch at a time, so that the posts of a large site do not take the place of anything for long.
async fn draw_share_images(context: JobContext, lease: Lease, _: DrawShareImages) -> anyhow::Result<Ended> {
    let easel = Easel::new(&context.database, &context.settings, &context.media);
    let drawn = easel.draw_all().await?;
    let transaction = context.database.begin().await?;
    match drawn {
        Drawn::All => lease.finish(transaction).await,
        Drawn::Some => lease.repeat(transaction, calendar::now()).await,
    }
}

/// Comes again when the next post is due, and once a day whatever happens.
async fn purge_trash(context: JobContext, lease: Lease, _: PurgeTrash) -> anyhow::Result<Ended> {
    let now = calendar::now();
    let mut transaction = context.database.begin().await?;
    let next = trash::purge(&mut transaction, now)
        .await
        .map_err(Fault::into_inner)?;
    let tomorrow = now.saturating_add(calendar::DAY);
    lease
        .repeat(transaction, next.map_or(tomorrow, |next| next.min(tomorrow)))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_can_be_done() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
        for kind in &KINDS {
            assert!(kind.at_once > 0 && kind.attempts > 0, "{kind:?}");
            assert!(kind.lease >= Duration::from_secs(1), "{kind:?}");
        }
    }

    #[test]
    fn a_payload_that_cannot_be_read_names_its_kind() {
        let error = read::<PublishPost>("{}").unwrap_err().to_string();
        assert!(error.contains("'publish'"), "{error}");
    }
}
