//! Draws what is missing, and clears away what nobody shows any more. Whatever was drawn stays, so that work that was cut off
//! is gone on with; done twice it is done once.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use anyhow::Context as _;
use tokio::sync::Semaphore;

use super::{Words, drawing, file, is_drawn, of_file, shelf};
use crate::server::{
    calendar,
    db::{
        Database,
        share_images::{self, SubjectRow},
    },
    services::{media::shelf::Unfinished, settings::Settings},
};

/// Pictures that are drawn at once: one core at most, the other is for those who read.
static DRAWING: Semaphore = Semaphore::const_new(1);

/// Posts that are looked at together.
const BATCH: u32 = 500;

/// How long posts are drawn one after the other before the job gives its place to what waits as well.
const STRETCH: Duration = Duration::from_secs(60);

/// How long a file that belongs to nothing is left: its row may be about to be written.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// What is needed to draw. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Easel {
    database: Database,
    settings: Settings,
    folder: PathBuf,
}

/// How far drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// There is nothing left to draw.
    All,
    /// There is, for another time.
    Some,
}

impl Easel {
    /// Pictures go beside the folder of the media.
    pub fn new(database: &Database, settings: &Settings, media: &Path) -> Self {
        Self {
            database: database.clone(),
            settings: settings.clone(),
            folder: shelf(media),
        }
    }

    /// Draws the picture of a post as it is now, or forgets it where readers do not see the post.
    pub async fn draw_post(&self, post: i64) -> anyhow::Result<()> {
        // The command line may have changed them just now.
        self.settings.follow(&self.database).await?;
        loop {
            let now = calendar::now();
            let row = share_images::read_subject(&mut *self.database.reader().await?, post, now).await?;
            let Some(row) = row else {
                return self.forget(post).await;
            };
            if self.draw(&row).await? {
                return Ok(());
            }
        }
    }

    /// Draws what is missing of everything, the site's own picture first, and clears away what is left over.
    pub async fn draw_all(&self) -> anyhow::Result<Drawn> {
        self.draw_all_in(STRETCH).await
    }

    async fn draw_all_in(&self, stretch: Duration) -> anyhow::Result<Drawn> {
        self.settings.follow(&self.database).await?;
        let began = Instant::now();
        self.draw_site().await?;
        let (mut before, mut drawn) = (i64::MAX, false);
        loop {
            let now = calendar::now();
            let rows =
                share_images::list_subjects(&mut *self.database.reader().await?, before, now, BATCH).await?;
            let Some(last) = rows.last() else {
                break;
            };
            before = last.id;
            for row in &rows {
                if self.is_as_it_should_be(row) {
                    continue;
                }
                if drawn && began.elapsed() > stretch {
                    return Ok(Drawn::Some);
                }
                let begin = Instant::now();
                // One that changed meanwhile has a job of its own.
                self.draw(row).await?;
                drawn = true;
                // As long again for others.
                tokio::time::sleep(begin.elapsed()).await;
            }
        }
        loop {
            let hidden =
                share_images::list_hidden(&mut *self.database.reader().await?, calendar::now(), BATCH)
                    .await?;
            for post in &hidden {
                self.forget(*post).await?;
            }
            if hidden.is_empty() {
                break;
            }
        }
        self.sweep(SystemTime::now()).await?;
        Ok(Drawn::All)
    }

    fn words(&self, row: &SubjectRow) -> Words {
        Words::of_row(&self.settings.site(), row)
    }

    fn is_as_it_should_be(&self, row: &SubjectRow) -> bool {
        let hash = self.words(row).hash();
        row.hash.as_ref() == Some(&hash) && is_drawn(&self.folder, &hash)
    }

    /// The site's own picture has no row: it is there when its file is.
    async fn draw_site(&self) -> anyhow::Result<()> {
        let words = Words::of_site(&self.settings.site());
        let hash = words.hash();
        if !is_drawn(&self.folder, &hash)
            && let Some(picture) = self.make(words).await?
        {
            tokio::task::spawn_blocking(move || picture.settle(&file(&hash))).await??;
        }
        Ok(())
    }

