//! What the owner chose of the site: read once, held in memory, and changed while the site runs.
//!
//! What counts is what was given when the program was started, or else what was chosen, or else what the program has.

use std::sync::Arc;

use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    error::{AppError, FieldErrors},
    model::{
        front::Front,
        settings::{self, Changes, DeskSettings, GIVEN, TIME_ZONE, Values},
        site::{Entry, Frame, Line, Site},
    },
    server::{
        calendar::{self, Calendar},
        db::{Connection, Database, listing, media, settings as table},
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            jobs::{self, Again, DrawShareImages},
            sorting::redirects,
        },
    },
};

pub mod file;

/// Names of the settings that lead readers on from all pages.
const LEADING: [&str; 2] = ["navigation", "footer"];

/// The settings that count now. Cheap to clone; all clones show the same.
#[derive(Clone, Debug)]
pub struct Settings(Arc<Held>);

#[derive(Debug)]
struct Held {
    given: Values,
    present: watch::Sender<Arc<Present>>,
}

/// What counts at one time.
#[derive(Debug)]
struct Present {
    version: i64,
    shown_at: i64,
    identity: Uuid,
    values: Values,
    site: Arc<Site>,
    frame: Arc<Frame>,
    front: Arc<Front>,
    calendar: Calendar,
}

impl Present {
    /// What follows from these values.
    fn of(version: i64, identity: Uuid, values: Values) -> Self {
        let zone = values.get(TIME_ZONE).map(String::as_str).unwrap_or_default();
        Self {
            version,
            shown_at: calendar::now(),
            identity,
            site: Arc::new(Site::of(&values)),
            frame: Arc::new(Frame::of(&values)),
            front: Arc::new(Front::of(&values)),
            // It was read before.
            calendar: Calendar::parse(zone).unwrap_or_default(),
            values,
        }
    }
}

impl Settings {
    /// Reads what was chosen. `given` goes before it, and has to be as [`check_all`] makes it.
    pub async fn open(database: &Database, given: Values) -> anyhow::Result<Self> {
        let identity = table::read_identity(&mut *database.reader().await?)
            .await?
            .parse()?;
        let present = watch::Sender::new(Arc::new(Present {
            version: -1,
            shown_at: 0,
            identity,
            values: Values::new(),
            site: Arc::default(),
            frame: Arc::default(),
            front: Arc::default(),
            calendar: Calendar::default(),
        }));
        let settings = Self(Arc::new(Held { given, present }));
        settings.follow(database).await?;
        Ok(settings)
    }

    /// What the site says of itself.
    pub fn site(&self) -> Arc<Site> {
        self.0.present.borrow().site.clone()
    }

    /// Where it leads from all of its pages.
    pub fn frame(&self) -> Arc<Frame> {
        self.0.present.borrow().frame.clone()
    }

    /// What the front page and lists are like.
    pub fn front(&self) -> Arc<Front> {
        self.0.present.borrow().front.clone()
    }

    /// Its dates.
    pub fn calendar(&self) -> Calendar {
        self.0.present.borrow().calendar.clone()
    }

    /// Names the site, whatever it is called and wherever it is.
    pub fn identity(&self) -> Uuid {
        self.0.present.borrow().identity
    }

    /// When this program began to show what counts now, in Unix milliseconds.
    pub fn shown_at(&self) -> i64 {
        self.0.present.borrow().shown_at
    }

    /// What counts, by name.
    pub fn values(&self) -> Values {
        self.0.present.borrow().values.clone()
    }

    /// Reads what was chosen again, if it was changed since.
    pub async fn follow(&self, database: &Database) -> sqlx::Result<()> {
        let mut reader = database.reader().await?;
        // Read first: what is chosen after it has another version, and is read the next time.
        let version = table::read_version(&mut reader).await?;
        if version != self.0.present.borrow().version {
            let chosen = read_chosen(&mut reader).await?;
            // An import into an empty site brings its identity along.
            let identity = table::read_identity(&mut reader).await?.parse();
            self.show(version, chosen, identity.unwrap_or_else(|_| self.identity()));
        }
        Ok(())
    }

