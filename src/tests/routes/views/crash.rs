//! The real program is killed while views come in: what it acknowledged is there.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use logbook::server::db::Database;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use super::FIREFOX;
use crate::{
    program::Program,
    site::{TestSite, post},
};

/// Acknowledged views after which the program is killed.
const ENOUGH: i64 = 1_000;

/// Makes one call for this visitor; whether it was acknowledged.
async fn view(address: SocketAddr, visitor: u32, slug: &str, token: &str) -> std::io::Result<bool> {
    let body = format!("slug={slug}&token={token}");
    let [_, a, b, c] = visitor.to_be_bytes();
    let request = format!(
        "POST /api/views/record HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: {FIREFOX}\r\n\
         X-Forwarded-For: {a}.{b}.{c}.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill() {
    const POSTS: u32 = 7;
    let site = TestSite::with((0..POSTS).map(|n| post(&format!("Post {n}"), 1)).collect()).await;
    let slugs: Vec<String> = (0..POSTS).map(|n| format!("post-{n}")).collect();
    let tokens: Vec<String> = slugs.iter().map(|slug| site.context.views.token(slug)).collect();
    site.context.views.close().await;
    site.context.database.close().await;

    let folder = site.folder();
    let mut program = Program::start(folder.to_str().unwrap(), &["--trusted-proxies", "127.0.0.1"]);
    let address = program.address;
    // For each post how many were sent and how many were acknowledged.
    let counts: Arc<Vec<(AtomicI64, AtomicI64)>> = Arc::new((0..POSTS).map(|_| Default::default()).collect());
    let acknowledged = {
        let counts = counts.clone();
        move || -> i64 {
            counts
                .iter()
                .map(|(_, acknowledged)| acknowledged.load(Ordering::SeqCst))
                .sum()
        }
    };
    let mut running = JoinSet::new();
    for reader in 0..32 {
        let (counts, slugs, tokens) = (counts.clone(), slugs.clone(), tokens.clone());
        running.spawn(async move {
            for number in 0..2_000 {
                let which = number as usize % slugs.len();
                let (sent, acknowledged) = &counts[which];
                sent.fetch_add(1, Ordering::SeqCst);
                let visitor = 0x00_20_00_00 + reader * 2_000 + number;
                match view(address, visitor, &slugs[which], &tokens[which]).await {
                    Ok(true) => acknowledged.fetch_add(1, Ordering::SeqCst),
                    Ok(false) | Err(_) => break,
                };
            }
        });
    }
    while acknowledged() < ENOUGH && !running.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
        while running.try_join_next().is_some() {}
    }
    program.kill();
    running.join_all().await;
    assert!(acknowledged() >= ENOUGH, "{}", acknowledged());

    let database = Database::open(&folder.join("logbook.db")).await.unwrap();
    let mut reader = database.reader().await.unwrap();
    for (slug, (sent, acknowledged)) in slugs.iter().zip(counts.iter()) {
        let (total, daily, keys): (i64, i64, i64) = sqlx::query_as(
            "SELECT v.total, (SELECT SUM(views) FROM daily_views d WHERE d.post_id = p.id), \
             (SELECT COUNT(*) FROM view_keys k WHERE k.post_id = p.id) \
             FROM posts p JOIN post_views v ON v.post_id = p.id WHERE p.slug = $1",
        )
        .bind(slug)
        .fetch_one(&mut *reader)
        .await
        .unwrap();
        let (sent, acknowledged) = (sent.load(Ordering::SeqCst), acknowledged.load(Ordering::SeqCst));
        assert!(
            (acknowledged..=sent).contains(&total),
            "{slug}: {acknowledged} acknowledged, {total} kept, {sent} sent"
        );
        assert_eq!((daily, keys), (total, total), "{slug}");
    }
    let damage: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    assert_eq!(damage, ["ok"]);
}