    /// Draws a post as it is in this row; false where it was changed meanwhile.
    async fn draw(&self, row: &SubjectRow) -> anyhow::Result<bool> {
        if self.is_as_it_should_be(row) {
            return Ok(true);
        }
        let words = self.words(row);
        let hash = words.hash();
        let there = is_drawn(&self.folder, &hash);
        let picture = if there { None } else { self.make(words).await? };
        if !there && picture.is_none() {
            // No font here has its letters. The page names the picture of the site.
            if row.hash.is_some() {
                self.forget(row.id).await?;
            }
            return Ok(true);
        }
        // With the writer's place held: whoever removes files asks the database first, and waits here.
        let mut write = self.database.begin().await?;
        let now = share_images::read_subject(&mut write, row.id, calendar::now()).await?;
        let Some(now) = now.filter(|now| self.words(now).hash() == hash) else {
            return Ok(false);
        };
        // What was there may have gone as the last of its kind.
        if picture.is_none() && !is_drawn(&self.folder, &hash) {
            return Ok(false);
        }
        if let Some(picture) = picture {
            let name = file(&hash);
            tokio::task::spawn_blocking(move || picture.settle(&name)).await??;
        }
        share_images::put_image(&mut write, row.id, &hash).await?;
        if let Some(old) = now.hash.filter(|old| *old != hash)
            && !share_images::is_kept(&mut write, &old).await?
        {
            remove(&self.folder, &old)?;
        }
        write.commit().await?;
        Ok(true)
    }

    /// Draws a picture into a file without a name; nothing where it cannot be drawn.
    async fn make(&self, words: Words) -> anyhow::Result<Option<Unfinished>> {
        let turn = DRAWING.acquire().await?;
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let Some(png) = drawing::draw(&words)? else {
                return Ok(None);
            };
            let cannot = || format!("cannot write a share image to {}", folder.display());
            fs::create_dir_all(&folder).with_context(cannot)?;
            let picture = Unfinished::begin(&folder);
            picture.write(&png).with_context(cannot)?;
            Ok(Some(picture))
        })
        .await?
    }

    async fn forget(&self, post: i64) -> anyhow::Result<()> {
        let mut write = self.database.begin().await?;
        let Some(hash) = share_images::forget_image(&mut write, post).await? else {
            return Ok(());
        };
        if !share_images::is_kept(&mut write, &hash).await? {
            remove(&self.folder, &hash)?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Removes files of pictures that belong to nothing: of deleted posts, and of names that the site had.
    async fn sweep(&self, now: SystemTime) -> anyhow::Result<()> {
        let folder = self.folder.clone();
        let old = tokio::task::spawn_blocking(move || list_old(&folder, now)).await??;
        let own = file(&Words::of_site(&self.settings.site()).hash());
        for name in old.into_iter().filter(|name| *name != own) {
            let kept = match of_file(&name) {
                Some(hash) => share_images::is_kept(&mut *self.database.reader().await?, hash).await?,
                None => false,
            };
            if kept {
                continue;
            }
            // Whoever puts a picture here has the writer's place meanwhile.
            let mut write = self.database.begin().await?;
            let kept = match of_file(&name) {
                Some(hash) => share_images::is_kept(&mut write, hash).await?,
                None => false,
            };
            if !kept {
                remove_file(&self.folder.join(name))?;
            }
            write.rollback().await?;
        }
        Ok(())
    }
}

fn remove(folder: &Path, hash: &str) -> io::Result<()> {
    remove_file(&folder.join(file(hash)))
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Names of pictures, and of what was to become one, that have lain in the folder for long. What is not this program's is
/// not named.
fn list_old(folder: &Path, now: SystemTime) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut old = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let ours = of_file(&name).is_some() || name.strip_suffix(".part").is_some();
        let written = match entry.metadata() {
            Ok(data) if ours && data.is_file() => data.modified()?,
            _ => continue,
        };
        if now.duration_since(written).unwrap_or_default() > ABANDONED {
            old.push(name);
        }
    }
    Ok(old)
}

#[cfg(test)]
mod tests;
