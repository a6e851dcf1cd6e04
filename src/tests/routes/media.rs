//! `/admin/media` and `/media`: taking pictures in, giving them out, and letting go of them.

use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};
use futures_util::{StreamExt as _, stream};
use image::{ImageFormat, ImageReader};
use logbook::{
    model::{
        media::{MAX_BYTES, MediaPage, Uploaded},
        role::Role,
    },
    server::{
        jobs::{self, JobContext},
        services::rerender::rerender,
    },
};
use miniserde::json;
use tokio::time::{Duration, Instant, sleep};

use crate::{
    pictures::{noise, photograph, plain, two_hundred_megapixels},
    site::{Answer, TestSite, post},
    staff::Person,
};

mod crash;
mod originals;
mod uses;

impl TestSite {
    async fn send(&self, name: &str, bytes: impl Into<Body>, person: Option<&Person>) -> Answer {
        let name = form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
        let mut request =
            Request::post(format!("/admin/media?name={name}")).header("sec-fetch-site", "same-origin");
        if let Some(person) = person {
            request = request.header(header::COOKIE, &person.cookie);
        }
        self.ask(request.body(bytes.into()).unwrap()).await
    }

    async fn take(&self, name: &str, bytes: Vec<u8>, person: &Person) -> Uploaded {
        json::from_str(&self.send(name, bytes, Some(person)).await.page()).unwrap()
    }

    async fn library(&self, person: &Person, query: &str) -> MediaPage {
        let path = format!("/api/media/list?{query}");
        json::from_str(&self.get_as(&path, person).await.page()).unwrap()
    }

