//! Breaks words into lines that fit, as large as they can be. Knows widths only, and nothing of fonts.

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation as _;

/// What stands where words were left out.
const MORE: char = '…';

/// How wide a text is where its letters are one pixel high.
pub type Widths<'a> = &'a dyn Fn(&str) -> f32;

/// Lines, and how high their letters are in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// From top to bottom.
    pub lines: Vec<String>,
    /// Pixels.
    pub size: f32,
}

/// The room there is.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Pixels from left to right.
    pub width: f32,
    /// Pixels from top to bottom.
    pub height: f32,
    /// From one line to the next, for letters one pixel high.
    pub leading: f32,
}

impl Room {
    fn lines(self, size: f32) -> usize {
        // A picture has a few lines.
        (self.height / (size * self.leading)).floor().max(1.0) as usize
    }
}

/// A piece of text that stays together, and whether a space stands before it where it is not at the beginning of a line.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    width: f32,
    spaced: bool,
}

/// The pieces between which a text may be broken, for which a width is asked; see [`fit`].
pub fn pieces(text: &str) -> Vec<&str> {
    let mut from = 0;
    linebreaks(text)
        .filter_map(|(to, _)| {
            let piece = text.get(from..to)?.trim();
            from = to;
            (!piece.is_empty()).then_some(piece)
        })
        .collect()
}

/// The text in the largest of these sizes in which it has room; in the smallest one it is cut where it has none.
pub fn fit(text: &str, sizes: &[f32], room: Room, widths: Widths<'_>) -> Lines {
    let mut whole = Vec::new();
    let mut from = 0;
    for piece in pieces(text) {
        let at = text
            .get(from..)
            .and_then(|rest| rest.find(piece))
            .map_or(from, |at| from + at);
        whole.push(Piece {
            text: piece.to_owned(),
            width: widths(piece),
            spaced: at > from,
        });
        from = at + piece.len();
    }
    let space = widths(" ");
    for size in sizes {
        let widest = room.width / size;
        if whole.iter().any(|piece| piece.width > widest) {
            continue;
        }
        let lines = wrap(&whole, widest, space);
        if lines.len() <= room.lines(*size) {
            return Lines {
                lines: lines.into_iter().map(|(line, _)| line).collect(),
                size: *size,
            };
        }
    }
    let size = sizes.last().copied().unwrap_or(1.0);
    let widest = room.width / size;
    let broken: Vec<Piece> = whole.iter().flat_map(|piece| split(piece, widest)).collect();
    let mut lines = wrap(&broken, widest, space);
    let most = room.lines(size);
    if lines.len() > most {
        lines.truncate(most);
        if let Some((line, width)) = lines.last_mut() {
            *line = shorten(line, *width, widest, widths(&MORE.to_string()));
        }
    }
    Lines {
        lines: lines.into_iter().map(|(line, _)| line).collect(),
        size,
    }
}

/// A text that is this wide, as far as it fits.
pub fn cut(text: &str, width: f32, widest: f32, more: f32) -> String {
    if width <= widest {
        return text.to_owned();
    }
    shorten(text, width, widest, more)
}

/// As many letters as fit before the sign that there were more. Letters count alike: what is a little wider than the others
/// is made up for by some room that is left.
fn shorten(text: &str, width: f32, widest: f32, more: f32) -> String {
    if width + more <= widest {
        return format!("{text}{MORE}");
    }
    let letters: Vec<&str> = text.graphemes(true).collect();
    let share = ((widest - 1.5 * more) / width.max(f32::EPSILON)).clamp(0.0, 1.0);
    let kept = (letters.len() as f32 * share).floor() as usize;
    let kept: String = letters.into_iter().take(kept).collect();
    let kept = kept.trim_end_matches(|letter: char| letter.is_whitespace() || ",;:.–—-".contains(letter));
    format!("{kept}{MORE}")
}

fn wrap(pieces: &[Piece], widest: f32, space: f32) -> Vec<(String, f32)> {
    let mut lines: Vec<(String, f32)> = Vec::new();
    for piece in pieces {
        let gap = if piece.spaced { space } else { 0.0 };
        match lines.last_mut() {
            Some((line, width)) if *width + gap + piece.width <= widest => {
                if piece.spaced {
                    line.push(' ');
                }
                line.push_str(&piece.text);
                *width += gap + piece.width;
            }
            _ => lines.push((piece.text.clone(), piece.width)),
        }
    }
    lines
}

/// A piece that is too wide for a line, in several.
fn split(piece: &Piece, widest: f32) -> Vec<Piece> {
    if piece.width <= widest {
        return vec![piece.clone()];
    }
    let letters: Vec<&str> = piece.text.graphemes(true).collect();
    let per_line = (letters.len() as f32 * 0.85 * widest / piece.width)
        .floor()
        .max(1.0) as usize;
    letters
        .chunks(per_line)
        .enumerate()
        .map(|(index, chunk)| Piece {
            text: chunk.concat(),
            width: piece.width * chunk.len() as f32 / letters.len() as f32,
            spaced: piece.spaced && index == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room {
        width: 100.0,
        height: 60.0,
        leading: 1.0,
    };

    fn width(text: &str) -> f32 {
        text.chars().count() as f32 * 0.5
    }

    fn fitted(text: &str) -> (Vec<String>, f32) {
        let fitted = fit(text, &[20.0, 10.0], ROOM, &width);
        (fitted.lines, fitted.size)
    }

    #[test]
    fn what_has_room_is_as_large_as_can_be_and_breaks_between_words() {
        assert_eq!(fitted("one two"), (vec!["one two".to_owned()], 20.0));
        let lines = ["one two", "three four"].map(str::to_owned).to_vec();
        assert_eq!(fitted("one two three four"), (lines, 20.0));
        // Letters of some scripts need no spaces between them, and get none.
        let (lines, size) = fitted("分散システムの設計と運用について");
        assert_eq!(
            (lines.concat().as_str(), size),
            ("分散システムの設計と運用について", 20.0)
        );
        assert!(lines.len() > 1);
    }

    #[test]
    fn what_has_less_room_is_smaller_and_what_has_none_is_cut() {
        let long = "word ".repeat(20);
        let (lines, size) = fitted(long.trim());
        assert_eq!((lines.len(), size), (5, 10.0));
        let (lines, size) = fitted("word ".repeat(200).trim());
        assert_eq!((lines.len(), size), (6, 10.0));
        assert!(lines[5].ends_with("word…"), "{lines:?}");
        for line in &lines {
            assert!(width(line) * size <= ROOM.width, "{line}");
        }
    }

    #[test]
    fn a_word_without_end_is_broken_between_letters() {
        let (lines, size) = fitted(&"e\u{301}".repeat(40));
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.starts_with('e')), "{lines:?}");
        assert_eq!(size, 10.0);
        let (lines, _) = fitted(&"x".repeat(4_000));
        assert_eq!(lines.len(), 6);
        assert!(lines[5].ends_with('…'));
    }

    #[test]
    fn nothing_is_no_line() {
        assert_eq!(fitted("").0, Vec::<String>::new());
        assert_eq!(cut("as it is", 4.0, 4.0, 0.5), "as it is");
        assert_eq!(cut("Ada, Ben, Cy", 6.0, 4.0, 0.5), "Ada, B…");
    }
}
