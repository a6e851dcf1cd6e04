//! Which revisions of a post readers saw, since when, and what its author told them of each.

use sqlx::FromRow;

use super::Connection;

/// What a revision says, as far as readers compare it.
#[derive(Clone, Debug, FromRow)]
pub struct SaidRow {
    /// Markdown as written.
    pub source: String,
    /// JSON.
    pub meta: String,
}

/// The last revision of a post that readers saw, among those that are remembered.
pub async fn read_last(connection: &mut Connection, post: i64) -> sqlx::Result<Option<SaidRow>> {
    sqlx::query_as(
        "SELECT r.source, r.meta FROM releases l JOIN revisions r ON r.post_id = l.post_id AND r.number = l.number \
         WHERE l.post_id = $1 AND l.released_at IS NOT NULL ORDER BY l.number DESC LIMIT 1",
    )
    .bind(post)
    .fetch_optional(connection)
    .await
}

/// What the revision of this number says.
pub async fn read_said(connection: &mut Connection, post: i64, number: i64) -> sqlx::Result<Option<SaidRow>> {
    sqlx::query_as("SELECT source, meta FROM revisions WHERE post_id = $1 AND number = $2")
        .bind(post)
        .bind(number)
        .fetch_optional(connection)
        .await
}

/// The revision that is kept as the one that readers see, or will see.
pub async fn find_released(connection: &mut Connection, post: i64) -> sqlx::Result<Option<i64>> {
    let row: Option<Option<i64>> = sqlx::query_scalar("SELECT released FROM post_heads WHERE post_id = $1")
        .bind(post)
        .fetch_optional(connection)
        .await?;
    Ok(row.flatten())
}

/// Remembers that readers see a revision from a time on (Unix milliseconds), or that it waits for one.
pub async fn add(
    connection: &mut Connection,
    post: i64,
    number: i64,
    released_at: Option<i64>,
    note: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO releases (post_id, number, released_at, note) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (post_id, number) DO UPDATE SET released_at = excluded.released_at, note = excluded.note",
    )
    .bind(post)
    .bind(number)
    .bind(released_at)
    .bind(note)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the revision of a post that waits for its time; answers its number and note.
pub async fn take_waiting(connection: &mut Connection, post: i64) -> sqlx::Result<Option<(i64, String)>> {
    sqlx::query_as("DELETE FROM releases WHERE post_id = $1 AND released_at IS NULL RETURNING number, note")
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// A post whose changes readers are shown.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ToldRow {
    /// Row id.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
}

/// The post that readers see at `slug`, if it shows what changed.
pub async fn find_told(connection: &mut Connection, slug: &str, now: i64) -> sqlx::Result<Option<ToldRow>> {
    sqlx::query_as(
        "SELECT id, title, language FROM posts WHERE slug = $1 AND kind = 'post' AND status = 'published' \
         AND published_at <= $2 AND tells_changes",
    )
    .bind(slug)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// A release. Times are Unix milliseconds.
#[derive(Clone, Debug, FromRow)]
pub struct ReleaseRow {
    /// When readers first saw it.
    pub released_at: i64,
    /// What they were told of it, or nothing.
    pub note: String,
    /// JSON.
    pub meta: String,
    /// Markdown as written; nothing where it would be too much.
    pub source: Option<String>,
}

/// A release without its text. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NotedRow {
    /// Number of the revision.
    pub number: i64,
    /// When readers first saw it; none while it waits for its time.
    pub released_at: Option<i64>,
    /// What they were told of it, or nothing.
    pub note: String,
}

/// All releases of a post, the oldest first.
pub async fn list_noted(connection: &mut Connection, post: i64) -> sqlx::Result<Vec<NotedRow>> {
    sqlx::query_as("SELECT number, released_at, note FROM releases WHERE post_id = $1 ORDER BY number")
        .bind(post)
        .fetch_all(connection)
        .await
}

// Sizes are added up without the texts, so that only those are read that are compared.
const RELEASES: &str = "SELECT page.released_at, page.note, r.meta, CASE WHEN page.bytes <= $4 THEN r.source END AS source \
     FROM (SELECT l.number, l.released_at, l.note, sum(octet_length(r.source)) OVER (ORDER BY l.number DESC) AS bytes \
     FROM releases l JOIN revisions r ON r.post_id = l.post_id AND r.number = l.number \
     WHERE l.post_id = $1 AND l.released_at <= $2 ORDER BY l.number DESC LIMIT $3) AS page \
     JOIN revisions r ON r.post_id = $1 AND r.number = page.number ORDER BY page.number DESC";

