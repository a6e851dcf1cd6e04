//! Counts how often posts are read: each once a visitor and a UTC day, by a call of the page that a reader looks at and
//! never by making the page.
//!
//! A call passes what is cheap first: what it says of itself (`screen`), how many there are (`rate`), its token
//! (`token`). What is left waits for the next group (`ledger`) and is acknowledged after the commit. Of the reader
//! only a part of the address and the kind of browser are looked at, and what is kept of them is a code that nobody can
//! check once the day's salt is gone.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::anyhow;
use tokio::{
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
};

use self::{
    key::Key,
    ledger::{Answer, Call, Ledger},
    rate::Rates,
    tally::{Reason, Tally},
};
pub use self::{
    screen::{Family, agent},
    visit::{ClientAddress, Prefix, Visit},
};
use crate::{
    error::AppError,
    model::{
        slug::Slug,
        views::{PostViews, ViewCount},
    },
    server::{
        calendar,
        context::Context,
        db::{self, Database},
        fault::Fault,
    },
};

pub mod key;
mod ledger;
pub mod rate;
mod screen;
mod tally;
mod token;
mod visit;

/// Calls that may wait to be written; about a second's worth at a rate that no blog sees. The next ones are asked to
/// come again.
const QUEUE: usize = 8_192;

/// Posts on a page, at most.
const MOST: usize = 64;

/// How often the posts at `slugs` were read, with commas between them. One query.
pub async fn read_views(context: &Context, slugs: &str) -> Result<Vec<PostViews>, Fault> {
    let slugs: Vec<&str> = slugs
        .split(',')
        .filter(|slug| Slug::parse(slug).is_ok())
        .take(MOST)
        .collect();
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let mut reader = context.database.reader().await?;
    let counts = db::views::list_totals(&mut reader, &slugs, calendar::now()).await?;
    Ok(counts
        .into_iter()
        .map(|(slug, total)| PostViews {
            slug,
            views: ViewCount::new(total.unsigned_abs()),
        })
        .collect())
}

/// Counts views; made once at start-up. Cheap to clone.
#[derive(Clone)]
pub struct Views(Arc<Parts>);

struct Parts {
    database: Database,
    key: Key,
    heed_opt_out: bool,
    rates: Rates,
    tally: Arc<Tally>,
    calls: mpsc::Sender<Call>,
    stop: Arc<Notify>,
    ledger: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Views {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Views").finish_non_exhaustive()
    }
}

impl Views {
    /// Begins today, if it has not begun, and starts the task that writes. With `heed_opt_out` readers whose browser
    /// asks not to be followed are not counted.
    pub async fn start(database: &Database, heed_opt_out: bool) -> anyhow::Result<Self> {
        let mut transaction = database.begin().await?;
        let fresh = Key::generate()?;
        let key = db::views::ensure_secret(&mut transaction, "views", fresh.as_bytes()).await?;
        let (day, _) = ledger::open_day(&mut transaction, calendar::day_of(calendar::now())).await?;
        transaction.commit().await?;

        let (calls, waiting) = mpsc::channel(QUEUE);
        let (tally, stop) = (Arc::new(Tally::default()), Arc::new(Notify::new()));
        let ledger = Ledger {
            database: database.clone(),
            tally: tally.clone(),
            calls: waiting,
            stop: stop.clone(),
            day,
        };
        Ok(Self(Arc::new(Parts {
            database: database.clone(),
            key: Key::read(&key)?,
            heed_opt_out,
            rates: Rates::default(),
            tally,
            calls,
            stop,
            ledger: Mutex::new(Some(tokio::spawn(ledger.run()))),
        })))
    }

    /// Writes what waits and what was not counted, and takes no more. The database can be closed after it.
    pub async fn close(&self) {
        self.0.stop.notify_one();
        let ledger = self
            .0
            .ledger
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(ledger) = ledger
            && let Err(error) = ledger.await
        {
            tracing::error!("the last views could not be written: {error}");
        }
    }

    /// What the page of the post at `slug` carries today, so that it can be counted.
    pub fn token(&self, slug: &str) -> String {
        self.token_of(slug, calendar::day_of(calendar::now()))
    }

    /// What the page carries on a day, counted from 1970-01-01 UTC.
    pub fn token_of(&self, slug: &str, day: i64) -> String {
        token::token(&self.0.key, slug, day)
    }

    /// Counts that a reader saw the post at `slug`, unless this visitor was counted today or is none.
    ///
    /// Done when it is on the disk, or when it is not to be counted and there is nothing that the caller should do
    /// about it. Refused with what the caller is told: an unknown post, a token that does not hold, too many calls.
    pub async fn record(&self, visit: Visit, slug: &str, token: &str) -> Result<Result<(), AppError>, Fault> {
        let parts = &self.0;
        let now = calendar::now();
        let opted_out = (parts.heed_opt_out && visit.opted_out).then_some(Reason::OptedOut);
        if let Some(reason) = visit.screened.or(opted_out) {
            parts.tally.note(reason, 1);
            return Ok(Ok(()));
        }
        if let Some(retry_after) = parts.rates.check(visit.limit, now) {
            return Ok(self.refuse(Reason::Rate, AppError::TooMany { retry_after }));
        }
        let Ok(slug) = Slug::parse(slug) else {
            return Ok(self.refuse(Reason::UnknownPost, AppError::NotFound));
        };
        if !token::holds(&parts.key, token, slug.as_str(), calendar::day_of(now)) {
            let mut reader = parts.database.reader().await?;
            let found = db::views::find_posts(&mut reader, &[slug.as_str()], now).await?;
            return Ok(if found.is_empty() {
                self.refuse(Reason::UnknownPost, AppError::NotFound)
            } else {
                self.refuse(Reason::BadToken, bad_token())
            });
        }
        let (answer, answered) = oneshot::channel();
        let call = Call {
            slug,
            visitor: visit.visitor,
            answer,
        };
        match parts.calls.try_send(call) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => {
                return Ok(self.refuse(Reason::Overflow, AppError::Transport("busy".to_owned())));
            }
            Err(mpsc::error::TrySendError::Closed(_)) => {
                return Err(anyhow!("a view came in after the last ones were written").into());
            }
        }
        match answered.await? {
            Answer::Kept => Ok(Ok(())),
            Answer::Unknown => Ok(Err(AppError::NotFound)),
            Answer::Failed(error) => Err(anyhow!("a group of views could not be written: {error:#}").into()),
        }
    }

    fn refuse(&self, reason: Reason, error: AppError) -> Result<(), AppError> {
        self.0.tally.note(reason, 1);
        Err(error)
    }
}

fn bad_token() -> AppError {
    let what = "This page is too old to be counted, or another one's; load it again.";
    AppError::field("token", what)
}
