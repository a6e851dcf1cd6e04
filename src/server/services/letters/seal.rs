//! What a form carries to show that its page was made here, and when: a moment, a number drawn for it alone, and a code that
//! nobody else can make of the two.
//!
//! It says nothing of who was given it, so that a page with it can be kept by caches. One that was kept for a while is older,
//! and as good until it is very old, or until several have sent it (`used`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::server::services::views::key::{CODE, Key};

/// What sets these codes apart from any others under the same key.
const PURPOSE: &[u8] = b"form";

/// Seconds that nobody is quicker to fill a form in and send it.
pub const QUICKEST: i64 = 3;

/// Seconds after which a page is too old: a month, in which a browser may have kept it.
const OLDEST: i64 = 30 * 24 * 60 * 60;

/// Bytes of the moment, and of the number.
const WORD: usize = 8;

/// Which form it is: when it was made, and its number. What was made later is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    second: i64,
    number: u64,
}

impl Stamp {
    /// Of a form that is made at a moment, in Unix milliseconds.
    pub fn new(millis: i64, number: u64) -> Self {
        Self {
            second: millis.div_euclid(1_000),
            number,
        }
    }
}

/// The seal of a form. 43 characters of base64url.
pub fn seal(key: &Key, stamp: Stamp) -> String {
    let (second, number) = (stamp.second.to_be_bytes(), stamp.number.to_be_bytes());
    let code = key.code(&[PURPOSE, &second, &number]);
    URL_SAFE_NO_PAD.encode([&second[..], &number, &code].concat())
}

/// The form that a seal is of, if it was made here, neither too lately for a person nor too long ago.
pub fn read(key: &Key, seal: &str, now: i64) -> Option<Stamp> {
    let mut bytes = [0; WORD + WORD + CODE];
    // A longer text does not fit and is refused before it is read.
    if URL_SAFE_NO_PAD.decode_slice(seal, &mut bytes) != Ok(bytes.len()) {
        return None;
    }
    let (second, rest) = bytes.split_first_chunk::<WORD>()?;
    let (number, code) = rest.split_first_chunk::<WORD>()?;
    let stamp = Stamp {
        second: i64::from_be_bytes(*second),
        number: u64::from_be_bytes(*number),
    };
    let age = now.div_euclid(1_000).saturating_sub(stamp.second);
    let holds = key.is_code(code.try_into().ok()?, &[PURPOSE, second, number]);
    (holds && (QUICKEST..=OLDEST).contains(&age)).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_from_a_few_seconds_to_a_month() {
        let key = Key::generate().unwrap();
        let stamp = Stamp::new(1_000_900, 7);
        let made = seal(&key, stamp);
        assert_eq!(made.len(), 43);
        assert_ne!(made, seal(&key, Stamp::new(1_000_900, 8)), "each has its own");
        for (now, fine) in [
            (999_000, false),
            (1_000_900, false),
            (1_002_999, false),
            (1_003_000, true),
            (1_000_000 + OLDEST * 1_000, true),
            (1_001_000 + OLDEST * 1_000, false),
        ] {
            assert_eq!(read(&key, &made, now), fine.then_some(stamp), "{now}");
        }
        assert_eq!(read(&Key::generate().unwrap(), &made, 1_010_000), None);
    }

    #[test]
    fn what_is_no_seal_does_not_hold() {
        let key = Key::generate().unwrap();
        let made = seal(&key, Stamp::new(1_000_000, 7));
        let mixed = |other: Stamp, from: usize| {
            let mut mixed = seal(&key, other)[..from].to_owned();
            mixed.push_str(&made[from..]);
            mixed
        };
        for bent in [
            String::new(),
            made[..42].to_owned(),
            format!("{made}A"),
            format!("{made}="),
            format!(" {made}"),
            "A".repeat(43),
            "é".repeat(21),
            mixed(Stamp::new(900_000, 7), 10),
            mixed(Stamp::new(1_000_000, 8), 21),
            "A".repeat(1_000_000),
        ] {
            assert_eq!(read(&key, &bent, 1_010_000), None, "{}", bent.len());
        }
    }
}