    /// The same with what is typed, as far as nothing is wrong with it. It is not kept, and only who holds this sees it.
    pub fn as_if(&self, typed: &Values) -> Self {
        let present = self.0.present.borrow().clone();
        let given = self.0.given.clone();
        let mut values = present.values.clone();
        values.extend(sort_out(typed).0);
        values.extend(given.clone());
        let present = Present::of(present.version, present.identity, values);
        Self(Arc::new(Held {
            given,
            present: watch::Sender::new(Arc::new(present)),
        }))
    }

    /// Lets this count from now on, unless something later does already.
    fn show(&self, version: i64, chosen: Values, identity: Uuid) {
        let mut values = counted(chosen);
        values.extend(self.0.given.clone());
        let next = Present::of(version, identity, values);
        self.0.present.send_if_modified(|present| {
            let is_later = present.version < version;
            if is_later {
                *present = Arc::new(next);
            }
            is_later
        });
    }
}

/// What was chosen, by name; what nobody chose is not in it.
pub async fn read_chosen(connection: &mut Connection) -> sqlx::Result<Values> {
    Ok(table::list_settings(connection).await?.into_iter().collect())
}

/// All settings, by name, without what a server was given when it was started.
pub async fn read_values(connection: &mut Connection) -> sqlx::Result<Values> {
    Ok(counted(read_chosen(connection).await?))
}

/// What was chosen, and what the program has where nothing was.
fn counted(chosen: Values) -> Values {
    let mut values = settings::defaults();
    for (name, value) in chosen {
        match check(&name, &value) {
            Ok(value) => values.insert(name, value),
            Err(problem) => {
                tracing::warn!(name, "a setting in the database is left aside: {problem}");
                continue;
            }
        };
    }
    values
}

/// A text as it is kept under this name, or what is wrong with it.
fn check(name: &str, typed: &str) -> Result<String, String> {
    let setting = settings::find(name).ok_or_else(settings::unknown)?;
    let value = setting.read(typed)?;
    if setting.name == TIME_ZONE {
        let calendar = Calendar::parse(&value)
            .map_err(|_| "There is no such time zone. Use a name such as Europe/Berlin or UTC.".to_owned())?;
        return Ok(calendar.zone_name().to_owned());
    }
    Ok(value)
}

/// Texts as they are kept, and what is wrong with each that cannot be.
pub fn sort_out(typed: &Values) -> (Values, FieldErrors) {
    let (mut values, mut errors) = (Values::new(), FieldErrors::new());
    for (name, text) in typed {
        let kept = settings::find(name).map_or(name.as_str(), |setting| setting.name);
        match check(name, text) {
            Ok(value) => values.insert(kept.to_owned(), value),
            Err(problem) => errors.insert(kept.to_owned(), problem),
        };
    }
    (values, errors)
}

/// Texts as they are kept, or what is wrong with each that cannot be.
pub fn check_all(typed: &Values) -> Result<Values, FieldErrors> {
    let (values, errors) = sort_out(typed);
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(errors)
    }
}

/// What the desk shows of the settings.
pub fn read_settings(settings: &Settings) -> DeskSettings {
    let present = settings.0.present.borrow().clone();
    DeskSettings {
        values: present.values.clone(),
        given: settings.0.given.keys().cloned().collect(),
        zones: calendar::zones(),
        year: present.calendar.year(calendar::now()),
        absent: Vec::new(),
    }
}

/// Changes settings from the desk, all or none, unless somebody else changed one of them meanwhile.
pub async fn change_settings(
    database: &Database,
    settings: &Settings,
    actor: &Actor,
    changes: &Changes,
) -> Result<Result<DeskSettings, AppError>, Fault> {
    let (mut wanted, mut seen) = (Values::new(), Values::new());
    for (name, change) in changes {
        wanted.insert(name.clone(), change.wanted.clone());
        seen.insert(name.clone(), change.seen.clone());
    }
    if let Err(error) = check_pictures(database, &wanted).await? {
        return Ok(Err(error));
    }
    if let Err(error) = write(database, settings, actor, &wanted, &seen).await? {
        return Ok(Err(error));
    }
    let mut changed = read_settings(settings);
    if LEADING.iter().any(|name| wanted.contains_key(*name)) {
        // They are saved, whatever comes of this.
        changed.absent = list_absent(database, &settings.frame())
            .await
            .unwrap_or_else(|error| {
                tracing::warn!("where the navigation leads could not be looked up: {error:#}");
                Vec::new()
            });
    }
    Ok(Ok(changed))
}

