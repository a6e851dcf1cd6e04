//! Writes views in groups: whatever calls have come in while the last group was being written make the next one, one
//! transaction for all of them. Nobody is told that a view is kept before it is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::{MissedTickBehavior, interval},
};

use super::{
    key::Key,
    tally::{Reason, Tally},
    visit::Visitor,
};
use crate::{
    model::slug::Slug,
    server::{
        calendar,
        db::{self, Connection, Database},
    },
};

/// How often the clock is looked at for the end of the day, and what was not counted is written, while nobody calls.
const TICK: Duration = Duration::from_secs(1);

/// A view to be kept, and who waits for it.
pub struct Call {
    /// Whose page was read.
    pub slug: Slug,
    /// Who reads.
    pub visitor: Visitor,
    /// Told once it is known.
    pub answer: oneshot::Sender<Answer>,
}

/// What became of a call.
#[derive(Debug)]
pub enum Answer {
    /// The view is on the disk, from this call or an earlier one.
    Kept,
    /// Readers see no such post.
    Unknown,
    /// Nothing was written.
    Failed(Arc<anyhow::Error>),
}

/// The one task that writes views.
pub struct Ledger {
    /// Where they go.
    pub database: Database,
    /// What was not counted.
    pub tally: Arc<Tally>,
    /// Those who wait.
    pub calls: mpsc::Receiver<Call>,
    /// Said when no more calls are to be taken.
    pub stop: Arc<Notify>,
    /// The last day that was begun.
    pub day: i64,
}

impl Ledger {
    /// Writes until there are no more callers or it is told to stop; what was taken by then is written first.
    pub async fn run(mut self) {
        let mut group = Vec::with_capacity(db::views::MOST);
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                taken = self.calls.recv_many(&mut group, db::views::MOST) => if taken == 0 { break },
                _ = tick.tick() => {}
                () = self.stop.notified() => self.calls.close(),
            }
            self.write(&mut group).await;
        }
        self.write(&mut group).await;
    }

    /// Writes what there is, if anything, begins a new day where one is due, and answers.
    async fn write(&mut self, group: &mut Vec<Call>) {
        let now = calendar::now();
        let excluded = self.tally.take();
        // A clock that was set back ends no day.
        if group.is_empty() && excluded.is_empty() && self.day >= calendar::day_of(now) {
            return;
        }
        match write_group(&self.database, group, &excluded, now).await {
            Ok(written) => {
                self.day = written.day;
                for call in group.drain(..) {
                    let found = written.posts.contains_key(call.slug.as_str());
                    // Whoever has hung up does not need to know.
                    let _ = call
                        .answer
                        .send(if found { Answer::Kept } else { Answer::Unknown });
                }
            }
            Err(error) => {
                for (reason, calls) in excluded {
                    self.tally.note(reason, calls);
                }
                if group.is_empty() {
                    tracing::warn!("what was not counted could not be written: {error:#}");
                }
                let error = Arc::new(error);
                for call in group.drain(..) {
                    let _ = call.answer.send(Answer::Failed(error.clone()));
                }
            }
        }
    }
}

/// What a group of calls has become.
struct Written {
    day: i64,
    posts: HashMap<String, i64>,
}

/// Writes a group and the numbers of what was not counted, all or nothing.
async fn write_group(
    database: &Database,
    group: &[Call],
    excluded: &[(Reason, u64)],
    now: i64,
) -> anyhow::Result<Written> {
    let mut transaction = database.begin().await?;
    let (day, salt) = open_day(&mut transaction, calendar::day_of(now)).await?;
    let slugs: BTreeSet<&str> = group.iter().map(|call| call.slug.as_str()).collect();
    let slugs: Vec<&str> = slugs.into_iter().collect();
    let posts: HashMap<String, i64> = db::views::find_posts(&mut transaction, &slugs, now)
        .await?
        .into_iter()
        .map(|(id, slug)| (slug, id))
        .collect();

    let keys: Vec<(i64, [u8; 16])> = group
        .iter()
        .filter_map(|call| {
            let visitor = &call.visitor;
            let key = salt.code(&[visitor.prefix.as_bytes(), &[visitor.family.code()]]);
            Some((*posts.get(call.slug.as_str())?, key))
        })
        .collect();
    let mut views: BTreeMap<i64, i64> = BTreeMap::new();
    for post in db::views::add_keys(&mut transaction, &keys).await? {
        *views.entry(post).or_default() += 1;
    }
    let views: Vec<(i64, i64)> = views.into_iter().collect();
    db::views::add_views(&mut transaction, day, &views).await?;

    let unknown = u64::try_from(group.len() - keys.len())?;
    let excluded: Vec<(&str, i64)> = excluded
        .iter()
        .copied()
        .chain((unknown > 0).then_some((Reason::UnknownPost, unknown)))
        .map(|(reason, calls)| Ok((reason.as_str(), i64::try_from(calls)?)))
        .collect::<anyhow::Result<_>>()?;
    db::views::add_exclusions(&mut transaction, day, &excluded).await?;
    transaction.commit().await?;
    Ok(Written { day, posts })
}

/// The day to count in and the salt of its visitors: `today`, which is begun where it has not been, or a later day where
/// the clock was set back.
pub async fn open_day(connection: &mut Connection, today: i64) -> anyhow::Result<(i64, Key)> {
    if let Some(open) = db::views::read_day(connection).await?
        && open.day >= today
    {
        return Ok((open.day, Key::read(&open.salt)?));
    }
    let salt = Key::generate()?;
    db::views::begin_day(connection, today, salt.as_bytes()).await?;
    Ok((today, salt))
}
