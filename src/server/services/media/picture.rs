//! Pictures from outside, made harmless: what they are by their bytes, checked before anything is unpacked, written anew
//! without what a camera noted in them, and turned as the camera was held.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::png::PngDecoder,
    metadata::Orientation,
};

use super::{jpeg, moving, svg, webp};
use crate::model::media::MAX_SIDE;

/// More than this neither PNG, JPEG nor GIF packs into a byte: deflate, the densest of them, a thousand bytes of eight pixels
/// each.
const MOST_PIXELS_PER_BYTE: u64 = 10_000;

/// Memory that unpacking may take: a picture of the largest size.
const MEMORY: u64 = MAX_SIDE as u64 * MAX_SIDE as u64 * 4;

/// Largest drawing, in bytes.
const LARGEST_DRAWING: usize = 2 * 1024 * 1024;

/// How much of a photograph is kept; what is above is seen by nobody and doubles the bytes.
const PHOTOGRAPH: f32 = 85.0;

/// A picture that can be shown to anybody.
#[derive(Debug)]
pub struct Clean {
    /// As they are to be stored.
    pub bytes: Vec<u8>,
    /// Goes with [`Self::mime`].
    pub extension: &'static str,
    /// Media type.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Why a picture is not taken, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Of no kind that can be shown here.
    Kind(String),
    /// Damaged, too large, or not what it claims to be.
    Content(String),
}

/// The kinds that are unpacked and packed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// Loses nothing.
    Png,
    /// Photographs.
    Jpeg,
    /// Either.
    Webp,
}

impl Packed {
    /// The kind of these bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match infer::get(bytes)?.mime_type() {
            "image/png" => Some(Self::Png),
            "image/jpeg" => Some(Self::Jpeg),
            "image/webp" => Some(Self::Webp),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
        }
    }

    fn format(self) -> ImageFormat {
        match self {
            Self::Png => ImageFormat::Png,
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Webp => ImageFormat::WebP,
        }
    }
}

/// A picture unpacked, the right way up.
pub struct Unpacked {
    /// Its pixels.
    pub image: DynamicImage,
    /// What its colours mean, if it says so.
    pub profile: Option<Vec<u8>>,
    /// Whether it had to be turned for that.
    pub turned: bool,
}

/// Makes a picture harmless. Takes up to seconds and a few hundred megabytes: one at a time, where blocking is allowed.
pub fn clean(bytes: &[u8]) -> Result<Clean, Refused> {
    // The readers of all these formats are not ours; a fault in one of them costs the picture and nothing else.
    catch_unwind(AssertUnwindSafe(|| sort(bytes))).unwrap_or_else(|_| Err(damaged("picture")))
}

fn sort(bytes: &[u8]) -> Result<Clean, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Content("The file is empty.".to_owned()));
    }
    if let Some(packed) = Packed::of(bytes) {
        return clean_packed(bytes, packed);
    }
    match infer::get(bytes).map(|kind| kind.mime_type()).unwrap_or_default() {
        "image/gif" => moving::clean_gif(bytes),
        "image/avif" | "image/heif" => Err(Refused::Kind(
            "AVIF and HEIC pictures cannot be checked here. Save it as JPEG, PNG or WebP and add that."
                .to_owned(),
        )),
        _ if svg::looks_like(bytes) => clean_drawing(bytes),
        _ => Err(Refused::Kind(
            "This is no picture that can be shown here. Use PNG, JPEG, WebP, GIF or SVG.".to_owned(),
        )),
    }
}

fn clean_drawing(bytes: &[u8]) -> Result<Clean, Refused> {
    if bytes.len() > LARGEST_DRAWING {
        return Err(Refused::Content(
            "This drawing has more than 2 MB. Save it as PNG or WebP, or simplify it.".to_owned(),
        ));
    }
    let drawing = svg::clean(bytes).map_err(|reason| Refused::Content(format!("This file {reason}.")))?;
    Ok(Clean {
        bytes: drawing.bytes,
        extension: "svg",
        mime: "image/svg+xml",
        width: drawing.size.0,
        height: drawing.size.1,
    })
}

