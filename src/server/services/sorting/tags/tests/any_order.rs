//! Whatever is done to tags and taken back, in any order.

use proptest::prelude::*;

use super::*;

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
