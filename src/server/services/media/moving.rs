//! Pictures that move. They keep moving, and lose everything that is no picture.

use std::io::Cursor;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};
use image::{AnimationDecoder as _, ImageDecoder as _, ImageFormat, codecs::webp::WebPDecoder};

use super::{
    picture::{Clean, Refused, can_be, check_size, damaged},
    webp,
};

/// Pixels of all frames together: a minute of small pictures, and seconds of work.
const MOST_PIXELS: u64 = 600_000_000;

/// Memory that one frame may take, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;

/// Reads every frame of a GIF and writes it again; what stands between, before and behind them is left out.
pub fn clean_gif(bytes: &[u8]) -> Result<Clean, Refused> {
    let broken = |_| damaged("GIF");
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.check_frame_consistency(true);
    if let Some(memory) = std::num::NonZeroU64::new(MEMORY) {
        options.set_memory_limit(MemoryLimit::Bytes(memory));
    }
    let mut reader = options.read_info(Cursor::new(bytes)).map_err(broken)?;
    let (width, height) = (reader.width(), reader.height());
    check_size(width.into(), height.into(), "GIF")?;
    if !can_be(width.into(), height.into(), bytes.len(), ImageFormat::Gif) {
        return Err(damaged("GIF"));
    }
    let palette = reader.global_palette().unwrap_or_default().to_vec();
    let unwritten = |_| damaged("GIF");
    let mut out = Vec::with_capacity(bytes.len());
    let mut writer = gif::Encoder::new(&mut out, width, height, &palette).map_err(unwritten)?;
    let mut pixels = 0_u64;
    let mut begun = false;
    while let Some(frame) = reader.read_next_frame().map_err(broken)? {
        pixels += u64::from(frame.width) * u64::from(frame.height);
        if pixels > MOST_PIXELS {
            return Err(too_long());
        }
        let frame = frame.clone();
        if !begun {
            begun = true;
            writer.set_repeat(reader.repeat()).map_err(unwritten)?;
        }
        writer.write_frame(&frame).map_err(unwritten)?;
    }
    if !begun {
        return Err(damaged("GIF"));
    }
    drop(writer);
    Ok(Clean {
        bytes: out,
        extension: "gif",
        mime: "image/gif",
        width: width.into(),
        height: height.into(),
    })
}

/// Reads every frame of a moving WebP, and keeps the file without what is no picture.
pub fn clean_webp(bytes: &[u8]) -> Result<Clean, Refused> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| damaged("WebP"))?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, "WebP")?;
    let each = u64::from(width) * u64::from(height);
    let mut pixels = 0_u64;
    for frame in decoder.into_frames() {
        frame.map_err(|_| damaged("WebP"))?;
        pixels += each;
        if pixels > MOST_PIXELS {
            return Err(too_long());
        }
    }
    Ok(Clean {
        bytes: webp::strip(bytes).ok_or_else(|| damaged("WebP"))?,
        extension: "webp",
        mime: "image/webp",
        width,
        height,
    })
}

fn too_long() -> Refused {
    Refused::Content(
        "This picture moves for too long. Make it shorter or smaller, or show a video.".to_owned(),
    )
}
