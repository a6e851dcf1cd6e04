//! Pictures follow posts and settings, whatever becomes of either.

use tempfile::TempDir;

use super::*;
use crate::{
    model::settings::Values,
    server::db::{
        fixture::post,
        share_images::is_shown,
        status::set_status,
        store::{PostRecord, save_post},
    },
};

struct Studio {
    easel: Easel,
    _home: TempDir,
}

impl Studio {
    async fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let database = Database::open(&home.path().join("logbook.db")).await.unwrap();
        let settings = Settings::open(&database, Values::new()).await.unwrap();
        Self {
            easel: Easel::new(&database, &settings, &home.path().join("media")),
            _home: home,
        }
    }

    async fn save(&self, existing: Option<i64>, record: PostRecord<'_>) -> i64 {
        let mut write = self.easel.database.begin().await.unwrap();
        let id = save_post(&mut write, existing, &record, 0).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    async fn hash(&self, post: i64) -> Option<String> {
        let mut reader = self.easel.database.reader().await.unwrap();
        let row = share_images::read_subject(&mut reader, post, calendar::now())
            .await
            .unwrap();
        row.and_then(|row| row.hash)
    }

    async fn set(&self, name: &str, value: &str) {
        let mut write = self.easel.database.begin().await.unwrap();
        crate::server::db::settings::put_setting(&mut write, name, value)
            .await
            .unwrap();
        crate::server::db::settings::count_change(&mut write)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.easel.folder)
            .map(|entries| {
                entries
                    .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                    .collect()
            })
            .unwrap_or_default();
        names.sort();
        names
    }

    /// The names of these pictures and of the site's own.
    fn expected(&self, hashes: &[&str]) -> Vec<String> {
        let own = Words::of_site(&self.easel.settings.site()).hash();
        let mut names: Vec<String> = hashes.iter().copied().chain([own.as_str()]).map(file).collect();
        names.sort();
        names
    }
}

#[tokio::test]
async fn a_picture_follows_its_post_and_the_old_one_goes() {
    let studio = Studio::open().await;
    let record = PostRecord {
        title: "Why your p99 lies",
        ..post("p99", 1_000)
    };
    let id = studio.save(None, record).await;
    studio.easel.draw_post(id).await.unwrap();
    let first = studio.hash(id).await.unwrap();
    assert_eq!(studio.names(), [file(&first)]);
    let bytes = fs::read(studio.easel.folder.join(file(&first))).unwrap();
    studio.easel.draw_post(id).await.unwrap();
    assert_eq!(studio.names(), [file(&first)]);

    let renamed = PostRecord {
        title: "Why your p99 lied",
        ..post("p99", 1_000)
    };
    studio.save(Some(id), renamed).await;
    studio.easel.draw_post(id).await.unwrap();
    let second = studio.hash(id).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(studio.names(), [file(&second)]);

    let again = PostRecord {
        title: "Why your p99 lies",
        ..post("p99", 1_000)
    };
    studio.save(Some(id), again).await;
    studio.easel.draw_post(id).await.unwrap();
    assert_eq!(studio.names(), [file(&first)]);
    assert_eq!(fs::read(studio.easel.folder.join(file(&first))).unwrap(), bytes);
}

#[tokio::test]
async fn nothing_is_drawn_of_what_readers_do_not_see_and_what_they_saw_goes() {
    let studio = Studio::open().await;
    for status in ["draft", "scheduled", "unpublished", "trashed"] {
        let id = studio
            .save(
                None,
                PostRecord {
                    status,
                    ..post(status, 1_000)
                },
            )
            .await;
        studio.easel.draw_post(id).await.unwrap();
    }
    let future = studio.save(None, post("future", calendar::now() + 60_000)).await;
    studio.easel.draw_post(future).await.unwrap();
    studio.easel.draw_post(99).await.unwrap();
    assert_eq!(studio.names(), Vec::<String>::new());

    // Two that look the same share a picture until the last of them goes.
    let record = |slug| PostRecord {
        title: "The same",
        ..post(slug, 1_000)
    };
    let (one, two) = (
        studio.save(None, record("one")).await,
        studio.save(None, record("two")).await,
    );
    assert_eq!(studio.easel.draw_all().await.unwrap(), Drawn::All);
    let hash = studio.hash(one).await.unwrap();
    assert_eq!(studio.hash(two).await.as_deref(), Some(hash.as_str()));
    assert_eq!(studio.names(), studio.expected(&[&hash]));
    for (post, left) in [(one, true), (two, false)] {
        let mut write = studio.easel.database.begin().await.unwrap();
        set_status(&mut write, post, "unpublished", calendar::now())
            .await
            .unwrap();
        assert_eq!(is_shown(&mut write, &hash, calendar::now()).await.unwrap(), left);
        write.commit().await.unwrap();
        studio.easel.draw_post(post).await.unwrap();
        assert_eq!(studio.names().contains(&file(&hash)), left);
    }
}

#[tokio::test]
async fn all_are_drawn_in_pieces_and_anew_after_a_change_of_the_site() {
    let studio = Studio::open().await;
    let mut posts = Vec::new();
    for slug in ["one", "two", "three"] {
        posts.push(studio.save(None, post(slug, 1_000)).await);
    }
    let gone = studio.save(None, post("gone", 1_000)).await;
    let mut pieces = 0;
    while studio.easel.draw_all_in(Duration::ZERO).await.unwrap() == Drawn::Some {
        pieces += 1;
    }
    assert_eq!(pieces, 3);
    let mut hashes = Vec::new();
    for post in &posts {
        hashes.push(studio.hash(*post).await.unwrap());
    }
    let of_gone = studio.hash(gone).await.unwrap();
    let drawn: Vec<&str> = hashes
        .iter()
        .map(String::as_str)
        .chain([of_gone.as_str()])
        .collect();
    assert_eq!(studio.names(), studio.expected(&drawn));
    assert_eq!(
        studio.easel.draw_all_in(Duration::ZERO).await.unwrap(),
        Drawn::All
    );

    let mut write = studio.easel.database.begin().await.unwrap();
    set_status(&mut write, gone, "trashed", calendar::now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    studio.set("name", "Notes").await;
    assert_eq!(studio.easel.draw_all().await.unwrap(), Drawn::All);
    assert_eq!(studio.easel.settings.site().name, "Notes");
    for (post, old) in posts.iter().zip(&hashes) {
        let new = studio.hash(*post).await.unwrap();
        assert_ne!(new, *old);
        assert!(studio.names().contains(&file(&new)) && !studio.names().contains(&file(old)));
    }
    assert_eq!(studio.hash(gone).await, None);
    // A lost file is drawn again; the site's old picture and a file that is no picture's stay for a while.
    let lost = studio.hash(posts[0]).await.unwrap();
    fs::remove_file(studio.easel.folder.join(file(&lost))).unwrap();
    fs::write(studio.easel.folder.join("notes.txt"), "x").unwrap();
    fs::write(studio.easel.folder.join("x.part"), "x").unwrap();
    assert_eq!(studio.easel.draw_all().await.unwrap(), Drawn::All);
    assert!(studio.names().contains(&file(&lost)));
    assert_eq!(studio.names().len(), 3 + 2 + 2);
    studio
        .easel
        .sweep(SystemTime::now() + 2 * ABANDONED)
        .await
        .unwrap();
    assert_eq!(studio.names().len(), 3 + 1 + 1);
    assert!(studio.names().contains(&"notes.txt".to_owned()));
}
