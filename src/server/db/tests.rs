//! The file itself: what becomes of the one writer.

use super::fixture::Blog;

#[tokio::test]
async fn a_write_that_the_disk_refused_keeps_no_other_from_being_made() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    // Ends the write from within, as SQLite does by itself when there is no room.
    let refused = sqlx::query("INSERT OR ROLLBACK INTO tags (slug, name) VALUES ('a', 'A'), ('a', 'B')")
        .execute(&mut *write)
        .await;
    assert!(refused.is_err());
    drop(write);
    for slug in ["a", "b"] {
        let mut write = blog.begin().await;
        sqlx::query("INSERT INTO tags (slug, name) VALUES ($1, $1)")
            .bind(slug)
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }
}
