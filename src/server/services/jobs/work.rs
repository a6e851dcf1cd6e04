//! What work there is, and what it is told. How each is done stands in its own use-case.

use serde::{Deserialize, Serialize};

use super::Work;
use crate::model::media::WIDTHS;

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

/// Tags of many posts have changed, and the search has to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPosts {
    /// Like no other: each such change is another one.
    pub change: String,
    /// Row ids.
    pub posts: Vec<i64>,
}

impl IndexPosts {
    /// The work of one change.
    pub fn new(posts: Vec<i64>) -> Self {
        Self {
            change: uuid::Uuid::new_v4().to_string(),
            posts,
        }
    }
}

impl Work for IndexPosts {
    const KIND: &'static str = "index-posts";

    fn key(&self) -> String {
        self.change.clone()
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

/// A picture came, and there are no smaller ones of it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeVariants {
    /// Row id.
    pub media: i64,
    /// Its path on this site, for where it is deleted meanwhile.
    pub path: String,
}

impl MakeVariants {
    /// The work for a stored file, if there is any.
    pub fn of(media: i64, path: &str, mime: &str, width: u32) -> Option<Self> {
        let packed = ["image/png", "image/jpeg", "image/webp"].contains(&mime);
        let least = WIDTHS.into_iter().min().unwrap_or(0);
        (packed && width > least).then(|| Self {
            media,
            path: path.to_owned(),
        })
    }
}

impl Work for MakeVariants {
    const KIND: &'static str = "variants";

    fn key(&self) -> String {
        self.media.to_string()
    }
}

/// Somebody deleted a picture; its files are still there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveFiles {
    /// Its path on this site.
    pub path: String,
}

impl Work for RemoveFiles {
    const KIND: &'static str = "remove-files";

    fn key(&self) -> String {
        self.path.clone()
    }
}

/// What was thrown away long enough ago is due to go for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeTrash {}

impl Work for PurgeTrash {
    const KIND: &'static str = "purge-trash";

    fn key(&self) -> String {
        "posts".to_owned()
    }
}

/// The picture that is shown where a post is shared may have to be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawShareImage {
    /// Row id.
    pub post: i64,
}

impl Work for DrawShareImage {
    const KIND: &'static str = "share-image";

    fn key(&self) -> String {
        self.post.to_string()
    }
}

/// The pictures of any posts may have to be others, and that of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawShareImages {}

impl Work for DrawShareImages {
    const KIND: &'static str = "share-images";

    fn key(&self) -> String {
        "all".to_owned()
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
        let work = IndexPosts {
            change: "c".to_owned(),
            posts: vec![1, 2],
        };
        assert_eq!((IndexPosts::KIND, work.key()), ("index-posts", "c".to_owned()));
        assert_eq!(
            serde_json::to_string(&work).unwrap(),
            r#"{"change":"c","posts":[1,2]}"#
        );
        assert_eq!(
            (PurgeJobs::KIND, PurgeJobs {}.key()),
            ("purge", "jobs".to_owned())
        );
        assert_eq!(serde_json::to_string(&PurgeJobs {}).unwrap(), "{}");
        assert_eq!(
            (PurgeTrash::KIND, PurgeTrash {}.key()),
            ("purge-trash", "posts".to_owned())
        );
        assert_eq!(serde_json::to_string(&PurgeTrash {}).unwrap(), "{}");
        let work = MakeVariants {
            media: 7,
            path: "/media/a.webp".to_owned(),
        };
        assert_eq!((MakeVariants::KIND, work.key()), ("variants", "7".to_owned()));
        assert_eq!(
            serde_json::to_string(&work).unwrap(),
            r#"{"media":7,"path":"/media/a.webp"}"#
        );
        let work = DrawShareImage { post: 7 };
        assert_eq!(
            (DrawShareImage::KIND, work.key()),
            ("share-image", "7".to_owned())
        );
        assert_eq!(serde_json::to_string(&work).unwrap(), r#"{"post":7}"#);
        assert_eq!(
            (DrawShareImages::KIND, DrawShareImages {}.key()),
            ("share-images", "all".to_owned())
        );
        assert_eq!(serde_json::to_string(&DrawShareImages {}).unwrap(), "{}");
        let work = RemoveFiles {
            path: "/media/a.webp".to_owned(),
        };
        assert_eq!(
            (RemoveFiles::KIND, work.key()),
            ("remove-files", "/media/a.webp".to_owned())
        );
        assert_eq!(
            serde_json::to_string(&work).unwrap(),
            r#"{"path":"/media/a.webp"}"#
        );
    }

    #[test]
    fn only_pictures_that_can_be_smaller_are_made_smaller() {
        assert!(MakeVariants::of(1, "", "image/png", 481).is_some());
        for (mime, width) in [
            ("image/png", 480),
            ("image/gif", 4_000),
            ("image/svg+xml", 4_000),
            ("application/pdf", 0),
        ] {
            assert!(MakeVariants::of(1, "", mime, width).is_none(), "{mime} {width}");
        }
    }
}
