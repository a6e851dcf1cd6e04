//! When what machines read last changed, which they are told so that they do not ask for it in vain.

use crate::server::{
    calendar,
    context::Context,
    db::listing::{self, Latest},
    etag,
    fault::Fault,
};

/// What changed last. Times are Unix milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Changes {
    /// Of posts.
    pub posts: Latest,
    /// When this program began to show the settings that count.
    pub shown_at: i64,
    /// When this was looked at.
    pub now: i64,
}

impl Changes {
    /// What changed last until now. What is told of it has to be read afterwards: then it is never older than this says.
    /// One query.
    pub async fn read(context: &Context) -> Result<Self, Fault> {
        let (now, shown_at) = (calendar::now(), context.settings.shown_at());
        let mut reader = context.database.reader().await?;
        Ok(Self {
            posts: listing::read_latest(&mut reader, now).await?,
            shown_at,
            now,
        })
    }

    /// The second of the last change, as milliseconds; nothing as long as more may change within that second, because a client
    /// that asks by it would never learn of that (RFC 9110, section 8.8.2.2).
    pub fn modified(&self) -> Option<i64> {
        let last = self
            .posts
            .written_at
            .max(self.posts.appeared_at)
            .max(self.shown_at);
        let second = last.div_euclid(1_000);
        (second < self.now.div_euclid(1_000)).then_some(second * 1_000)
    }

    /// A tag for what follows from all posts and settings, without reading it. `which` tells such documents apart.
    pub fn tag(&self, which: &str) -> String {
        let Latest {
            written_at,
            appeared_at,
            ..
        } = self.posts;
        etag::weak(format!("{which} {written_at} {appeared_at} {}", self.shown_at).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGES: Changes = Changes {
        posts: Latest {
            written_at: 5_400,
            appeared_at: 3_000,
            listed: 1,
        },
        shown_at: 1_000,
        now: 6_000,
    };

    #[test]
    fn a_second_is_named_once_nothing_more_can_change_in_it() {
        let at = |written_at, appeared_at, shown_at, now| {
            let posts = Latest {
                written_at,
                appeared_at,
                listed: 1,
            };
            Changes { posts, shown_at, now }.modified()
        };
        for (changes, named) in [
            (at(5_400, 3_000, 1_000, 5_400), None),
            (at(5_400, 3_000, 1_000, 5_999), None),
            (at(5_400, 3_000, 1_000, 6_000), Some(5_000)),
            (at(5_999, 3_000, 1_000, 6_000), Some(5_000)),
            (at(1_000, 3_000, 2_000, 9_000), Some(3_000)),
            (at(1_000, 3_000, 7_500, 9_000), Some(7_000)),
            // The clock went back.
            (at(9_500, 3_000, 1_000, 6_000), None),
        ] {
            assert_eq!(changes, named);
        }
    }

    #[test]
    fn every_change_makes_another_tag() {
        let changes = |change: fn(&mut Changes)| {
            let mut changed = CHANGES;
            change(&mut changed);
            changed.tag("/sitemap.xml")
        };
        let before = changes(|_| {});
        for other in [
            changes(|changes| changes.posts.written_at += 1),
            changes(|changes| changes.posts.appeared_at += 1),
            // Later than both, and a change that is earlier than it.
            changes(|changes| changes.shown_at += 1),
            CHANGES.tag("/sitemap-1.xml"),
        ] {
            assert_ne!(other, before);
        }
        assert_eq!(changes(|changes| changes.now += 1), before);
    }
}
