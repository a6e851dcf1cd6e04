//! Whatever is done to tags and taken back, all that is kept of them is what counting and indexing anew would give.

use proptest::prelude::*;

use super::*;
use crate::server::{
    db::{
        fixture::{NOW, dump_index, dump_tags, miscounted, post},
        jobs::{Claim, claim},
        series::order::{SeriesWords, create_series, remove_series},
        status::set_status,
        store::{PostRecord, save_post},
        tags::ensure_tag,
        trash,
    },
    services::{jobs::Work as _, reindex::reindex, sorting::follow::index_posts},
};

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
            for added in ["uuids", "focus"] {
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
async fn a_focus_area_that_is_merged_or_deleted_leaves_its_place_and_comes_back_to_it() {
    let actor = Actor::operator();
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for slug in ["lock", "map", "rust"] {
        ids.push(blog.tag(slug).await.unwrap());
    }
    let (lock, map, rust) = (ids[0], ids[1], ids[2]);
    let areas = async || {
        focus::list_ids(&mut blog.database.reader().await.unwrap())
            .await
            .unwrap()
    };
    let set = async |tags: &[i64]| {
        let mut write = blog.database.begin().await.unwrap();
        set_focus(&mut write, tags).await.unwrap();
        write.commit().await.unwrap();
    };
    // What has no place takes that of what it comes instead of, and else keeps its own.
    for (before, after) in [
        (&[rust, map][..], &[rust, lock][..]),
        (&[map, rust, lock], &[rust, lock]),
        (&[rust, lock], &[rust, lock]),
        (&[rust], &[rust]),
    ] {
        set(before).await;
        let dump = blog.dump().await;
        let merged = done(merge(&blog.database, &actor, map, "Lock").await);
        assert_eq!(areas().await, after, "{before:?}");
        blog.check().await;
        done(undo(&blog.database, &actor, merged.id).await);
        assert_eq!(blog.dump().await, dump, "{before:?}");
    }
    set(&[lock, map, rust]).await;
    let dump = blog.dump().await;
    let deleted = done(delete(&blog.database, &actor, map).await);
    assert_eq!(areas().await, [lock, rust]);
    done(undo(&blog.database, &actor, deleted.id).await);
    assert_eq!(blog.dump().await, dump);

    // What was arranged since stays; an order is none of a tag's words.
    let renamed = done(edit(&blog.database, &actor, map, "maps", "Maps", "").await);
    let deleted = done(delete(&blog.database, &actor, lock).await);
    set(&[rust, map]).await;
    done(undo(&blog.database, &actor, deleted.id).await);
    assert_eq!(areas().await, [lock, rust, map]);
    done(undo(&blog.database, &actor, renamed.id).await);
    assert_eq!(areas().await, [lock, rust, map]);
    // Remembered before there were any.
    let deleted = done(delete(&blog.database, &actor, lock).await);
    done(undo(&blog.database, &actor, blog.forget(deleted.id).await).await);
    assert_eq!(areas().await, [rust, map]);
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
async fn a_deleted_tag_comes_back_unless_its_posts_or_its_address_are_others_by_then() {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    let before = blog.dump().await;
    let lock = blog.tag("lock").await.unwrap();
    let changed = done(delete(&blog.database, &actor, lock).await);
    blog.check().await;
    assert_eq!(blog.names_of(1).await, ["Map", "Rust"]);
    done(undo(&blog.database, &actor, changed.id).await);
    assert_eq!(blog.dump().await, before);

    let changed = done(delete(&blog.database, &actor, lock).await);
    blog.write(Some(3), 2, &[1, 2]).await;
    blog.write(Some(2), 1, &[1]).await;
    let then = blog.dump().await;
    let error = refused(undo(&blog.database, &actor, changed.id).await);
    assert!(
        error.to_string().contains("A post got other tags since"),
        "{error}"
    );
    assert_eq!(blog.dump().await, then, "nothing was touched");
    // Put back to what it was then, it can be taken back.
    blog.write(Some(2), 1, &[2]).await;
    let fresh = blog.write(None, 9, &[0]).await;
    let error = refused(undo(&blog.database, &actor, changed.id).await);
    assert!(error.to_string().contains("/tags/lock"), "{error}");
    let again = blog.tag("lock").await.unwrap();
    done(edit(&blog.database, &actor, again, "locks", "Locks", "").await);
    assert_eq!(blog.names_of(fresh).await, ["Locks"]);
    blog.check().await;
}

#[tokio::test]
async fn what_was_done_to_posts_that_are_deleted_by_now_is_taken_back_without_them() {
    let actor = Actor::operator();
    // As it is remembered now, and as it was before it said which posts they are.
    for forgotten in [false, true] {
        let blog = Blog::open().await;
        let (lock, map) = (blog.tag("lock").await.unwrap(), blog.tag("map").await.unwrap());
        let merged = done(merge(&blog.database, &actor, map, "rust").await);
        let deleted = done(delete(&blog.database, &actor, lock).await);
        let (merged, deleted) = if forgotten {
            (blog.forget(merged.id).await, blog.forget(deleted.id).await)
        } else {
            (merged.id, deleted.id)
        };
        blog.purge(6).await;
        blog.purge(2).await;
        if !forgotten {
            assert_eq!(blog.write(None, 7, &[5]).await, 6, "row ids are used again");
        }
        done(undo(&blog.database, &actor, deleted).await);
        done(undo(&blog.database, &actor, merged).await);
        assert_eq!(blog.names_of(1).await, ["Lock", "Map", "Rust"]);
        assert_eq!(blog.names_of(4).await, ["C++", "Node.js", "Map", "Lock"]);
        if !forgotten {
            assert_eq!(blog.names_of(6).await, ["Über uns"], "another post");
        }
        blog.check().await;
    }
}

#[tokio::test]
async fn a_redirect_that_a_tag_took_the_place_of_comes_back_only_where_it_still_leads_somewhere() {
    let actor = Actor::operator();
    let blog = Blog::open().await;
    let fresh = blog.write(None, 7, &[]).await;
    let mut write = blog.database.begin().await.unwrap();
    let words = SeriesWords {
        slug: "s",
        title: "S",
        description: "",
        complete: false,
    };
    let series = create_series(&mut write, words).await.unwrap();
    for (path, target) in [
        ("/tags/post", Target::Post(fresh)),
        ("/tags/stays", Target::Post(1)),
        ("/tags/series", Target::Series(series)),
    ] {
        let redirect = Redirect::new(path, &target, "hand", NOW);
        redirects::put_redirect(&mut write, &redirect).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut changes = Vec::new();
    for (tag, slug) in [("lock", "post"), ("map", "stays"), ("rust", "series")] {
        let id = blog.tag(tag).await.unwrap();
        changes.push(done(edit(&blog.database, &actor, id, slug, slug, "").await));
    }
    blog.purge(fresh).await;
    assert_eq!(blog.write(None, 8, &[]).await, fresh, "row ids are used again");
    let mut write = blog.database.begin().await.unwrap();
    remove_series(&mut write, series).await.unwrap();
    write.commit().await.unwrap();
    for change in changes {
        done(undo(&blog.database, &actor, change.id).await);
    }
    let mut reader = blog.database.reader().await.unwrap();
    for (path, post) in [
        ("/tags/post", None),
        ("/tags/stays", Some(1)),
        ("/tags/series", None),
    ] {
        let led = redirects::read_redirect(&mut reader, path).await.unwrap();
        assert_eq!(led.and_then(|led| led.post_id), post, "{path}");
    }
    drop(reader);
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

/// Something that is done. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Act {
    Edit(usize, usize),
    Merge(usize, usize),
    Delete(usize),
    Write(usize, Vec<usize>),
    Undo(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let names = prop::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 0..4).prop_shuffle();
    prop_oneof![
        3 => (0..9_usize, 0..9_usize).prop_map(|(tag, name)| Act::Edit(tag, name)),
        3 => (0..9_usize, 0..9_usize).prop_map(|(tag, into)| Act::Merge(tag, into)),
        2 => (0..9_usize).prop_map(Act::Delete),
        2 => (0..6_usize, names).prop_map(|(post, names)| Act::Write(post, names)),
        4 => (0..3_usize).prop_map(Act::Undo),
    ]
}

async fn replay(acts: Vec<Act>) {
    let blog = Blog::open().await;
    let actor = Actor::operator();
    // What can be taken back, and how all was before it; nothing from where a post was written since.
    let mut changes: Vec<(i64, Option<Vec<String>>)> = Vec::new();
    for act in acts {
        let ids = blog.ids().await;
        let before = blog.dump().await;
        let outcome = match &act {
            Act::Edit(tag, name) if !ids.is_empty() => {
                let name = ["Alpha", "Beta", "Lock", "Rust 2", "C++", "node"][name % 6];
                let slug = Slug::from_title(name);
                edit(
                    &blog.database,
                    &actor,
                    ids[tag % ids.len()],
                    slug.as_str(),
                    name,
                    "",
                )
                .await
            }
            Act::Merge(tag, into) if !ids.is_empty() => {
                let mut reader = blog.database.reader().await.unwrap();
                let into = change::find_tag(&mut reader, ids[into % ids.len()])
                    .await
                    .unwrap()
                    .unwrap();
                drop(reader);
                merge(&blog.database, &actor, ids[tag % ids.len()], &into.slug).await
            }
            Act::Delete(tag) if !ids.is_empty() => delete(&blog.database, &actor, ids[tag % ids.len()]).await,
            Act::Write(post, names) => {
                let id = i64::try_from(*post).unwrap() + 1;
                blog.write(Some(id), *post, names).await;
                for (_, before) in &mut changes {
                    *before = None;
                }
                continue;
            }
            Act::Undo(back) if *back < changes.len() => {
                let at = changes.len() - 1 - back;
                let (id, then) = changes[at].clone();
                match undo(&blog.database, &actor, id).await.unwrap().unwrap() {
                    Ok(_) => {
                        changes.remove(at);
                        if let (0, Some(then)) = (back, then) {
                            assert_eq!(blog.dump().await, then, "{act:?}");
                        }
                        for (_, before) in changes.iter_mut().skip(at) {
                            *before = None;
                        }
                    }
                    Err(error) => {
                        assert!(matches!(error, AppError::Conflict(_)), "{error:?}");
                        assert!(
                            *back > 0 || then.is_none(),
                            "the last change can be taken back: {error}"
                        );
                        assert_eq!(blog.dump().await, before);
                    }
                }
                continue;
            }
            _ => continue,
        };
        match outcome.unwrap().unwrap() {
            Ok(changed) => changes.push((changed.id, Some(before))),
            Err(_) => assert_eq!(blog.dump().await, before),
        }
    }
    blog.check().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn whatever_is_done_and_taken_back_is_counted_and_indexed(acts in prop::collection::vec(act(), 1..16)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(replay(acts));
    }
}
