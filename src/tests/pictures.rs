//! Pictures as cameras, programs and people with bad intentions make them.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, Rgb, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

/// A PNG whose pixels nothing can guess, so that it is as large as it says.
pub fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as u8
    };
    let picture = RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&picture, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A PNG of one colour.
pub fn plain(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let picture = RgbImage::from_pixel(width, height, Rgb([shade, 90, 160]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&picture, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A photograph, 64 × 32 as the sensor saw it: its left half is red, its right half blue. The camera was held upright, so
/// that red belongs at the top; and it noted where that was, and whose it is.
pub fn photograph() -> Vec<u8> {
    let pixel = |x, _| {
        if x < 32 {
            Rgb([230, 20, 20])
        } else {
            Rgb([20, 20, 230])
        }
    };
    let picture = DynamicImage::from(RgbImage::from_fn(64, 32, pixel));
    noted(&picture)
}

/// A photograph of more pixels on a side than are unpacked here, taken and noted in the same way: its first pixels are red.
pub fn long_photograph() -> Vec<u8> {
    let pixel = |x, _| {
        if x < 4_500 {
            Rgb([230, 20, 20])
        } else {
            Rgb([20, 20, 230])
        }
    };
    noted(&DynamicImage::from(RgbImage::from_fn(9_000, 16, pixel)))
}

/// The same as a PNG.
pub fn long_screenshot() -> Vec<u8> {
    const HEAD: usize = 33;
    let bare = plain(9_000, 16, 7);
    let note = [&b"eXIf"[..], &exif()[b"Exif\0\0".len()..]].concat();
    let length = u32::try_from(note.len() - 4).unwrap().to_be_bytes();
    let sum = crc(&note).to_be_bytes();
    [&bare[..HEAD], &length, &note, &sum, &bare[HEAD..]].concat()
}

fn noted(picture: &DynamicImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 95)
        .encode_image(picture)
        .unwrap();
    let note = exif();
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &note, &jpeg[2..]].concat()
}

/// Orientation 6 (turn it a quarter to the right), a place, and a name (Exif 2.32, TIFF 6.0).
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value,
        ]
        .concat()
    };
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(3_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, [6, 0, 0, 0]));
    tiff.extend(entry(0x013b, 2, 12, 68_u32.to_le_bytes()));
    tiff.extend(entry(0x8825, 4, 1, 50_u32.to_le_bytes()));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 50);
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 68);
    tiff.extend(b"SecretPlace\0");
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A PNG that says it has 16384 × 12288 pixels.
pub fn two_hundred_megapixels() -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend(16_384_u32.to_be_bytes());
    head.extend(12_288_u32.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for content in [
        head,
        [b"IDAT".to_vec(), vec![0; 40_000]].concat(),
        b"IEND".to_vec(),
    ] {
        bytes.extend(u32::try_from(content.len() - 4).unwrap().to_be_bytes());
        bytes.extend(&content);
        bytes.extend(crc(&content).to_be_bytes());
    }
    bytes
}

/// CRC-32 as PNG has it (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}
