//! Whatever is done to tags and taken back, all that is kept of them is what counting and indexing anew would give.

use uuid::Uuid;

use super::*;
use crate::server::{
    db::{
        fixture::{NOW, dump_index, dump_tags, miscounted, post},
        followed::{Followed, set_identity},
        jobs::{Claim, claim},
        status::set_status,
        store::{PostRecord, save_post},
        tags::ensure_tag,
        trash,
    },
    services::{
        feed::identity::read_identity, jobs::Work as _, reindex::reindex, sorting::follow::index_posts,
    },
};

mod any_order;
mod meanwhile;

const NAMES: [&str; 6] = ["Lock", "Map", "Rust", "C++", "Node.js", "Über uns"];

struct Blog {
    database: Database,
    _folder: tempfile::TempDir,
}

impl Blog {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        let blog = Self {
            database,
            _folder: folder,
        };
        for (number, tags) in [&[0, 1, 2][..], &[2, 0], &[1], &[3, 4, 1, 0], &[]]
            .iter()
            .enumerate()
        {
            blog.write(None, number, tags).await;
        }
        // The last but one is no reader's.
        blog.write(None, 5, &[0, 3]).await;
        reindex(&blog.database, |_| {}).await.unwrap();
        blog
    }

    /// Saves a post as one that names these tags, as a draft does that is published.
    async fn write(&self, existing: Option<i64>, number: usize, names: &[usize]) -> i64 {
        let mut write = self.database.begin().await.unwrap();
        let mut tags = Vec::new();
        for name in names {
            let name = NAMES[*name];
            let slug = Slug::from_title(name);
            let id = ensure_tag(&mut write, slug.as_str(), name).await.unwrap();
            if !tags.contains(&id) {
                tags.push(id);
            }
        }
        let slug = format!("post-{number}");
        let record = PostRecord {
            status: if number == 5 { "draft" } else { "published" },
            tags: &tags,
            ..post(&slug, 1_000)
        };
        let id = save_post(&mut write, existing, &record, NOW).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// Remembers a change as an older version did, which did not say which posts it means; answers its number.
    async fn forget(&self, change: i64) -> i64 {
        let mut write = self.database.begin().await.unwrap();
        let states = change::read_change(&mut write, change).await.unwrap().unwrap();
        let bare = |state: &str| {
            let mut state: serde_json::Value = serde_json::from_str(state).unwrap();
            for added in ["uuids", "focus", "identity"] {
                state.as_object_mut().unwrap().remove(added).unwrap();
            }
            state.to_string()
        };
        let (before, after) = (bare(&states.before), bare(&states.after));
        let id = change::add_change(&mut write, "Ada", &states.told, (&before, &after), KEPT, NOW).await;
        write.commit().await.unwrap();
        id.unwrap()
    }

    /// Throws a post away for good.
    async fn purge(&self, post: i64) {
        let mut write = self.database.begin().await.unwrap();
        set_status(&mut write, post, "trashed", NOW).await.unwrap();
        trash::delete_post(&mut write, post, NOW).await.unwrap().unwrap();
        write.commit().await.unwrap();
    }

    async fn dump(&self) -> Vec<String> {
        let mut reader = self.database.reader().await.unwrap();
        let mut lines = dump_tags(&mut reader).await;
        lines.extend(dump_index(&mut reader).await);
        lines
    }

    async fn check(&self) {
        let mut reader = self.database.reader().await.unwrap();
        assert_eq!(miscounted(&mut reader).await, Vec::<String>::new());
        let kept = dump_index(&mut reader).await;
        drop(reader);
        reindex(&self.database, |_| {}).await.unwrap();
        let built = dump_index(&mut self.database.reader().await.unwrap()).await;
        // Which building of the index it is does not matter, and the words do.
        assert_eq!(kept, built);
    }

    /// What names the feed of a tag.
    async fn feed(&self, tag: i64) -> Uuid {
        let mut reader = self.database.reader().await.unwrap();
        let found = read_identity(&mut reader, Followed::Tag, tag).await.unwrap();
        found.unwrap()
    }

    async fn tag(&self, slug: &str) -> Option<i64> {
        change::find_at(&mut self.database.reader().await.unwrap(), slug)
            .await
            .unwrap()
    }

    async fn ids(&self) -> Vec<i64> {
        let mut reader = self.database.reader().await.unwrap();
        let rows = change::list_all_tags(&mut reader, "", 99, 0).await.unwrap();
        rows.iter().map(|row| row.tag.id).collect()
    }

    async fn names_of(&self, post: i64) -> Vec<String> {
        let mut reader = self.database.reader().await.unwrap();
        let mut names = Vec::new();
        for (_, tag) in change::list_tags_of(&mut reader, post).await.unwrap() {
            names.push(change::find_tag(&mut reader, tag).await.unwrap().unwrap().name);
        }
        names
    }
}

