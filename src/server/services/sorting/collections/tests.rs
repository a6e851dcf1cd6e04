//! What a collection is called and says is checked before it is kept; there are only so many.

use super::*;

struct Blog {
    database: Database,
    actor: Actor,
    _folder: tempfile::TempDir,
}

impl Blog {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        Self {
            database,
            actor: Actor::operator(),
            _folder: folder,
        }
    }

    async fn begin(&self, name: &str) -> Result<i64, AppError> {
        create(&self.database, &self.actor, name).await.unwrap()
    }

    async fn edit(&self, id: i64, filled: Filled<'_>) -> Result<DeskCollection, AppError> {
        edit(&self.database, &self.actor, id, filled)
            .await
            .unwrap()
            .unwrap()
    }

    /// Names with their places.
    async fn all(&self) -> Vec<String> {
        let mut reader = self.database.reader().await.unwrap();
        let line = line_of_all(&mut reader).await.unwrap();
        line.items.into_iter().map(|lined| lined.item.name).collect()
    }
}

fn wrong(error: AppError) -> Vec<String> {
    match error {
        AppError::Invalid(errors) => errors.into_keys().collect(),
        error => panic!("{error:?}"),
    }
}

const START: Filled<'_> = Filled {
    slug: "start-here",
    name: "Start here",
    intro: "",
    shows: "",
};

#[tokio::test]
async fn what_is_said_of_a_collection_is_kept_or_what_is_wrong_with_it_is_told() {
    let blog = Blog::open().await;
    let id = blog.begin(" Start here ").await.unwrap();
    let begun = open(&blog.database, id).await.unwrap().unwrap();
    assert_eq!(
        (begun.slug.as_str(), begun.name.as_str()),
        ("start-here", "Start here")
    );
    let saved = blog
        .edit(
            id,
            Filled {
                slug: "",
                name: "Flagship",
                intro: " Three of many. ",
                shows: "takeaway, summary, summary",
            },
        )
        .await
        .unwrap();
    assert_eq!(
        saved,
        DeskCollection {
            id,
            slug: "flagship".to_owned(),
            name: "Flagship".to_owned(),
            intro: "Three of many.".to_owned(),
            shows: "summary, takeaway".to_owned(),
        }
    );
    let long = "x".repeat(1_001);
    for (filled, fields) in [
        (Filled { name: " ", ..START }, &["name"][..]),
        (
            Filled {
                name: "a\nb",
                ..START
            },
            &["name"],
        ),
        (
            Filled {
                name: &long,
                intro: &long,
                ..START
            },
            &["intro", "name"],
        ),
        (
            Filled {
                slug: "No Slug",
                ..START
            },
            &["slug"],
        ),
        // All lists can show it, and collections do not.
        (
            Filled {
                shows: "views",
                ..START
            },
            &["shows"],
        ),
        (
            Filled {
                shows: "nothing",
                name: "",
                ..START
            },
            &["name", "shows"],
        ),
    ] {
        assert_eq!(
            wrong(blog.edit(id, filled).await.unwrap_err()),
            fields,
            "{filled:?}"
        );
    }
    assert_eq!(open(&blog.database, id).await.unwrap(), Some(saved));
    assert!(
        edit(&blog.database, &blog.actor, 99, START)
            .await
            .unwrap()
            .is_none()
    );
    assert!(open(&blog.database, 99).await.unwrap().is_none());
}

#[tokio::test]
async fn a_slug_is_one_collections_alone() {
    let blog = Blog::open().await;
    let first = blog.begin("Start here").await.unwrap();
    assert_eq!(wrong(blog.begin("Start here").await.unwrap_err()), ["name"]);
    let second = blog.begin("日本語").await.unwrap();
    assert_eq!(wrong(blog.edit(second, START).await.unwrap_err()), ["slug"]);
    blog.edit(first, START).await.unwrap();
    blog.edit(
        second,
        Filled {
            slug: "start",
            ..START
        },
    )
    .await
    .unwrap();
    assert_eq!(blog.all().await, ["Start here", "Start here"]);
}

#[tokio::test]
async fn there_are_only_so_many_and_the_others_close_the_gap_of_one_that_is_deleted() {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for number in 0..MOST_COLLECTIONS {
        ids.push(blog.begin(&format!("C {number}")).await.unwrap());
    }
    let error = blog.begin("One more").await.unwrap_err();
    assert!(
        matches!(&error, AppError::Invalid(errors) if errors["name"].contains("12 collections")),
        "{error:?}"
    );
    for there in [true, false] {
        let deleted = delete(&blog.database, &blog.actor, ids[3]).await.unwrap();
        assert_eq!(deleted.is_some(), there);
    }
    blog.begin("One more").await.unwrap();
    let all = blog.all().await;
    assert_eq!(
        (all.len(), all[3].as_str(), all[11].as_str()),
        (12, "C 4", "One more")
    );
}
