//! Which font has which letter. Each font is opened once, and what it has is kept.

use std::collections::BTreeMap;

use resvg::usvg::fontdb::{Database, FaceInfo, ID};
use skrifa::{FontRef, MetadataProvider as _};

/// What a symbol font calls the letters from 0 to 255 (OpenType, "Non-Standard (Symbol) Fonts").
const SYMBOLS: std::ops::RangeInclusive<u32> = 0xf000..=0xf0ff;

/// Letters that follow each other and are drawn with the same font.
#[derive(Debug)]
struct Run {
    first: u32,
    last: u32,
    font: ID,
}

/// The font of every letter that any of the fonts has. A letter is in one run only, so that what is kept does not grow with
/// the number of fonts.
#[derive(Debug)]
pub struct Coverage(Vec<Run>);

impl Coverage {
    /// Opens all fonts, one after the other. Where several have a letter, it is drawn with the one of the least `rank`, and of
    /// those that are alike with the first.
    pub fn read<R: Ord>(fonts: &Database, rank: impl Fn(&FaceInfo) -> R) -> Self {
        let mut faces: Vec<&FaceInfo> = fonts.faces().collect();
        faces.sort_by_key(|face| rank(face));
        let mut letters = BTreeMap::new();
        for face in faces {
            fonts.with_face_data(face.id, |data, index| {
                let Ok(font) = FontRef::from_index(data, index) else {
                    return;
                };
                let map = font.charmap();
                for (letter, _) in map.mappings() {
                    letters.entry(letter).or_insert(face.id);
                    if map.is_symbol() && SYMBOLS.contains(&letter) {
                        letters.entry(letter - SYMBOLS.start()).or_insert(face.id);
                    }
                }
            });
        }
        let mut runs: Vec<Run> = Vec::new();
        for (letter, font) in letters {
            match runs.last_mut() {
                Some(run) if run.font == font && run.last + 1 == letter => run.last = letter,
                _ => runs.push(Run {
                    first: letter,
                    last: letter,
                    font,
                }),
            }
        }
        runs.shrink_to_fit();
        Self(runs)
    }

    /// The font that a letter is drawn with, if one has it.
    pub fn find(&self, letter: char) -> Option<ID> {
        let letter = u32::from(letter);
        let at = self.0.partition_point(|run| run.last < letter);
        let run = self.0.get(at).filter(|run| run.first <= letter)?;
        Some(run.font)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &[u8] = include_bytes!("title.ttf");
    const FACTS: &[u8] = include_bytes!("facts.ttf");

    #[test]
    fn every_letter_is_found_where_the_fonts_themselves_say_it_is() {
        let mut fonts = Database::new();
        // The third has nothing that the second has not.
        for font in [TITLE, FACTS, FACTS] {
            fonts.load_font_data(font.to_vec());
        }
        let ids: Vec<ID> = fonts.faces().map(|face| face.id).collect();
        let has: Vec<_> = [TITLE, FACTS]
            .iter()
            .map(|font| FontRef::new(font).unwrap().charmap())
            .collect();
        for turned in [false, true] {
            let order: Vec<usize> = if turned { vec![1, 0] } else { vec![0, 1] };
            let rank = |face: &FaceInfo| {
                let at = ids.iter().position(|id| *id == face.id).unwrap();
                if turned { at == 0 } else { at > 0 }
            };
            let coverage = Coverage::read(&fonts, rank);
            let mut found = [0, 0];
            for letter in '\0'..='\u{1ffff}' {
                let expected = order.iter().copied().find(|at| has[*at].map(letter).is_some());
                assert_eq!(coverage.find(letter), expected.map(|at| ids[at]), "{letter:?}");
                if let Some(at) = expected {
                    found[at] += 1;
                }
            }
            assert!(found[order[0]] > 100, "{found:?}");
            assert!(coverage.0.len() < found[0] + found[1], "letters stand together");
            assert_eq!(coverage.find(char::MAX), None);
        }
    }

    #[test]
    fn a_font_is_opened_once_however_many_letters_are_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("title.ttf");
        std::fs::write(&file, TITLE).unwrap();
        std::fs::write(folder.path().join("broken.ttf"), &TITLE[..TITLE.len() / 2]).unwrap();
        let mut fonts = Database::new();
        fonts.load_fonts_dir(folder.path());
        assert!(!fonts.is_empty());
        let coverage = Coverage::read(&fonts, |_| 0);
        drop(folder);
        assert!(!file.exists());
        for letter in "Queues".chars() {
            assert!(coverage.find(letter).is_some(), "{letter}");
        }
    }
}
