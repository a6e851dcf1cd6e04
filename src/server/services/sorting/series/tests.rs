//! Parts stay in order and without gaps, and of two who arrange them at once none loses anything.

use super::*;
use crate::{
    model::sorting::order::{Act, List, Ordered, Step},
    server::{
        db::{
            audit::list_entries,
            fixture::{NOW, dump_index, miscounted, picture, post},
            media::ensure_media,
            store::{PostRecord, save_post},
        },
        services::{addresses::slug_of, sorting::order as lists},
    },
};

struct Blog {
    database: Database,
    actor: Actor,
    series: i64,
    _folder: tempfile::TempDir,
}

impl Blog {
    /// A series of parts 0 to 3, as an import left them: with gaps, and two without a number.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        let actor = Actor::operator();
        let series = create(&database, &actor, "Durable jobs").await.unwrap().unwrap();
        let blog = Self {
            database,
            actor,
            series,
            _folder: folder,
        };
        for (slug, part) in [
            ("one", 2),
            ("two", 5),
            ("three", 4_294_967_295),
            ("four", 4_294_967_295),
        ] {
            blog.save(slug, Some((series, part))).await;
        }
        blog
    }

    async fn save(&self, slug: &str, series: Option<(i64, i64)>) {
        let mut write = self.database.begin().await.unwrap();
        let record = PostRecord {
            series,
            ..post(slug, 1_000)
        };
        save_post(&mut write, None, &record, NOW).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn read(&self) -> Ordered {
        lists::read(&self.database, List::Series, self.series)
            .await
            .unwrap()
            .unwrap()
    }

    /// Puts a post into a series, or takes it out.
    async fn put(&self, act: Act, series: i64, post: &str) -> Result<Ordered, AppError> {
        let step = Step {
            list: List::Series,
            id: series,
            act,
            version: 0,
            keys: vec![post.to_owned()],
            overview: false,
        };
        lists::change(&self.database, &self.actor, &step)
            .await
            .unwrap()
            .unwrap()
    }

    /// The parts with their numbers.
    async fn parts(&self) -> Vec<String> {
        let mut reader = self.database.reader().await.unwrap();
        let parts = order::list_all_parts(&mut reader, self.series).await.unwrap();
        parts
            .iter()
            .map(|part| format!("{} {}", part.part, part.uuid))
            .collect()
    }

    async fn open_series(&self) -> DeskSeries {
        super::open(&self.database, self.series).await.unwrap().unwrap()
    }

    async fn send(&self, filled: &DeskSeries) -> Result<DeskSeries, AppError> {
        edit(&self.database, &self.actor, filled).await.unwrap().unwrap()
    }

    /// Changes what is said of the series as it is.
    async fn edit(&self, change: impl FnOnce(&mut DeskSeries)) -> Result<DeskSeries, AppError> {
        let mut filled = self.open_series().await;
        change(&mut filled);
        self.send(&filled).await
    }

    async fn arrange(&self, version: i64, parts: &[&str], overview: bool) -> Result<Ordered, AppError> {
        let step = Step {
            list: List::Series,
            id: self.series,
            act: Act::Arrange,
            version,
            keys: parts.iter().map(|part| (*part).to_owned()).collect(),
            overview,
        };
        lists::change(&self.database, &self.actor, &step)
            .await
            .unwrap()
            .unwrap()
    }
}

fn say(series: &mut DeskSeries, slug: &str, title: &str) {
    slug.clone_into(&mut series.slug);
    title.clone_into(&mut series.title);
    "All of it.".clone_into(&mut series.description);
    series.complete = true;
}

#[tokio::test]
async fn parts_are_numbered_without_gaps_as_they_were_put() {
    let blog = Blog::open().await;
    let version = blog.read().await.version;
    let put = blog
        .arrange(version, &["three", "one", "two", "four"], false)
        .await
        .unwrap();
    assert!(put.version > version && !put.overview);
    assert_eq!(blog.parts().await, ["1 three", "2 one", "3 two", "4 four"]);
    blog.arrange(put.version, &["three", "one", "two", "four"], true)
        .await
        .unwrap();
    assert_eq!(blog.parts().await, ["0 three", "1 one", "2 two", "3 four"]);
    assert!(blog.read().await.overview);
}

