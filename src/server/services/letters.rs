//! What readers send: addresses for the newsletter, and messages. A letter passes what keeps programs out (`seal`, the field
//! that people do not see, `limits`) and is then kept; nothing is mailed yet.
//!
//! Who sends an address learns nothing of whether it was here already: the same is written, said, and takes as long.

use std::{fmt, sync::Arc, time::Duration};

use axum::http::Extensions;
use tokio::time::{Instant, sleep_until};

use self::limits::Limits;
use super::views::{ClientAddress, Prefix, key::Key};
use crate::{
    error::FieldErrors,
    model::{
        email::Email,
        letters::{LONGEST_MESSAGE, LONGEST_NAME},
    },
    server::{
        calendar,
        context::Context,
        db::{Database, messages, subscribers, views::ensure_secret},
        fault::Fault,
    },
};

pub mod inbox;
mod limits;
pub mod list;
mod seal;

/// How long it takes at least to keep an address, so that its time tells nothing of what was there before.
const AT_LEAST: Duration = Duration::from_millis(150);

/// Longest path of a page that is noted, in bytes.
const LONGEST_PATH: usize = 200;

/// What keeps programs out; made once at start-up. Cheap to clone.
#[derive(Clone)]
pub struct Letters(Arc<Parts>);

struct Parts {
    key: Key,
    addresses: Limits,
    messages: Limits,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letters").finish_non_exhaustive()
    }
}

impl Letters {
    /// Reads the key that forms are sealed with, or makes it.
    pub async fn open(database: &Database) -> anyhow::Result<Self> {
        let mut write = database.begin().await?;
        let key = ensure_secret(&mut write, "letters", Key::generate()?.as_bytes()).await?;
        write.commit().await?;
        Ok(Self(Arc::new(Parts {
            key: Key::read(&key)?,
            addresses: Limits::new(20, 3, 1_000),
            messages: Limits::new(10, 5, 200),
        })))
    }

    /// What a form carries that is made now.
    pub fn seal(&self) -> String {
        self.seal_of(calendar::now())
    }

    /// What a form carries that was made at a moment, in Unix milliseconds.
    pub fn seal_of(&self, millis: i64) -> String {
        seal::seal(&self.0.key, millis)
    }
}

/// What comes with a letter that nobody wrote.
#[derive(Clone)]
pub struct Envelope {
    from: Prefix,
    seal: String,
    trap: String,
}

impl Envelope {
    /// Reads what the layers before know of who sends it, and what its form carries.
    pub fn read(extensions: &Extensions, seal: String, trap: String) -> Self {
        Self {
            from: Prefix::of_limit(ClientAddress::of(extensions)),
            seal,
            trap,
        }
    }
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// Something in it is wrong, by field.
    Wrong(FieldErrors),
    /// It may be a program's: it was sent at once after its page was made, long after, or with what only programs fill in. A
    /// person sends it once more.
    Again,
    /// There were too many of its kind.
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
}

/// Keeps an address for the newsletter, with the time and the page on which it was entered.
///
/// Nobody is asked for a confirmation yet, because the site sends no mail; so nobody is forgotten for not giving one either,
/// however long ago it was. Who is asked and does not answer within 14 days is to be, once that can be.
pub async fn subscribe(
    context: &Context,
    envelope: &Envelope,
    email: &str,
    form: &str,
) -> Result<Outcome, Fault> {
    let began = Instant::now();
    let letters = &context.letters.0;
    let now = calendar::now();
    let Some(email) = Email::parse(email) else {
        return Ok(Outcome::Wrong([("email".to_owned(), no_email(email))].into()));
    };
    if letters.is_a_programs(envelope, now) {
        return Ok(Outcome::Again);
    }
    if let Err(retry_after) = letters.addresses.note(envelope.from, &email, now) {
        return Ok(Outcome::TooMany { retry_after });
    }
    let mut write = context.database.begin().await?;
    subscribers::keep_subscriber(&mut write, email.as_str(), form, now).await?;
    write.commit().await?;
    sleep_until(began + AT_LEAST).await;
    Ok(Outcome::Kept)
}

