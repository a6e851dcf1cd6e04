//! Pictures that an older version imported with what cameras noted in them. They lose it where they lie, under the same
//! addresses, whether their folder is ever imported again or not.

use std::{fs, io, path::Path};

use super::{
    UNPACKING,
    notes::{self, Bare},
    picture::Packed,
    shelf::{self, Unfinished},
};
use crate::server::{
    db::{Database, media},
    fault::is_full,
};

/// Pictures after which it is written down how far this is.
const BATCH: u32 = 20;

/// Looks at every imported picture that was not looked at yet. Cut off, it is gone on with.
pub async fn mend(database: &Database, folder: &Path) -> anyhow::Result<()> {
    loop {
        let rows = media::list_unseen(&mut *database.reader().await?, BATCH).await?;
        let Some((last, _)) = rows.last() else {
            return Ok(());
        };
        for (id, path) in &rows {
            match mend_one(database, folder, *id, path).await {
                // There may be room tomorrow; one that cannot be read today cannot be then.
                Err(error) if is_full(&error) => return Err(error),
                Err(error) => tracing::warn!("the notes in {path} could not be taken out: {error:#}"),
                Ok(()) => {}
            }
        }
        let mut write = database.begin().await?;
        media::set_seen(&mut write, *last).await?;
        write.commit().await?;
    }
}

async fn mend_one(database: &Database, folder: &Path, id: i64, path: &str) -> anyhow::Result<()> {
    let turn = UNPACKING.acquire().await?;
    let (shelf, address) = (folder.to_owned(), path.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        write_bare(&shelf, &address)
    })
    .await??;
    let Some((file, bare)) = written else {
        return Ok(());
    };
    // With the writer's place held: whoever removes files asks the database first, and waits here.
    let mut write = database.begin().await?;
    if media::find_media(&mut write, path).await? == Some(id) {
        media::set_size(&mut write, id, i64::try_from(bare.bytes.len())?, bare.size).await?;
        let address = path.to_owned();
        tokio::task::spawn_blocking(move || file.settle(&address)).await??;
        write.commit().await?;
    }
    Ok(())
}

/// The picture without its notes, written and without a name yet; nothing where it has none, or is not there.
fn write_bare(shelf: &Path, address: &str) -> io::Result<Option<(Unfinished, Bare)>> {
    let bytes = match fs::read(shelf::place(shelf, address)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let bare = Packed::of(&bytes).and_then(|packed| notes::take_out(&bytes, packed));
    let Some(bare) = bare.filter(|bare| bare.bytes != bytes) else {
        return Ok(None);
    };
    if bare.askew {
        return Err(io::Error::other(
            "it would lie on its side without them, and cannot be turned here; turn it and import it again",
        ));
    }
    let file = Unfinished::begin(shelf);
    file.write(&bare.bytes)?;
    Ok(Some((file, bare)))
}
