//! The real program: killed while it makes smaller pictures, and on a disk that takes no more.

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use axum::http::StatusCode;
use image::{ImageFormat, ImageReader};
use logbook::{model::role::Role, server::db::Database};
use tokio::time::{Instant, sleep};

use crate::{
    disk::Disk,
    pictures::{noise, plain},
    program::Program,
    site::TestSite,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_size_is_there_and_whole_however_often_the_program_is_killed() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let mut taken = Vec::new();
    for number in 0..3 {
        taken.push(site.take("noise.png", noise(1_700 + number, 300), &author).await);
    }
    site.context.views.close().await;
    site.context.database.close().await;
    let folder = site.folder();
    let data = folder.to_str().unwrap();

    for life in 0..6 {
        let mut program = Program::start(data, &[]);
        sleep(Duration::from_millis(30 + life * 70)).await;
        program.kill();
    }
    let program = Program::start(data, &[]);
    let database = Database::open(&folder.join("logbook.db")).await.unwrap();
    let begun = Instant::now();
    loop {
        let open: Vec<(String, String)> = sqlx::query_as(
            "SELECT state, last_error FROM jobs WHERE kind = 'variants' AND state <> 'finished'",
        )
        .fetch_all(&mut *database.reader().await.unwrap())
        .await
        .unwrap();
        if open.is_empty() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{open:?}");
        sleep(Duration::from_millis(100)).await;
    }
    drop(program);

    let mut expected = BTreeSet::new();
    for picture in &taken {
        expected.insert(picture.path.trim_start_matches("/media/").to_owned());
        for width in [480, 960, 1600] {
            let path = picture.path.replace(".webp", &format!("-{width}.webp"));
            let small = ImageReader::with_format(std::io::Cursor::new(site.stored(&path)), ImageFormat::WebP)
                .decode()
                .unwrap();
            assert_eq!(small.width(), width);
            expected.insert(path.trim_start_matches("/media/").to_owned());
        }
    }
    let mut shelf = site.shelf();
    shelf.retain(|name| !name.ends_with(".part"));
    assert_eq!(shelf, expected);
}

#[tokio::test]
async fn a_disk_that_takes_no_more_is_said_and_nothing_half_is_left() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    site.context.views.close().await;
    site.context.database.close().await;
    let folder = site.folder();
    // No file may grow beyond some megabytes, which the system tells as it tells of a full disk.
    let program = Program::start_with("trap '' XFSZ; ulimit -f 6000", folder.to_str().unwrap());

    let picture = noise(1_900, 1_900);
    let mut stream = TcpStream::connect(program.address).unwrap();
    let head = format!(
        "POST /admin/media?name=noise.png HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n\r\n",
        author.cookie,
        picture.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&picture).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 507"), "{answer}");
    assert!(answer.contains("its disk may be full"), "{answer}");
    assert!(site.shelf().is_empty(), "{:?}", site.shelf());
}

#[tokio::test]
async fn a_full_disk_is_called_so_and_what_fits_is_taken() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let Some(_disk) = Disk::mount(&site.context.media, 200) else {
        return;
    };
    for _ in 0..2 {
        let answer = site.send("noise.png", noise(400, 400), Some(&author)).await;
        assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE, "{}", answer.text);
        answer.assert_in_order(&["disk is full", "on your device", "whoever runs this site"]);
        assert!(site.shelf().is_empty(), "{:?}", site.shelf());
    }
    let fits = site.take("plain.png", plain(40, 30, 7), &author).await;
    assert_eq!(site.get(&fits.path).await.status, StatusCode::OK);
}
