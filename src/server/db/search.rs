//! The search index: what a word is, how posts get into the index and out of it, and how it is asked.
//!
//! This is the one room that speaks SQLite's full-text dialect. Another engine would need another room with the same
//! functions. What a reader's words mean is decided in `services::search`.

pub mod analyse;
pub mod find;
pub mod index;
pub mod texts;
pub mod words;

/// Bits of a key below the time.
const POST_BITS: u32 = 20;

/// The latest time that fits above them, in Unix milliseconds: the year 2248.
const LAST_TIME: i64 = (1 << (63 - POST_BITS)) - 1;

/// Where a post stands in the index: later posts have greater keys, so that rows come newest first by themselves.
///
/// Two posts may share a key only if they were listed in the same millisecond and their row ids differ by a multiple of
/// 2²⁰; whoever writes one looks for the next that is free.
fn key(listed_at: i64, post: i64) -> i64 {
    first_key(listed_at) | (post & ((1 << POST_BITS) - 1))
}

/// The least key of a post that was listed at this time or later.
pub fn first_key(listed_at: i64) -> i64 {
    listed_at.clamp(-LAST_TIME, LAST_TIME) << POST_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_time_before_and_after_1970() {
        let times = [i64::MIN, -1_000, -1, 0, 1, 1_767_225_600_000, i64::MAX];
        for pair in times.windows(2) {
            assert!(key(pair[0], i64::from(u32::MAX)) < key(pair[1], 0), "{pair:?}");
            assert!(key(pair[0], 7) >= first_key(pair[0]));
            assert!(key(pair[0], 7) < first_key(pair[1]));
        }
    }
}
