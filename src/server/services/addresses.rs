//! Addresses of what posts share: tags, people, series.

use sha2::{Digest, Sha256};

use crate::model::slug::Slug;

/// The slug of a name; one that cannot be written in ASCII gets a short mark of its own instead of sharing one.
pub fn slug_of(name: &str, kind: &str) -> Slug {
    let slug = Slug::from_title(name);
    if slug.as_str() != "untitled" || name.trim().eq_ignore_ascii_case("untitled") {
        return slug;
    }
    let digest = Sha256::digest(name.trim().as_bytes());
    let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Slug::from_title(&format!("{kind}-{mark}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_scripts_have_addresses_of_their_own_that_stay() {
        assert_eq!(slug_of("Über uns", "tag").as_str(), "uber-uns");
        assert_eq!(slug_of(" Untitled ", "tag").as_str(), "untitled");
        let one = slug_of("日本語", "tag");
        assert!(one.as_str().starts_with("tag-"), "{one}");
        assert_eq!(slug_of(" 日本語 ", "tag"), one);
        assert_ne!(slug_of("中文", "tag"), one);
        assert_eq!(slug_of(one.as_str(), "tag"), one, "an address is its own");
    }
}
