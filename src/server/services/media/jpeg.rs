//! Whether a JPEG is all there. Its reader is lenient: what is missing would be grey.

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

#[cfg(test)]
mod tests {
    use image::{DynamicImage, codecs::jpeg::JpegEncoder};

    use super::is_whole;

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
