//! Notices that the wall clock was set, or stood still with the machine.

use std::time::{Duration, Instant};

/// Differences up to this many milliseconds are a busy machine's.
const TOLERANCE: u64 = 2_000;

/// The wall clock beside one that nobody can set.
#[derive(Debug)]
pub struct Clock {
    seen: Instant,
    wall: i64,
}

impl Clock {
    /// Begins to watch a wall clock that shows `now`, in Unix milliseconds.
    pub fn start(now: i64) -> Self {
        Self {
            seen: Instant::now(),
            wall: now,
        }
    }

    /// Whether the wall clock was set since the last time this was asked; it shows `now`, in Unix milliseconds.
    pub fn was_set(&mut self, now: i64) -> bool {
        let seen = Instant::now();
        let set = differ(self.wall, now, seen.duration_since(self.seen));
        (self.seen, self.wall) = (seen, now);
        set
    }
}

fn differ(before: i64, now: i64, elapsed: Duration) -> bool {
    let elapsed = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
    now.abs_diff(before.saturating_add(elapsed)) > TOLERANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_is_not_one_that_was_set() {
        let second = Duration::from_secs(1);
        for (now, set) in [
            (6_000, false),
            (7_900, false),
            (4_100, false),
            (8_001, true),
            (3_999, true),
            (3_606_000, true),
            (-3_594_000, true),
        ] {
            assert_eq!(differ(5_000, now, second), set, "{now}");
        }
        let mut clock = Clock::start(5_000);
        assert!(!clock.was_set(5_000));
        assert!(clock.was_set(60_000));
        assert!(!clock.was_set(60_000));
    }
}
