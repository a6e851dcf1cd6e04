//! Pictures: taking them in, making them smaller, and letting go of them again.

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

pub mod library;
pub mod notes;
pub mod older;
pub mod originals;
pub mod picture;
pub mod shelf;
pub mod svg;
pub mod sweep;
pub mod upload;
pub mod variants;

mod jpeg;
mod moving;
mod webp;

/// Pictures that are unpacked at once: each may take a few hundred megabytes and a whole core.
static UNPACKING: Semaphore = Semaphore::const_new(1);

/// The SHA-256 of bytes in hexadecimal.
pub fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The address of what has this hash.
pub fn address(hash: &str, extension: &str) -> String {
    format!("/media/{}.{extension}", hash.get(..32).unwrap_or(hash))
}
