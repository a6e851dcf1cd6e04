//! A clock that never goes back. The device's may, and a deadline an hour away would keep a draft from being saved.

/// Milliseconds that passed, counted from nowhere in particular.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    passed: i64,
    outside: i64,
}

impl Steady {
    pub(super) fn new(now: i64) -> Self {
        Self {
            passed: 0,
            outside: now,
        }
    }

    /// Takes in what the device's clock shows. Time that seems to have run backwards is taken for none.
    pub(super) fn observe(&mut self, now: i64) {
        let passed = now.saturating_sub(self.outside).max(0);
        self.passed = self.passed.saturating_add(passed);
        self.outside = now;
    }

    pub(super) fn now(&self) -> i64 {
        self.passed
    }

    /// What the device's clock showed last.
    pub(super) fn wall(&self) -> i64 {
        self.outside
    }

    /// A time is known to have come, whatever the device's clock shows.
    pub(super) fn reach(&mut self, due: i64) {
        self.passed = self.passed.max(due);
    }

    /// How long it is to a time by this clock.
    pub(super) fn until(&self, due: i64) -> i64 {
        due.saturating_sub(self.passed).max(0)
    }
}
