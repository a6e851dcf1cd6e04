//! What is taken back when posts, addresses or orders are others by then.

use super::*;
use crate::server::db::series::order::{SeriesWords, create_series, remove_series};

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
async fn a_tag_that_comes_back_has_the_feed_that_it_had() {
    let actor = Actor::operator();
    // Named by its row, by a name of its own, and by its row in what an older version remembered.
    for (is_older, forgotten, taken) in [
        (true, false, false),
        (true, false, true),
        (false, false, false),
        (false, false, true),
        (true, true, false),
    ] {
        let at = format!("{is_older} {forgotten} {taken}");
        let blog = Blog::open().await;
        // The newest, so that its row id is the next one's.
        let last = *blog.ids().await.iter().max().unwrap();
        if is_older {
            let mut write = blog.database.begin().await.unwrap();
            set_identity(&mut write, Followed::Tag, last, None).await.unwrap();
            write.commit().await.unwrap();
        }
        let before = blog.feed(last).await;
        let mut reader = blog.database.reader().await.unwrap();
        let tag = change::find_tag(&mut reader, last).await.unwrap().unwrap();
        drop(reader);
        let mut deleted = done(delete(&blog.database, &actor, last).await).id;
        if forgotten {
            deleted = blog.forget(deleted).await;
        }
        if taken {
            blog.write(None, 9, &[5]).await;
            assert_eq!(blog.tag("uber-uns").await, Some(last), "row ids are used again");
            assert_ne!(blog.feed(last).await, before, "{at}");
        }
        done(undo(&blog.database, &actor, deleted).await);
        let back = blog.tag(&tag.slug).await.unwrap();
        assert_eq!(back != last, taken, "{at}");
        assert_eq!(blog.feed(back).await, before, "{at}");
    }
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
        shows_coming: false,
        cover: None,
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