/// At most `limit` releases of a post, the newest first, with their texts up to `bytes` in all.
pub async fn list_releases(
    connection: &mut Connection,
    post: i64,
    now: i64,
    limit: u32,
    bytes: i64,
) -> sqlx::Result<Vec<ReleaseRow>> {
    sqlx::query_as(RELEASES)
        .bind(post)
        .bind(now)
        .bind(limit)
        .bind(bytes)
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        drafts::{NewRevision, append, set_promises, set_released, thin_out},
        fixture::{Blog, NOW, post},
        posts::read_post,
        status::set_status,
        store::PostRecord,
        trash::delete_post,
    };

    async fn revise(connection: &mut Connection, post: i64, number: i64, source: &str) {
        let key = format!("t-{number}");
        let revision = NewRevision {
            post,
            number,
            key: &key,
            user_id: None,
            who: "",
            reason: "autosave",
            source,
            meta: "{}",
            title: "",
        };
        append(connection, &revision, NOW).await.unwrap();
    }

    #[tokio::test]
    async fn releases_are_read_back_newest_first_without_what_waits() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let mut write = blog.begin().await;
        assert_eq!(find_released(&mut write, id).await.unwrap(), None);
        for (number, source) in [(1, "a"), (2, "bb"), (3, "ccc"), (4, "dddd")] {
            revise(&mut write, id, number, source).await;
        }
        assert_eq!(find_released(&mut write, id).await.unwrap(), None);
        set_released(&mut write, id, 2).await.unwrap();
        assert_eq!(find_released(&mut write, id).await.unwrap(), Some(2));
        assert!(read_last(&mut write, id).await.unwrap().is_none());
        add(&mut write, id, 1, Some(1_000), "").await.unwrap();
        add(&mut write, id, 3, Some(2_000), "Third").await.unwrap();
        add(&mut write, id, 4, None, "Soon").await.unwrap();
        let noted = list_noted(&mut write, id).await.unwrap();
        let noted: Vec<_> = noted
            .iter()
            .map(|row| (row.number, row.released_at, row.note.as_str()))
            .collect();
        assert_eq!(
            noted,
            [(1, Some(1_000), ""), (3, Some(2_000), "Third"), (4, None, "Soon")]
        );
        assert_eq!(read_last(&mut write, id).await.unwrap().unwrap().source, "ccc");
        assert_eq!(
            read_said(&mut write, id, 4).await.unwrap().unwrap().source,
            "dddd"
        );
        let rows = list_releases(&mut write, id, NOW, 9, 99).await.unwrap();
        let read: Vec<_> = rows
            .iter()
            .map(|row| (row.released_at, row.note.as_str(), row.source.as_deref()))
            .collect();
        assert_eq!(read, [(2_000, "Third", Some("ccc")), (1_000, "", Some("a"))]);
        let cut = list_releases(&mut write, id, NOW, 9, 3).await.unwrap();
        assert_eq!(
            (cut.len(), cut[0].source.is_some(), cut[1].source.is_some()),
            (2, true, false)
        );
        assert_eq!(list_releases(&mut write, id, NOW, 1, 99).await.unwrap().len(), 1);
        assert_eq!(
            list_releases(&mut write, id, 1_500, 9, 99).await.unwrap().len(),
            1
        );
        let waiting = take_waiting(&mut write, id).await.unwrap();
        assert_eq!(waiting, Some((4, "Soon".to_owned())));
        assert_eq!(take_waiting(&mut write, id).await.unwrap(), None);
        add(&mut write, id, 4, None, "Soon").await.unwrap();
        add(&mut write, id, 4, Some(3_000), "Now").await.unwrap();
        assert_eq!(
            list_releases(&mut write, id, NOW, 1, 99).await.unwrap()[0].note,
            "Now"
        );
    }

    #[tokio::test]
    async fn only_a_post_that_readers_see_tells_what_changed_and_only_if_it_is_to() {
        let blog = Blog::open().await;
        let shown = blog.save(&post("shown", 1_000)).await;
        let other = blog.save(&post("other", 1_000)).await;
        let mut ids = vec![shown];
        for (slug, status, visibility, kind, at) in [
            ("draft", "draft", "public", "post", 1_000),
            ("later", "published", "public", "post", NOW + 1),
            ("hidden", "unpublished", "public", "post", 1_000),
            ("thrown", "trashed", "public", "post", 1_000),
            ("page", "published", "public", "page", 1_000),
            ("linked", "published", "unlisted", "post", 1_000),
        ] {
            let record = PostRecord {
                status,
                visibility,
                kind,
                ..post(slug, at)
            };
            ids.push(blog.save(&record).await);
        }
        let mut write = blog.begin().await;
        for id in &ids {
            set_promises(&mut write, *id, None, Some(true)).await.unwrap();
            for number in 1..=2 {
                revise(&mut write, *id, number, "Text").await;
                add(&mut write, *id, number, Some(1_000 * number), "")
                    .await
                    .unwrap();
            }
        }
        let mut found = Vec::new();
        for slug in [
            "shown", "other", "draft", "later", "hidden", "thrown", "page", "linked", "none",
        ] {
            if find_told(&mut write, slug, NOW).await.unwrap().is_some() {
                found.push(slug);
            }
        }
        assert_eq!(found, ["shown", "linked"]);
        // The post itself says whether there is something to be shown: two texts at least, and its author's word.
        let mut has = async |slug| {
            read_post(&mut write, slug, NOW)
                .await
                .unwrap()
                .unwrap()
                .has_changes
        };
        assert!(has("shown").await && has("linked").await);
        assert!(!has("other").await);
        assert!(
            !read_post(&mut write, "shown", 1_500)
                .await
                .unwrap()
                .unwrap()
                .has_changes
        );
        set_promises(&mut write, other, Some(true), Some(true))
            .await
            .unwrap();
        set_promises(&mut write, shown, Some(true), None).await.unwrap();
        let row = read_post(&mut write, "shown", NOW).await.unwrap().unwrap();
        assert!(row.has_changes && row.evergreen);
        assert!(
            !read_post(&mut write, "other", NOW)
                .await
                .unwrap()
                .unwrap()
                .has_changes
        );
    }

    #[tokio::test]
    async fn no_revision_that_readers_saw_is_ever_thinned_out() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let owner = blog.author("ada").await;
        let mut write = blog.begin().await;
        let user = sqlx::query_scalar::<_, i64>(
            "INSERT INTO users (email, name, role, password, author_id, created_at) \
             VALUES ('a@b.test', 'A', 'owner', '', $1, 1) RETURNING id",
        )
        .bind(owner)
        .fetch_one(&mut *write)
        .await
        .unwrap();
        for number in 1..=4 {
            let key = format!("t-{number}");
            let revision = NewRevision {
                post: id,
                number,
                key: &key,
                user_id: Some(user),
                who: "",
                reason: "autosave",
                source: "Text",
                meta: "{}",
                title: "",
            };
            append(&mut write, &revision, NOW).await.unwrap();
        }
        add(&mut write, id, 2, Some(1_000), "").await.unwrap();
        assert!(!thin_out(&mut write, id, 2, Some(user), 60_000).await.unwrap());
        assert!(thin_out(&mut write, id, 3, Some(user), 60_000).await.unwrap());
        let gone = sqlx::query("DELETE FROM revisions WHERE post_id = $1 AND number = 2")
            .bind(id)
            .execute(&mut *write)
            .await;
        assert!(gone.is_err(), "the file itself holds on to it");
        // Only with the post itself.
        set_status(&mut write, id, "trashed", NOW).await.unwrap();
        assert!(delete_post(&mut write, id, NOW).await.unwrap().is_some());
        assert!(
            list_releases(&mut write, id, NOW, 9, 99)
                .await
                .unwrap()
                .is_empty()
        );
    }

    #[tokio::test]
    async fn releases_are_found_by_their_post() {
        let blog = Blog::open().await;
        for step in blog.plan(RELEASES).await {
            assert!(
                !step.starts_with("SCAN l") && !step.starts_with("SCAN r"),
                "{step}"
            );
        }
    }
}
