//! The fonts that words are drawn with: two that come with the program, and the system's where those have not the letters.

use std::sync::{Arc, LazyLock};

use resvg::usvg::{
    FontResolver,
    fontdb::{Database, FaceInfo, ID, Source, Stretch, Style},
};

mod coverage;

use coverage::Coverage;

/// Names of the two.
pub const TITLE: &str = "Logbook Title";
pub const FACTS: &str = "Logbook Facts";

/// See `fonts/OFL.txt`.
const OWN: [&[u8]; 2] = [
    include_bytes!("fonts/title.ttf"),
    include_bytes!("fonts/facts.ttf"),
];

/// Weight of the title's letters.
const WEIGHT: u16 = 680;

static EMBEDDED: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for font in OWN {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    Arc::new(fonts)
});

/// The two and all of the system's, which keep their place behind them. Read once, when a text first needs them.
static ALL: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::clone(&EMBEDDED);
    fonts.load_system_fonts();
    Arc::new(fonts)
});

/// Which of the two has which letter.
static EMBEDDED_LETTERS: LazyLock<Coverage> = LazyLock::new(|| Coverage::read(&EMBEDDED, unlike));

/// Which of all fonts has which letter. Read once, when a text first has a letter that the two have not.
static ALL_LETTERS: LazyLock<Coverage> = LazyLock::new(|| Coverage::read(&ALL, unlike));

/// The fonts to begin with.
pub fn embedded() -> Arc<Database> {
    EMBEDDED.clone()
}

/// Has letters drawn with the font that has them.
pub fn resolver() -> FontResolver<'static> {
    FontResolver {
        select_font: FontResolver::default_font_selector(),
        select_fallback: Box::new(|letter, used, fonts| {
            let found = find(letter).filter(|font| !used.contains(font))?;
            // What is known of the fonts stays; there are only more of them.
            if fonts.face(found).is_none() {
                *fonts = ALL.clone();
            }
            Some(found)
        }),
    }
}

/// Whether there is a font with this letter.
pub fn has(letter: char) -> bool {
    find(letter).is_some()
}

fn find(letter: char) -> Option<ID> {
    EMBEDDED_LETTERS.find(letter).or_else(|| ALL_LETTERS.find(letter))
}

/// How much a font differs from the title's, the worst first.
fn unlike(face: &FaceInfo) -> (bool, bool, bool, u16) {
    let serif = face
        .families
        .iter()
        .any(|(name, _)| name.contains("Serif") || name.contains("Mono"));
    (
        face.style != Style::Normal,
        face.stretch != Stretch::Normal,
        serif,
        face.weight.0.abs_diff(WEIGHT),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_fonts_have_what_most_titles_need() {
        for letter in "Aé\u{15f}ẞ–“”…€→≠ΩЖ’ß0".chars() {
            assert!(EMBEDDED_LETTERS.find(letter).is_some(), "{letter}");
        }
        assert!(!has('\u{fdd0}'), "no letter at all");
        let names: Vec<&str> = EMBEDDED.faces().map(|face| face.families[0].0.as_str()).collect();
        assert_eq!(names, [TITLE, FACTS]);
    }
}
