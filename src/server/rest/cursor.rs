//! Where a page of a list ended, as a program is told: words that mean something only here.
//!
//! A sum in them tells those that were made here from those that were made up or cut. It is no secret: whoever copies the way
//! it is made sees what everybody sees, from another place on.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use twox_hash::XxHash3_64;

/// Longest text of one that is looked at, in bytes.
pub const LONGEST: usize = 300;

/// A place in the list of this name.
pub fn write(list: &str, place: &str) -> String {
    let text = format!("{list} {place}");
    let mut bytes = sum(&text).to_vec();
    bytes.extend_from_slice(text.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that was written; nothing where it is none of this list's.
pub fn read(list: &str, cursor: &str) -> Option<String> {
    if cursor.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (sum_of, text) = bytes.split_at_checked(4)?;
    let text = std::str::from_utf8(text).ok()?;
    let place = text.strip_prefix(list)?.strip_prefix(' ')?;
    (sum_of == sum(text)).then(|| place.to_owned())
}

/// What tells these words from others.
pub fn sum(text: &str) -> [u8; 4] {
    let [a, b, c, d, ..] = XxHash3_64::oneshot(text.as_bytes()).to_be_bytes();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_in_its_list_only(place in "\\PC{0,120}") {
            let cursor = write("posts", &place);
            // None of this program's is as long as that.
            let is_looked_at = cursor.len() <= LONGEST;
            prop_assert_eq!(read("posts", &cursor), is_looked_at.then_some(place));
            prop_assert_eq!(read("tags", &cursor), None);
            prop_assert_eq!(read("post", &cursor), None);
        }

        #[test]
        fn nothing_made_up_is_a_place(cursor in "\\PC{0,200}") {
            prop_assert_eq!(read("posts", &cursor), None);
        }
    }

    #[test]
    fn a_cursor_that_was_cut_or_changed_is_none() {
        let cursor = write("posts", "1776294000000 17");
        for at in 0..cursor.len() {
            assert_eq!(read("posts", &cursor[..at]), None);
            let mut changed = cursor.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(read("posts", &String::from_utf8(changed).unwrap()), None, "{at}");
        }
        assert_eq!(
            read("posts", &URL_SAFE_NO_PAD.encode("posts 1776294000000 17")),
            None
        );
    }
}
