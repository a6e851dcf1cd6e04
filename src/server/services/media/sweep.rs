//! Clears the shelf of what nobody knows: uploads that were cut off, and pictures that never came into the database or are
//! gone from it.

use std::{path::Path, time::SystemTime};

use super::{originals, shelf};
use crate::server::db::{Connection, Database, media};

/// What lies in a folder.
#[derive(Clone, Copy)]
enum Held {
    Pictures,
    Originals,
}

impl Held {
    /// Whether the database knows what files of this name belong to.
    async fn is_known(self, connection: &mut Connection, stem: &str) -> sqlx::Result<bool> {
        match self {
            Self::Pictures => media::is_known(connection, stem).await,
            Self::Originals => media::has_original(connection, stem).await,
        }
    }
}

/// Removes what has lain in the folder for long and belongs to nothing, and the same in the folder of the originals. A picture's
/// files stay as long as the database knows the picture.
pub async fn sweep(database: &Database, folder: &Path) -> anyhow::Result<()> {
    sweep_at(database, folder, SystemTime::now()).await
}

async fn sweep_at(database: &Database, folder: &Path, now: SystemTime) -> anyhow::Result<()> {
    sweep_folder(database, folder, Held::Pictures, now).await?;
    let originals = originals::folder_of(folder);
    // Made with the first of them.
    if tokio::fs::try_exists(&originals).await? {
        sweep_folder(database, &originals, Held::Originals, now).await?;
    }
    Ok(())
}

async fn sweep_folder(database: &Database, folder: &Path, held: Held, now: SystemTime) -> anyhow::Result<()> {
    let shelf = folder.to_owned();
    let settled = tokio::task::spawn_blocking(move || shelf::sweep(&shelf, now)).await??;
    for (stem, names) in settled {
        if held.is_known(&mut *database.reader().await?, &stem).await? {
            continue;
        }
        // Whoever puts a picture here has the writer's place meanwhile.
        let mut write = database.begin().await?;
        if !held.is_known(&mut write, &stem).await? {
            let shelf = folder.to_owned();
            tokio::task::spawn_blocking(move || shelf::remove_abandoned(&shelf, &names, now)).await??;
        }
        write.rollback().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;
    use crate::server::db::media::{NewMedia, ensure_media};

    #[tokio::test]
    async fn only_files_that_belong_to_nothing_go_and_only_after_a_day() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("media");
        fs::create_dir(&folder).unwrap();
        let database = Database::open(&home.path().join("logbook.db")).await.unwrap();
        let (known, unknown) = ("a".repeat(32), "b".repeat(32));
        let hash = format!("{known}{known}");
        let path = format!("/media/{known}.png");
        let mut write = database.begin().await.unwrap();
        let row = NewMedia {
            hash: &hash,
            path: &path,
            mime: "image/png",
            bytes: 1,
            width: 1,
            height: 1,
            name: "",
            user_id: None,
        };
        ensure_media(&mut write, &row, 1).await.unwrap();
        write.commit().await.unwrap();
        let names = |stem: &str| [format!("{stem}.png"), format!("{stem}-480.webp")];
        for name in names(&known).into_iter().chain(names(&unknown)) {
            fs::write(folder.join(name), "x").unwrap();
        }
        let there = |stem: &str| names(stem).map(|name| folder.join(name).exists());
        sweep(&database, &folder).await.unwrap();
        assert_eq!(there(&unknown), [true, true]);
        let later = SystemTime::now() + Duration::from_secs(48 * 60 * 60);
        sweep_at(&database, &folder, later).await.unwrap();
        assert_eq!(there(&unknown), [false, false]);
        assert_eq!(there(&known), [true, true]);
        let nowhere = home.path().join("nowhere");
        assert!(sweep(&database, &nowhere).await.is_err());
    }

    #[tokio::test]
    async fn originals_that_belong_to_nothing_go_as_well() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("media");
        let originals = originals::folder_of(&folder);
        for folder in [&folder, &originals] {
            fs::create_dir(folder).unwrap();
        }
        let database = Database::open(&home.path().join("logbook.db")).await.unwrap();
        let stems = ["a".repeat(32), "b".repeat(32), "c".repeat(32)];
        let [kept, bare, unknown] = &stems;
        let mut write = database.begin().await.unwrap();
        for stem in [kept, bare] {
            let (hash, path) = (format!("{stem}{stem}"), format!("/media/{stem}.webp"));
            let row = NewMedia {
                hash: &hash,
                path: &path,
                mime: "image/webp",
                bytes: 1,
                width: 1,
                height: 1,
                name: "",
                user_id: None,
            };
            let id = ensure_media(&mut write, &row, 1).await.unwrap();
            if stem == kept {
                media::set_original(&mut write, id, &format!("{stem}.jpg"))
                    .await
                    .unwrap();
            }
        }
        write.commit().await.unwrap();
        let place = |stem: &String| originals.join(format!("{stem}.jpg"));
        for stem in &stems {
            fs::write(place(stem), "x").unwrap();
        }
        let there = || [kept, bare, unknown].map(|stem| place(stem).exists());
        sweep(&database, &folder).await.unwrap();
        assert_eq!(there(), [true; 3]);
        let later = SystemTime::now() + Duration::from_secs(48 * 60 * 60);
        sweep_at(&database, &folder, later).await.unwrap();
        assert_eq!(there(), [true, false, false]);
    }
}
