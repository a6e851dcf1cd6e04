//! What of a text can be drawn.

use unicode_normalization::UnicodeNormalization as _;

use super::fonts;

/// Longest text that is looked at, in characters; more has no room.
const LONGEST: usize = 400;

/// The text on one line, without what nobody sees and without signs that no font here has; nothing where letters or digits
/// would be missing, so that no text is drawn with holes in it.
pub fn drawable(text: &str) -> Option<String> {
    let (mut drawn, mut is_kept) = (String::new(), false);
    for letter in text.trim().nfc().take(LONGEST) {
        if letter.is_whitespace() {
            if !drawn.is_empty() && !drawn.ends_with(' ') {
                drawn.push(' ');
            }
            is_kept = false;
        } else if joins(letter) {
            // What it changed may be one of those that are left out.
            if is_kept {
                drawn.push(letter);
            }
        } else if !is_unseen(letter) && fonts::has(letter) {
            drawn.push(letter);
            is_kept = true;
        } else if letter.is_alphanumeric() {
            return None;
        } else {
            is_kept = false;
        }
    }
    Some(drawn.trim().to_owned())
}

/// Whether most of a text is written from right to left: its first letter says so (Unicode Bidirectional Algorithm, P2).
pub fn begins_right(text: &str) -> bool {
    text.chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|letter| {
            matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        })
}

/// Whether a sign only changes how its neighbours look.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a sign is for machines, or puts others into another order.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_drawn_is_left_out_unless_it_is_a_word() {
        for (text, drawn) in [
            ("  Queues\n and\tlocks ", Some("Queues and locks")),
            ("a\u{202e}b\u{0}c", Some("abc")),
            ("Done \u{fdd0}!", Some("Done !")),
            ("", Some("")),
            ("\u{200d}", Some("")),
            ("\u{fdd0}\u{200d}\u{fdd0}", Some("")),
        ] {
            assert_eq!(drawable(text).as_deref(), drawn, "{text:?}");
        }
        // Nobody has a font for these letters of a script that is not written any more.
        let lost: String = ['\u{1e4d0}', '\u{10d40}'].iter().collect();
        if !lost.chars().all(fonts::has) {
            assert_eq!(drawable(&lost), None);
        }
        assert_eq!(drawable(&"x".repeat(9_999)).unwrap().len(), LONGEST);
    }

    #[test]
    fn the_first_letter_says_where_a_text_begins() {
        for (text, rightward) in [
            ("Queues", false),
            ("שלום world", true),
            ("42 مرحبا", true),
            ("A שלום", false),
            ("", false),
        ] {
            assert_eq!(begins_right(text), rightward, "{text}");
        }
    }
}
