//! Slows down who guesses passwords, and only them: failures are counted by account and part of the network together,
//! so that nobody can lock an owner out from elsewhere, and by part of the network alone.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use crate::server::services::views::Prefix;

/// Failures of one account from one part of the network before there is a pause.
const FREE: u32 = 5;

/// Failures of one part of the network, whatever the account, before there is a pause.
const FREE_OF_ALL: u32 = 30;

/// The longest pause, in milliseconds.
const LONGEST: i64 = 5 * 60 * 1_000;

/// After this long without a failure all are forgotten, in milliseconds.
const FORGOTTEN: i64 = 60 * 60 * 1_000;

/// Counters that are remembered of each kind, which bounds the memory to about a megabyte.
const REMEMBERED: usize = 8_192;

/// What has failed lately.
#[derive(Default)]
pub struct Throttle {
    pairs: Mutex<Counters<(Prefix, String)>>,
    networks: Mutex<Counters<Prefix>>,
}

impl Throttle {
    /// Notes an attempt at `now` (Unix milliseconds) as failed until [`Throttle::succeed`] takes it back, so that many
    /// at once count as many; answers how many seconds to wait where it may not be made.
    pub fn begin(&self, from: Prefix, account: &str, now: i64) -> Result<(), u32> {
        let pair = (from, account.to_owned());
        let mut pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = pairs
            .wait(&pair, FREE, now)
            .max(networks.wait(&from, FREE_OF_ALL, now));
        if wait > 0 {
            return Err(u32::try_from(wait.div_euclid(1_000) + 1).unwrap_or(u32::MAX));
        }
        pairs.fail(pair, now);
        networks.fail(from, now);
        Ok(())
    }

    /// Takes the last attempt back, and forgets what failed before it: whoever knows the password may have mistyped it.
    pub fn succeed(&self, from: Prefix, account: &str) {
        let mut pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
        pairs.0.remove(&(from, account.to_owned()));
        // Only this one: a guesser with an account of their own must not wipe off what the others failed.
        networks.take_back(&from);
    }
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: i64,
}

struct Counters<K>(HashMap<K, Failures>);

impl<K> Default for Counters<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Clone + Eq + Hash> Counters<K> {
    /// Milliseconds to wait.
    fn wait(&self, key: &K, free: u32, now: i64) -> i64 {
        let Some(failures) = self.0.get(key).filter(|failures| now - failures.last < FORGOTTEN) else {
            return 0;
        };
        let Some(over) = failures.count.checked_sub(free) else {
            return 0;
        };
        // 1, 2, 4 … seconds.
        let pause = 1_000_i64.saturating_mul(1 << over.min(20)).min(LONGEST);
        (failures.last + pause - now).clamp(0, pause)
    }

    fn fail(&mut self, key: K, now: i64) {
        if self.0.len() >= REMEMBERED && !self.0.contains_key(&key) {
            self.make_room(now);
        }
        let failures = self.0.entry(key).or_insert(Failures { count: 0, last: now });
        if now - failures.last >= FORGOTTEN {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    fn take_back(&mut self, key: &K) {
        if let Some(failures) = self.0.get_mut(key) {
            failures.count = failures.count.saturating_sub(1);
        }
    }

    /// Forgets what is old, else the half that failed least: a flood of new names must not wipe off who is guessing.
    fn make_room(&mut self, now: i64) {
        self.0.retain(|_, failures| now - failures.last < FORGOTTEN);
        if self.0.len() >= REMEMBERED {
            let mut counts: Vec<u32> = self.0.values().map(|failures| failures.count).collect();
            let middle = counts.len() / 2;
            let (_, median, _) = counts.select_nth_unstable(middle);
            let median = *median;
            let mut room = REMEMBERED / 2;
            self.0.retain(|_, failures| {
                let keep = failures.count > median || room == 0;
                room = room.saturating_sub(usize::from(!keep));
                keep
            });
        }
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
    fn pauses_grow_for_the_guesser_and_nobody_else() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            assert_eq!(throttle.begin(prefix(1), "ada", 0), Ok(()));
        }
        assert_eq!(throttle.begin(prefix(1), "ada", 0), Err(2));
        assert_eq!(throttle.begin(prefix(1), "ada", 1_000), Ok(()));
        assert_eq!(throttle.begin(prefix(1), "ada", 1_500), Err(2));
        assert_eq!(
            throttle.begin(prefix(2), "ada", 1_000),
            Ok(()),
            "the owner elsewhere"
        );
        assert_eq!(throttle.begin(prefix(1), "ben", 1_000), Ok(()));
        let mut now = 1_000;
        for _ in 0..20 {
            now += LONGEST;
            assert_eq!(throttle.begin(prefix(1), "ada", now), Ok(()));
        }
        let wait = throttle.begin(prefix(1), "ada", now).unwrap_err();
        assert_eq!(wait, 301);
        assert_eq!(throttle.begin(prefix(1), "ada", now + FORGOTTEN), Ok(()));
        assert_eq!(throttle.begin(prefix(1), "ada", now + FORGOTTEN), Ok(()));
    }

    #[test]
    fn knowing_the_password_forgets_the_slips() {
        let throttle = Throttle::default();
        for _ in 0..50 {
            for _ in 0..FREE {
                throttle.begin(prefix(1), "ada", 0).unwrap();
                throttle.succeed(prefix(1), "ada");
            }
        }
        assert_eq!(throttle.begin(prefix(1), "ada", 0), Ok(()));
    }

    #[test]
    fn many_accounts_from_one_network_are_one_guesser() {
        let throttle = Throttle::default();
        for number in 0..FREE_OF_ALL {
            throttle.begin(prefix(1), &number.to_string(), 0).unwrap();
        }
        assert!(throttle.begin(prefix(1), "another", 0).is_err());
        assert_eq!(throttle.begin(prefix(2), "another", 0), Ok(()));
    }

    #[test]
    fn a_flood_grows_nothing_and_hides_nobody() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle.begin(prefix(1), "ada", 0).unwrap();
        }
        for number in 2..40_000 {
            let _ = throttle.begin(prefix(number), "ada", 1);
        }
        assert!(throttle.pairs.lock().unwrap().0.len() <= REMEMBERED);
        assert!(throttle.begin(prefix(1), "ada", 1).is_err());
    }
}
