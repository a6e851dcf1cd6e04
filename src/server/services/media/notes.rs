//! What cameras and programs note in a picture: where it was taken, when, with what and by whom. Pictures that are kept as they
//! came, and not packed anew, lose it here, and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{
    ImageEncoder as _,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};

use super::{
    jpeg,
    picture::{self, Packed, Unpacked},
    webp::{self, Quality},
};

/// How much is kept of a photograph that has to be turned: it was packed before, and nothing of that is to be seen.
const TURNED: u8 = 92;

/// A picture without notes.
#[derive(Debug)]
pub struct Bare {
    /// Of the same kind as before.
    pub bytes: Vec<u8>,
    /// Pixels, as it is shown.
    pub size: (u32, u32),
    /// It lies on its side now: it should have been turned, and cannot be.
    pub askew: bool,
}

/// Takes the notes out of a picture; one of these says which side is up, so it is turned that way. Nothing where it is damaged.
pub fn take_out(bytes: &[u8], packed: Packed) -> Option<Bare> {
    // The readers of these formats are not ours; a fault in one of them costs the picture and nothing else.
    catch_unwind(AssertUnwindSafe(|| bare(bytes, packed))).ok()?
}

fn bare(bytes: &[u8], packed: Packed) -> Option<Bare> {
    let (size, orientation) = picture::size_of(bytes)?;
    let is_upright = orientation == Orientation::NoTransforms;
    if !is_upright && let Some((bytes, size)) = turn(bytes, packed) {
        return Some(Bare {
            bytes,
            size,
            askew: false,
        });
    }
    let (bytes, size) = match packed {
        // Too large or too damaged to be turned here; who shows it turns it still.
        Packed::Jpeg if !is_upright => (
            jpeg::strip_but(bytes, orientation.to_exif()),
            as_shown(size, orientation),
        ),
        Packed::Jpeg => (jpeg::strip(bytes), size),
        Packed::Png => (strip_png(bytes), size),
        Packed::Webp => (webp::strip(bytes)?, size),
    };
    Some(Bare {
        bytes,
        size,
        askew: !is_upright && packed != Packed::Jpeg,
    })
}

/// Width and height once it is turned.
fn as_shown((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

fn turn(bytes: &[u8], packed: Packed) -> Option<(Vec<u8>, (u32, u32))> {
    let moves = match packed {
        Packed::Png => picture::is_moving_png(bytes),
        Packed::Webp => webp::is_moving(bytes),
        Packed::Jpeg => false,
    };
    if moves {
        return None;
    }
    let Unpacked { image, profile, .. } = picture::unpack(bytes, packed).ok()?;
    let mut out = Vec::new();
    match packed {
        Packed::Png => {
            let mut encoder = PngEncoder::new(&mut out);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).ok()?;
            }
            image.write_with_encoder(encoder).ok()?;
        }
        Packed::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, TURNED);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).ok()?;
            }
            image.write_with_encoder(encoder).ok()?;
        }
        Packed::Webp => {
            let quality = if webp::is_exact(bytes) {
                Quality::Exact
            } else {
                Quality::Lossy(f32::from(TURNED))
            };
            out = webp::pack(&image, profile.as_deref(), quality).ok()?;
        }
    }
    Some((out, (image.width(), image.height())))
}

/// The chunks of a PNG that say how it looks (PNG, third edition, chapter 11), the moving ones included.
const PICTURE: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// The same picture, to the bit, without its words and what hangs on behind it.
fn strip_png(bytes: &[u8]) -> Vec<u8> {
    const SIGNATURE: usize = 8;
    // Length, name and checksum.
    const AROUND: usize = 12;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(bytes.get(..SIGNATURE).unwrap_or_default());
    let mut at = SIGNATURE;
    while let Some(&[a, b, c, d, ref name @ ..]) = bytes.get(at..at + 8) {
        let name: &[u8] = name;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let end = at.saturating_add(length).saturating_add(AROUND).min(bytes.len());
        if PICTURE.iter().any(|kept| kept.as_slice() == name) {
            out.extend(bytes.get(at..end).unwrap_or_default());
        }
        if name == b"IEND" {
            break;
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

    use super::*;

    /// Red on the left, blue on the right.
    fn picture(format: ImageFormat) -> Vec<u8> {
        let pixel = |x, _| Rgb(if x < 20 { [230, 20, 20] } else { [20, 20, 230] });
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(RgbImage::from_fn(40, 20, pixel))
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        // Readers leave out what is no part of the picture, whatever its checksum.
        [&length, &name[..], content, &[0; 4]].concat()
    }

    #[test]
    fn a_png_loses_its_words_and_no_pixel() {
        let bare = picture(ImageFormat::Png);
        let kept = take_out(&bare, Packed::Png).unwrap();
        assert_eq!((&kept.bytes, kept.size, kept.askew), (&bare, (40, 20), false));
        let words = chunk(b"tEXt", b"Location\0here");
        let noted = [&bare[..33], &words, &bare[33..], b"and a zip behind it"].concat();
        assert_eq!(strip_png(&noted), bare);
        for length in 0..noted.len() {
            let cut = strip_png(&noted[..length]);
            assert!(bare.starts_with(&cut), "{length}");
        }
    }

    #[test]
    fn what_is_no_picture_gives_none() {
        for (bytes, packed) in [
            (&b""[..], Packed::Png),
            (b"\x89PNG\r\n\x1a\n", Packed::Png),
            (b"\xff\xd8\xff\xe1", Packed::Jpeg),
            (b"RIFF\0\0\0\0WEBP", Packed::Webp),
        ] {
            assert!(take_out(bytes, packed).is_none(), "{bytes:?}");
        }
    }
}
