//! A whole blog in a folder that goes away with the test: what tests do, check and find.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use leptos::config::LeptosOptions;
use logbook::{
    model::{
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::{
        assets::SiteFiles,
        calendar,
        context::{Context, Program},
        db::{
            Database,
            collecting::{CollectionWords, create_collection, set_posts},
            tags::{focus::set_focus, read_tag},
            views::find_posts,
        },
        router::build_router,
        services::{
            accounts::{Accounts, Actor},
            jobs::Jobs,
            letters::Letters,
            relate,
            render::ImageSizes,
            resume::Downloads,
            save::{Named, NewPost},
            settings::{Settings, set_settings},
            views::Views,
            write_posts::{Planned, write_posts},
        },
    },
};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The origin that the tests' site is configured with.
pub const ORIGIN: &str = "https://blog.test";

/// Milliseconds in a day.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

pub struct TestSite {
    pub context: Context,
    pub router: Router,
    folder: TempDir,
}

impl TestSite {
    /// A blog without posts.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let media = folder.path().join("media");
        std::fs::create_dir(&media).unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        let given = [("base_url".to_owned(), ORIGIN.to_owned())].into();
        let context = Context::from(Program {
            accounts: Accounts::default(),
            jobs: Jobs::default(),
            views: Views::start(&database, false).await.unwrap(),
            letters: Letters::open(&database).await.unwrap(),
            downloads: Downloads::default(),
            proxies: Vec::new(),
            settings: Settings::open(&database, given).await.unwrap(),
            database,
            files: SiteFiles::find(Path::new("public"), None),
            media: Arc::new(media),
            sockets: String::new(),
            options: LeptosOptions::builder().output_name("logbook").build(),
        });
        let router = build_router(&context);
        Self {
            context,
            router,
            folder,
        }
    }

    /// A blog with these posts.
    pub async fn with(posts: Vec<NewPost>) -> Self {
        let site = Self::empty().await;
        site.write(posts).await;
        site
    }

    pub async fn write(&self, posts: Vec<NewPost>) {
        let planned = posts.into_iter().map(|post| Planned {
            is_known: false,
            date: None,
            post,
        });
        write_posts(&self.context.database, planned, ImageSizes::default(), |_| {})
            .await
            .unwrap();
        relate::relate_all(&self.context.database).await.unwrap();
    }

    /// Lets readers be told what the parts of a series are called that are to come.
    pub async fn show_coming(&self, series: &str) {
        let mut write = self.context.database.begin().await.unwrap();
        let done = sqlx::query("UPDATE series SET shows_coming = 1 WHERE slug = $1")
            .bind(series)
            .execute(&mut *write)
            .await
            .unwrap();
        assert_eq!(done.rows_affected(), 1, "{series}");
        write.commit().await.unwrap();
    }

    /// Changes settings.
    pub async fn set(&self, values: &[(&str, &str)]) {
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        set_settings(
            &self.context.database,
            &self.context.settings,
            &Actor::operator(),
            &values,
        )
        .await
        .unwrap()
        .unwrap();
    }

    /// Makes a collection of these posts.
    pub async fn collect(&self, name: &str, shows: &str, posts: &[&str]) {
        let slug = Slug::from_title(name).to_string();
        let words = CollectionWords {
            slug: &slug,
            name,
            intro: "Why these.",
            shows,
        };
        let mut write = self.context.database.begin().await.unwrap();
        let found = find_posts(&mut write, posts, calendar::now()).await.unwrap();
        let place = |post: &(i64, String)| posts.iter().position(|slug| *slug == post.1);
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(place);
        let ids: Vec<i64> = found.into_iter().map(|(id, _)| id).collect();
        let collection = create_collection(&mut write, words).await.unwrap();
        set_posts(&mut write, collection, &ids).await.unwrap();
        write.commit().await.unwrap();
    }

    /// The row id of a tag.
    pub async fn tag(&self, slug: &str) -> i64 {
        let mut reader = self.context.database.reader().await.unwrap();
        read_tag(&mut reader, slug).await.unwrap().unwrap().id
    }

    /// Makes these tags the focus areas.
    pub async fn focus(&self, tags: &[&str]) {
        let mut areas = Vec::new();
        for tag in tags {
            areas.push(self.tag(tag).await);
        }
        let mut write = self.context.database.begin().await.unwrap();
        set_focus(&mut write, &areas).await.unwrap();
        write.commit().await.unwrap();
    }

    /// How many rows were written, changed or deleted since the site was opened, whatever for.
    pub async fn writes(&self) -> i64 {
        let mut write = self.context.database.begin().await.unwrap();
        sqlx::query_scalar("SELECT total_changes()")
            .fetch_one(&mut *write)
            .await
            .unwrap()
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_with(&self, path: &str, name: header::HeaderName, value: &str) -> Answer {
        self.ask(
            Request::get(path)
                .header(name, value)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Fails with the page when it was not answered with 200.
    pub fn page(self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.text
    }

    /// The places of these texts on the page, in this order and all there.
    pub fn assert_in_order(&self, texts: &[&str]) {
        let mut from = 0;
        for text in texts {
            match self.text[from..].find(text) {
                Some(at) => from += at + text.len(),
                None => panic!("'{text}' is not on the page after {from}: {}", self.text),
            }
        }
    }
}

/// A published post of `days` ago.
pub fn post(title: &str, days: i64) -> NewPost {
    NewPost {
        uuid: uuid::Uuid::new_v4(),
        slug: Slug::from_title(title),
        kind: Kind::Post,
        status: Status::Published,
        visibility: Visibility::Public,
        featured: false,
        title: title.to_owned(),
        summary: format!("What {title} argues."),
        takeaway: String::new(),
        source: format!("The text of {title}.\n"),
        published_at: Some(calendar::now() - days * DAY),
        updated_at: None,
        reviewed_at: None,
        review_after: None,
        evergreen: None,
        tells_changes: None,
        seen_at: None,
        authors: vec![Named::new("Ada Marlow")],
        tags: vec![Named::new("Backend")],
        series: None,
        cover: None,
        canonical: None,
        seo_title: None,
        seo_description: None,
        language: String::new(),
        origin: None,
        old_paths: Vec::new(),
        project: None,
    }
}
