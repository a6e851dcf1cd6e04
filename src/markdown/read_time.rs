//! How long a post takes to read. Counting happens here; finding the text does not.

/// What a reader has to get through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Words of prose, headings, tables and notes.
    pub(super) words: u32,
    /// Han and kana characters, which have no spaces between words.
    pub(super) characters: u32,
    /// Words inside code blocks, Han and kana characters among them.
    pub(super) code_words: u32,
    /// Images.
    pub(super) images: u32,
}

impl Reading {
    /// Adds the words and characters of a piece of prose.
    pub(super) fn add_prose(&mut self, text: &str) {
        let (words, characters) = count(text);
        self.words = self.words.saturating_add(words);
        self.characters = self.characters.saturating_add(characters);
    }

    /// Adds the words and characters of a code block.
    pub(super) fn add_code(&mut self, text: &str) {
        let (words, characters) = count(text);
        self.code_words = self.code_words.saturating_add(words).saturating_add(characters);
    }

    /// Words outside code, a Han or kana character counting as one.
    pub(super) fn prose(self) -> u32 {
        self.words.saturating_add(self.characters)
    }

    /// Minutes, rounded to the nearest and at least 1.
    ///
    /// 230 words or 500 Han and kana characters a minute, code at half that speed; the first image takes
    /// 12 seconds, each further one a second less, down to 3.
    pub(super) fn minutes(self) -> u32 {
        let images: u64 = (0..u64::from(self.images))
            .map(|nth| 12u64.saturating_sub(nth).max(3))
            .sum();
        // In 1/23,000 of a second, so that the result does not depend on floating point.
        let parts = u64::from(self.words) * 6_000_000
            + u64::from(self.code_words) * 12_000_000
            + u64::from(self.characters) * 2_760_000
            + images * 23_000_000;
        let minute = 60 * 23_000_000;
        u32::try_from((parts + minute / 2) / minute)
            .unwrap_or(u32::MAX)
            .max(1)
    }
}

/// Words (runs between white space that hold a letter or digit) and Han or kana characters.
fn count(text: &str) -> (u32, u32) {
    let (mut words, mut characters, mut word) = (0u32, 0u32, false);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word = true;
        } else if c.is_whitespace() {
            words = words.saturating_add(u32::from(word));
            word = false;
        } else if is_ideograph(c) {
            characters = characters.saturating_add(1);
        } else {
            word |= c.is_alphanumeric();
        }
    }
    (words.saturating_add(u32::from(word)), characters)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}
