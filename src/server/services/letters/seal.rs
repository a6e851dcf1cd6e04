//! What a form carries to show that its page was made here, and when: a moment, and a code that nobody else can make of it.
//!
//! It says nothing of who was given it, and is the same for all who were at the same second, so that a page with it can be
//! kept by caches. One that was kept for a while is older, and as good until it is very old.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::server::services::views::key::{CODE, Key};

/// What sets these codes apart from any others under the same key.
const PURPOSE: &[u8] = b"form";

/// Seconds that nobody is quicker to fill a form in and send it.
const QUICKEST: i64 = 3;

/// Seconds after which a page is too old: a month, in which a browser may have kept it.
const OLDEST: i64 = 30 * 24 * 60 * 60;

/// Bytes of the moment.
const MOMENT: usize = 8;

/// The seal of a moment, in Unix milliseconds. 32 characters of base64url.
pub fn seal(key: &Key, millis: i64) -> String {
    let moment = millis.div_euclid(1_000).to_be_bytes();
    let mut bytes = [0; MOMENT + CODE];
    let both = moment.into_iter().chain(key.code(&[PURPOSE, &moment]));
    bytes.iter_mut().zip(both).for_each(|(to, from)| *to = from);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether a seal was made here, neither too lately for a person nor too long ago.
pub fn holds(key: &Key, seal: &str, now: i64) -> bool {
    let mut bytes = [0; MOMENT + CODE];
    // A longer text does not fit and is refused before it is read.
    if URL_SAFE_NO_PAD.decode_slice(seal, &mut bytes) != Ok(bytes.len()) {
        return false;
    }
    let (mut moment, mut code) = ([0; MOMENT], [0; CODE]);
    moment.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    code.iter_mut()
        .zip(bytes.into_iter().skip(MOMENT))
        .for_each(|(to, from)| *to = from);
    let age = now.div_euclid(1_000).saturating_sub(i64::from_be_bytes(moment));
    key.is_code(&code, &[PURPOSE, &moment]) && (QUICKEST..=OLDEST).contains(&age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_from_a_few_seconds_to_a_month() {
        let key = Key::generate().unwrap();
        let made = seal(&key, 1_000_900);
        assert_eq!(made.len(), 32);
        assert_eq!(made, seal(&key, 1_000_100), "the same for all of a second");
        for (now, fine) in [
            (999_000, false),
            (1_000_900, false),
            (1_002_999, false),
            (1_003_000, true),
            (1_000_000 + OLDEST * 1_000, true),
            (1_001_000 + OLDEST * 1_000, false),
        ] {
            assert_eq!(holds(&key, &made, now), fine, "{now}");
        }
        assert!(!holds(&Key::generate().unwrap(), &made, 1_010_000));
    }

    #[test]
    fn what_is_no_seal_does_not_hold() {
        let key = Key::generate().unwrap();
        let made = seal(&key, 1_000_000);
        let mut later = seal(&key, 900_000)[..10].to_owned();
        later.push_str(&made[10..]);
        for bent in [
            String::new(),
            made[..31].to_owned(),
            format!("{made}A"),
            format!("{made}=="),
            format!(" {made}"),
            "A".repeat(32),
            "é".repeat(16),
            later,
            "A".repeat(1_000_000),
        ] {
            assert!(!holds(&key, &bent, 1_010_000));
        }
    }
}
