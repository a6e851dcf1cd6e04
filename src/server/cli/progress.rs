//! How far a long command is, on one line of a terminal, or now and then in a log.

use std::{
    io::{IsTerminal as _, Write as _},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Percent points between two lines where standard error is no terminal.
const COARSE: usize = 25;

/// Shows progress on standard error.
#[derive(Debug, Default)]
pub struct ProgressLine {
    shown: AtomicUsize,
}

impl ProgressLine {
    /// Says that `done` of `all` are through `what`; the last one ends the line.
    pub fn show(&self, what: &str, done: usize, all: usize) {
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100);
        let mut stderr = std::io::stderr().lock();
        let terminal = stderr.is_terminal();
        let step = if terminal { 1 } else { COARSE };
        let shown = self.shown.load(Ordering::Relaxed);
        if done < all && percent < shown + step && percent >= shown {
            return;
        }
        self.shown.store(percent % 100, Ordering::Relaxed);
        // A closed standard error is no reason to stop.
        let _ = match (terminal, done >= all) {
            (true, false) => write!(stderr, "\r{what} {done} of {all} ({percent} %)"),
            (true, true) => writeln!(stderr, "\r{what} {done} of {all}          "),
            (false, _) => writeln!(stderr, "{what} {done} of {all}"),
        };
    }
}