#[tokio::test]
async fn the_second_of_two_who_arrange_at_once_is_told_and_nothing_is_lost() {
    let blog = Blog::open().await;
    let seen = blog.read().await.version;
    blog.arrange(seen, &["two", "one", "three", "four"], false)
        .await
        .unwrap();
    let error = blog
        .arrange(seen, &["four", "three", "two", "one"], false)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("in the meantime"), "{error}");
    assert_eq!(blog.parts().await, ["1 two", "2 one", "3 three", "4 four"]);
    // Not even with the right number, if the parts are others.
    let seen = blog.read().await.version;
    for parts in [
        &["two", "one"][..],
        &["two", "one", "three", "five"],
        &["two", "one", "three", "four", "two"],
    ] {
        assert!(blog.arrange(seen, parts, false).await.is_err(), "{parts:?}");
    }
}

#[tokio::test]
async fn parts_come_and_go_and_the_others_close_the_gap() {
    let blog = Blog::open().await;
    blog.save("five", None).await;
    blog.put(Act::Add, blog.series, "five").await.unwrap();
    blog.put(Act::TakeOut, blog.series, "two").await.unwrap();
    assert_eq!(blog.parts().await, ["1 one", "2 three", "3 four", "4 five"]);
    let other = create(&blog.database, &blog.actor, "Other")
        .await
        .unwrap()
        .unwrap();
    let error = blog.put(Act::Add, other, "five").await.unwrap_err();
    assert!(error.to_string().contains("Durable jobs"), "{error}");
    let mut reader = blog.database.reader().await.unwrap();
    assert_eq!(miscounted(&mut reader).await, Vec::<String>::new());
    let labels: Vec<String> = dump_index(&mut reader)
        .await
        .into_iter()
        .filter(|line| line.contains("Durable jobs"))
        .collect();
    assert_eq!(
        labels.len(),
        4,
        "the search finds the parts by their series: {labels:?}"
    );
}

#[tokio::test]
async fn an_author_who_wants_another_place_gets_it_and_the_others_make_room() {
    let blog = Blog::open().await;
    for (post, wanted, parts) in [
        ("four", 1, ["1 four", "2 one", "3 two", "4 three"]),
        ("four", 9, ["1 one", "2 two", "3 three", "4 four"]),
        ("two", 0, ["0 two", "1 one", "2 three", "3 four"]),
        ("four", 1, ["0 two", "1 four", "2 one", "3 three"]),
        ("one", 0, ["0 one", "1 two", "2 four", "3 three"]),
    ] {
        let mut write = blog.database.begin().await.unwrap();
        let id = drafts::find_post(&mut write, post).await.unwrap().unwrap().id;
        settle(&mut write, id, wanted, None).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(blog.parts().await, parts, "{post} at {wanted}");
    }
}

#[tokio::test]
async fn a_series_gets_another_address_and_the_old_one_leads_there_at_once() {
    let blog = Blog::open().await;
    for (slug, title) in [
        ("queues", "Queues"),
        ("jobs", "Jobs"),
        ("durable-jobs", "Jobs"),
        ("jobs", "Jobs"),
    ] {
        blog.edit(|series| say(series, slug, title)).await.unwrap();
    }
    let mut reader = blog.database.reader().await.unwrap();
    for old in ["/series/queues", "/series/durable-jobs"] {
        let found = redirects::find_redirect(&mut reader, old, NOW).await.unwrap();
        assert_eq!(found.as_deref(), Some("/series/jobs"), "{old}");
    }
    assert!(
        redirects::read_redirect(&mut reader, "/series/jobs")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        dump_index(&mut reader)
            .await
            .iter()
            .any(|line| line.ends_with("Jobs"))
    );
    drop(reader);
    let error = create(&blog.database, &blog.actor, "Queues")
        .await
        .unwrap()
        .unwrap_err();
    assert!(
        matches!(&error, AppError::Invalid(fields) if fields.contains_key("title")),
        "{error:?}"
    );
    for (slug, title) in [("No", "T"), ("a", ""), ("a", "a\nb")] {
        let outcome = blog.edit(|series| say(series, slug, title)).await;
        assert!(matches!(outcome, Err(AppError::Invalid(_))), "{slug} {title}");
    }

    delete(&blog.database, &blog.actor, blog.series)
        .await
        .unwrap()
        .unwrap();
    let mut reader = blog.database.reader().await.unwrap();
    for old in ["/series/queues", "/series/jobs"] {
        let found = redirects::find_redirect(&mut reader, old, NOW).await.unwrap();
        assert_eq!(found.as_deref(), Some("/posts/one"), "{old}");
    }
    assert!(
        drafts::find_post(&mut reader, "one").await.unwrap().is_some(),
        "posts stay"
    );
    assert!(open(&blog.database, blog.series).await.unwrap().is_none());
}

