//! What readers send: addresses for the newsletter, and messages. A letter passes what keeps programs out (`seal` and `used`,
//! the field that people do not see, `limits`) and is then kept; nothing is mailed yet.
//!
//! Who sends an address learns nothing of whether it was here already, or sent by others: the same is said, and takes as long.

use std::{fmt, sync::Arc, time::Duration};

use axum::http::Extensions;
use tokio::time::{Instant, sleep_until};
use unicode_normalization::UnicodeNormalization as _;

use self::{
    limits::{Allowed, Limits, Noted},
    seal::Stamp,
    used::Used,
};
use super::views::{ClientAddress, Prefix, key::Key};
use crate::{
    error::FieldErrors,
    model::{
        email::{Email, hides_signs},
        letters::{LONGEST_MESSAGE, LONGEST_NAME},
        listing::grouped,
        signs::{is_seen, is_unseen},
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
mod used;

/// How long it takes at least to keep an address, so that its time tells nothing of what was there before. What takes longer
/// takes this twice, and so on.
const STEP: Duration = Duration::from_millis(150);

/// Addresses in an hour. A network that one customer has uses up a twenty-fifth of what there is for all, and no site more than
/// a tenth.
const ADDRESSES: Allowed = Allowed {
    of_networks: [20, 40, 100],
    of_address: Some(3),
    of_all: 1_000,
};

/// Messages in an hour. Whose address is in them is not counted: anybody may write anybody's, and who writes is to be heard
/// whatever others wrote in their name.
const MESSAGES: Allowed = Allowed {
    of_networks: [10, 20, 40],
    of_address: None,
    of_all: 200,
};

/// Longest path of a page that is noted, in bytes.
const LONGEST_PATH: usize = 200;

/// What keeps programs out; made once at start-up. Cheap to clone.
#[derive(Clone)]
pub struct Letters(Arc<Parts>);

struct Parts {
    key: Key,
    used: Used,
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
            used: Used::default(),
            addresses: Limits::new(ADDRESSES),
            messages: Limits::new(MESSAGES),
        })))
    }

    /// What a form carries that is made now.
    pub fn seal(&self) -> String {
        self.seal_of(calendar::now())
    }

    /// What a form carries that can be sent at once, because it was filled in before.
    pub fn seal_again(&self) -> String {
        self.seal_of(calendar::now() - seal::QUICKEST * 1_000)
    }

    /// What a form carries that is shown again after one that carried `seal`: the same, if that can still be sent. It was looked
    /// at for long enough, and what is put right in it is no quicker a letter. Nothing otherwise.
    pub fn seal_kept(&self, seal: &str) -> Option<String> {
        let form = seal::read(&self.0.key, seal, calendar::now())?;
        self.0.used.has_room(form).then(|| seal.to_owned())
    }

    /// What a form carries that was made at a moment, in Unix milliseconds.
    pub fn seal_of(&self, millis: i64) -> String {
        seal::seal(&self.0.key, Stamp::new(millis, rand::random()))
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
    /// It may be a program's: it was sent at once after its page was made, long after, too often, or with what only programs
    /// fill in. A person sends it once more.
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
    let email = match read_email(email) {
        Ok(email) => email,
        Err(problem) => return Ok(Outcome::Wrong([("email".to_owned(), problem)].into())),
    };
    let noted = match letters.let_in(&letters.addresses, envelope, &email, now) {
        Ok(noted) => noted,
        Err(outcome) => return Ok(outcome),
    };
    // Its turn to write is waited for in either case.
    let mut write = context.database.begin().await?;
    match noted {
        Noted::Room => {
            subscribers::keep_subscriber(&mut write, email.as_str(), form, now).await?;
            write.commit().await?;
        }
        Noted::Enough => write.rollback().await?,
    }
    sleep_until(answer_at(began, Instant::now())).await;
    Ok(Outcome::Kept)
}

/// When something is answered that began and was done at these moments: a whole number of steps after it began.
fn answer_at(began: Instant, done: Instant) -> Instant {
    let steps = done.saturating_duration_since(began).as_millis() / STEP.as_millis() + 1;
    began + STEP * u32::try_from(steps).unwrap_or(u32::MAX)
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
    let parsed = read_email(email).map_err(|problem| errors.insert("email".to_owned(), problem));
    let message = read_message(message).unwrap_or_else(|problem| {
        errors.insert("message".to_owned(), problem);
        String::new()
    });
    let Some(email) = parsed.ok().filter(|_| errors.is_empty()) else {
        return Ok(Outcome::Wrong(errors));
    };
    if let Err(outcome) = letters.let_in(&letters.messages, envelope, &email, now) {
        return Ok(outcome);
    }
    let mut write = context.database.begin().await?;
    messages::add_message(&mut write, name, email.as_str(), &message, now).await?;
    write.commit().await?;
    Ok(Outcome::Kept)
}