/// Keeps a message.
pub async fn write_to_us(
    context: &Context,
    envelope: &Envelope,
    name: &str,
    email: &str,
    message: &str,
) -> Result<Outcome, Fault> {
    let letters = &context.letters.0;
    let now = calendar::now();
    let mut errors = FieldErrors::new();
    let name = read_name(name).unwrap_or_else(|problem| {
        errors.insert("name".to_owned(), problem);
        ""
    });
    let parsed = Email::parse(email);
    if parsed.is_none() {
        errors.insert("email".to_owned(), no_email(email));
    }
    let message = read_message(message).unwrap_or_else(|problem| {
        errors.insert("message".to_owned(), problem);
        String::new()
    });
    let Some(email) = parsed.filter(|_| errors.is_empty()) else {
        return Ok(Outcome::Wrong(errors));
    };
    if letters.is_a_programs(envelope, now) {
        return Ok(Outcome::Again);
    }
    if let Err(retry_after) = letters.messages.note(envelope.from, &email, now) {
        return Ok(Outcome::TooMany { retry_after });
    }
    let mut write = context.database.begin().await?;
    messages::add_message(&mut write, name, email.as_str(), &message, now).await?;
    write.commit().await?;
    Ok(Outcome::Kept)
}

impl Parts {
    fn is_a_programs(&self, envelope: &Envelope, now: i64) -> bool {
        !envelope.trap.is_empty() || !seal::holds(&self.key, &envelope.seal, now)
    }
}

/// The path of a page of this site, without what is asked of it; empty for anything else. `text` is a path or a whole address.
pub fn path_of(text: &str, base_url: &str) -> String {
    let path = text.strip_prefix(base_url).unwrap_or(text);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_path = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= LONGEST_PATH
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path { path.to_owned() } else { String::new() }
}

fn no_email(typed: &str) -> String {
    if typed.trim().is_empty() {
        "Enter your e-mail address.".to_owned()
    } else {
        "No mail can arrive at this address. Write one such as ada@example.org.".to_owned()
    }
}

/// A name on one line: it goes into the head of a mail some day, where a line break would begin another field.
fn read_name(typed: &str) -> Result<&str, String> {
    let name = typed.trim();
    if name.is_empty() {
        return Err("Say what you are called.".to_owned());
    }
    if name
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        return Err("Write your name on one line.".to_owned());
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Err(format!("Use at most {LONGEST_NAME} letters; these are {length}."));
    }
    Ok(name)
}

/// A text with the line ends of this side, and without signs that only machines read.
fn read_message(typed: &str) -> Result<String, String> {
    let text: String = typed
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let text = text.trim();
    if text.is_empty() {
        return Err("Write your message.".to_owned());
    }
    let length = text.chars().count();
    if length > LONGEST_MESSAGE {
        return Err(format!(
            "A message has room for {LONGEST_MESSAGE} letters, and this one has {length}. All of it is still here: shorten \
             it, or send it in two."
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_noted() {
        for (text, path) in [
            ("https://blog.test/posts/one?utm=x#end", "/posts/one"),
            ("https://blog.test/", "/"),
            ("/contact", "/contact"),
            ("https://blog.test", ""),
            ("https://blog.test.evil.test/x", ""),
            ("https://evil.test/posts", ""),
            ("//evil.test", ""),
            ("/a b", ""),
            ("/a\r\nb", ""),
            ("javascript:alert(1)", ""),
            ("", ""),
            (&format!("/{}", "a".repeat(200)), ""),
        ] {
            assert_eq!(path_of(text, "https://blog.test"), path, "{text}");
        }
    }

    #[test]
    fn a_name_begins_no_other_field() {
        assert_eq!(read_name("  Ada Märlow "), Ok("Ada Märlow"));
        for bad in [
            "",
            " ",
            "Ada\nBcc: ben@b.test",
            "Ada\r\nBcc: x",
            "A\u{2028}b",
            "A\0",
        ] {
            assert!(read_name(bad).is_err(), "{bad:?}");
        }
        assert!(read_name(&"a".repeat(81)).unwrap_err().contains("these are 81"));
    }

    #[test]
    fn a_message_keeps_its_lines() {
        assert_eq!(
            read_message(" One\r\n\r\n\tTwo\rThree\0 ").as_deref(),
            Ok("One\n\n\tTwo\nThree")
        );
        assert!(read_message(" \r\n").is_err());
        let long = "ü".repeat(5_001);
        assert!(read_message(&long).unwrap_err().contains("this one has 5001"));
        assert!(read_message(&long[2..]).is_ok());
    }
}
