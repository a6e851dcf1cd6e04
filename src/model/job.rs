//! Work that is done later, as the admin shows it.

use miniserde::{Deserialize, Serialize};

/// What has become of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JobState {
    /// Waits for its time, or for its next attempt.
    Queued,
    /// Is being done.
    Running,
    /// Was given up after its last attempt; waits for a person.
    Failed,
    /// Is done; kept for some days.
    Finished,
}

impl JobState {
    /// All there are, in the order in which they want to be looked at.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Running, Self::Queued, Self::Finished];

    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Finished => "finished",
        }
    }

    /// Reads the word that [`Self::as_str`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// One job. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// By which it is retried or cancelled.
    pub id: i64,
    /// Which work it is, such as `publish`.
    pub kind: String,
    /// What it is about, such as a post's number.
    pub key: String,
    /// What has become of it.
    pub state: JobState,
    /// When it may start.
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: u32,
    /// What the last attempt failed of; empty when it did not.
    pub last_error: String,
    /// When it was asked for.
    pub created_at: i64,
    /// When the last attempt began.
    pub started_at: Option<i64>,
    /// When it was finished or given up.
    pub ended_at: Option<i64>,
}

/// The jobs of one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobList {
    /// Which state.
    pub state: JobState,
    /// How many there are of each state.
    pub counts: Vec<(JobState, u32)>,
    /// The first of them: those to come in the order of their turn, those that ended the last one first.
    pub jobs: Vec<Job>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_from_its_word() {
        for state in JobState::ALL {
            assert_eq!(JobState::parse(state.as_str()), Some(state));
        }
        assert_eq!(JobState::parse("done"), None);
    }
}
