//! Clears the shelf of what nobody knows: uploads that were cut off, and pictures that never came into the database or are
//! gone from it.

use std::{path::Path, time::SystemTime};

use super::shelf;
use crate::server::db::{Database, media};

/// Removes what has lain in the folder for long and belongs to nothing. A picture's files stay as long as the database knows
/// the picture.
pub async fn sweep(database: &Database, folder: &Path) -> anyhow::Result<()> {
    sweep_at(database, folder, SystemTime::now()).await
}

async fn sweep_at(database: &Database, folder: &Path, now: SystemTime) -> anyhow::Result<()> {
    let shelf = folder.to_owned();
    let settled = tokio::task::spawn_blocking(move || shelf::sweep(&shelf, now)).await??;
    for (stem, names) in settled {
        if media::is_known(&mut *database.reader().await?, &stem).await? {
            continue;
        }
        // Whoever puts a picture here has the writer's place meanwhile.
        let mut write = database.begin().await?;
        if !media::is_known(&mut write, &stem).await? {
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
}
