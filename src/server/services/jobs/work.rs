//! What work there is, and what it is told. How each is done stands in its own use-case.

use serde::{Deserialize, Serialize};

use super::Work;

/// A post's time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishPost {
    /// Row id.
    pub post: i64,
}

impl Work for PublishPost {
    const KIND: &'static str = "publish";

    fn key(&self) -> String {
        self.post.to_string()
    }
}

/// Posts have changed, and with them which are on the same matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatePosts {}

impl Work for RelatePosts {
    const KIND: &'static str = "relate";

    fn key(&self) -> String {
        "all".to_owned()
    }
}

/// What was kept for a while is due to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeJobs {}

impl Work for PurgeJobs {
    const KIND: &'static str = "purge";

    fn key(&self) -> String {
        "jobs".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What waits in somebody's file was written by an older version.
    #[test]
    fn kinds_keys_and_payloads_are_written_as_ever() {
        let work = PublishPost { post: 7 };
        assert_eq!((PublishPost::KIND, work.key()), ("publish", "7".to_owned()));
        assert_eq!(serde_json::to_string(&work).unwrap(), r#"{"post":7}"#);
        assert_eq!(
            (RelatePosts::KIND, RelatePosts {}.key()),
            ("relate", "all".to_owned())
        );
        assert_eq!(serde_json::to_string(&RelatePosts {}).unwrap(), "{}");
        assert_eq!(
            (PurgeJobs::KIND, PurgeJobs {}.key()),
            ("purge", "jobs".to_owned())
        );
        assert_eq!(serde_json::to_string(&PurgeJobs {}).unwrap(), "{}");
    }
}
