//! `/share/{name}`: the pictures that are shown where pages of the site are shared.

use axum::http::{StatusCode, header};
use logbook::{
    model::status::{Status, Visibility},
    server::{
        jobs::{self, JobContext},
        services::share_image::{Words, draw_posts::Easel, path},
    },
};
use tokio::time::{Duration, Instant, sleep};

use super::told::property;
use crate::site::{ORIGIN, TestSite, post};

impl TestSite {
    /// Draws whatever is missing.
    pub async fn draw(&self) {
        let context = &self.context;
        let easel = Easel::new(&context.database, &context.settings, &context.media);
        easel.draw_all().await.unwrap();
    }

    /// The path of the picture that a page names.
    pub async fn image_of(&self, page: &str) -> Option<String> {
        let page = self.get(page).await.page();
        let image = property(&page, "og:image")?;
        Some(image.strip_prefix(ORIGIN).unwrap().to_owned())
    }
}

#[tokio::test]
async fn a_page_names_the_best_picture_that_is_there() {
    let site = TestSite::with(vec![post("Why your p99 lies", 1)]).await;
    for page in ["/posts/why-your-p99-lies", "/", "/tags/backend"] {
        assert_eq!(site.image_of(page).await, None, "{page}: nothing is drawn yet");
    }
    site.draw().await;
    let own = path(&Words::of_site(&site.context.site()).hash());
    let of_post = site.image_of("/posts/why-your-p99-lies").await.unwrap();
    assert_ne!(of_post, own);
    for page in ["/", "/posts", "/tags/backend", "/authors/ada-marlow"] {
        assert_eq!(site.image_of(page).await, Some(own.clone()), "{page}");
    }
    for image in [&of_post, &own] {
        let answer = site.get(image).await;
        assert_eq!(answer.status, StatusCode::OK, "{image}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "image/png");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header(header::CACHE_CONTROL).contains("immutable"));
    }
    // Another title has another picture, and until that is drawn the page names the site's.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE posts SET title = 'Why your p99 lied'")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(site.image_of("/posts/why-your-p99-lies").await, Some(own));
    site.draw().await;
    let redrawn = site.image_of("/posts/why-your-p99-lies").await.unwrap();
    assert_ne!(redrawn, of_post);
    assert_eq!(site.get(&redrawn).await.status, StatusCode::OK);
    assert_eq!(site.get(&of_post).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_title_that_readers_do_not_see_is_drawn_or_given_out() {
    let status = |title: &str, status| {
        let mut hidden = post(title, 1);
        hidden.status = status;
        hidden
    };
    let mut unlisted = post("Unlisted", 1);
    unlisted.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![
        post("Listed", 1),
        unlisted,
        status("Draft", Status::Draft),
        status("Unpublished", Status::Unpublished),
        status("Trashed", Status::Trashed),
        post("Future", -1),
    ])
    .await;
    site.draw().await;
    let of = |title: &str| {
        path(&Words::of_post(&site.context.site(), title, &["Ada Marlow"], Some("Backend")).hash())
    };
    for (title, there) in [
        ("Listed", true),
        // Whoever has the link shares it.
        ("Unlisted", true),
        ("Draft", false),
        ("Unpublished", false),
        ("Trashed", false),
        ("Future", false),
    ] {
        let answer = site.get(&of(title)).await;
        assert_eq!(answer.status == StatusCode::OK, there, "{title}");
    }
    assert_eq!(
        std::fs::read_dir(site.folder().join("share")).unwrap().count(),
        3,
        "the two and the site's own"
    );
    // It goes with its post at once, before anything is cleared away.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE posts SET status = 'unpublished' WHERE title = 'Listed'")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let gone = site.get(&of("Listed")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(!gone.header(header::CACHE_CONTROL).contains("immutable"));
    for name in [
        "/share/",
        "/share/x.png",
        "/share/..%2Flogbook.db",
        "/share/%FF.png",
    ] {
        assert_ne!(site.get(name).await.status, StatusCode::OK, "{name}");
    }
}

#[tokio::test]
async fn the_worker_draws_what_there_is_and_anew_when_the_site_is_called_otherwise() {
    let site = TestSite::with(vec![post("Why your p99 lies", 1)]).await;
    let worker = jobs::start(JobContext::from(&site.context)).await.unwrap();
    let page = "/posts/why-your-p99-lies";
    let mut seen = Vec::new();
    for name in ["Logbook", "Notes & <queues>"] {
        site.set(&[("name", name)]).await;
        site.context.jobs.wake();
        let wanted = Words::of_post(
            &site.context.site(),
            "Why your p99 lies",
            &["Ada Marlow"],
            Some("Backend"),
        );
        let wanted = path(&wanted.hash());
        let began = Instant::now();
        while site.image_of(page).await.as_ref() != Some(&wanted) {
            assert!(began.elapsed() < Duration::from_secs(30), "{name}");
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(site.get(&wanted).await.status, StatusCode::OK);
        assert!(!seen.contains(&wanted));
        seen.push(wanted);
    }
    worker.join().await;
}
