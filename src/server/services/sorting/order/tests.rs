//! Collections, their posts and focus areas keep the order that they were given, within their limits, and of two who arrange
//! them at once none loses anything. Parts of series have tests of their own.

use super::*;
use crate::{
    model::sorting::order::{MOST_COLLECTED, MOST_FOCUS},
    server::{
        db::{
            audit::list_entries,
            collecting,
            fixture::{NOW, post},
            listing::last_change,
            status::set_status,
            store::{PostRecord, save_post},
            tags::{change::save_tag, ensure_tag},
            trash,
        },
        services::sorting::collections::create,
    },
};

struct Blog {
    database: Database,
    actor: Actor,
    _folder: tempfile::TempDir,
}

impl Blog {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        Self {
            database,
            actor: Actor::operator(),
            _folder: folder,
        }
    }

    async fn begin(&self, name: &str) -> i64 {
        create(&self.database, &self.actor, name).await.unwrap().unwrap()
    }

    /// Saves a post whose identity and title are its slug.
    async fn save(&self, slug: &str, status: &str, visibility: &str) -> i64 {
        let mut write = self.database.begin().await.unwrap();
        let record = PostRecord {
            status,
            visibility,
            ..post(slug, 1_000)
        };
        let id = save_post(&mut write, None, &record, NOW).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    async fn tag(&self, slug: &str) {
        let mut write = self.database.begin().await.unwrap();
        ensure_tag(&mut write, slug, slug).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn read(&self, list: List, id: i64) -> Ordered {
        read(&self.database, list, id).await.unwrap().unwrap()
    }

    async fn keys(&self, list: List, id: i64) -> Vec<String> {
        let order = self.read(list, id).await;
        order.items.into_iter().map(|item| item.key).collect()
    }

    async fn ask(
        &self,
        act: Act,
        list: List,
        id: i64,
        version: i64,
        keys: &[&str],
    ) -> Option<Result<Ordered, AppError>> {
        let step = Step {
            list,
            id,
            act,
            version,
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            overview: false,
        };
        change(&self.database, &self.actor, &step).await.unwrap()
    }

    async fn add(&self, list: List, id: i64, key: &str) -> Result<Ordered, AppError> {
        self.ask(Act::Add, list, id, 0, &[key]).await.unwrap()
    }

    async fn take_out(&self, list: List, id: i64, key: &str) -> Ordered {
        self.ask(Act::TakeOut, list, id, 0, &[key])
            .await
            .unwrap()
            .unwrap()
    }

    /// The last thing in the log.
    async fn last_done(&self) -> (String, String) {
        let mut reader = self.database.reader().await.unwrap();
        let log = list_entries(&mut reader, None, 1).await.unwrap();
        (log[0].action.clone(), log[0].object.clone())
    }

    async fn changed_at(&self) -> i64 {
        last_change(&mut self.database.reader().await.unwrap())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn every_list_takes_another_order_once_and_tells_the_second_of_two() {
    let blog = Blog::open().await;
    let id = blog.begin("Start here").await;
    for name in ["Flagship", "More"] {
        blog.begin(name).await;
    }
    for slug in ["a", "b", "c"] {
        blog.save(slug, "published", "public").await;
        blog.tag(slug).await;
        blog.add(List::Collection, id, slug).await.unwrap();
        blog.add(List::Focus, 0, slug).await.unwrap();
    }
    for (list, id, action) in [
        (List::Collections, 0, "collections.arrange"),
        (List::Collection, id, "collection.arrange"),
        (List::Focus, 0, "focus.arrange"),
    ] {
        let seen = blog.read(list, id).await;
        let mut keys: Vec<&str> = seen.items.iter().map(|item| item.key.as_str()).collect();
        keys.rotate_left(1);
        let before = blog.changed_at().await;
        let put = blog.ask(Act::Arrange, list, id, seen.version, &keys).await;
        let put = put.unwrap().unwrap();
        assert!(put.version != seen.version && !put.overview, "{list:?}");
        assert_eq!(blog.keys(list, id).await, keys, "{list:?}");
        assert_eq!(blog.read(list, id).await, put);
        assert_eq!(blog.last_done().await.0, action);
        assert!(blog.changed_at().await > before, "pages are drawn anew");

        let mut others = keys.clone();
        others.reverse();
        let error = blog.ask(Act::Arrange, list, id, seen.version, &others).await;
        let error = error.unwrap().unwrap_err();
        assert!(error.to_string().contains("in the meantime"), "{error}");
        // Not even with the right number, if what is in it is something else.
        for wrong in [
            &keys[..2],
            &[keys[0], keys[1], "9"],
            &[keys[0], keys[1], keys[2], keys[0]],
        ] {
            let refused = blog
                .ask(Act::Arrange, list, id, put.version, wrong)
                .await
                .unwrap();
            assert!(
                matches!(refused, Err(AppError::Conflict(_))),
                "{list:?} {wrong:?}"
            );
        }
        assert_eq!(blog.keys(list, id).await, keys, "{list:?}");
    }
}

#[tokio::test]
async fn posts_stay_in_a_collection_whatever_readers_see_of_them() {
    let blog = Blog::open().await;
    let id = blog.begin("Start here").await;
    for (slug, status, visibility) in [
        ("seen", "published", "public"),
        ("draft", "draft", "public"),
        ("hidden", "published", "unlisted"),
    ] {
        blog.save(slug, status, visibility).await;
        blog.add(List::Collection, id, slug).await.unwrap();
    }
    let gone = blog.save("gone", "published", "public").await;
    blog.add(List::Collection, id, "gone").await.unwrap();
    let mut write = blog.database.begin().await.unwrap();
    set_status(&mut write, gone, "trashed", NOW).await.unwrap();
    write.commit().await.unwrap();
    let notes: Vec<String> = blog
        .read(List::Collection, id)
        .await
        .items
        .into_iter()
        .map(|item| format!("{}: {}", item.name, item.note))
        .collect();
    assert_eq!(
        notes,
        [
            "seen: published",
            "draft: draft: readers do not see it",
            "hidden: published, but in no list: readers do not see it here",
            "gone: trashed: readers do not see it",
        ]
    );
    // Deleted for good it is gone, and what was seen with it is no order any more.
    let seen = blog.read(List::Collection, id).await;
    let mut write = blog.database.begin().await.unwrap();
    trash::delete_post(&mut write, gone, NOW).await.unwrap().unwrap();
    write.commit().await.unwrap();
    let keys = ["gone", "seen", "draft", "hidden"];
    let refused = blog
        .ask(Act::Arrange, List::Collection, id, seen.version, &keys)
        .await;
    assert!(matches!(refused, Some(Err(AppError::Conflict(_)))), "{refused:?}");
    assert_eq!(blog.keys(List::Collection, id).await, ["seen", "draft", "hidden"]);
}

#[tokio::test]
async fn what_comes_is_last_and_what_goes_leaves_no_gap() {
    let blog = Blog::open().await;
    let (id, other) = (blog.begin("Start here").await, blog.begin("Flagship").await);
    for slug in ["a", "b", "c"] {
        blog.save(slug, "published", "public").await;
        blog.tag(slug).await;
        blog.add(List::Collection, id, slug).await.unwrap();
        blog.add(List::Focus, 0, slug).await.unwrap();
    }
    // One post may be in several.
    blog.add(List::Collection, other, "b").await.unwrap();
    assert_eq!(
        blog.last_done().await,
        ("collection.add".to_owned(), "Flagship".to_owned())
    );
    for (list, id, action) in [
        (List::Collection, id, "collection.remove"),
        (List::Focus, 0, "focus.remove"),
    ] {
        let now = blog.take_out(list, id, "b").await;
        assert_eq!(now, blog.read(list, id).await);
        assert_eq!(blog.last_done().await.0, action);
        assert_eq!(blog.keys(list, id).await, ["a", "c"]);
        // Asked for twice, it is done once.
        let changed_at = blog.changed_at().await;
        blog.take_out(list, id, "b").await;
        blog.add(list, id, "a").await.unwrap();
        assert_eq!(
            (blog.keys(list, id).await.len(), blog.changed_at().await),
            (2, changed_at)
        );
        blog.add(list, id, "b").await.unwrap();
        assert_eq!(blog.keys(list, id).await, ["a", "c", "b"]);
        assert!(blog.ask(Act::Add, list, id, 0, &["none"]).await.is_none());
        assert!(blog.ask(Act::Add, list, id, 0, &[]).await.is_none());
    }
    assert_eq!(blog.keys(List::Collection, other).await, ["b"]);
    let mut reader = blog.database.reader().await.unwrap();
    let posts = collecting::list_posts(&mut reader, id).await.unwrap();
    assert_eq!(posts.len(), 3);
    drop(reader);
    for act in [Act::Add, Act::TakeOut] {
        assert!(
            blog.ask(act, List::Collections, 0, 0, &["1"]).await.is_none(),
            "{act:?}"
        );
    }
    for list in [List::Series, List::Collection] {
        for act in [Act::Arrange, Act::Add, Act::TakeOut] {
            assert!(
                blog.ask(act, list, 99, 0, &["a"]).await.is_none(),
                "{list:?} {act:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_list_that_is_full_says_so_and_stays_as_it_is() {
    let blog = Blog::open().await;
    let id = blog.begin("Start here").await;
    for (list, id, most, words) in [
        (List::Collection, id, MOST_COLLECTED, "at most 24 posts"),
        (List::Focus, 0, MOST_FOCUS, "12 focus areas"),
    ] {
        for number in 0..=most {
            let slug = format!("n-{number}");
            if list == List::Focus {
                blog.tag(&slug).await;
            } else {
                blog.save(&slug, "published", "public").await;
            }
            let added = blog.add(list, id, &slug).await;
            assert_eq!(added.is_ok(), number < most, "{list:?} {number}");
            if let Err(error) = added {
                assert!(
                    matches!(&error, AppError::Conflict(told) if told.contains(words)),
                    "{error}"
                );
            }
        }
        assert_eq!(blog.keys(list, id).await.len(), most);
    }
}

#[tokio::test]
async fn a_focus_area_tells_what_readers_find_there() {
    let blog = Blog::open().await;
    blog.tag("rust").await;
    let now = blog.add(List::Focus, 0, "rust").await.unwrap();
    assert_eq!(
        now.items[0].note,
        "No description yet · readers see no post of it"
    );
    // Under another address it is the same one, and what was seen before is no order any more.
    let mut write = blog.database.begin().await.unwrap();
    save_tag(&mut write, 1, "rs", "Rust", "A language.")
        .await
        .unwrap();
    write.commit().await.unwrap();
    let refused = blog
        .ask(Act::Arrange, List::Focus, 0, now.version, &["rust"])
        .await;
    assert!(matches!(refused, Some(Err(AppError::Conflict(_)))), "{refused:?}");
    let items = blog.read(List::Focus, 0).await.items;
    assert_eq!(
        (items[0].key.as_str(), items[0].note.as_str()),
        ("rs", "A language. · readers see no post of it")
    );
}