/// Where readers are led to from all pages and nothing is. It may be written later, so that nobody is refused for it.
async fn list_absent(database: &Database, frame: &Frame) -> sqlx::Result<Vec<String>> {
    let lines = frame.footer.iter().flat_map(|column| &column.lines);
    let entries = lines.filter_map(|line| match line {
        Line::Entry(entry) => Some(entry),
        Line::Mark(_) => None,
    });
    let all: Vec<&Entry> = frame.navigation.iter().chain(entries).collect();
    let mut reader = database.reader().await?;
    let mut absent = Vec::new();
    for Entry { address, .. } in all {
        if !absent.contains(address) && redirects::is_vacant(&mut reader, address).await? {
            absent.push(address.clone());
        }
    }
    Ok(absent)
}

/// Whether the pictures that somebody chose are in the library. What comes with a whole site may name others: they come later.
pub async fn check_pictures(database: &Database, typed: &Values) -> sqlx::Result<Result<(), AppError>> {
    let mut reader = database.reader().await?;
    let mut errors = FieldErrors::new();
    for (name, typed) in typed {
        if let Some(setting) = settings::find(name).filter(|setting| setting.is_picture())
            && let Ok(path) = setting.read(typed)
            && !path.is_empty()
            && media::find_media(&mut reader, &path).await?.is_none()
        {
            let problem = "There is no such picture in the library. Upload it there, copy its Markdown, and paste that here.";
            errors.insert(name.clone(), problem.to_owned());
        }
    }
    Ok(if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    })
}

/// Sets settings, all or none.
pub async fn set_settings(
    database: &Database,
    settings: &Settings,
    actor: &Actor,
    typed: &Values,
) -> Result<Result<(), AppError>, Fault> {
    write(database, settings, actor, typed, &Values::new()).await
}

/// Writes what is wanted. What was `seen` of it has to be there still, unless what is there is wanted anyway.
async fn write(
    database: &Database,
    settings: &Settings,
    actor: &Actor,
    typed: &Values,
    seen: &Values,
) -> Result<Result<(), AppError>, Fault> {
    let mut errors = FieldErrors::new();
    let wanted = check_all(typed).unwrap_or_else(|wrong| {
        errors = wrong;
        Values::new()
    });
    for name in wanted.keys().filter(|name| settings.0.given.contains_key(*name)) {
        errors.insert(name.clone(), GIVEN.to_owned());
    }
    if !errors.is_empty() {
        return Ok(Err(AppError::Invalid(errors)));
    }
    let mut write = database.begin().await?;
    let mut chosen = read_chosen(&mut write).await?;
    let defaults = settings::defaults();
    let mut changes = Vec::new();
    for (name, value) in wanted {
        let default = defaults.get(&name).cloned().unwrap_or_default();
        // What cannot be read any more does not count.
        let before = chosen
            .get(&name)
            .and_then(|value| check(&name, value).ok())
            .unwrap_or_else(|| default.clone());
        if before == value {
            continue;
        }
        if seen.get(&name).is_some_and(|seen| *seen != before) {
            drop(write);
            // Another program may have changed it, and what it is now is looked at next.
            settings.follow(database).await?;
            return Ok(Err(AppError::Conflict(
                "Somebody else changed the same settings since you opened this page, so nothing was saved. What you \
                 entered is still here."
                    .to_owned(),
            )));
        }
        changes.push((name, before, value, default));
    }
    if changes.is_empty() {
        return Ok(Ok(()));
    }
    for (name, before, value, default) in changes {
        let done = Done {
            action: "settings.change",
            object: &name,
            before: &before,
            after: &value,
        };
        actor.note(&mut write, done).await?;
        if value == default {
            table::delete_setting(&mut write, &name).await?;
            chosen.remove(&name);
        } else {
            table::put_setting(&mut write, &name, &value).await?;
            chosen.insert(name, value);
        }
    }
    let version = table::count_change(&mut write).await?;
    // Feeds show the settings, and readers of feeds ask by the time of the last change.
    listing::note_change(&mut write, calendar::now()).await?;
    jobs::enqueue(&mut write, &DrawShareImages {}, calendar::now(), Again::Replace).await?;
    write.commit().await?;
    settings.show(version, chosen, settings.identity());
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