fn done<T>(outcome: Outcome<T>) -> T {
    outcome.unwrap().unwrap().unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Outcome<T>) -> AppError {
    outcome.unwrap().unwrap().unwrap_err()
}

#[tokio::test]
async fn a_renamed_tag_keeps_its_posts_and_its_old_names_mean_it() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let id = blog.tag("nodejs").await.unwrap();
    let before = blog.dump().await;
    let first = done(edit(&blog.database, &actor, id, "node", "Node", "A runtime.").await);
    assert_eq!(first.told, "Renamed “Node.js” to “Node”.");
    blog.check().await;
    let between = blog.dump().await;
    let second = done(edit(&blog.database, &actor, id, "deno", "Deno", "A runtime.").await);
    // By whatever name a draft knows it.
    let mut write = blog.database.begin().await.unwrap();
    for (slug, name) in [("nodejs", "Node.js"), ("node", "Node"), ("deno", "Deno")] {
        assert_eq!(ensure_tag(&mut write, slug, name).await.unwrap(), id, "{name}");
    }
    drop(write);
    blog.check().await;

    let error = refused(undo(&blog.database, &actor, first.id).await);
    assert!(error.to_string().contains("later change"), "{error}");
    done(undo(&blog.database, &actor, second.id).await);
    assert_eq!(blog.dump().await, between);
    let error = refused(undo(&blog.database, &actor, second.id).await);
    assert!(error.to_string().contains("already"), "{error}");
    done(undo(&blog.database, &actor, first.id).await);
    assert_eq!(blog.dump().await, before);
    blog.check().await;
}

#[tokio::test]
async fn a_tag_goes_back_to_its_own_old_address_and_to_no_others() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let (lock, map) = (blog.tag("lock").await.unwrap(), blog.tag("map").await.unwrap());
    done(edit(&blog.database, &actor, lock, "mutex", "Mutex", "").await);
    for taken in ["lock", "rust"] {
        let error = refused(edit(&blog.database, &actor, map, taken, "Map", "").await);
        assert!(
            matches!(&error, AppError::Invalid(fields) if fields.contains_key("slug")),
            "{error:?}"
        );
    }
    done(edit(&blog.database, &actor, lock, "lock", "Lock", "").await);
    blog.check().await;
    let error = refused(edit(&blog.database, &actor, lock, "lock", "Lock", "").await);
    assert!(error.to_string().contains("already"), "{error}");
    for (slug, name) in [
        ("Lock", "Lock"),
        ("", "Lock"),
        ("lock", " "),
        ("lock", "a, b"),
        ("lock", "a\nb"),
    ] {
        let error = refused(edit(&blog.database, &actor, lock, slug, name, "").await);
        assert!(matches!(error, AppError::Invalid(_)), "{slug} {name}");
    }
    assert!(
        edit(&blog.database, &actor, 99, "a", "A", "")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn posts_of_merged_tags_keep_their_order_and_have_each_once() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let before = blog.dump().await;
    let map = blog.tag("map").await.unwrap();
    let changed = done(merge(&blog.database, &actor, map, "Lock").await);
    assert_eq!(changed.told, "Merged “Map” into “Lock”.");
    for (post, names) in [
        (1, vec!["Lock", "Rust"]),
        (2, vec!["Rust", "Lock"]),
        (3, vec!["Lock"]),
        (4, vec!["C++", "Node.js", "Lock"]),
    ] {
        assert_eq!(blog.names_of(post).await, names, "{post}");
    }
    blog.check().await;
    assert_eq!(blog.tag("map").await, None);
    done(undo(&blog.database, &actor, changed.id).await);
    assert_eq!(blog.dump().await, before);

    for nowhere in ["", "Nothing"] {
        let error = refused(merge(&blog.database, &actor, map, nowhere).await);
        assert!(error.to_string().contains("another look"), "{error}");
    }
    refused(merge(&blog.database, &actor, map, "map").await);
}

