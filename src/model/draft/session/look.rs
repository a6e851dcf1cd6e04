//! When to ask the server whether somebody else saved something, so that who only looks learns of it as well.

use super::{Effect, Session};

/// From one look to the next.
const EVERY: i64 = 20_000;
/// Who comes back to the tab learns of it at once, but not more often than this.
const AT_MOST_EVERY: i64 = 2_000;

/// When it was looked last.
#[derive(Debug)]
pub(super) struct Look {
    /// The last answer, whichever it was.
    last: i64,
    next: i64,
    /// The last one asked for, if it has no answer.
    under_way: bool,
    hidden: bool,
    /// Somebody came back, who may have signed in elsewhere.
    returned: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            last: 0,
            next: EVERY,
            under_way: false,
            hidden: false,
            returned: false,
        }
    }
}

impl Look {
    /// The server has just said what it has, or that it will not.
    pub(super) fn put_off(&mut self, now: i64) {
        self.under_way = false;
        self.last = now;
        self.next = now.saturating_add(EVERY);
    }

    /// Nobody looks at the tab.
    pub(super) fn hide(&mut self) {
        self.hidden = true;
    }

    /// Somebody looks at it again.
    pub(super) fn show(&mut self, now: i64) {
        self.hidden = false;
        self.returned = true;
        self.next = self.next.min(now.max(self.last.saturating_add(AT_MOST_EVERY)));
    }
}

impl Session {
    /// When to look. While a save is on its way its answer tells as much.
    pub(super) fn look_due(&self) -> Option<i64> {
        let idle = !self.look.hidden
            && !self.look.under_way
            && !self.queue.under_way()
            && !self.queue.is_offline()
            && (self.look.returned || !self.queue.is_signed_out());
        idle.then_some(self.look.next)
    }

    pub(super) fn look_about(&mut self) {
        if self.look_due().is_some_and(|due| due <= self.steady.now()) {
            self.look.under_way = true;
            self.look.returned = false;
            self.out.push(Effect::Look(self.base.revision));
        }
    }
}
