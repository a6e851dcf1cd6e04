//! The owner's résumé: one PDF, taken in, given out, and counted. It lies in a folder of its own beside the pictures, under
//! the hash of its bytes.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use tokio::{task::spawn_blocking, time::sleep};
use unicode_normalization::UnicodeNormalization as _;

use super::{
    accounts::{Actor, Done},
    media::{hash_of, shelf::Unfinished},
    views::{Prefix, Visit},
};
use crate::{
    model::{
        media::size_in_words,
        resume::{DeskResume, MAX_RESUME, ResumeFile, too_large},
    },
    server::{
        calendar,
        context::Context,
        db::{Database, resume},
        fault::Fault,
    },
};

/// Name of its folder, beside that of the pictures.
const FOLDER: &str = "resume";

/// Milliseconds in a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Visitors that are remembered on a day; those that come after them are counted each time.
const REMEMBERED: usize = 16_384;

/// Why a file was not taken.
#[derive(Debug)]
pub enum Problem {
    /// What is wrong with it, in a sentence.
    Refused(String),
    /// The disk does not take it.
    Disk(io::Error),
    /// Something else of ours.
    Fault(Fault),
}

impl<E: Into<Fault>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// Makes these bytes the résumé, in the place of the one that was there. `media` is the folder of the pictures.
pub async fn keep_resume(
    database: &Database,
    media: &Path,
    actor: &Actor,
    bytes: Vec<u8>,
) -> Result<(), Problem> {
    if bytes.len() as u64 > MAX_RESUME {
        return Err(Problem::Refused(too_large()));
    }
    if !infer::archive::is_pdf(&bytes) {
        return Err(Problem::Refused(
            "This is no PDF. Save the résumé as PDF, and send that; the file’s name alone makes no PDF of it.".to_owned(),
        ));
    }
    if !has_end(&bytes) {
        return Err(Problem::Refused(
            "This PDF has no end: it was cut off on its way, or when it was saved. Save it once more, and send that."
                .to_owned(),
        ));
    }
    let (hash, length) = (hash_of(&bytes), i64::try_from(bytes.len())?);
    let folder = folder_of(media);
    let name = name_of(&hash);
    let file = spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        let file = Unfinished::begin(&folder);
        file.write(&bytes)?;
        Ok(file)
    })
    .await?
    .map_err(Problem::Disk)?;
    let mut write = database.begin().await?;
    // Nobody forgets a file of this name from here on: that is done by who may write, too.
    spawn_blocking(move || file.settle(&name))
        .await?
        .map_err(Problem::Disk)?;
    let before = resume::read_resume(&mut write).await?.map(|row| row.hash);
    resume::put_resume(&mut write, &hash, length, calendar::now()).await?;
    let done = Done {
        action: "resume.change",
        object: "résumé",
        after: &hash,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    if let Some(before) = before.filter(|before| *before != hash) {
        forget_file(database, media, &before).await?;
    }
    Ok(())
}

/// Whether a PDF is there to its end: that says where the list of its parts begins, and closes with a mark (ISO 32000-1,
/// 7.5.5). Something may stand behind the mark, as far as readers of PDF look for it (annex H).
fn has_end(pdf: &[u8]) -> bool {
    let within = |last: usize, word: &[u8]| {
        let end = &pdf[pdf.len().saturating_sub(last)..];
        end.windows(word.len()).any(|bytes| bytes == word)
    };
    within(1_024, b"%%EOF") && within(2_048, b"startxref")
}

/// Takes the résumé away; whether there was one.
pub async fn remove_resume(database: &Database, media: &Path, actor: &Actor) -> Result<bool, Fault> {
    let mut write = database.begin().await?;
    let Some(row) = resume::read_resume(&mut write).await? else {
        return Ok(false);
    };
    resume::remove_resume(&mut write).await?;
    let done = Done {
        action: "resume.remove",
        object: "résumé",
        before: &row.hash,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    forget_file(database, media, &row.hash).await?;
    Ok(true)
}

/// Removes a file that is the résumé no more, unless it became it again. One that stays does no harm.
async fn forget_file(database: &Database, media: &Path, hash: &str) -> Result<(), Fault> {
    let mut write = database.begin().await?;
    let present = resume::read_resume(&mut write).await?;
    if present.is_some_and(|row| row.hash == hash) {
        return Ok(());
    }
    let file = place_of(media, hash);
    if let Err(error) = tokio::fs::remove_file(&file).await {
        tracing::warn!("an old résumé could not be removed: {error}");
    }
    Ok(())
}

/// Where the résumé lies, if there is one.
pub async fn find_resume(database: &Database, media: &Path) -> Result<Option<PathBuf>, Fault> {
    let row = resume::read_resume(&mut *database.reader().await?).await?;
    Ok(row.map(|row| place_of(media, &row.hash)))
}

/// Where a résumé with these bytes lies. `media` is the folder of the pictures.
pub fn place_of(media: &Path, hash: &str) -> PathBuf {
    folder_of(media).join(name_of(hash))
}

/// What the desk shows of it.
pub async fn read_resume(context: &Context) -> Result<DeskResume, Fault> {
    let mut reader = context.database.reader().await?;
    let row = resume::read_resume(&mut reader).await?;
    let today = calendar::day_of(calendar::now());
    let calendar = context.calendar();
    let (name, _) = file_names(&context.site().owner);
    Ok(DeskResume {
        file: row.map(|row| ResumeFile {
            name,
            size: size_in_words(row.bytes.unsigned_abs()),
            since: calendar.moment(row.uploaded_at),
        }),
        month: resume::count_downloads(&mut reader, today - 30)
            .await?
            .unsigned_abs(),
        ever: resume::count_downloads(&mut reader, 0).await?.unsigned_abs(),
    })
}

/// Counts that somebody fetched it, unless they are no reader, or were counted today.
pub async fn count_download(context: &Context, visit: &Visit) -> Result<(), Fault> {
    let now = calendar::now();
    if visit.screened.is_some() || !context.downloads.is_first(visit, now) {
        return Ok(());
    }
    let mut write = context.database.begin().await?;
    resume::add_download(&mut write, calendar::day_of(now)).await?;
    write.commit().await?;
    Ok(())
}

/// Who was counted today. Only in memory, and a part of the address with the kind of browser is all that is remembered; it is
/// forgotten when the day is over, whether anybody comes or not.
#[derive(Clone, Default)]
pub struct Downloads(Arc<Mutex<Today>>);

impl std::fmt::Debug for Downloads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Downloads").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Today {
    day: i64,
    visitors: HashSet<(Prefix, u8)>,
}