#[tokio::test]
async fn a_merge_of_merged_tags_leads_straight_to_the_last() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let (map, rust) = (blog.tag("map").await.unwrap(), blog.tag("rust").await.unwrap());
    let first = done(merge(&blog.database, &actor, map, "rust").await);
    let second = done(merge(&blog.database, &actor, rust, "lock").await);
    let mut reader = blog.database.reader().await.unwrap();
    for old in ["/tags/map", "/tags/rust"] {
        let found = redirects::find_redirect(&mut reader, old, NOW).await.unwrap();
        assert_eq!(found.as_deref(), Some("/tags/lock"));
    }
    drop(reader);
    let error = refused(undo(&blog.database, &actor, first.id).await);
    assert!(error.to_string().contains("leads elsewhere"), "{error}");
    done(undo(&blog.database, &actor, second.id).await);
    done(undo(&blog.database, &actor, first.id).await);
    blog.check().await;
}

#[tokio::test]
async fn the_search_follows_a_tag_of_many_posts_in_a_job() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    for number in 10..170 {
        blog.write(None, number, &[0, 1]).await;
    }
    reindex(&blog.database, |_| {}).await.unwrap();
    let work = async || {
        let mut write = blog.database.begin().await.unwrap();
        let wanted = Claim {
            kind: jobs::IndexPosts::KIND,
            limit: 9,
            attempts: 1,
            token: "t",
            until: i64::MAX,
        };
        let waiting = claim(&mut write, &wanted, i64::MAX - 1).await.unwrap();
        write.commit().await.unwrap();
        for job in &waiting {
            let work: jobs::IndexPosts = serde_json::from_str(&job.payload).unwrap();
            index_posts(&blog.database, &work.posts).await.unwrap();
        }
        blog.check().await;
        waiting.len()
    };
    let before = blog.dump().await;
    let (lock, map) = (blog.tag("lock").await.unwrap(), blog.tag("map").await.unwrap());
    let renamed = done(edit(&blog.database, &actor, lock, "mutex", "Mutex", "").await);
    let merged = done(merge(&blog.database, &actor, map, "mutex").await);
    assert_eq!(
        miscounted(&mut blog.database.reader().await.unwrap()).await,
        [] as [String; 0]
    );
    // Two changes of the same posts, one after the other.
    assert_eq!(work().await, 2);
    let deleted = done(delete(&blog.database, &actor, lock).await);
    assert_eq!(work().await, 1);
    for change in [deleted, merged, renamed] {
        done(undo(&blog.database, &actor, change.id).await);
    }
    assert_eq!(work().await, 3);
    assert_eq!(blog.dump().await, before);
}

#[tokio::test]
async fn a_tag_in_another_script_is_merged_by_name_and_found_by_its_old_one() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let own = slug_of("日本語", "tag");
    let mut write = blog.database.begin().await.unwrap();
    let id = ensure_tag(&mut write, own.as_str(), "日本語").await.unwrap();
    write.commit().await.unwrap();
    let map = blog.tag("map").await.unwrap();
    done(merge(&blog.database, &actor, map, "日本語").await);
    done(edit(&blog.database, &actor, id, "japanese", "Japanese", "").await);
    let mut reader = blog.database.reader().await.unwrap();
    let found = redirects::find_redirect(&mut reader, &path(own.as_str()), NOW).await;
    assert_eq!(found.unwrap().as_deref(), Some("/tags/japanese"));
    let none = redirects::read_redirect(&mut reader, "/tags/untitled").await;
    assert_eq!(none.unwrap(), None);
}
