//! How it stands, in the words the author reads.

use std::fmt;

use super::{Effect, Session, queue::DISK_FULL};
use crate::model::draft::too_long;

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server committed exactly what is shown.
    Saved,
    /// Something is on its way, or will be in a moment.
    Saving,
    /// There is no network; the device holds all that is shown.
    OnDevice,
    /// Nobody is signed in.
    SignedOut,
    /// Something has to be chosen first.
    Conflict,
    /// It did not work and is tried again, or cannot before something else is written.
    Failed {
        /// Why, as part of a sentence.
        reason: String,
        /// Until the next attempt; at least 1, and 0 where there is none.
        seconds: i64,
    },
}

/// Where what is shown is, once the page shows something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Not known before an answer that is awaited.
    Unknown,
    /// The server has all of it.
    Saved,
    /// The server does not have all of it; the device does.
    OnDevice,
    /// Neither has all of it.
    Nowhere,
}

impl Status {
    /// The same without the seconds, for those to whom it is read out: only what is new is worth hearing.
    pub fn said(&self) -> String {
        match self {
            Self::Failed { reason, seconds } if *seconds > 0 => {
                format!("Could not save: {}, trying again", reason.trim_end_matches('.'))
            }
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Saved => f.write_str("Saved"),
            Self::Saving => f.write_str("Saving…"),
            Self::OnDevice => f.write_str("Saved on this device only (offline)"),
            Self::SignedOut => f.write_str("Session expired – sign in, nothing is lost"),
            Self::Conflict => f.write_str("Conflict"),
            Self::Failed { reason, seconds } => {
                let reason = reason.trim_end_matches('.');
                write!(f, "Could not save: {reason}")?;
                match seconds {
                    0 => Ok(()),
                    seconds => write!(f, ", retrying in {seconds} s"),
                }
            }
        }
    }
}

/// Why it did not work, with where the text is meanwhile.
fn kept(reason: &str) -> String {
    format!("{reason}; your text is kept on this device")
}

impl Session {
    /// How it stands.
    pub fn status(&self) -> Status {
        if self.conflict.is_some() {
            return Status::Conflict;
        }
        if self.queue.is_signed_out() {
            return Status::SignedOut;
        }
        if !self.unsaved() {
            return Status::Saved;
        }
        if self.queue.is_offline() && self.device.holds() {
            return Status::OnDevice;
        }
        if self.queue.under_way() {
            return Status::Saving;
        }
        if !self.queue.busy()
            && let Some(problem) = too_long(&self.draft.source)
        {
            // Of what the device was not asked yet nothing can be said.
            return match self.device.refused_until() {
                None if !self.device.takes() => Status::Saving,
                None => Status::Failed {
                    reason: kept(problem.trim_end_matches('.')),
                    seconds: 0,
                },
                Some(_) => Status::Failed {
                    reason: problem,
                    seconds: 0,
                },
            };
        }
        match (self.trying_again(), self.queue.failing()) {
            // This lasts, so it is worth saying where the text is meanwhile.
            (Some(at), Some(DISK_FULL)) if self.device.takes() => self.failed(&kept(DISK_FULL), at),
            (Some(at), Some(reason)) => self.failed(reason, at),
            (Some(at), None) => self.failed("this device cannot keep a copy", at),
            (None, _) => Status::Saving,
        }
    }

    /// Where what is shown is.
    pub fn rest(&self) -> Rest {
        if !self.unsaved() {
            Rest::Saved
        } else if self.queue.under_way() || self.device.is_writing() {
            Rest::Unknown
        } else if self.device.holds() {
            Rest::OnDevice
        } else {
            Rest::Nowhere
        }
    }

    /// When something that failed is tried again.
    fn trying_again(&self) -> Option<i64> {
        if self.queue.failing().is_some() {
            return self.send_due();
        }
        let offline = self.queue.is_offline();
        let device = self.device.refused_until().filter(|_| offline)?;
        Some(self.send_due().map_or(device, |send| send.min(device)))
    }

    fn failed(&self, reason: &str, at: i64) -> Status {
        let left = at.saturating_sub(self.steady.now()).max(1);
        Status::Failed {
            reason: reason.to_owned(),
            seconds: left.saturating_add(999) / 1_000,
        }
    }

    /// When the seconds that are shown change.
    pub(super) fn words_due(&self) -> Option<i64> {
        if !matches!(self.status, Status::Failed { .. }) {
            return None;
        }
        let at = self.trying_again()?;
        let left = at.saturating_sub(self.steady.now()).max(1);
        Some(self.steady.now() + (left - 1) % 1_000 + 1)
    }

    /// Says that a conflict is over, before anything is sent again.
    pub(super) fn agree(&mut self) {
        if self.in_conflict && self.conflict.is_none() {
            self.in_conflict = false;
            self.out.push(Effect::Agreed);
        }
    }

    /// Says what the author has to know at the end of a step.
    pub(super) fn tell(&mut self) {
        if self.conflict.is_none()
            && let Some(order) = self.queue.ask()
        {
            self.out.push(Effect::Confirm(order));
        }
        let status = self.status();
        if status != self.status {
            self.status = status.clone();
            self.out.push(Effect::Status(status));
        }
    }
}
