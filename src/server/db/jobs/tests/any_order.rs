//! Whatever is done with the queue, in whatever order: a job has one holder, and what it is about one open job.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// One step of whoever works with the queue.
#[derive(Clone, Copy, Debug)]
enum Step {
    Put(usize, i64, bool),
    Take(u32),
    Finish(usize),
    Fail(usize, Option<i64>),
    Extend(usize),
    Release(usize),
    Cancel(usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_usize, 0..1_500_i64, any::<bool>())
            .prop_map(|(key, after, replace)| Step::Put(key, after, replace)),
        (1..3_u32).prop_map(Step::Take),
        (0..9_usize).prop_map(Step::Finish),
        (0..9_usize, prop::option::of(0..500_i64)).prop_map(|(which, after)| Step::Fail(which, after)),
        (0..9_usize).prop_map(Step::Extend),
        (0..9_usize).prop_map(Step::Release),
        (0..3_usize).prop_map(Step::Cancel),
        (1..1_200_i64).prop_map(Step::Wait),
    ]
}

/// Any order of steps: a job is held by one token at a time, and only the last one holds.
async fn replay(steps: Vec<Step>) {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    let mut now = NOW;
    // Every lease that was ever given, and for each job the one that holds.
    let mut leases: Vec<(ClaimedJob, String)> = Vec::new();
    let mut holding: BTreeMap<i64, String> = BTreeMap::new();
    let mut ended: BTreeMap<i64, i64> = BTreeMap::new();
    let key = |key: usize| ["a", "b", "c"][key % 3];
    for (turn, step) in steps.into_iter().enumerate() {
        let lease = |which: usize| leases.get(which % leases.len().max(1)).cloned();
        match step {
            Step::Put(which, after, replace) => {
                let again = if replace { Again::Replace } else { Again::Keep };
                put(&mut write, key(which), now + after, again).await;
            }
            Step::Take(limit) => {
                let token = format!("t{turn}");
                for job in take(&mut write, limit, &token, now).await {
                    // Taken from somebody only when the lease had ended.
                    if holding.contains_key(&job.id) {
                        assert!(ended[&job.id] <= now, "{job:?} was taken early");
                    }
                    assert!(job.attempts <= 3);
                    holding.insert(job.id, token.clone());
                    ended.insert(job.id, now + LEASE);
                    leases.push((job, token.clone()));
                }
            }
            Step::Finish(which) => {
                let Some((job, token)) = lease(which) else {
                    continue;
                };
                let holds = holding.get(&job.id) == Some(&token);
                let done = finish(&mut write, held(&job, &token), now).await.unwrap();
                assert_eq!(done, holds);
            }
            Step::Fail(which, after) => {
                let Some((job, token)) = lease(which) else {
                    continue;
                };
                let again = after.map(|after| now + after);
                fail(&mut write, held(&job, &token), "no", again, now)
                    .await
                    .unwrap();
            }
            Step::Extend(which) => {
                let Some((job, token)) = lease(which) else {
                    continue;
                };
                let holds = holding.get(&job.id) == Some(&token);
                let until = now + LEASE;
                let extended = extend(&mut write, held(&job, &token), until).await.unwrap();
                assert_eq!(extended, holds);
                if holds {
                    ended.insert(job.id, until);
                }
            }
            Step::Release(which) => {
                let Some((job, token)) = lease(which) else {
                    continue;
                };
                release(&mut write, held(&job, &token), now).await.unwrap();
            }
            Step::Cancel(which) => {
                cancel(&mut write, "mail", key(which)).await.unwrap();
            }
            Step::Wait(time) => now += time,
        }
        // Who holds what is what the file says; of each key one job is open.
        let running = list(&mut write, "running").await;
        holding.retain(|id, _| running.iter().any(|job| job.id == *id));
        assert_eq!(holding.len(), running.len());
        let mut open: Vec<String> = running.into_iter().map(|job| job.key).collect();
        for state in ["queued", "failed"] {
            open.extend(list(&mut write, state).await.into_iter().map(|job| job.key));
        }
        let count = open.len();
        open.sort();
        open.dedup();
        assert_eq!(open.len(), count, "{step:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn in_any_order_of_steps_a_job_has_one_holder(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(replay(steps));
    }
}
