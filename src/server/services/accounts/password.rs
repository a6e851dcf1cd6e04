//! Passwords: what makes one, and its hash (Argon2id, RFC 9106).

use std::sync::Arc;

use anyhow::anyhow;
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use rand::{TryRngCore as _, rngs::OsRng};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::server::fault::Fault;

/// Fewest characters (NIST SP 800-63B asks for at least 8).
const FEWEST: usize = 10;

/// Most bytes, so that hashing costs the same whatever is sent.
const MOST: usize = 1_024;

/// Memory in KiB, passes and lanes; about 25 ms of one core.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Hashes at once; each takes 19 MiB.
const AT_ONCE: usize = 2;

/// A hash of a password that nobody has, of the same cost, for names that have no account.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$9pZC4hDq1cJ1qOBYcgdRJ9yRkp3C3W5fQ0rE0m8kq1U";

/// A text that may become a password.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Accepts a new password; fails with a sentence for who chose it. `known` are words that everybody could guess,
    /// such as the person's name.
    pub fn choose(text: &str, known: &[&str]) -> Result<Self, String> {
        let Some(password) = Self::typed(text) else {
            return Err(format!("Use at most {MOST} bytes."));
        };
        if text.chars().count() < FEWEST {
            return Err(format!(
                "Use at least {FEWEST} characters; a few words are easy to remember."
            ));
        }
        let folded = password.0.to_lowercase();
        let mut letters = folded.chars();
        let first = letters.next();
        if letters.all(|letter| Some(letter) == first) {
            return Err("Use more than one letter over and over.".to_owned());
        }
        if known
            .iter()
            .any(|known| !known.is_empty() && folded == known.to_lowercase())
        {
            return Err(
                "Your name or address is the first guess of everybody. Choose something else.".to_owned(),
            );
        }
        Ok(password)
    }

    /// What was typed to come in. The same letters may come in two encodings (RFC 8265, OpaqueString); one is kept.
    pub fn typed(text: &str) -> Option<Self> {
        (text.len() <= MOST).then(|| Self(text.nfc().collect()))
    }
}

/// Makes and checks hashes, few at once.
#[derive(Clone, Debug)]
pub struct Hashing(Arc<Semaphore>);

impl Default for Hashing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Hashing {
    /// The hash of a new password, as a PHC string.
    pub async fn hash(&self, password: Password) -> Result<String, Fault> {
        self.run(move || {
            let mut salt = [0; 16];
            OsRng
                .try_fill_bytes(&mut salt)
                .map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
            let salt = SaltString::encode_b64(&salt).map_err(|error| anyhow!("salt: {error}"))?;
            let hash = hasher()?
                .hash_password(password.0.as_bytes(), &salt)
                .map_err(|error| anyhow!("hashing a password: {error}"))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the one that was hashed; takes as long where there is no hash.
    pub async fn verify(&self, password: Password, hash: Option<String>) -> Result<bool, Fault> {
        self.run(move || {
            let (hash, exists) = match hash.filter(|hash| !hash.is_empty()) {
                Some(hash) => (hash, true),
                None => (NOBODYS.to_owned(), false),
            };
            let parsed =
                PasswordHash::new(&hash).map_err(|error| anyhow!("a kept password hash: {error}"))?;
            // The parameters come from the hash, so that older ones stay good when the cost is raised.
            let fits = hasher()?.verify_password(password.0.as_bytes(), &parsed).is_ok();
            Ok(fits && exists)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let permit = Arc::clone(&self.0).acquire_owned().await?;
        // The permit goes with the work: who asked may hang up, and the work goes on all the same.
        Ok(tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await??)
    }
}

fn hasher() -> anyhow::Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params =
        Params::new(memory, passes, lanes, None).map_err(|error| anyhow!("Argon2 parameters: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn typed(text: &str) -> Password {
        Password::typed(text).unwrap()
    }

    #[test]
    fn a_password_is_long_and_no_name() {
        for bad in [
            "",
            "short",
            "aaaaaaaaaaaa",
            "ada@example.org",
            "ADA@example.org",
            &"a b".repeat(400),
        ] {
            assert!(
                Password::choose(bad, &["ada@example.org", "Ada"]).is_err(),
                "{bad}"
            );
        }
        for good in ["ten letter", "пароль-из-букв", "🦀🦀🦀🦀🦀🦀🦀🦀🦀🐙"] {
            assert!(Password::choose(good, &["ada@example.org", ""]).is_ok(), "{good}");
        }
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_in_either_encoding_and_no_other() {
        let hashing = Hashing::default();
        let hash = hashing.hash(typed("Größe und Maß")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let decomposed = "Gro\u{308}ße und Maß";
        for (text, fits) in [
            ("Größe und Maß", true),
            (decomposed, true),
            ("größe und maß", false),
            ("", false),
        ] {
            assert_eq!(
                hashing.verify(typed(text), Some(hash.clone())).await.unwrap(),
                fits,
                "{text}"
            );
        }
        assert_ne!(
            hashing.hash(typed("Größe und Maß")).await.unwrap(),
            hash,
            "salted"
        );
    }

    #[tokio::test]
    async fn nobody_takes_as_long_as_somebody() {
        let hashing = Hashing::default();
        let hash = hashing.hash(typed("correct horse")).await.unwrap();
        let mut times = [0.0; 2];
        for _ in 0..3 {
            for (time, hash) in times.iter_mut().zip([Some(hash.clone()), None]) {
                let before = Instant::now();
                assert!(!hashing.verify(typed("wrong horse"), hash).await.unwrap());
                *time += before.elapsed().as_secs_f64();
            }
        }
        // The work is the same; a name without an account that was answered at once would be hundreds of times faster.
        assert!(times[1] > times[0] / 3.0, "{times:?}");
        assert!(!hashing.verify(typed(""), Some(String::new())).await.unwrap());
    }
}