impl Parts {
    /// Counts a letter that came at `now` (Unix milliseconds) and seems to be a person's, or says what becomes of it instead.
    fn let_in(
        &self,
        limits: &Limits,
        envelope: &Envelope,
        email: &Email,
        now: i64,
    ) -> Result<Noted, Outcome> {
        let form = seal::read(&self.key, &envelope.seal, now)
            .filter(|form| envelope.trap.is_empty() && self.used.has_room(*form))
            .ok_or(Outcome::Again)?;
        let noted = limits
            .note(envelope.from, email, Instant::now())
            .map_err(|retry_after| Outcome::TooMany { retry_after })?;
        // After the limits, so that no more forms are remembered than letters came.
        self.used.note(form);
        Ok(noted)
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

/// An address, each of its letters written in one way (NFC) however a keyboard put it together, or what is wrong with it.
fn read_email(typed: &str) -> Result<Email, String> {
    let composed: String = typed.to_lowercase().nfc().collect();
    Email::parse(&composed).filter(is_elsewhere).ok_or_else(|| {
        let problem = if !typed.contains(is_seen) {
            "Enter your e-mail address."
        } else if hides_signs(typed) {
            "There is a sign within this address that nobody sees; copying may have brought it along. Empty the field, and type \
             the address."
        } else {
            "No mail can arrive at this address. Write one such as ada@example.org."
        };
        problem.to_owned()
    })
}

/// Whether the host of an address can be one of another network: those have a dot. Without one it is a machine beside this
/// one, or has lost its end.
fn is_elsewhere(email: &Email) -> bool {
    let host = email.as_str().rsplit_once('@');
    host.is_some_and(|(_, host)| host.contains('.'))
}

/// A name on one line: it goes into the head of a mail some day, where a line break would begin another field.
fn read_name(typed: &str) -> Result<&str, String> {
    let name = typed.trim();
    if !name.contains(is_seen) {
        return Err("Say what you are called.".to_owned());
    }
    // Some of them would turn round what stands beside the name at the desk.
    if name.contains(is_unseen) {
        return Err("Write your name on one line, without signs that nobody sees.".to_owned());
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        let length = grouped(length);
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
    if !text.contains(is_seen) {
        return Err("Write your message.".to_owned());
    }
    let length = text.chars().count();
    if length > LONGEST_MESSAGE {
        return Err(format!(
            "A message has room for {} letters, and this one has {}. All of it is still here: shorten it, or send it in two.",
            grouped(LONGEST_MESSAGE),
            grouped(length)
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
    fn what_is_done_sooner_or_later_is_answered_at_the_same_moment() {
        let began = Instant::now();
        let after = |millis: u64| answer_at(began, began + Duration::from_millis(millis)) - began;
        for (done, answered) in [(0, 1), (2, 1), (40, 1), (149, 1), (150, 2), (299, 2), (1_000, 7)] {
            assert_eq!(after(done), STEP * answered, "{done}");
        }
    }

    #[test]
    fn one_address_is_spelt_in_one_way() {
        let read = |typed: &str| read_email(typed).map(|email| email.as_str().to_owned());
        for typed in [
            "grün@exämple.org",
            "GRÜN@exämple.org",
            "gru\u{308}n@exa\u{308}mple.org",
            "GRU\u{308}N@exämple.org\u{feff}",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("grün@exämple.org"), "{typed:?}");
        }
        assert_eq!(read("J\u{30c}@a.test").as_deref(), Ok("\u{1f0}@a.test"));
        for (typed, told) in [
            ("", "Enter your"),
            (" \u{200b}", "Enter your"),
            ("ada", "No mail can arrive"),
            ("ada@gmail", "No mail can arrive"),
            ("ada@localhost", "No mail can arrive"),
            ("a da@a.test", "No mail can arrive"),
            ("ada\u{200b}@a.test", "that nobody sees"),
            ("\u{202e}ada\u{202c}ben@a.test", "that nobody sees"),
        ] {
            let problem = read(typed).unwrap_err();
            assert!(problem.contains(told), "{typed:?}: {problem}");
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
            "A\u{202e}b",
            "\u{2066}Ada",
        ] {
            assert!(read_name(bad).is_err(), "{bad:?}");
        }
        for nobody in ["", "\u{200b}", "\u{feff} \u{ad}", "\u{202e}", "\u{3164}"] {
            assert_eq!(
                read_name(nobody),
                Err("Say what you are called.".to_owned()),
                "{nobody:?}"
            );
        }
        let joined = "می\u{200c}نا";
        assert_eq!(read_name(joined), Ok(joined), "some scripts need them");
        assert!(read_name(&"a".repeat(81)).unwrap_err().contains("these are 81"));
    }

    #[test]
    fn a_message_keeps_its_lines() {
        assert_eq!(
            read_message(" One\r\n\r\n\tTwo\rThree\0 ").as_deref(),
            Ok("One\n\n\tTwo\nThree")
        );
        assert!(read_message(" \r\n").is_err() && read_message("\u{200b}\n\u{feff}").is_err());
        let long = "ü".repeat(5_001);
        let problem = read_message(&long).unwrap_err();
        assert!(
            problem.contains("room for 5,000 letters, and this one has 5,001"),
            "{problem}"
        );
        assert!(read_message(&long[2..]).is_ok());
    }
}
