//! The file itself: what becomes of the one writer.

use super::{fixture::Blog, is_full};

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

#[tokio::test]
async fn writes_that_meet_while_the_disk_refuses_them_are_each_refused_for_that() {
    let blog = Blog::open().await;
    let refused = async || {
        let mut write = blog.begin().await;
        sqlx::query("INSERT OR ROLLBACK INTO tags (slug, name) VALUES ('a', 'A'), ('a', 'B')")
            .execute(&mut *write)
            .await
            .unwrap_err();
    };
    tokio::join!(refused(), refused(), refused(), refused());
}

#[tokio::test]
async fn a_full_disk_is_told_from_every_other_fault() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    let wrong = sqlx::query("INSERT INTO tags (slug) VALUES (NULL)")
        .execute(&mut *write)
        .await;
    assert!(!is_full(&wrong.unwrap_err()));
    // No page more than there is: the engine says what it says of a full disk.
    sqlx::query("PRAGMA max_page_count = 1")
        .execute(&mut *write)
        .await
        .unwrap();
    let full = sqlx::query("INSERT INTO tags (slug, name, description) VALUES ('a', 'A', $1)")
        .bind("x".repeat(100_000))
        .execute(&mut *write)
        .await;
    assert!(is_full(&full.unwrap_err()));
    drop(write);
    let mut write = blog.begin().await;
    sqlx::query("INSERT INTO tags (slug, name) VALUES ('a', 'A')")
        .execute(&mut *write)
        .await
        .unwrap();
}
