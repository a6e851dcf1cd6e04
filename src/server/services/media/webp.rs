//! WebP: packing pixels, and the container around them (RFC 9649), of which only what is picture is kept.

use anyhow::anyhow;
use image::DynamicImage;
use webp::{Encoder, WebPConfig};

/// Largest description of colours that is kept, in bytes.
const LARGEST_PROFILE: usize = 512 * 1024;

/// The bit of the head that says that there are descriptions of colours.
const HAS_PROFILE: u8 = 0b10_0000;
/// The bit that says that something is transparent.
const HAS_ALPHA: u8 = 0b1_0000;
/// The bit that says that it moves.
const MOVES: u8 = 0b10;

/// How much of a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quality {
    /// Every pixel.
    Exact,
    /// What the eye sees; up to 100.
    Lossy(f32),
}

/// A part of the container.
type Chunk<'a> = (&'a [u8; 4], &'a [u8]);

/// Packs a picture, with the description of its colours where there is one that fits.
pub fn pack(image: &DynamicImage, profile: Option<&[u8]>, quality: Quality) -> anyhow::Result<Vec<u8>> {
    let (width, height) = (image.width(), image.height());
    let transparent = image.color().has_alpha();
    let mut config =
        WebPConfig::new().map_err(|()| anyhow!("libwebp is of another version than its header"))?;
    match quality {
        Quality::Exact => {
            config.lossless = 1;
            config.method = 3;
            config.quality = 60.0;
        }
        Quality::Lossy(quality) => config.quality = quality,
    }
    // Copied only where they are not as they are needed: large pictures are hundreds of megabytes.
    let (rgba, rgb);
    let packed = if transparent {
        let pixels = match image.as_rgba8() {
            Some(pixels) => pixels,
            None => {
                rgba = image.to_rgba8();
                &rgba
            }
        };
        Encoder::from_rgba(pixels, width, height).encode_advanced(&config)
    } else {
        let pixels = match image.as_rgb8() {
            Some(pixels) => pixels,
            None => {
                rgb = image.to_rgb8();
                &rgb
            }
        };
        Encoder::from_rgb(pixels, width, height).encode_advanced(&config)
    }
    .map_err(|error| anyhow!("libwebp did not pack the picture: {error:?}"))?;
    // Grey pictures were made colours, which their own description does not describe.
    let profile = profile.filter(|profile| {
        profile.len() <= LARGEST_PROFILE && profile.get(16..20) == Some(b"RGB ") && image.color().has_color()
    });
    let Some(profile) = profile else {
        return Ok(packed.to_vec());
    };
    let chunks = chunks(&packed).ok_or_else(|| anyhow!("libwebp wrote no WebP"))?;
    let alpha = if transparent { HAS_ALPHA } else { 0 };
    let mut kept: Vec<Chunk<'_>> = vec![(b"ICCP", profile)];
    kept.extend(chunks.into_iter().filter(|(name, _)| *name != b"VP8X"));
    Ok(contain(head(HAS_PROFILE | alpha, width, height), &kept))
}

/// The same picture without anything that is none: notes of cameras and programs, and what hangs on behind it.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    const PICTURE: [&[u8; 4]; 6] = [b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];
    let all = chunks(bytes)?;
    let kept: Vec<Chunk<'_>> = all
        .iter()
        .copied()
        .filter(|(name, content)| {
            PICTURE.contains(name) && (*name != b"ICCP" || content.len() <= LARGEST_PROFILE)
        })
        .collect();
    let profile = kept.iter().any(|(name, _)| *name == b"ICCP");
    let head: Option<[u8; 10]> = all
        .iter()
        .find(|(name, _)| *name == b"VP8X")
        .and_then(|(_, head)| head.get(..10)?.try_into().ok());
    Some(match head {
        Some(mut head) => {
            head[0] &= HAS_ALPHA | MOVES;
            if profile {
                head[0] |= HAS_PROFILE;
            }
            contain(Some(head), &kept)
        }
        None => contain(None, &kept),
    })
}

/// Whether a file is more than one picture.
pub fn is_moving(bytes: &[u8]) -> bool {
    has(bytes, b"ANMF")
}

/// Whether a file holds every pixel as it was.
pub fn is_exact(bytes: &[u8]) -> bool {
    has(bytes, b"VP8L")
}

fn has(bytes: &[u8], wanted: &[u8; 4]) -> bool {
    chunks(bytes).is_some_and(|chunks| chunks.iter().any(|(name, _)| *name == wanted))
}

/// The parts of a file; nothing where it is none, or breaks off.
fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    if bytes.get(..4)? != b"RIFF" || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let mut rest = bytes.get(12..length.checked_add(8)?)?;
    let mut chunks = Vec::new();
    while let Some((name, after)) = rest.split_first_chunk::<4>() {
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let content = after.get(..length)?;
        chunks.push((name, content));
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    Some(chunks)
}

fn head(flags: u8, width: u32, height: u32) -> Option<[u8; 10]> {
    let [w0, w1, w2, _] = width.saturating_sub(1).to_le_bytes();
    let [h0, h1, h2, _] = height.saturating_sub(1).to_le_bytes();
    Some([flags, 0, 0, 0, w0, w1, w2, h0, h1, h2])
}

fn contain(head: Option<[u8; 10]>, chunks: &[Chunk<'_>]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    let mut put = |name: &[u8; 4], content: &[u8]| {
        body.extend(name);
        // Nothing that came in within the limit is longer.
        body.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
        body.extend(content);
        if content.len() % 2 == 1 {
            body.push(0);
        }
    };
    if let Some(head) = head {
        put(b"VP8X", &head);
    }
    for (name, content) in chunks {
        put(name, content);
    }
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(body);
    file
}
