//! JPEG by its segments (ITU-T T.81, annex B): whether it is all there, as its reader is lenient and what is missing would be
//! grey; and what of it is picture.

/// Whether the last scan is followed by the mark that ends a picture (ITU-T T.81, annex B).
pub fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| *b == 0xff))
    {
        at += found + 1;
        match bytes.get(at) {
            None => return false,
            Some(0xd9) => return true,
            // Filling, a stuffed byte of data, restarts, and marks without a length.
            Some(0xff) => continue,
            Some(0x00 | 0x01 | 0xd0..=0xd8) => at += 1,
            Some(_) => {
                let Some(&[high, low]) = bytes.get(at + 1..at + 3) else {
                    return false;
                };
                at += 1 + usize::from(u16::from_be_bytes([high, low]));
            }
        }
    }
    false
}

/// The same picture, to the bit, without what a camera or a program noted beside it and what hangs on behind it: thumbnails
/// and whole second pictures have notes of their own.
pub fn strip(bytes: &[u8]) -> Vec<u8> {
    const END: u8 = 0xd9;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(bytes.get(..2).unwrap_or_default());
    let (mut at, mut in_scan) = (2, false);
    while let Some(rest) = bytes.get(at..) {
        let data = rest.iter().position(|b| *b == 0xff).unwrap_or(rest.len());
        if in_scan {
            out.extend(rest.get(..data).unwrap_or_default());
        }
        at += data;
        match bytes.get(at + 1) {
            None => break,
            Some(0xff) => at += 1,
            Some(&END) => {
                out.extend([0xff, END]);
                break;
            }
            Some(&mark @ (0x00 | 0x01 | 0xd0..=0xd8)) => {
                if in_scan {
                    out.extend([0xff, mark]);
                }
                at += 2;
            }
            Some(&mark) => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else {
                    break;
                };
                let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
                let Some(segment) = bytes.get(at..end) else { break };
                if is_picture(mark, segment.get(4..).unwrap_or_default()) {
                    out.extend(segment);
                }
                in_scan |= mark == 0xda;
                at = end;
            }
        }
    }
    out
}

/// The same, with a note that says nothing but which side is up: an Exif orientation from 1 to 8 (Exif 2.32, section 4.6.4).
pub fn strip_but(bytes: &[u8], orientation: u8) -> Vec<u8> {
    const START: usize = 2;
    let bare = strip(bytes);
    let (start, rest) = bare.split_at(START.min(bare.len()));
    [
        start,
        b"\xff\xe1\0\x22Exif\0\0",
        // TIFF 6.0: one entry, tag 0x0112, one short number; nothing follows.
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0",
        &[orientation, 0, 0, 0],
        &[0; 4],
        rest,
    ]
    .concat()
}

/// Whether a segment says how the picture looks.
fn is_picture(mark: u8, content: &[u8]) -> bool {
    match mark {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        // Which colours these are.
        0xee => content.starts_with(b"Adobe"),
        // What applications keep for themselves, and comments.
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, codecs::jpeg::JpegEncoder};

    use super::{is_whole, strip};

    fn segment(mark: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, mark], &length[..], content].concat()
    }

    #[test]
    fn notes_go_and_everything_else_stays_to_the_bit() {
        let mut bare = Vec::new();
        let picture = DynamicImage::new_rgb8(40, 30);
        JpegEncoder::new(&mut bare).encode_image(&picture).unwrap();
        assert_eq!(strip(&bare), bare);
        let colours = segment(0xe2, b"ICC_PROFILE\0\x01\x01colours");
        let kept = [&bare[..2], &colours, &bare[2..]].concat();
        let noted = [
            &bare[..2],
            &segment(0xe1, b"Exif\0\0 where"),
            &colours,
            &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0 who"),
            &segment(0xe2, b"MPF\0 another picture"),
            &segment(0xed, b"Photoshop 3.0\0 when"),
            &segment(0xfe, b"what"),
            &bare[2..],
            &segment(0xe1, b"Exif\0\0 behind it"),
        ]
        .concat();
        assert_eq!(strip(&noted), kept);
        for length in 0..noted.len() {
            let cut = strip(&noted[..length]);
            assert!(kept.starts_with(&cut[..cut.len().min(kept.len())]), "{length}");
        }
    }

    #[test]
    fn only_the_whole_file_is_whole() {
        let mut bytes = Vec::new();
        let picture = DynamicImage::new_rgb8(40, 30);
        JpegEncoder::new(&mut bytes).encode_image(&picture).unwrap();
        assert!(is_whole(&bytes));
        for length in 0..bytes.len() - 1 {
            assert!(!is_whole(&bytes[..length]), "{length}");
        }
        bytes.extend(b"more");
        assert!(
            is_whole(&bytes),
            "what follows is left out when it is written anew"
        );
    }
}
