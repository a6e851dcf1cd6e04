//! What was finished in earlier renderings of a text and need not be again: highlighted code and formulas. It changes how
//! long a rendering takes, never what comes out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::highlight::{Finds, Highlighted, Languages, MAX_STEPS};
use super::math;

/// What was not used in so many renderings is forgotten.
const ROUNDS: u32 = 16;

/// A block with fewer lines than this is made anew sooner than one is found that is similar.
const MIN_LINES: usize = 8;

/// So many blocks are looked through for one that is similar.
const MAX_LOOKED_AT: usize = 1_000;

/// A page may take as much highlighting as so many blocks; code that comes after it has no classes.
const BLOCKS: u64 = 2;

/// What is remembered, and the languages that are known.
pub(super) struct Memory {
    round: u32,
    languages: Arc<Languages>,
    finds: Finds,
    /// What highlighting this page would take without memory. It counts, so that with it the same comes out.
    steps: u64,
    /// What highlighting a block may take.
    pub(super) most: u64,
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

impl Default for Memory {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Memory {
    /// Nothing remembered.
    pub(super) fn new(languages: Arc<Languages>) -> Self {
        Self {
            round: 0,
            languages,
            finds: Finds::default(),
            steps: 0,
            most: MAX_STEPS,
            code: HashMap::new(),
            formulas: HashMap::new(),
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
        self.steps = 0;
        let round = self.round;
        self.code.retain(|_, kept| round - kept.round <= ROUNDS);
        self.formulas.retain(|_, kept| round - kept.round <= ROUNDS);
    }

    /// The block of these lines, made from the most similar one that this rendering has not used; nothing if it, or the
    /// page before it, takes too long.
    pub(super) fn highlighted(&mut self, lines: &[&str], syntax: &'static str) -> Option<&Highlighted> {
        if self.steps > self.most.saturating_mul(BLOCKS) {
            return None;
        }
        let round = self.round;
        let key = hash((syntax, lines));
        let made = match self.code.remove(&key) {
            Some(kept) if kept.value.is(lines, syntax) => kept.value,
            _ => {
                let mut block = self
                    .similar(lines, syntax)
                    .unwrap_or_else(|| Highlighted::new(syntax, Arc::clone(&self.languages), self.most));
                block.update(lines, &mut self.finds);
                block
            }
        };
        self.steps += made.steps();
        let kept = self.code.entry(key).insert_entry(Kept { round, value: made });
        let block = &kept.into_mut().value;
        (!block.is_long()).then_some(block)
    }

    fn similar(&mut self, lines: &[&str], syntax: &str) -> Option<Highlighted> {
        if lines.len() < MIN_LINES {
            return None;
        }
        let (_, key) = self
            .code
            .iter()
            .take(MAX_LOOKED_AT)
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
