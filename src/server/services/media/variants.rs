//! Makes smaller pictures of a picture. Done twice it is done once: what is there is left alone.

use std::{fs, path::Path};

use anyhow::{Context as _, anyhow};
use image::{DynamicImage, imageops::FilterType};

use super::{
    UNPACKING,
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

/// Writes the smaller pictures of a stored picture that are missing. Whether it is still stored has to be asked after it.
pub async fn make_variants(database: &Database, folder: &Path, id: i64) -> anyhow::Result<()> {
    let Some(row) = media::read_file(&mut *database.reader().await?, id).await? else {
        return Ok(());
    };
    let _turn = UNPACKING.acquire().await?;
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || make(&folder, &row.path)).await?
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
