//! How long to wait after a failure: longer each time, and not everybody equally long.

use std::time::Duration;

const BASE: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(300);

/// How long to wait after the attempt of this number, counted from 1; `dice` is uniform in `0.0..1.0`.
///
/// Half of it is certain, so that an attempt never follows at once; half is random, so that what failed together does not
/// come back together.
pub fn delay(attempts: u32, dice: f64) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    let full = BASE.saturating_mul(1 << doublings).min(CAP);
    full.mul_f64(0.5 + dice.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_the_cap_and_differ() {
        assert_eq!(delay(0, 0.0), Duration::from_millis(500));
        assert_eq!(delay(1, 0.0), Duration::from_millis(500));
        assert_eq!(delay(1, 1.0), Duration::from_secs(1));
        assert_eq!(delay(4, 0.0), Duration::from_secs(4));
        assert_eq!(delay(u32::MAX, 1.0), CAP);
        for attempts in 1..40 {
            assert!(delay(attempts, 0.2) < delay(attempts, 0.8));
            assert!(delay(attempts, 0.5) <= delay(attempts + 1, 0.5));
        }
    }
}
