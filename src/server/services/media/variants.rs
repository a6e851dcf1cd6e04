//! Makes smaller pictures of a picture. Done twice it is done once: what is there is left alone. Once begun it is ended,
//! whether anybody still waits for it or not.

use std::{fs, path::Path};

use anyhow::{Context as _, anyhow};
use image::{DynamicImage, imageops::FilterType};

use super::{
    UNPACKING, library,
    picture::{self, Packed, Refused, Unpacked},
    shelf::{self, Unfinished},
    webp::{self, Quality},
};
use crate::{
    model::media::{WIDTHS, variant},
    server::db::{Database, media},
};

/// How much is kept of what is shown small.
const SMALL: f32 = 80.0;

/// Writes the smaller pictures of a stored picture that are missing. Where the one at `path` was deleted meanwhile nothing of
/// it stays, whether anybody still waits for this or not.
pub async fn make_variants(database: &Database, folder: &Path, id: i64, path: &str) -> anyhow::Result<()> {
    let (database, folder, path) = (database.clone(), folder.to_owned(), path.to_owned());
    // The work itself cannot be stopped, so what comes after it must not be either.
    tokio::spawn(async move {
        let made = make_known(&database, &folder, id).await;
        let mut write = database.begin().await?;
        library::remove_unknown(&mut write, &folder, &path).await?;
        write.rollback().await?;
        made
    })
    .await?
}

async fn make_known(database: &Database, folder: &Path, id: i64) -> anyhow::Result<()> {
    let Some(row) = media::read_file(&mut *database.reader().await?, id).await? else {
        return Ok(());
    };
    let turn = UNPACKING.acquire().await?;
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        make(&folder, &row.path)
    })
    .await?
}

fn make(folder: &Path, path: &str) -> anyhow::Result<()> {
    let file = shelf::place(folder, path);
    let missing = |width: u32| {
        let address = variant(path, width)?;
        (!shelf::place(folder, &address).exists()).then_some((width, address))
    };
    if WIDTHS.into_iter().filter_map(missing).next().is_none() {
        return Ok(());
    }
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let Some(packed) = Packed::of(&bytes) else {
        return Ok(());
    };
    // A smaller one would stand still.
    if packed == Packed::Webp && webp::is_moving(&bytes) {
        return Ok(());
    }
    let Unpacked { image, profile, .. } =
        picture::unpack(&bytes, packed).map_err(|refused| match refused {
            Refused::Kind(reason) | Refused::Content(reason) => anyhow!("{path}: {reason}"),
        })?;
    let drawn = packed == Packed::Png || webp::is_exact(&bytes);
    for width in WIDTHS {
        let Some((width, address)) = missing(width).filter(|_| width < image.width()) else {
            continue;
        };
        let small = pack(&scale(&image, width), profile.as_deref(), drawn)?;
        let file = Unfinished::begin(folder);
        file.write(&small)
            .and_then(|()| file.settle(&address))
            .with_context(|| format!("cannot write {address}"))?;
    }
    Ok(())
}

fn scale(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1));
    let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
    image.resize_exact(width, height, FilterType::Lanczos3)
}

/// The smaller of the two ways to pack what was drawn: few colours are smaller exact, and sharper.
fn pack(image: &DynamicImage, profile: Option<&[u8]>, drawn: bool) -> anyhow::Result<Vec<u8>> {
    let lossy = webp::pack(image, profile, Quality::Lossy(SMALL))?;
    if !drawn {
        return Ok(lossy);
    }
    let exact = webp::pack(image, profile, Quality::Exact)?;
    Ok(if exact.len() <= lossy.len() { exact } else { lossy })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::server::db::media::{NewMedia, ensure_media};

    const PATH: &str = "/media/0123456789abcdef0123456789abcdef.png";

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[tokio::test]
    async fn a_picture_that_goes_while_smaller_ones_are_made_leaves_none_of_them() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("media");
        fs::create_dir(&folder).unwrap();
        let database = Database::open(&home.path().join("logbook.db")).await.unwrap();
        DynamicImage::new_rgb8(1_700, 1_200)
            .save(shelf::place(&folder, PATH))
            .unwrap();
        let mut write = database.begin().await.unwrap();
        let row = NewMedia {
            hash: "0123456789abcdef0123456789abcdef",
            path: PATH,
            mime: "image/png",
            bytes: 1,
            width: 1_700,
            height: 1_200,
            name: "",
            user_id: None,
        };
        let id = ensure_media(&mut write, &row, 1).await.unwrap();
        write.commit().await.unwrap();

        let job = tokio::spawn({
            let (database, folder) = (database.clone(), folder.clone());
            async move { make_variants(&database, &folder, id, PATH).await }
        });
        while names(&folder).len() < 2 {
            assert!(!job.is_finished());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let mut write = database.begin().await.unwrap();
        media::delete_media(&mut write, id).await.unwrap();
        write.commit().await.unwrap();
        job.abort();
        assert!(job.await.unwrap_err().is_cancelled());
        shelf::remove(&folder, PATH).unwrap();
        assert_eq!(
            UNPACKING.available_permits(),
            0,
            "smaller ones are still being made"
        );
        drop(UNPACKING.acquire().await.unwrap());
        for _ in 0..1_000 {
            if names(&folder).is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{:?}", names(&folder));
    }
}
