//! Old addresses. A redirect names a post and not a path, so that there are no chains.

use super::Connection;

/// The slug of the published post that an old path leads to.
///
/// `path` has a leading slash and none at the end.
pub async fn find_redirect(
    connection: &mut Connection,
    path: &str,
    now: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT p.slug FROM redirects r JOIN posts p ON p.id = r.post_id WHERE r.path = $1 \
         AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= $2",
    )
    .bind(path)
    .bind(now)
    .fetch_optional(connection)
    .await
}

// The series is looked up apart: of a join with its parts, the statistics of a blog that has few series make a walk
// through all listed posts.
const IS_THERE: &str = "SELECT CASE $1 \
    WHEN 'posts' THEN EXISTS (SELECT 1 FROM posts WHERE slug = $2 AND kind = 'post' \
    AND status = 'published' AND published_at <= $3) \
    WHEN 'tags' THEN EXISTS (SELECT 1 FROM tags WHERE slug = $2 AND post_count > 0) \
    WHEN 'authors' THEN EXISTS (SELECT 1 FROM authors WHERE slug = $2 AND post_count > 0) \
    WHEN 'series' THEN EXISTS (SELECT 1 FROM posts WHERE series_id = (SELECT id FROM series WHERE slug = $2) \
    AND listed_at IS NOT NULL AND listed_at <= $3) ELSE FALSE END";

/// Whether a published post, a tag or author of listed posts, or a series with a listed part has this slug.
///
/// `folder` is `posts`, `tags`, `authors` or `series`; nothing is in any other.
pub async fn is_there(connection: &mut Connection, folder: &str, slug: &str, now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(IS_THERE)
        .bind(folder)
        .bind(slug)
        .bind(now)
        .fetch_one(connection)
        .await
}

/// Lets an old path lead to a post; a path that already leads to another post stays with it.
///
/// Answers whether the path now leads to this post.
pub async fn add_redirect(
    connection: &mut Connection,
    path: &str,
    post: i64,
    now: i64,
) -> sqlx::Result<bool> {
    let owner: i64 = sqlx::query_scalar(
        "INSERT INTO redirects (path, post_id, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (path) DO UPDATE SET path = excluded.path RETURNING post_id",
    )
    .bind(path)
    .bind(post)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(owner == post)
}

