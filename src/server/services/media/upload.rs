//! Takes a picture in: streamed to a file, made harmless, put on the shelf under its content, and known to the database.

use std::{
    io,
    path::{Path, PathBuf},
};

use axum::body::BodyDataStream;
use futures_util::StreamExt as _;
use tokio::{fs::File, io::AsyncWriteExt as _};

use super::{
    UNPACKING, address, hash_of,
    originals::{self, Original},
    picture::{self, Clean, Refused},
    shelf::{self, Unfinished},
};
use crate::{
    model::media::{MAX_BYTES, Uploaded, size_in_words},
    server::{
        calendar,
        context::Context,
        db::media::{self, FileRow, NewMedia},
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            jobs::{self, Again, MakeVariants},
        },
    },
};

/// Longest name that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// Why a picture was not taken.
#[derive(Debug)]
pub enum Problem {
    /// More bytes than are taken.
    TooLarge,
    /// What it is.
    Refused(Refused),
    /// Whoever sent it stopped.
    BrokenOff,
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

/// What is said to whoever sends more than is taken.
pub fn too_large() -> String {
    format!(
        "This file is larger than {}. Scale the picture down, or save it as WebP or JPEG.",
        size_in_words(MAX_BYTES)
    )
}

/// Takes a picture that somebody sends; the same picture again is the one that is here.
pub async fn upload(
    context: &Context,
    actor: &Actor,
    name: &str,
    body: &mut BodyDataStream,
) -> Result<Uploaded, Problem> {
    let file = Unfinished::begin(&context.media);
    receive(file.path(), body).await?;
    let keep = originals::are_kept(context).then(|| context.media.to_path_buf());
    let Worked {
        file,
        clean,
        hash,
        original,
    } = work_up(file, keep).await?;
    let path = address(&hash, clean.extension);
    let name = tidy_name(name);

    let mut write = context.database.begin().await?;
    let known = media::find_file(&mut write, &hash).await?;
    let path = known.as_ref().map_or(path, |known| known.path.clone());
    // With the writer's place held: whoever removes files asks the database first, and waits here.
    if known.is_none() || !shelf::place(&context.media, &path).exists() {
        let settled = path.clone();
        tokio::task::spawn_blocking(move || file.settle(&settled))
            .await?
            .map_err(Problem::Disk)?;
    }
    let original = original.filter(|_| takes_original(known.as_ref(), actor));
    let id = match &known {
        Some(known) => known.id,
        None => {
            let row = NewMedia {
                hash: &hash,
                path: &path,
                mime: clean.mime,
                bytes: i64::try_from(clean.bytes.len())?,
                width: clean.width,
                height: clean.height,
                name: &name,
                user_id: actor.user_id(),
            };
            let now = calendar::now();
            let id = media::ensure_media(&mut write, &row, now).await?;
            if let Some(work) = MakeVariants::of(id, &path, clean.mime, clean.width) {
                jobs::enqueue(&mut write, &work, now, Again::Keep).await?;
            }
            let done = Done {
                action: "media.upload",
                object: &name,
                after: &path,
                ..Done::default()
            };
            actor.note(&mut write, done).await?;
            id
        }
    };
    if let Some(original) = original {
        let called = original.name(&path);
        media::set_original(&mut write, id, &called).await?;
        tokio::task::spawn_blocking(move || original.settle(&called))
            .await?
            .map_err(Problem::Disk)?;
    }
    write.commit().await?;
    context.jobs.wake();
    Ok(Uploaded {
        path,
        name,
        width: clean.width,
        height: clean.height,
        known: known.is_some(),
    })
}

/// Whether what somebody sends is kept as the original of the picture that it makes. Of one that is here already it is, unless
/// it has one, or somebody else brought it: they would have this one.
fn takes_original(known: Option<&FileRow>, actor: &Actor) -> bool {
    known.is_none_or(|known| {
        known.original.is_none() && known.user_id.is_some() && known.user_id == actor.user_id()
    })
}

/// Reads on, within reason, past what made a picture be refused: who still sends does not hear the answer.
pub async fn drain(body: &mut BodyDataStream) {
    let mut left = 2 * MAX_BYTES;
    while let Some(Ok(piece)) = body.next().await {
        left = left.saturating_sub(piece.len() as u64);
        if left == 0 {
            break;
        }
    }
}

async fn receive(path: &Path, body: &mut BodyDataStream) -> Result<(), Problem> {
    let mut file = File::create(path).await.map_err(Problem::Disk)?;
    let mut length = 0_u64;
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Problem::BrokenOff)?;
        length = length.saturating_add(piece.len() as u64);
        if length > MAX_BYTES {
            return Err(Problem::TooLarge);
        }
        file.write_all(&piece).await.map_err(Problem::Disk)?;
    }
    file.flush().await.map_err(Problem::Disk)
}

/// What was received, made harmless.
#[derive(Debug)]
struct Worked {
    file: Unfinished,
    clean: Clean,
    hash: String,
    /// As it was received, if that is kept.
    original: Option<Original>,
}

/// Reads what was received, makes it harmless, and writes that in its place. As it was received it is kept beside the folder of
/// pictures `keep`, if there is one.
async fn work_up(file: Unfinished, keep: Option<PathBuf>) -> Result<Worked, Problem> {
    let turn = UNPACKING.acquire().await?;
    tokio::task::spawn_blocking(move || {
        // Goes on when nobody waits for it any more, and keeps its turn until it is done.
        let _turn = turn;
        let bytes = std::fs::read(file.path()).map_err(Problem::Disk)?;
        let clean = picture::clean(&bytes).map_err(Problem::Refused)?;
        let original = keep
            .map(|media| Original::write(&media, &bytes, &clean))
            .transpose()
            .map_err(Problem::Disk)?;
        file.write(&clean.bytes).map_err(Problem::Disk)?;
        Ok(Worked {
            hash: hash_of(&clean.bytes),
            file,
            clean,
            original,
        })
    })
    .await?
}

/// The name of a file without where it was, on one line.
fn tidy_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;

    /// A PNG that takes a while.
    fn large() -> Vec<u8> {
        let mut bytes = io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(1_500, 1_500)
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[tokio::test]
    async fn unpacking_keeps_its_turn_when_the_request_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let file = Unfinished::begin(folder.path());
        fs::write(file.path(), large()).unwrap();
        let request = tokio::spawn(work_up(file, None));
        while UNPACKING.available_permits() > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        assert_eq!(UNPACKING.available_permits(), 0, "it is still being unpacked");
        drop(UNPACKING.acquire().await.unwrap());
        while fs::read_dir(folder.path()).unwrap().next().is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[test]
    fn a_name_is_one_line_without_folders() {
        for (sent, kept) in [
            ("shot.png", "shot.png"),
            ("C:\\pictures\\shot.png", "shot.png"),
            ("../../etc/passwd", "passwd"),
            ("a\nb\0.png ", "ab.png"),
            ("</textarea><script>.png", "textarea><script>.png"),
            ("", ""),
        ] {
            assert_eq!(tidy_name(sent), kept);
        }
        assert_eq!(tidy_name(&"ä".repeat(999)).chars().count(), 200);
    }
}
