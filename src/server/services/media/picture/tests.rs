//! What becomes of pictures of every kind, and of what only looks like one.

use gif::{Frame, Repeat};
use image::{Rgba, RgbaImage, codecs::jpeg::JpegEncoder};

use super::*;

/// Half red, half transparent: nothing that a lossy packing would leave alone.
fn drawing(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, y| {
        if (x + y) % 2 == 0 {
            Rgba([200, 10, 10, 255])
        } else {
            Rgba([0, 0, 0, 0])
        }
    };
    RgbaImage::from_fn(width, height, pixel).into()
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A RIFF chunk, even.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = name.to_vec();
    out.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    out.extend(content);
    out.resize(out.len().next_multiple_of(2), 0);
    out
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    [
        b"RIFF".to_vec(),
        u32::try_from(body.len()).unwrap().to_le_bytes().to_vec(),
        body,
    ]
    .concat()
}

#[test]
fn what_was_drawn_is_kept_to_the_pixel() {
    let drawn = drawing(30, 20);
    let kept = clean(&png(&drawn)).unwrap();
    assert_eq!((kept.extension, kept.width, kept.height), ("webp", 30, 20));
    let Unpacked { image, .. } = unpack(&kept.bytes, Packed::Webp).unwrap();
    let (before, after) = (drawn.to_rgba8(), image.to_rgba8());
    for (x, y, pixel) in before.enumerate_pixels() {
        let same = after.get_pixel(x, y);
        assert!(
            pixel == same || pixel[3] == 0 && same[3] == 0,
            "{x},{y}: {pixel:?} {same:?}"
        );
    }
    let again = clean(&kept.bytes).unwrap();
    assert_eq!(again.bytes, kept.bytes, "nothing is lost twice");
}

#[test]
fn what_is_of_one_colour_is_stored_in_next_to_nothing_and_read_again() {
    let side = 4_096;
    let flat = DynamicImage::new_rgb8(side, side);
    let packed = webp::pack(&flat, None, webp::Quality::Exact).unwrap();
    assert!(u64::from(side).pow(2) > MOST_PIXELS_PER_BYTE * packed.len() as u64);
    assert_eq!(size_of(&packed).unwrap().0, (side, side));
    let kept = clean(&packed).unwrap();
    assert_eq!((kept.bytes, kept.width, kept.height), (packed, side, side));
}

#[test]
fn what_hangs_on_behind_a_picture_is_left_behind() {
    let mut bytes = png(&drawing(9, 9));
    let plain = clean(&bytes).unwrap().bytes;
    bytes.extend(b"<script>alert(1)</script>");
    assert_eq!(clean(&bytes).unwrap().bytes, plain);

    let mut webp = plain.clone();
    webp.extend(b"<script>alert(1)</script>");
    assert_eq!(clean(&webp).unwrap().bytes, plain);
}

#[test]
fn a_webp_loses_its_notes_and_keeps_its_colours() {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    let image = DynamicImage::from(drawing(8, 6).to_rgb8());
    let packed = webp::pack(&image, Some(&profile), webp::Quality::Exact).unwrap();
    let head = chunk(b"VP8X", &[0b10_1100, 0, 0, 0, 7, 0, 0, 5, 0, 0]);
    let rest = packed[30..].to_vec();
    let noted = riff(&[
        head,
        rest,
        chunk(b"EXIF", b"GPS 48.1, 11.5"),
        chunk(b"XMP ", b"<x/>"),
    ]);
    let kept = clean(&noted).unwrap();
    let text = String::from_utf8_lossy(&kept.bytes);
    assert!(!text.contains("GPS") && !text.contains("XMP "), "{text}");
    let unpacked = unpack(&kept.bytes, Packed::Webp).unwrap();
    assert_eq!(unpacked.profile.as_deref(), Some(profile.as_slice()));
    assert_eq!(unpacked.image.to_rgb8(), image.to_rgb8());
    assert_eq!(kept.bytes, packed);
}

#[test]
fn a_gif_keeps_moving_and_loses_its_words() {
    let mut bytes = Vec::new();
    let mut writer = gif::Encoder::new(&mut bytes, 4, 4, &[0, 0, 0, 255, 255, 255]).unwrap();
    writer.set_repeat(Repeat::Finite(3)).unwrap();
    writer
        .write_raw_extension(gif::AnyExtension(0xfe), &[b"taken at home"])
        .unwrap();
    for index in [0, 1, 0] {
        let frame = Frame {
            width: 4,
            height: 4,
            delay: 7,
            buffer: vec![index; 16].into(),
            ..Frame::default()
        };
        writer.write_frame(&frame).unwrap();
    }
    drop(writer);
    assert!(String::from_utf8_lossy(&bytes).contains("taken at home"));
    bytes.extend(b"<script>");

    let kept = clean(&bytes).unwrap();
    assert_eq!((kept.mime, kept.width, kept.height), ("image/gif", 4, 4));
    let text = String::from_utf8_lossy(&kept.bytes);
    assert!(!text.contains("home") && !text.contains("script"), "{text}");
    let mut reader = gif::DecodeOptions::new()
        .read_info(Cursor::new(&kept.bytes))
        .unwrap();
    let mut frames = Vec::new();
    while let Some(frame) = reader.read_next_frame().unwrap() {
        frames.push((frame.delay, frame.buffer[0]));
    }
    assert_eq!(
        (reader.repeat(), frames),
        (Repeat::Finite(3), vec![(7, 0), (7, 1), (7, 0)])
    );
}

#[test]
fn what_is_cut_off_is_refused_wherever_that_was() {
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg)
        .encode_image(&drawing(20, 20).to_rgb8())
        .unwrap();
    let webp = clean(&png(&drawing(20, 20))).unwrap().bytes;
    for whole in [png(&drawing(20, 20)), jpeg, webp] {
        assert!(clean(&whole).is_ok());
        for tenth in 0..10 {
            let part = &whole[..whole.len() * tenth / 10];
            assert!(clean(part).is_err(), "{tenth} tenths of {:?}", &whole[..4]);
        }
    }
}

#[test]
fn what_is_no_picture_is_told_so() {
    let kind = |bytes: &[u8]| match clean(bytes) {
        Err(Refused::Kind(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(kind(b"<html><script>alert(1)</script>").contains("no picture"));
    assert!(kind(b"%PDF-1.7\n").contains("PNG"));
    assert!(kind(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\0").contains("AVIF"));
    assert!(kind(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").contains("HEIC"));
    let content = |bytes: &[u8]| match clean(bytes) {
        Err(Refused::Content(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(content(b"").contains("empty"));
    assert!(content(b"GIF89a\xff\xff\xff\xff\0\0\0 big").contains("8192"));
    assert!(content(b"GIF89a not really").contains("pixels"));
    assert!(content(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>").contains("SVG"));
    assert!(
        content(
            &vec![b'<'; 3 << 20][..]
                .iter()
                .zip(b"<svg ".iter().cycle())
                .map(|(_, b)| *b)
                .collect::<Vec<_>>()
        )
        .contains("2 MB")
    );
}

/// Whatever a picture's bytes are changed to, it is taken or refused; never more than that.
#[test]
fn no_byte_can_be_changed_into_a_crash() {
    let whole = png(&drawing(6, 6));
    for at in 0..whole.len() {
        for value in [0, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            let _ = clean(&bytes);
        }
    }
}
