//! What readers saw of a post and were told of its changes, as a file of its own. Every text is on one line, so that neither an
//! editor nor version control changes its line ends.

use serde::Deserialize;
use toml::value::Datetime;

use super::{
    VERSION,
    file::{Unreadable, quoted},
};

/// The folder of these files in an export.
pub const HISTORY: &str = "history";

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct History {
    /// [`VERSION`]
    pub logbook: u32,
    /// Public identity of the post, a UUID.
    pub id: String,
    /// The oldest first.
    #[serde(default)]
    pub releases: Vec<ReleaseFacts>,
}

/// A text that readers saw from a moment on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReleaseFacts {
    /// When they first saw it; none where it waits for its time with a post that is scheduled.
    #[serde(default)]
    pub at: Option<Datetime>,
    /// What they were told of it; plain text, or nothing.
    #[serde(default)]
    pub note: String,
    /// What is said about the text, JSON.
    pub meta: String,
    /// Markdown, byte for byte as written.
    pub source: String,
}

/// The beginning of the file of the post with this identity; its releases follow.
pub fn beginning(id: &str) -> String {
    format!("logbook = {VERSION}\nid = {}\n", quoted(id))
}

impl ReleaseFacts {
    /// One more table of the file.
    pub fn write(&self) -> String {
        let at = self.at.map(|at| format!("at = {at}\n")).unwrap_or_default();
        format!(
            "\n[[releases]]\n{at}note = {}\nmeta = {}\nsource = {}\n",
            quoted(&self.note),
            quoted(&self.meta),
            quoted(&self.source)
        )
    }
}

/// Reads a file.
pub fn read(text: &str) -> Result<History, Unreadable> {
    let history: History = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|before| 1 + before.matches('\n').count());
        let said: Vec<&str> = error.message().split_whitespace().collect();
        Unreadable {
            line: line.and_then(|line| u32::try_from(line).ok()),
            reason: format!("is malformed: {}", said.join(" ")),
        }
    })?;
    if history.logbook > VERSION {
        return Err(Unreadable {
            line: Some(1),
            reason: "was written by a newer Logbook; import it with that one".to_owned(),
        });
    }
    Ok(history)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::server::services::written::moment;

    #[test]
    fn releases_are_read_as_they_were_written() {
        let odd: String = ('\u{1}'..='\u{a0}')
            .chain("\r\n\r\"\"\" ''' \\u0041 \u{feff}\u{2028}日本語\n".chars())
            .collect();
        let first = ReleaseFacts {
            at: Some(moment(1_700_000_000_123, &TimeZone::UTC).unwrap()),
            note: "A \"note\".".to_owned(),
            meta: "{\"title\":\"\\u0001\"}".to_owned(),
            source: odd,
        };
        let waiting = ReleaseFacts {
            at: None,
            note: String::new(),
            ..first.clone()
        };
        let file = beginning("an-id") + &first.write() + &waiting.write();
        let read = read(&file).unwrap();
        assert_eq!((read.logbook, read.id.as_str()), (VERSION, "an-id"));
        assert_eq!(read.releases, [first, waiting]);
        assert_eq!(file.lines().filter(|line| !line.is_empty()).count(), 2 + 5 + 4);
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        for (file, line, words) in [
            ("logbook = 1\nid = \"a\n", Some(2), "malformed"),
            ("logbook = 2\nid = \"a\"\n", Some(1), "newer Logbook"),
        ] {
            let refused = read(file).unwrap_err();
            assert_eq!(refused.line, line, "{refused:?}");
            assert!(refused.reason.contains(words), "{refused:?}");
        }
        assert!(read("id = \"a\"\n").is_err());
    }
}
