//! How many calls came from a part of the network within this minute: more than readers can make are none of readers.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::visit::Prefix;

/// Calls to count views that one part of the network may make in a minute.
pub const LIMIT: u32 = 120;

/// Parts of the network that are remembered at once, which bounds the memory to about half a megabyte.
const REMEMBERED: usize = 16_384;

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// The calls of this minute.
pub struct Rates {
    limit: u32,
    calls: Mutex<Minute>,
}

impl Default for Rates {
    fn default() -> Self {
        Self::of(LIMIT)
    }
}

#[derive(Default)]
struct Minute {
    minute: i64,
    calls: HashMap<Prefix, u32>,
}

impl Rates {
    /// So many calls in a minute from one part of the network.
    pub fn of(limit: u32) -> Self {
        Self {
            limit,
            calls: Mutex::default(),
        }
    }

    /// Notes a call at `now` (Unix milliseconds); answers how many seconds to wait where it was one too many.
    ///
    /// Where more parts of the network call than are remembered, the ones that come last pass.
    pub fn check(&self, from: Prefix, now: i64) -> Option<u32> {
        let minute = now.div_euclid(MINUTE);
        let mut rates = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if rates.minute != minute {
            rates.minute = minute;
            rates.calls.clear();
        }
        if rates.calls.len() >= REMEMBERED && !rates.calls.contains_key(&from) {
            return None;
        }
        let calls = rates.calls.entry(from).or_insert(0);
        *calls = calls.saturating_add(1);
        let left = (MINUTE - now.rem_euclid(MINUTE)).div_euclid(1_000) + 1;
        (*calls > self.limit).then(|| u32::try_from(left).unwrap_or(60))
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn prefix(number: u32) -> Prefix {
        Prefix::of_limit(IpAddr::V4(Ipv4Addr::from_bits(number << 8)))
    }

    #[test]
    fn a_minute_takes_so_many_from_one_and_any_number_from_others() {
        let rates = Rates::default();
        for _ in 0..LIMIT {
            assert_eq!(rates.check(prefix(1), 60_000), None);
        }
        assert_eq!(rates.check(prefix(1), 90_500), Some(30));
        assert_eq!(rates.check(prefix(2), 90_500), None);
        assert_eq!(rates.check(prefix(1), 120_000), None, "the next minute");
    }

    #[test]
    fn a_flood_of_networks_grows_nothing() {
        let rates = Rates::default();
        for number in 0..100_000 {
            rates.check(prefix(number), 60_000);
        }
        assert_eq!(rates.calls.lock().unwrap().calls.len(), REMEMBERED);
        for _ in 0..LIMIT {
            rates.check(prefix(3), 60_000);
        }
        assert!(
            rates.check(prefix(3), 60_000).is_some(),
            "those that are remembered stay limited"
        );
    }
}
