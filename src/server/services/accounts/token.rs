//! Secrets that open something: 256 random bits for whoever holds them, and only their hash for the database.

use std::fmt;

use anyhow::anyhow;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::{TryRngCore as _, rngs::OsRng};
use sha2::{Digest as _, Sha256};

/// Bytes of a secret.
const BYTES: usize = 32;

/// A secret in clear. Its `Debug` shows nothing, so that it gets into no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; BYTES]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A new one from the system's generator.
    pub fn generate() -> anyhow::Result<Self> {
        let mut bytes = [0; BYTES];
        OsRng
            .try_fill_bytes(&mut bytes)
            .map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
        Ok(Self(bytes))
    }

    /// Reads what [`Token::text`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        // A greater length need not be decoded to be refused.
        (text.len() == 43).then_some(())?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// For a cookie or an address: 43 letters, digits, `-` and `_`.
    pub fn text(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it. The bits are random, so that a fast hash without salt is as good as any.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::generate().unwrap();
        assert_eq!(Token::parse(&token.text()), Some(token.clone()));
        assert_ne!(Token::generate().unwrap(), token);
        assert_eq!(format!("{token:?}"), "Token");
        for bad in [
            "",
            "a",
            &"a".repeat(44),
            &"é".repeat(22),
            &"=".repeat(43),
            &"!".repeat(43),
        ] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
    }
}
