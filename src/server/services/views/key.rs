//! Random keys, and the authentication codes made with them (HMAC-SHA-256, RFC 2104).

use anyhow::anyhow;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::{TryRngCore as _, rngs::OsRng};
use sha2::Sha256;

/// Bytes of a code. 128 bits are what the longest guessing does not reach.
pub const CODE: usize = 16;

/// 256 random bits that nobody else knows. It has no `Debug`, so that it gets into no log.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A new one from the system's generator.
    pub fn generate() -> anyhow::Result<Self> {
        let mut bytes = [0; 32];
        OsRng
            .try_fill_bytes(&mut bytes)
            .map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
        Ok(Self(bytes))
    }

    /// One that was kept.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let bytes = bytes
            .try_into()
            .map_err(|_| anyhow!("a key in the database has {} bytes instead of 32", bytes.len()))?;
        Ok(Self(bytes))
    }

    /// What is kept of it.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The code of these parts, which must not be ambiguous when they stand one after the other.
    pub fn code(&self, parts: &[&[u8]]) -> [u8; CODE] {
        let whole = self.mac(parts).finalize().into_bytes();
        let mut code = [0; CODE];
        code.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
        code
    }

    /// Whether this is the code of these parts, in a time that does not tell how much of it is right.
    pub fn is_code(&self, code: &[u8; CODE], parts: &[&[u8]]) -> bool {
        self.mac(parts).verify_truncated_left(code).is_ok()
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        // A key shorter than a block of the hash is followed by zeros.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        let mut mac = Hmac::new(&block.into());
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_that_of_the_standard() {
        // RFC 4231, test case 3: a key of 20 bytes, which zeros at the end leave the same.
        let mut key = [0; 32];
        key[..20].fill(0xaa);
        let code = Key(key).code(&[&[0xdd; 20], &[0xdd; 30]]);
        let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "773ea91e36800e46854db8ebd09181a7");
    }

    #[test]
    fn a_code_holds_for_its_key_and_text_only() {
        let (key, other) = (Key::generate().unwrap(), Key::generate().unwrap());
        let code = key.code(&[b"text"]);
        assert!(key.is_code(&code, &[b"te", b"xt"]));
        assert!(!key.is_code(&code, &[b"text "]));
        assert!(!other.is_code(&code, &[b"text"]));
        let mut bent = code;
        bent[15] ^= 1;
        assert!(!key.is_code(&bent, &[b"text"]));
    }

    #[test]
    fn a_kept_key_has_its_length() {
        assert!(Key::read(&[1; 32]).is_ok());
        assert!(Key::read(&[1; 31]).is_err());
        assert!(Key::read(&[]).is_err());
    }
}
