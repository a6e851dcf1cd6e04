//! The same highlighting by syntect, the program that the grammars' origin was made for.

use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};

use super::super::scopes::letter;
use super::super::{Pieces, plain};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The same within ten seconds, or nothing.
pub(super) fn highlight_soon(code: &str, syntax: &'static str) -> Option<Vec<String>> {
    let (sender, done) = mpsc::channel();
    let code = code.to_owned();
    std::thread::spawn(move || {
        let lines: Vec<&str> = code.split_inclusive('\n').collect();
        let _ = sender.send(highlight(&lines, syntax));
    });
    match done.recv_timeout(Duration::from_secs(10)) {
        Err(mpsc::RecvTimeoutError::Timeout) => None,
        answer => Some(answer.unwrap()),
    }
}

/// Highlights lines; one piece of HTML for each.
pub(super) fn highlight(lines: &[&str], syntax: &str) -> Vec<String> {
    let syntax = SYNTAXES.find_syntax_by_name(syntax).unwrap();
    let mut state = Some((ParseState::new(syntax), ScopeStack::new()));
    let mut out = Vec::new();
    for line in lines {
        let html = state
            .as_mut()
            .and_then(|(state, stack)| highlight_line(line, state, stack));
        if html.is_none() {
            state = None;
        }
        out.push(html.unwrap_or_else(|| plain(line)));
    }
    out
}

fn highlight_line(line: &str, state: &mut ParseState, stack: &mut ScopeStack) -> Option<String> {
    let mut pieces = Pieces::default();
    let mut from = 0;
    for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
        pieces.add(line.get(from..at)?, class(stack));
        from = at;
        stack.apply(&change).ok()?;
    }
    pieces.add(line.get(from..)?, class(stack));
    Some(pieces.finish())
}

fn class(stack: &ScopeStack) -> u8 {
    let mut letters = stack
        .scopes
        .iter()
        .rev()
        .map(|scope| letter(&scope.build_string()));
    letters
        .find(|letter| *letter != '-')
        .and_then(|letter| u8::try_from(letter).ok())
        .unwrap_or(b'.')
}