/// Takes the redirect at a path away; answers whether there was one.
pub async fn remove_redirect(connection: &mut Connection, path: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM redirects WHERE path = $1")
        .bind(path)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether an old path leads to something else than this post.
pub async fn leads_elsewhere(connection: &mut Connection, path: &str, post: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM redirects WHERE path = $1 AND post_id IS NOT $2)")
        .bind(path)
        .bind(post)
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, hidden, post},
        store::PostRecord,
    };

    async fn redirect(blog: &Blog, path: &str, post: i64) -> bool {
        let mut write = blog.begin().await;
        let leads = add_redirect(&mut write, path, post, NOW).await.unwrap();
        write.commit().await.unwrap();
        leads
    }

    #[tokio::test]
    async fn an_old_path_in_any_script_leads_to_its_post_and_only_that_very_path() {
        let blog = Blog::open().await;
        let id = blog.save(&post("about-us", 1_000)).await;
        redirect(&blog, "/über-uns/日本語", id).await;
        let mut reader = blog.reader().await;
        let found = find_redirect(&mut reader, "/über-uns/日本語", NOW).await.unwrap();
        assert_eq!(found.as_deref(), Some("about-us"));
        for path in [
            "",
            "/",
            "/Über-uns/日本語",
            "/u\u{308}ber-uns/日本語",
            "/über-uns",
            "/%",
        ] {
            let found = find_redirect(&mut reader, path, NOW).await.unwrap();
            assert_eq!(found, None, "{path:?}");
        }
    }

    #[tokio::test]
    async fn an_old_path_follows_its_post_to_a_new_slug() {
        let blog = Blog::open().await;
        let id = blog.save(&post("first-name", 1_000)).await;
        redirect(&blog, "/old", id).await;
        blog.replace(id, &post("second-name", 1_000)).await;
        let found = find_redirect(&mut *blog.reader().await, "/old", NOW)
            .await
            .unwrap();
        assert_eq!(found.as_deref(), Some("second-name"));
    }

    #[tokio::test]
    async fn an_old_path_gives_nothing_away_of_a_post_that_readers_do_not_see() {
        let blog = Blog::open().await;
        let post = post("secret", 1_000);
        let id = blog.save(&post).await;
        redirect(&blog, "/old", id).await;
        let mut reader = blog.reader().await;
        for (name, hidden) in hidden(&post) {
            blog.replace(id, &hidden).await;
            let found = find_redirect(&mut reader, "/old", NOW).await.unwrap();
            assert_eq!(found.is_some(), name == "unlisted", "{name}");
        }
        blog.replace(
            id,
            &PostRecord {
                published_at: Some(NOW + 1),
                ..post
            },
        )
        .await;
        assert_eq!(find_redirect(&mut reader, "/old", NOW).await.unwrap(), None);
        assert!(
            find_redirect(&mut reader, "/old", NOW + 1)
                .await
                .unwrap()
                .is_some()
        );
    }

    #[tokio::test]
    async fn a_path_that_leads_to_another_post_stays_with_it() {
        let blog = Blog::open().await;
        let (first, second) = (
            blog.save(&post("first", 1_000)).await,
            blog.save(&post("second", 1_000)).await,
        );
        assert!(redirect(&blog, "/old", first).await);
        assert!(
            redirect(&blog, "/old", first).await,
            "its own path is no conflict"
        );
        assert!(!redirect(&blog, "/old", second).await);
        let found = find_redirect(&mut *blog.reader().await, "/old", NOW)
            .await
            .unwrap();
        assert_eq!(found.as_deref(), Some("first"));
    }

    #[tokio::test]
    async fn a_path_that_is_removed_is_free_for_another_post() {
        let blog = Blog::open().await;
        let (first, second) = (
            blog.save(&post("first", 1_000)).await,
            blog.save(&post("second", 1_000)).await,
        );
        redirect(&blog, "/old", first).await;
        let mut write = blog.begin().await;
        assert!(leads_elsewhere(&mut write, "/old", second).await.unwrap());
        assert!(!leads_elsewhere(&mut write, "/old", first).await.unwrap());
        assert!(!leads_elsewhere(&mut write, "/other", second).await.unwrap());
        assert!(remove_redirect(&mut write, "/old").await.unwrap());
        assert!(!remove_redirect(&mut write, "/old").await.unwrap());
        assert!(!leads_elsewhere(&mut write, "/old", second).await.unwrap());
        assert!(add_redirect(&mut write, "/old", second, NOW).await.unwrap());
    }

    #[tokio::test]
    async fn a_path_cannot_lead_to_a_post_that_does_not_exist() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        assert!(add_redirect(&mut write, "/old", 7, NOW).await.is_err());
    }

    #[tokio::test]
    async fn a_name_is_there_in_its_own_folder_and_in_no_other() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            tags: &[blog.tag("in-tags").await],
            authors: &[blog.author("in-authors").await],
            series: Some((blog.series("in-series").await, 1)),
            ..post("in-posts", NOW)
        })
        .await;
        let mut reader = blog.reader().await;
        let folders = ["posts", "tags", "authors", "series", "pages", "", "Posts"];
        for folder in folders {
            for name in folders {
                let there = is_there(&mut reader, folder, &format!("in-{name}"), NOW)
                    .await
                    .unwrap();
                let known = ["posts", "tags", "authors", "series"].contains(&folder);
                assert_eq!(there, known && folder == name, "/{folder}/in-{name}");
            }
        }
        for folder in ["posts", "series"] {
            let there = is_there(&mut reader, folder, &format!("in-{folder}"), NOW - 1)
                .await
                .unwrap();
            assert!(!there, "{folder} before their time");
        }
    }

    #[tokio::test]
    async fn what_only_hidden_posts_have_is_not_there() {
        let blog = Blog::open().await;
        let post = PostRecord {
            tags: &[blog.tag("name").await],
            authors: &[blog.author("name").await],
            series: Some((blog.series("name").await, 1)),
            ..post("name", 1_000)
        };
        let id = blog.save(&post).await;
        let mut reader = blog.reader().await;
        for (name, hidden) in hidden(&post) {
            blog.replace(id, &hidden).await;
            for folder in ["tags", "authors", "series"] {
                assert!(
                    !is_there(&mut reader, folder, "name", NOW).await.unwrap(),
                    "{name}, {folder}"
                );
            }
            let reachable = is_there(&mut reader, "posts", "name", NOW).await.unwrap();
            assert_eq!(reachable, name == "unlisted", "{name}");
        }
    }
    #[tokio::test]
    async fn a_name_is_looked_up_in_an_index_even_with_the_statistics_of_a_blog_without_series() {
        let blog = Blog::open().await;
        for n in 0..30 {
            blog.save(&post(&format!("post-{n}"), n)).await;
        }
        let plan = blog.plan(IS_THERE).await;
        let walks = |step: &&String| step.contains("posts_listed") || step.starts_with("SCAN posts");
        assert_eq!(plan.iter().find(walks), None, "{plan:#?}");
        assert!(
            plan.iter()
                .any(|step| step.contains("posts_series (series_id=?)"))
        );
    }
}