fn clean_packed(bytes: &[u8], packed: Packed) -> Result<Clean, Refused> {
    match packed {
        Packed::Png if is_moving_png(bytes) => {
            return Err(Refused::Content(
                "This PNG moves, and would stand still here. Save it as GIF or as a moving WebP.".to_owned(),
            ));
        }
        Packed::Jpeg if !jpeg::is_whole(bytes) => {
            return Err(Refused::Content(
                "This JPEG breaks off before its end. Copy it again from where it came from.".to_owned(),
            ));
        }
        Packed::Webp if webp::is_moving(bytes) => return moving::clean_webp(bytes),
        _ => {}
    }
    let Unpacked {
        image,
        profile,
        turned,
    } = unpack(bytes, packed)?;
    let (width, height) = (image.width(), image.height());
    let kept = match packed {
        // Nothing is lost twice: only what is no picture is left out.
        Packed::Webp if !turned => webp::strip(bytes).ok_or_else(|| damaged("WebP"))?,
        _ => {
            let quality = match packed {
                Packed::Png => webp::Quality::Exact,
                Packed::Webp if webp::is_exact(bytes) => webp::Quality::Exact,
                Packed::Jpeg | Packed::Webp => webp::Quality::Lossy(PHOTOGRAPH),
            };
            webp::pack(&image, profile.as_deref(), quality).map_err(|_| {
                Refused::Content(
                    "This picture could not be written anew. Save it in another format.".to_owned(),
                )
            })?
        }
    };
    Ok(Clean {
        bytes: kept,
        extension: "webp",
        mime: "image/webp",
        width,
        height,
    })
}

/// Unpacks a picture whose size was checked, and turns it the right way up.
pub fn unpack(bytes: &[u8], packed: Packed) -> Result<Unpacked, Refused> {
    let name = packed.name();
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), packed.format());
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| damaged(name))?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, name)?;
    if !can_be(width, height, bytes.len(), packed.format()) {
        return Err(damaged(name));
    }
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| damaged(name))?;
    image.apply_orientation(orientation);
    Ok(Unpacked {
        image,
        profile,
        turned: orientation != Orientation::NoTransforms,
    })
}

/// The size of a picture as its first bytes tell, nothing where they tell none that can be true; and how it is to be turned
/// before it is shown.
pub fn size_of(bytes: &[u8]) -> Option<((u32, u32), Orientation)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let possible = width > 0 && height > 0 && can_be(width, height, bytes.len(), format);
    possible.then_some(((width, height), orientation))
}

/// Whether so many pixels can be in so many bytes. WebP has no bound: what is of one colour takes next to nothing there, and
/// a flat picture that was stored here must not be too dense to be read again.
pub(super) fn can_be(width: u32, height: u32, bytes: usize, format: ImageFormat) -> bool {
    let most = MOST_PIXELS_PER_BYTE * bytes as u64;
    format == ImageFormat::WebP || u64::from(width) * u64::from(height) <= most
}

/// Whether there is anything in it, and not too much.
pub(super) fn check_size(width: u32, height: u32, name: &str) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(damaged(name));
    }
    if width.max(height) > MAX_SIDE {
        return Err(Refused::Content(format!(
            "This picture has {width} × {height} pixels; at most {MAX_SIDE} on a side are taken. Scale it down first."
        )));
    }
    Ok(())
}

/// Whether a PNG is more than one picture.
pub(super) fn is_moving_png(bytes: &[u8]) -> bool {
    PngDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.is_apng().unwrap_or(false))
}

pub(super) fn damaged(name: &str) -> Refused {
    Refused::Content(format!(
        "This starts like a {name} and cannot be read as one: it is damaged, or something else under that name. Save it \
         again, or use another file."
    ))
}

#[cfg(test)]
mod tests;