impl Downloads {
    /// Whether this visitor was not here yet on the day of this moment, in Unix milliseconds.
    fn is_first(&self, visit: &Visit, now: i64) -> bool {
        let day = calendar::day_of(now);
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != day {
            *today = Today {
                day,
                ..Today::default()
            };
            let left = DAY - now.rem_euclid(DAY);
            let left = Duration::from_millis(left.unsigned_abs());
            tokio::spawn(forget(Arc::downgrade(&self.0), day, left));
        }
        let visitor = (visit.visitor.prefix, visit.visitor.family.code());
        if today.visitors.len() >= REMEMBERED {
            return !today.visitors.contains(&visitor);
        }
        today.visitors.insert(visitor)
    }
}

/// Forgets who was counted on a day when what is left of it is over.
async fn forget(today: Weak<Mutex<Today>>, day: i64, left: Duration) {
    sleep(left).await;
    let Some(today) = today.upgrade() else { return };
    let mut today = today.lock().unwrap_or_else(PoisonError::into_inner);
    if today.day == day {
        *today = Today::default();
    }
}

/// What the file is called where it is kept: in letters that every program knows, and as it is written.
pub fn file_names(owner: &str) -> (String, String) {
    let name = |owner: String| {
        let words: Vec<&str> = owner
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut name = words.join("-");
        name.push_str(if words.is_empty() {
            "Resume.pdf"
        } else {
            "-Resume.pdf"
        });
        name
    };
    let plain: String = owner.nfd().filter(char::is_ascii).collect();
    (name(plain), name(owner.to_owned()))
}

fn folder_of(media: &Path) -> PathBuf {
    media.with_file_name(FOLDER)
}

fn name_of(hash: &str) -> String {
    format!("{hash}.pdf")
}

#[cfg(test)]
mod tests {
    use axum::http::{Extensions, HeaderMap};

    use super::*;

    #[tokio::test]
    async fn who_was_counted_is_forgotten_when_the_day_is_over_though_nobody_comes() {
        let downloads = Downloads::default();
        let visit = Visit::read(&HeaderMap::new(), &Extensions::new(), false);
        let remembered = || downloads.0.lock().unwrap().visitors.len();
        assert!(downloads.is_first(&visit, 20_000 * DAY));
        assert!(!downloads.is_first(&visit, 20_001 * DAY - 1), "the same day");
        assert_eq!(remembered(), 1);
        assert!(downloads.is_first(&visit, 20_002 * DAY - 1_000), "another one");
        assert_eq!(remembered(), 1);
        for _ in 0..500 {
            if remembered() == 0 {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("still remembered");
    }

    #[test]
    fn the_end_of_a_pdf_is_where_readers_of_pdf_look_for_it() {
        let mut whole = [
            &b"%PDF-1.7\n"[..],
            &b"x".repeat(4_000),
            b"\nstartxref\n9\n%%EOF\n",
        ]
        .concat();
        assert!(has_end(&whole));
        for cut in [9, 1_000, whole.len() - 8, whole.len() - 2] {
            assert!(!has_end(&whole[..cut]), "{cut}");
        }
        whole.extend(b"\0".repeat(1_018));
        assert!(has_end(&whole));
        whole.push(b'\0');
        assert!(!has_end(&whole));
        assert!(!has_end(b"") && !has_end(b"%PDF-1.4\n%%EOF"));
    }

    #[test]
    fn the_file_is_called_by_its_owner() {
        for (owner, plain, whole) in [
            ("Ada Marlow", "Ada-Marlow-Resume.pdf", "Ada-Marlow-Resume.pdf"),
            ("Ada Märlow", "Ada-Marlow-Resume.pdf", "Ada-Märlow-Resume.pdf"),
            (
                "A. \"B\"; x=\r\ny/../z",
                "A-B-x-y-z-Resume.pdf",
                "A-B-x-y-z-Resume.pdf",
            ),
            ("王", "Resume.pdf", "王-Resume.pdf"),
            ("", "Resume.pdf", "Resume.pdf"),
        ] {
            assert_eq!(file_names(owner), (plain.to_owned(), whole.to_owned()));
        }
    }
}
