//! The token that a post's page carries: it ties the call that counts a view to a page that was really made.
//!
//! It is the same for all readers of a day, so that the page can be kept by caches, and tells nothing of them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::key::{CODE, Key};

/// What sets these codes apart from any others under the same key.
const PURPOSE: &[u8] = b"view";

/// The token of the post at `slug` on a day, counted from 1970-01-01 UTC. 22 characters of base64url.
pub fn token(key: &Key, slug: &str, day: i64) -> String {
    URL_SAFE_NO_PAD.encode(key.code(&[PURPOSE, &day.to_be_bytes(), slug.as_bytes()]))
}

/// Whether a token is the post's own on this day: made today, or yesterday for a page that was kept open past midnight.
pub fn holds(key: &Key, token: &str, slug: &str, today: i64) -> bool {
    let mut code = [0; CODE];
    // A longer text does not fit and is refused before it is read.
    if URL_SAFE_NO_PAD.decode_slice(token, &mut code) != Ok(CODE) {
        return false;
    }
    [today, today - 1]
        .into_iter()
        .any(|day| key.is_code(&code, &[PURPOSE, &day.to_be_bytes(), slug.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_on_its_day_and_the_next_for_its_post() {
        let key = Key::generate().unwrap();
        let made = token(&key, "one", 20_000);
        assert_eq!(made.len(), 22);
        for (day, fine) in [(19_999, false), (20_000, true), (20_001, true), (20_002, false)] {
            assert_eq!(holds(&key, &made, "one", day), fine, "{day}");
        }
        assert!(!holds(&key, &made, "two", 20_000));
        assert!(!holds(&Key::generate().unwrap(), &made, "one", 20_000));
    }

    #[test]
    fn what_is_no_token_does_not_hold() {
        let key = Key::generate().unwrap();
        let made = token(&key, "one", 20_000);
        let bent = [
            String::new(),
            made[..21].to_owned(),
            format!("{made}A"),
            format!("{made}=="),
            format!(" {made}"),
            made.to_lowercase() + "!",
            "A".repeat(22),
            "\0".repeat(22),
            "é".repeat(11),
            "A".repeat(1_000_000),
        ];
        for token in bent {
            assert!(!holds(&key, &token, "one", 20_000));
        }
    }
}