#[tokio::test]
async fn a_deleted_series_leads_to_a_part_that_readers_find_in_lists() {
    let blog = Blog::open().await;
    for (visibility, kind, target) in [
        ("unlisted", "post", "/posts/two"),
        ("public", "page", "/posts/two"),
        ("public", "post", "/posts/zero"),
    ] {
        let series = create(&blog.database, &blog.actor, "Parts")
            .await
            .unwrap()
            .unwrap();
        let mut write = blog.database.begin().await.unwrap();
        let zero = drafts::find_post(&mut write, "zero").await.unwrap();
        let record = PostRecord {
            series: Some((series, 0)),
            visibility,
            kind,
            ..post("zero", 1_000)
        };
        save_post(&mut write, zero.map(|post| post.id), &record, NOW)
            .await
            .unwrap();
        let two = drafts::find_post(&mut write, "two").await.unwrap().unwrap();
        move_post(&mut write, two.id, Some((series, 1))).await.unwrap();
        write.commit().await.unwrap();
        delete(&blog.database, &blog.actor, series)
            .await
            .unwrap()
            .unwrap();
        let mut reader = blog.database.reader().await.unwrap();
        let found = redirects::find_redirect(&mut reader, "/series/parts", NOW)
            .await
            .unwrap();
        assert_eq!(found.as_deref(), Some(target), "{visibility} {kind}");
    }
}

#[tokio::test]
async fn series_in_other_scripts_have_addresses_of_their_own() {
    let blog = Blog::open().await;
    for title in ["日本語", "中文"] {
        let id = create(&blog.database, &blog.actor, title).await.unwrap().unwrap();
        let series = open(&blog.database, id).await.unwrap().unwrap();
        assert_eq!(series.slug, slug_of(title, "series").as_str());
        assert!(series.slug.starts_with("series-"), "{}", series.slug);
    }
}

#[tokio::test]
async fn the_second_of_two_who_say_something_of_a_series_is_told_and_neither_hinders_who_arranges_it() {
    let blog = Blog::open().await;
    let mut write = blog.database.begin().await.unwrap();
    ensure_media(&mut write, &picture("aa", "/media/aa.png"), NOW)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let (seen, order) = (blog.open_series().await, blog.read().await.version);
    let cover = |src: &str, alt: &str| {
        Some(Picture {
            src: src.to_owned(),
            alt: alt.to_owned(),
        })
    };
    let covered = DeskSeries {
        cover: cover("/media/aa.png", " A queue "),
        ..seen.clone()
    };
    let saved = blog.send(&covered).await.unwrap();
    assert_eq!(saved.cover, cover("/media/aa.png", "A queue"));
    // Sent once more, as where the answer was lost, it is done already.
    assert_eq!(blog.send(&covered).await.unwrap(), saved);
    for other in [
        DeskSeries {
            shows_coming: true,
            ..seen.clone()
        },
        DeskSeries {
            cover: cover("/media/aa.png", "Another"),
            ..seen.clone()
        },
        DeskSeries {
            title: "Jobs".to_owned(),
            ..seen.clone()
        },
    ] {
        let error = blog.send(&other).await.unwrap_err();
        assert!(
            matches!(&error, AppError::Conflict(words) if words.contains("still here")),
            "{error:?}"
        );
        assert_eq!(blog.open_series().await, saved, "nothing of it is written");
    }
    let missing = blog
        .edit(|series| series.cover = cover("/media/bb.png", ""))
        .await;
    let long = blog
        .edit(|series| series.cover = cover("/media/aa.png", &"a".repeat(LONGEST_ALT + 1)))
        .await;
    for refused in [missing, long] {
        assert!(
            matches!(&refused, Err(AppError::Invalid(fields)) if fields.contains_key("cover")),
            "{refused:?}"
        );
    }
    let saved = blog.edit(|series| series.shows_coming = true).await.unwrap();
    assert!(saved.shows_coming && saved.cover.is_some());
    blog.arrange(order, &["two", "one", "three", "four"], false)
        .await
        .unwrap();
    let taken_off = blog.edit(|series| series.cover = None).await.unwrap();
    assert_eq!((taken_off.cover, taken_off.shows_coming), (None, true));

    let mut reader = blog.database.reader().await.unwrap();
    let noted = list_entries(&mut reader, None, 9).await.unwrap();
    let noted: Vec<(&str, &str)> = noted
        .iter()
        .rev()
        .filter(|entry| entry.action == "series.edit")
        .map(|entry| (entry.before.as_str(), entry.after.as_str()))
        .collect();
    let states = [
        "durable-jobs",
        "durable-jobs, cover /media/aa.png",
        "durable-jobs, cover /media/aa.png, shows parts to come",
        "durable-jobs, shows parts to come",
    ];
    assert_eq!(
        noted,
        [
            (states[0], states[1]),
            (states[1], states[2]),
            (states[2], states[3])
        ]
    );
}
