//! Keeps the counts and the sort keys that lists read. Every change of a post goes through here twice: before it, to
//! take the post out of the lists, and after it, to put it back as it now is.

use sqlx::FromRow;

use super::{
    Connection,
    search::index::{self, IndexChanges},
};

/// Takes a post out of every kept count, the index of a list and that of the search.
///
/// What that changes of the search is added to `changes`, which have to be written before the transaction ends.
pub async fn withdraw(
    connection: &mut Connection,
    post: i64,
    changes: &mut IndexChanges,
) -> sqlx::Result<()> {
    index::withdraw(connection, post, changes).await?;
    count(connection, post, -1).await?;
    for statement in [
        "UPDATE post_tags SET listed_at = NULL WHERE post_id = $1",
        "UPDATE post_authors SET listed_at = NULL WHERE post_id = $1",
    ] {
        sqlx::query(statement)
            .bind(post)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Puts a post into the lists it belongs to, if it is listed at all; `changes` as in [`withdraw`].
pub async fn enter(connection: &mut Connection, post: i64, changes: &mut IndexChanges) -> sqlx::Result<()> {
    for statement in [
        "UPDATE post_tags SET listed_at = (SELECT listed_at FROM posts WHERE id = $1) WHERE post_id = $1",
        "UPDATE post_authors SET listed_at = (SELECT listed_at FROM posts WHERE id = $1) WHERE post_id = $1",
    ] {
        sqlx::query(statement)
            .bind(post)
            .execute(&mut *connection)
            .await?;
    }
    count(connection, post, 1).await?;
    index::enter(connection, post, changes).await
}

/// Remembers that a post was written. Times of changes only grow, even when the clock goes back.
pub async fn note_change(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE counters SET value = CASE WHEN value < $1 THEN $1 ELSE value + 1 END WHERE name = 'changed_at'")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// When a post was last written, in Unix milliseconds.
pub async fn last_change(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'changed_at'")
        .fetch_one(connection)
        .await
}

/// What changed last of what readers see. Times are Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Latest {
    /// When something was last written.
    pub written_at: i64,
    /// When the newest listed post appeared, which may have been written long before; 0 without any.
    pub appeared_at: i64,
    /// Posts that are listed or are about to be.
    pub listed: u32,
}

/// What changed last until `now`.
pub async fn read_latest(connection: &mut Connection, now: i64) -> sqlx::Result<Latest> {
    sqlx::query_as(
        "SELECT value AS written_at, \
         coalesce((SELECT listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= $1 \
         ORDER BY listed_at DESC, id DESC LIMIT 1), 0) AS appeared_at, \
         (SELECT value FROM counters WHERE name = 'listed_posts') AS listed \
         FROM counters WHERE name = 'changed_at'",
    )
    .bind(now)
    .fetch_one(connection)
    .await
}

async fn count(connection: &mut Connection, post: i64, by: i64) -> sqlx::Result<()> {
    for statement in [
        "UPDATE counters SET value = value + $2 WHERE name = 'listed_posts' \
         AND EXISTS (SELECT 1 FROM posts WHERE id = $1 AND listed_at IS NOT NULL)",
        "UPDATE tags SET post_count = post_count + $2 \
         WHERE id IN (SELECT tag_id FROM post_tags WHERE post_id = $1 AND listed_at IS NOT NULL)",
        "UPDATE authors SET post_count = post_count + $2 \
         WHERE id IN (SELECT author_id FROM post_authors WHERE post_id = $1 AND listed_at IS NOT NULL)",
    ] {
        sqlx::query(statement)
            .bind(post)
            .bind(by)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::server::db::{
        authors,
        cards::{self, Scope},
        fixture::{Blog, NOW, post},
        store::{PostRecord, save_post},
        tags,
    };

    /// One way to save a post: which of three posts, with which status and visibility, under which of three tags.
    fn change() -> impl Strategy<Value = (usize, &'static str, &'static str, Vec<usize>)> {
        let status = prop::sample::select(vec!["draft", "scheduled", "published", "unpublished", "trashed"]);
        let visibility = prop::sample::select(vec!["public", "unlisted"]);
        (
            0..3_usize,
            status,
            visibility,
            prop::sample::subsequence(vec![0, 1, 2], 0..=3),
        )
    }

    async fn replay(changes: Vec<(usize, &'static str, &'static str, Vec<usize>)>) {
        let blog = Blog::open().await;
        let mut transaction = blog.begin().await;
        let mut tag_ids = Vec::new();
        for tag in ["a", "b", "c"] {
            tag_ids.push(tags::ensure_tag(&mut transaction, tag, tag).await.unwrap());
        }
        let author = authors::ensure_author(&mut transaction, "ada", "Ada")
            .await
            .unwrap();
        let mut rows: [Option<i64>; 3] = [None; 3];
        let mut expected: [Option<(bool, Vec<usize>)>; 3] = [None, None, None];
        for (which, status, visibility, tags) in changes {
            let ids: Vec<i64> = tags.iter().map(|tag| tag_ids[*tag]).collect();
            let name = format!("post-{which}");
            let post = PostRecord {
                status,
                visibility,
                tags: &ids,
                authors: &[author],
                ..post(&name, 1_000)
            };
            rows[which] = Some(save_post(&mut transaction, rows[which], &post, 0).await.unwrap());
            expected[which] = Some((status == "published" && visibility == "public", tags));
        }
        let listed: Vec<&Vec<usize>> = expected
            .iter()
            .flatten()
            .filter(|(listed, _)| *listed)
            .map(|(_, tags)| tags)
            .collect();
        let total = u32::try_from(listed.len()).unwrap();
        assert_eq!(cards::count_listed(&mut transaction).await.unwrap(), total);
        let all = cards::list_cards(&mut transaction, Scope::All, 2_000, 9, 0)
            .await
            .unwrap();
        assert_eq!(all.len(), listed.len());
        let by_ada = cards::list_cards(&mut transaction, Scope::Author(author), 2_000, 9, 0)
            .await
            .unwrap();
        assert_eq!(by_ada.len(), listed.len());
        for (index, slug) in ["a", "b", "c"].into_iter().enumerate() {
            let carrying = listed.iter().filter(|tags| tags.contains(&index)).count();
            let row = tags::read_tag(&mut transaction, slug).await.unwrap();
            assert_eq!(
                row.map_or(0, |row| row.post_count),
                u32::try_from(carrying).unwrap()
            );
            let scope = Scope::Tag(tag_ids[index]);
            let cards = cards::list_cards(&mut transaction, scope, 2_000, 9, 0)
                .await
                .unwrap();
            assert_eq!(cards.len(), carrying);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn counts_are_what_counting_would_give(changes in prop::collection::vec(change(), 1..12)) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(replay(changes));
        }
    }
    #[tokio::test]
    async fn the_time_of_the_last_change_only_grows_even_when_the_clock_goes_back() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let mut before = last_change(&mut write).await.unwrap();
        for now in [NOW, NOW, NOW - 500, NOW + 1_000] {
            note_change(&mut write, now).await.unwrap();
            let after = last_change(&mut write).await.unwrap();
            assert!(after > before && after >= now, "{before}, then {after} at {now}");
            before = after;
        }
    }

    #[tokio::test]
    async fn a_post_that_was_written_for_later_is_a_change_once_it_appears() {
        let blog = Blog::open().await;
        blog.save(&post("here", 1_000)).await;
        blog.save(&post("later", 5_000)).await;
        blog.save_hidden(&post("hidden", 3_000)).await;
        let mut reader = blog.reader().await;
        let mut written = None;
        for (now, appeared_at) in [(999, 0), (1_000, 1_000), (4_999, 1_000), (5_000, 5_000)] {
            let change = read_latest(&mut reader, now).await.unwrap();
            assert_eq!((change.appeared_at, change.listed), (appeared_at, 2), "{now}");
            assert_eq!(*written.get_or_insert(change.written_at), change.written_at);
        }
    }

    #[tokio::test]
    async fn a_post_that_is_withdrawn_counts_nowhere_until_it_enters_again() {
        let blog = Blog::open().await;
        let tag = blog.tag("rust").await;
        let id = blog
            .save(&PostRecord {
                tags: &[tag],
                authors: &[blog.author("ada").await],
                ..post("notes", 1_000)
            })
            .await;
        let mut write = blog.begin().await;
        let mut changes = IndexChanges::default();
        withdraw(&mut write, id, &mut changes).await.unwrap();
        assert_eq!(cards::count_listed(&mut write).await.unwrap(), 0);
        assert!(tags::read_tag(&mut write, "rust").await.unwrap().is_none());
        assert!(authors::read_author(&mut write, "ada").await.unwrap().is_none());
        let tagged = cards::list_cards(&mut write, Scope::Tag(tag), NOW, 9, 0)
            .await
            .unwrap();
        assert!(tagged.is_empty());

        enter(&mut write, id, &mut changes).await.unwrap();
        assert_eq!(cards::count_listed(&mut write).await.unwrap(), 1);
        assert_eq!(
            tags::read_tag(&mut write, "rust")
                .await
                .unwrap()
                .unwrap()
                .post_count,
            1
        );
        let tagged = cards::list_cards(&mut write, Scope::Tag(tag), NOW, 9, 0)
            .await
            .unwrap();
        assert_eq!(tagged.len(), 1);
    }
}
