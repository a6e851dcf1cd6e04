//! What was finished in earlier renderings of a text and need not be again: highlighted code and formulas. It changes how
//! long a rendering takes, never what comes out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::highlight::{Finds, Highlighted, Languages};
use super::math;

/// What was not used in so many renderings is forgotten.
const ROUNDS: u32 = 16;

/// What is remembered, and the languages that are known.
#[derive(Default)]
pub(super) struct Memory {
    round: u32,
    languages: Arc<Languages>,
    finds: Finds,
    /// By the hash of language and lines.
    code: HashMap<u64, Kept<Highlighted>>,
    /// By the hash of the source; a formula in a line and one on a line of its own are two.
    formulas: HashMap<u64, Kept<Formula>>,
}

/// Something, and the rendering that used it last.
struct Kept<T> {
    round: u32,
    value: T,
}

struct Formula {
    source: String,
    display: bool,
    html: String,
}

impl Memory {
    /// Nothing remembered.
    pub(super) fn new(languages: Arc<Languages>) -> Self {
        Self {
            languages,
            ..Self::default()
        }
    }

    /// Gets to know more languages; code in them is highlighted from then on.
    pub(super) fn learn(&mut self, grammars: &str) {
        self.code.clear();
        if let Some(languages) = Arc::get_mut(&mut self.languages) {
            languages.learn(grammars);
        }
    }

    /// Grammars that this rendering lacked.
    pub(super) fn missing(&self) -> Vec<String> {
        let now = self.code.values().filter(|kept| kept.round == self.round);
        let mut names: Vec<String> = now
            .filter_map(|kept| kept.value.missing().map(str::to_owned))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Begins a rendering.
    pub(super) fn begin(&mut self) {
        self.round += 1;
        let round = self.round;
        self.code.retain(|_, kept| round - kept.round <= ROUNDS);
        self.formulas.retain(|_, kept| round - kept.round <= ROUNDS);
    }

    /// The block of these lines, made from the most similar one that this rendering has not used.
    pub(super) fn highlighted(&mut self, lines: &[&str], syntax: &'static str) -> &Highlighted {
        let round = self.round;
        let key = hash((syntax, lines));
        let made = match self.code.remove(&key) {
            Some(kept) if kept.value.is(lines, syntax) => kept.value,
            _ => {
                let mut block = self
                    .similar(lines, syntax)
                    .unwrap_or_else(|| Highlighted::new(syntax, Arc::clone(&self.languages)));
                block.update(lines, &mut self.finds);
                block
            }
        };
        &self
            .code
            .entry(key)
            .insert_entry(Kept { round, value: made })
            .into_mut()
            .value
    }

    fn similar(&mut self, lines: &[&str], syntax: &str) -> Option<Highlighted> {
        let (_, key) = self
            .code
            .iter()
            .filter(|(_, kept)| kept.round < self.round)
            .map(|(key, kept)| (kept.value.shares(lines, syntax), *key))
            .filter(|(shared, _)| *shared > 0)
            .max()?;
        self.code.remove(&key).map(|kept| kept.value)
    }

    /// A formula, in the sentence or (`display`) on a line of its own.
    pub(super) fn formula(&mut self, source: &str, display: bool) -> String {
        let key = hash((source, display));
        if let Some(kept) = self.formulas.get_mut(&key)
            && kept.value.source == source
            && kept.value.display == display
        {
            kept.round = self.round;
            return kept.value.html.clone();
        }
        let html = math::render(source, display);
        let value = Formula {
            source: source.to_owned(),
            display,
            html: html.clone(),
        };
        let round = self.round;
        self.formulas.insert(key, Kept { round, value });
        html
    }
}

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
