//! What stands in the way of a start, and what the operator is told.

use std::path::Path;

use logbook::server::db::Database;

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone_with_a_clear_word() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logbook.db");
    let database = Database::open(&file).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .execute(&mut *transaction)
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    database.close().await;
    let error = Database::open(&file).await.unwrap_err().to_string();
    assert!(error.contains("newer Logbook"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logbook.db");
    std::fs::write(
        &file,
        "this is a text and not a database, and it is long enough to be read as one".repeat(20),
    )
    .unwrap();
    let error = format!("{:#}", Database::open(&file).await.unwrap_err());
    assert!(error.contains("logbook.db"), "{error}");
}

/// What a crash leaves: the file and its log as they are while a program has them open.
async fn crashed(folder: &Path) -> std::path::PathBuf {
    let (live, left) = (folder.join("live.db"), folder.join("left.db"));
    let database = Database::open(&live).await.unwrap();
    // The schema goes into the file itself, so that what is changed next is all that the log holds.
    let mut writer = database.begin().await.unwrap();
    sqlx::query("COMMIT").execute(&mut *writer).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut *writer)
        .await
        .unwrap();
    sqlx::query("UPDATE counters SET value = value + 1")
        .execute(&mut *writer)
        .await
        .unwrap();
    std::fs::copy(&live, &left).unwrap();
    std::fs::copy(live.with_extension("db-wal"), left.with_extension("db-wal")).unwrap();
    left
}

#[tokio::test]
async fn after_a_crash_the_file_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let left = crashed(folder.path()).await;
    let database = Database::open(&left).await.unwrap();
    assert_eq!(database.check_after_crash().await.unwrap(), Vec::<String>::new());
    // A page that is not read to open the file.
    let page: i64 = sqlx::query_scalar("SELECT rootpage FROM sqlite_schema WHERE name = 'redirects_post'")
        .fetch_one(&mut *database.reader().await.unwrap())
        .await
        .unwrap();
    database.close().await;

    let left = crashed(folder.path()).await;
    let mut bytes = std::fs::read(&left).unwrap();
    let end = usize::try_from(page).unwrap() * 4096;
    bytes[end - 4096..end].fill(0xA5);
    std::fs::write(&left, bytes).unwrap();
    let database = Database::open(&left).await.unwrap();
    let damage = database.check_after_crash().await.unwrap();
    assert!(!damage.is_empty(), "nothing was found");
}

/// Runs the program and gives what it said when it gave up.
fn complaint(arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_logbook"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(!output.status.success(), "{arguments:?} went well");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let text = complaint(&["serve", "--addr", &address, "--data", data]);
    assert!(text.contains(&address) && text.contains("--addr"), "{text}");
}

#[test]
fn a_data_folder_that_cannot_be_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let text = complaint(&["demo", "--data", file.join("data").to_str().unwrap()]);
    assert!(
        text.contains("cannot be written") && text.contains("--data"),
        "{text}"
    );
}

#[test]
fn wrong_words_on_the_command_line_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    // On a free port: something else may be at the usual one.
    let serve = |option, word| complaint(&["serve", "--addr", "127.0.0.1:0", "--data", data, option, word]);
    assert!(complaint(&["serve", "--addr", "nonsense"]).contains("--addr"));
    assert!(serve("--base-url", "example.org").contains("https://example.org"));
    assert!(serve("--timezone", "Mars").contains("Europe/Berlin"));
    assert!(complaint(&["import", "/nowhere/at/all", "--data", data]).contains("/nowhere/at/all"));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let error = format!(
        "{:#}",
        Database::open(Path::new("/nowhere/at/all/logbook.db"))
            .await
            .unwrap_err()
    );
    assert!(error.contains("/nowhere/at/all"), "{error}");
}

#[tokio::test]
async fn the_schema_can_be_taken_back_and_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logbook.db");
    Database::open(&file).await.unwrap().close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&file)
        .foreign_keys(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let migrator = sqlx::migrate!("./migrations");
    migrator.undo(&pool, 0).await.unwrap();
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE name NOT LIKE '_sqlx%' AND name NOT LIKE 'sqlite_%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(left, Vec::<String>::new());
    migrator.run(&pool).await.unwrap();
}

#[tokio::test]
async fn what_readers_have_seen_is_found_out_of_an_older_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logbook.db");
    Database::open(&file).await.unwrap().close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&file)
        .foreign_keys(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let migrator = sqlx::migrate!("./migrations");
    migrator.undo(&pool, 8).await.unwrap();
    for (id, status) in (1_i64..).zip([
        "published",
        "unpublished",
        "draft",
        "scheduled",
        "trashed",
        "trashed",
    ]) {
        sqlx::query(
            "INSERT INTO posts (id, uuid, slug, kind, status, visibility, minutes, words, published_at, title, created_at) \
             VALUES ($1, $1, $1, 'post', $2, 'public', 1, 1, 7, '', 9)",
        )
        .bind(id)
        .bind(status)
        .execute(&pool)
        .await
        .unwrap();
    }
    for statement in [
        "INSERT INTO redirects (path, post_id, origin, created_at) VALUES ('/posts/x', 4, 'address', 1)",
        "INSERT INTO redirects (path, post_id, origin, created_at) VALUES ('/x', 3, 'import', 1)",
        "INSERT INTO post_heads (post_id, number, title, edited_at, trashed_from) VALUES (5, 1, '', 1, 'published')",
        "INSERT INTO post_heads (post_id, number, title, edited_at, trashed_from) VALUES (6, 1, '', 1, 'draft')",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    migrator.run(&pool).await.unwrap();
    let seen: Vec<i64> = sqlx::query_scalar("SELECT id FROM posts WHERE seen_at = 7 ORDER BY id")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(seen, [1, 2, 4, 5]);
}
