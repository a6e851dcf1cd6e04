//! What readers send through forms, and how the desk shows it. The forms need no scripts: what was filled in and what is
//! wrong with it comes back with the page.

use miniserde::{Deserialize, Serialize};

use super::date::DateLabel;
use crate::error::FieldErrors;

/// Name of the field that people do not see.
pub const TRAP: &str = "homepage";

/// Longest name of who writes, in letters.
pub const LONGEST_NAME: usize = 80;

/// Longest message, in letters.
pub const LONGEST_MESSAGE: usize = 5_000;

/// Where the list of subscribers is to be had as a file.
pub const SUBSCRIBERS_FILE: &str = "/admin/subscribers.csv";

/// The page of the newsletter, as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscribePage {
    /// With the form.
    Form(SubscribeForm),
    /// An address is kept.
    Done,
}

/// The form of the newsletter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubscribeForm {
    /// What was filled in.
    pub email: String,
    /// Path of the page on which it was, if that was another one.
    pub form: String,
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// What is to be done besides, or what went wrong.
    pub notice: String,
    /// Whether nothing is left to do but to press the button.
    pub only_button: bool,
    /// What it carries instead of what other pages carry that are made now.
    pub seal: Option<String>,
}

/// The contact page, as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactPage {
    /// With the form.
    Form(ContactForm),
    /// A message is kept.
    Done,
}

/// The form of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactForm {
    /// What was filled in.
    pub name: String,
    /// What was filled in.
    pub email: String,
    /// What was filled in.
    pub message: String,
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// What is to be done besides, or what went wrong.
    pub notice: String,
    /// Whether nothing is left to do but to press the button.
    pub only_button: bool,
    /// What it carries instead of what other pages carry that are made now.
    pub seal: Option<String>,
}

/// Somebody who wants the newsletter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberItem {
    /// Names them.
    pub id: i64,
    /// Their address.
    pub email: String,
    /// How far it is: a word.
    pub status: String,
    /// When they asked for it.
    pub at: DateLabel,
    /// Path of the page on which they did; empty where nobody knows.
    pub form: String,
}

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscribers {
    /// The newest first.
    pub subscribers: Vec<SubscriberItem>,
    /// How many there are.
    pub total: u32,
    /// Pages of the list.
    pub pages: u32,
    /// The one that is shown, from 1.
    pub page: u32,
}

/// What has become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// Nobody has looked at it.
    Unread,
    /// Somebody has.
    Read,
    /// Who wrote it has an answer.
    Answered,
    /// Nobody wants it.
    Spam,
}

impl MessageState {
    /// All of them, in the order in which they are looked at.
    pub const ALL: [Self; 4] = [Self::Unread, Self::Read, Self::Answered, Self::Spam];

    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Answered => "answered",
            Self::Spam => "spam",
        }
    }

    /// Reads the word that [`Self::as_str`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageItem {
    /// Names it.
    pub id: i64,
    /// Who wrote it.
    pub name: String,
    /// Where an answer goes.
    pub email: String,
    /// Plain text.
    pub body: String,
    /// When it came.
    pub at: DateLabel,
    /// Begins an answer in a mail program.
    pub reply: String,
}

/// A page of messages that are all as far as each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    /// The newest first.
    pub messages: Vec<MessageItem>,
    /// How many there are in each state of [`MessageState::ALL`].
    pub counts: Vec<u32>,
    /// Pages of the list.
    pub pages: u32,
    /// The one that is shown, from 1.
    pub page: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_from_its_word() {
        for state in MessageState::ALL {
            assert_eq!(MessageState::parse(state.as_str()), Some(state));
        }
        assert_eq!(MessageState::parse("lost"), None);
    }
}