    /// What lies on the shelf, by name.
    fn shelf(&self) -> BTreeSet<String> {
        fs::read_dir(self.folder().join("media"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    fn stored(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder().join(path.trim_start_matches('/'))).unwrap()
    }

    /// Does what waits in the queue until nothing of these kinds does.
    async fn work(&self, kinds: &[&str]) {
        let worker = jobs::start(JobContext::from(&self.context)).await.unwrap();
        let begun = Instant::now();
        loop {
            let open: Vec<(String, String)> =
                sqlx::query_as("SELECT kind, last_error FROM jobs WHERE state <> 'finished'")
                    .fetch_all(&mut *self.context.database.reader().await.unwrap())
                    .await
                    .unwrap();
            if !open.iter().any(|(kind, _)| kinds.contains(&kind.as_str())) {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{open:?}");
            sleep(Duration::from_millis(20)).await;
        }
        worker.join().await;
    }
}

#[tokio::test]
async fn a_picture_is_taken_in_known_again_and_written_down() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let bytes = plain(40, 30, 7);
    let first = site.take("C:\\a b\\shot.png", bytes.clone(), &owner).await;
    assert_eq!(
        (first.name.as_str(), first.width, first.height, first.known),
        ("shot.png", 40, 30, false)
    );
    assert!(
        first.path.starts_with("/media/") && first.path.ends_with(".webp"),
        "{first:?}"
    );
    let again = site.take("other.png", bytes, &owner).await;
    assert!(again.known && again.path == first.path);
    assert_eq!(site.shelf().len(), 1, "{:?}", site.shelf());

    let served = site.get(&first.path).await;
    assert_eq!(served.header(header::CONTENT_TYPE), "image/webp");
    assert!(served.header(header::CACHE_CONTROL).contains("immutable"));
    assert!(
        served
            .header(header::CONTENT_SECURITY_POLICY)
            .starts_with("sandbox")
    );
    assert_eq!(served.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(served.header(header::CONTENT_DISPOSITION), "");

    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert_eq!(log.matches("media.upload").count(), 1, "{log}");
    let library = site
        .library(&owner, "words=SHOT&unused=true&pictures=true&page=1")
        .await;
    assert_eq!((library.total, library.items[0].name.as_str()), (1, "shot.png"));
    let beyond = site
        .library(&owner, "words=&unused=false&pictures=false&page=9")
        .await;
    assert_eq!(
        (beyond.page, beyond.pages, beyond.total),
        (1, 1, 1),
        "the last there is"
    );
    assert!(
        site.library(&owner, "words=other&unused=false&pictures=false&page=1")
            .await
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn where_a_photograph_was_taken_is_gone_and_it_stands_upright() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let bytes = photograph();
    assert!(String::from_utf8_lossy(&bytes).contains("SecretPlace"));
    let taken = site.take("photo.jpg", bytes, &author).await;
    assert_eq!((taken.width, taken.height), (32, 64), "turned");
    let stored = site.stored(&taken.path);
    for note in ["Exif", "EXIF", "SecretPlace", "XMP"] {
        assert!(!String::from_utf8_lossy(&stored).contains(note), "{note}");
    }
    let picture = ImageReader::with_format(std::io::Cursor::new(stored), ImageFormat::WebP)
        .decode()
        .unwrap()
        .to_rgb8();
    let (top, bottom) = (picture.get_pixel(16, 8), picture.get_pixel(16, 56));
    assert!(top[0] > 180 && top[2] < 80, "{top:?}");
    assert!(bottom[2] > 180 && bottom[0] < 80, "{bottom:?}");
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_in_words_and_leaves_nothing() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let truncated = {
        let whole = photograph();
        whole[..whole.len() * 2 / 3].to_vec()
    };
    for (name, bytes, status, words) in [
        ("huge.png", two_hundred_megapixels(), 422, "16384 × 12288"),
        (
            "polyglot.gif",
            b"GIF89a/*\0\0\0\0\0*/=1;alert(1)//<script>alert(1)</script>".to_vec(),
            422,
            "GIF",
        ),
        (
            "html.png",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            415,
            "no picture",
        ),
        ("cut.jpg", truncated, 422, "breaks off"),
        (
            "new.avif",
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\0".to_vec(),
            415,
            "JPEG, PNG or WebP",
        ),
        ("tiny.gif", b"GIF89a not really".to_vec(), 422, "pixels"),
        (
            "bad.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>".to_vec(),
            422,
            "SVG",
        ),
        ("none.png", Vec::new(), 422, "empty"),
        ("notes.pdf", b"%PDF-1.7\n".to_vec(), 415, "PNG"),
    ] {
        let answer = site.send(name, bytes, Some(&author)).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.text);
        assert!(answer.text.contains(words), "{name}: {}", answer.text);
        assert!(site.shelf().is_empty(), "{name}: {:?}", site.shelf());
    }

    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"8\"><script>alert(1)</script>\
               <rect width=\"9\" height=\"8\" onclick=\"alert(2)\"/></svg>";
    let taken = site.take("drawing.svg", svg.as_bytes().to_vec(), &author).await;
    let stored = String::from_utf8(site.stored(&taken.path)).unwrap();
    assert!(stored.contains("<rect") && !stored.contains("alert"), "{stored}");
}

#[tokio::test]
async fn more_than_is_taken_is_refused_as_soon_as_that_is_known() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let request = |body: Body, length: Option<u64>| {
        let mut request = Request::post("/admin/media?name=a.png")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &author.cookie);
        if let Some(length) = length {
            request = request.header(header::CONTENT_LENGTH, length);
        }
        request.body(body).unwrap()
    };
    let endless = || {
        let piece = Bytes::from(vec![0; 1 << 20]);
        Body::from_stream(stream::repeat_with(move || {
            Ok::<_, std::io::Error>(piece.clone())
        }))
    };
    for (body, length) in [(endless(), Some(MAX_BYTES + 1)), (endless(), None)] {
        let answer = site.ask(request(body, length)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.text.contains("33.5 MB"), "{}", answer.text);
    }
    let broken = stream::iter([Ok(Bytes::from("half")), Err(std::io::Error::other("gone"))]);
    let answer = site.ask(request(Body::from_stream(broken), None)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(site.shelf().is_empty(), "{:?}", site.shelf());
}

/// Whoever still sends while the answer comes has the connection reset, and never sees why.
#[tokio::test]
async fn whoever_is_refused_has_sent_all_before_hearing_of_it() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    for (cookie, announced, status) in [
        (None, 20, StatusCode::UNAUTHORIZED),
        (Some(&author.cookie), MAX_BYTES + 1, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let left = Arc::new(AtomicUsize::new(20));
        let counter = left.clone();
        let pieces = stream::repeat_with(move || {
            counter.fetch_sub(1, Ordering::Relaxed);
            Ok::<_, std::io::Error>(Bytes::from_static(&[0; 1 << 10]))
        });
        let mut request = Request::post("/admin/media?name=a.png")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_LENGTH, announced);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = Body::from_stream(pieces.take(20));
        let answer = site.ask(request.body(body).unwrap()).await;
        assert_eq!(answer.status, status);
        assert_eq!(left.load(Ordering::Relaxed), 0, "{status}");
    }
}

#[tokio::test]
async fn only_those_who_write_here_send_pictures_and_only_from_here() {
    let site = TestSite::empty().await;
    let contributor = site.join("Cleo", Role::Contributor).await;
    let nobody = site.send("a.png", plain(9, 9, 1), None).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let foreign = Request::post("/admin/media?name=a.png")
        .header("sec-fetch-site", "cross-site")
        .header(header::COOKIE, &contributor.cookie)
        .body(Body::from(plain(9, 9, 1)))
        .unwrap();
    assert_eq!(site.ask(foreign).await.status, StatusCode::FORBIDDEN);
    assert!(site.shelf().is_empty());
    site.take("a.png", plain(9, 9, 1), &contributor).await;
    let page = site.get_as("/admin/media", &contributor).await;
    assert_eq!(
        page.status,
        StatusCode::OK,
        "the same address is a page of the desk"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_at_once_are_all_taken() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    // Each twice, so that the same arrives while it is being taken.
    let sent = (0..30).map(|number| {
        let name = format!("shot {number}.png");
        let (site, author) = (&site, &author);
        async move { site.take(&name, plain(50, 40, number / 2), author).await }
    });
    let taken = futures_util::future::join_all(sent).await;
    let paths: BTreeSet<String> = taken.iter().map(|taken| taken.path.clone()).collect();
    assert_eq!(paths.len(), 15);
    assert_eq!(taken.iter().filter(|taken| taken.known).count(), 15);
    assert_eq!(site.shelf().len(), 15);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smaller_pictures_have_their_addresses_at_once_and_their_bytes_soon() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let taken = site.take("noise.png", noise(1_000, 500), &author).await;
    let smaller = |width: u32| taken.path.replace(".webp", &format!("-{width}.webp"));
    let before = site.get(&smaller(480)).await;
    assert_eq!(before.status, StatusCode::OK, "the picture itself stands in");
    assert_eq!(before.header(header::CACHE_CONTROL), "no-cache");
    let whole = site.stored(&taken.path).len();
    assert_eq!(before.header(header::CONTENT_LENGTH), whole.to_string());

    site.work(&["variants"]).await;
    for (width, height) in [(480, 240), (960, 480)] {
        let bytes = site.stored(&smaller(width));
        assert!(bytes.len() < whole, "{width}: {} of {whole}", bytes.len());
        let size = image::ImageReader::with_format(std::io::Cursor::new(bytes), ImageFormat::WebP)
            .into_dimensions()
            .unwrap();
        assert_eq!(size, (width, height));
        let served = site.get(&smaller(width)).await;
        assert!(
            served.header(header::CACHE_CONTROL).contains("immutable"),
            "{width}"
        );
    }
    assert_eq!(site.shelf().len(), 3, "{:?}", site.shelf());
    for missing in [
        smaller(1600).replace("1600", "1601"),
        "/media/nothing-480.webp".to_owned(),
    ] {
        let answer = site.get(&missing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }

    // A text that names it offers them, whenever it was written.
    let mut shown = post("Shown", 1);
    shown.source = format!("![A picture]({})\n", taken.path);
    shown.cover = Some((taken.path.clone(), "Noise".to_owned()));
    site.write(vec![shown]).await;
    rerender(&site.context.database, true).await.unwrap();
    let page = site.get("/posts/shown").await.page();
    let offered = format!(
        "srcset=\"{} 480w, {} 960w, {} 1000w\"",
        smaller(480),
        smaller(960),
        taken.path
    );
    assert!(page.contains(&offered), "{page}");
    let feed = site.get("/atom.xml").await.page();
    assert!(feed.contains(&taken.path) && !feed.contains("srcset"), "{feed}");
    let list = site.get("/posts").await.page();
    assert!(list.contains(&format!("src=\"{}\"", smaller(960))), "{list}");
}

#[tokio::test]
async fn what_is_no_picture_is_kept_and_not_opened_and_what_is_unfinished_is_not_there() {
    let site = TestSite::empty().await;
    for name in ["a.pdf", "b.part", "c.gif"] {
        fs::write(site.folder().join("media").join(name), "x").unwrap();
    }
    let pdf = site.get("/media/a.pdf").await;
    assert_eq!(pdf.header(header::CONTENT_DISPOSITION), "attachment");
    for unfinished in [
        "/media/b.part",
        "/media/b%2Epart",
        "/media/b.part/",
        "/media//b.part",
    ] {
        let status = site.get(unfinished).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{unfinished}");
    }
    assert_eq!(
        site.get("/media/c.gif").await.header(header::CONTENT_DISPOSITION),
        ""
    );
    for outside in [
        "/media/../logbook.db",
        "/media/%2e%2e/logbook.db",
        "/media/..%2flogbook.db",
    ] {
        let status = site.get(outside).await.status;
        assert!(!status.is_success(), "{outside}: {status}");
    }
}
