//! Work that is done later, as the admin shows it.

use miniserde::{Deserialize, Serialize};

use super::date::DateLabel;

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

/// What waits, runs, failed and finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Each state that jobs can be in, in the order in which they want to be looked at.
    pub lists: Vec<JobList>,
    /// The site's time zone, in which times are.
    pub zone: String,
}

/// The jobs of one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobList {
    /// Which state.
    pub state: JobState,
    /// How many there are.
    pub count: u32,
    /// The first of them: those to come in the order of their turn, those that ended the last one first.
    pub jobs: Vec<Job>,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// By which it is retried or cancelled.
    pub id: i64,
    /// What it does, in words.
    pub what: String,
    /// The post that it is about.
    pub post: Option<JobPost>,
    /// When it starts, was started, or ended.
    pub at: DateLabel,
    /// How often it was begun.
    pub attempts: u32,
    /// What the last attempt failed of; empty when it did not.
    pub last_error: String,
    /// The word by which it is taken out of the queue; empty where it cannot be.
    pub cancel: String,
}

/// A post that a job is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPost {
    /// Public identity; names it at the desk.
    pub uuid: String,
    /// The latest revision's title; may be empty.
    pub title: String,
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
