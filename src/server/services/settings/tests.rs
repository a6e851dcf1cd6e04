//! Changing the settings of a site that runs.

use super::*;
use crate::server::db::audit;

async fn database() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
    (folder, database)
}

fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// How often the settings were changed.
async fn version(database: &Database) -> i64 {
    table::read_version(&mut database.reader().await.unwrap())
        .await
        .unwrap()
}

fn errors(outcome: Result<(), AppError>) -> FieldErrors {
    match outcome {
        Err(AppError::Invalid(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_change_counts_at_once_and_after_a_restart_and_is_in_the_log() {
    let (_folder, database) = database().await;
    let settings = Settings::open(&database, Values::new()).await.unwrap();
    let other = settings.clone();
    assert_eq!(*settings.site(), Site::of(&crate::model::settings::defaults()));
    let change = values([
        ("name", " Tide tables "),
        ("time-zone", "europe/berlin"),
        ("tagline", ""),
        ("owner", "The authors"),
    ]);
    let operator = Actor::operator();
    set_settings(&database, &settings, &operator, &change)
        .await
        .unwrap()
        .unwrap();
    let again = Settings::open(&database, Values::new()).await.unwrap();
    for settings in [&settings, &other, &again] {
        let site = settings.site();
        assert_eq!((site.name.as_str(), site.tagline.as_str()), ("Tide tables", ""));
        assert_eq!(settings.calendar().zone_name(), "Europe/Berlin");
    }
    let mut reader = database.reader().await.unwrap();
    let log = audit::list_entries(&mut reader, None, 9).await.unwrap();
    assert_eq!(log.len(), 3);
    let entry = log.iter().find(|entry| entry.object == "name").unwrap();
    assert_eq!(
        (entry.action.as_str(), entry.before.as_str(), entry.after.as_str()),
        ("settings.change", "Logbook", "Tide tables")
    );
    drop(reader);
    // What is so already is no change.
    set_settings(&database, &settings, &operator, &change)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(version(&database).await, 1);
}

#[tokio::test]
async fn all_is_changed_or_nothing_and_every_error_is_named() {
    let (_folder, database) = database().await;
    let settings = Settings::open(&database, Values::new()).await.unwrap();
    let long = "a".repeat(10_000);
    let change = values([
        ("owner", "Ada"),
        ("name", &long),
        ("base_url", "https://example.org/blog"),
        ("time_zone", "Mars/Olympus"),
        ("colour", "red"),
    ]);
    let outcome = set_settings(&database, &settings, &Actor::operator(), &change)
        .await
        .unwrap();
    let errors = errors(outcome);
    assert_eq!(
        errors.keys().collect::<Vec<_>>(),
        ["base_url", "colour", "name", "time_zone"]
    );
    assert!(errors["colour"].contains("There are: name"), "{errors:?}");
    assert!(errors["time_zone"].contains("Europe/Berlin"), "{errors:?}");
    assert_eq!(*settings.site(), Site::of(&crate::model::settings::defaults()));
    assert_eq!(version(&database).await, 0);
}

#[tokio::test]
async fn what_was_given_at_the_start_counts() {
    let (_folder, database) = database().await;
    let free = Settings::open(&database, Values::new()).await.unwrap();
    let given = Settings::open(&database, values([("base_url", "https://given.test")]))
        .await
        .unwrap();
    let change = values([("base_url", "https://chosen.test")]);
    let operator = Actor::operator();
    let refused = set_settings(&database, &given, &operator, &change).await.unwrap();
    assert!(errors(refused)["base_url"].contains("when the server was started"));
    set_settings(&database, &free, &operator, &change)
        .await
        .unwrap()
        .unwrap();
    given.follow(&database).await.unwrap();
    assert_eq!(given.site().base_url, "https://given.test");
    assert_eq!(free.site().base_url, "https://chosen.test");
    assert_eq!(read_settings(&given).given, ["base_url"]);
}

#[tokio::test]
async fn what_another_program_changed_is_followed() {
    let (_folder, database) = database().await;
    let server = Settings::open(&database, Values::new()).await.unwrap();
    let command = Settings::open(&database, Values::new()).await.unwrap();
    let change = values([("name", "Elsewhere")]);
    set_settings(&database, &command, &Actor::operator(), &change)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(server.site().name, "Logbook");
    server.follow(&database).await.unwrap();
    assert_eq!(server.site().name, "Elsewhere");
}

fn change<const N: usize>(changes: [(&str, &str, &str); N]) -> Changes {
    changes
        .map(|(name, seen, wanted)| {
            let (seen, wanted) = (seen.to_owned(), wanted.to_owned());
            (name.to_owned(), settings::Change { seen, wanted })
        })
        .into()
}

#[tokio::test]
async fn of_two_who_change_the_same_the_second_is_told_and_otherwise_both_are_heeded() {
    let (_folder, database) = database().await;
    let settings = Settings::open(&database, Values::new()).await.unwrap();
    let operator = Actor::operator();
    let send = async |changes: Changes| {
        change_settings(&database, &settings, &operator, &changes)
            .await
            .unwrap()
    };
    let shown = send(change([("name", "Logbook", "First")])).await.unwrap();
    assert_eq!(shown.values["name"], "First");
    // Another setting, seen before that.
    send(change([("owner", "The authors", "Ada")])).await.unwrap();
    let late = send(change([
        ("name", "Logbook", "Second"),
        ("tagline", "Notes on building systems", "x"),
    ]))
    .await;
    assert!(matches!(late, Err(AppError::Conflict(_))), "{late:?}");
    let site = settings.site();
    assert_eq!((site.name.as_str(), site.owner.as_str()), ("First", "Ada"));
    assert_eq!(site.tagline, "Notes on building systems", "all or nothing");
    // What both want is no conflict, and neither is what was looked at anew.
    send(change([("name", "Logbook", " First ")])).await.unwrap();
    send(change([("name", "First", "Second")])).await.unwrap();
    assert_eq!(settings.site().name, "Second");
}

#[tokio::test]
async fn what_counts_already_is_no_change_and_what_was_there_at_first_is_chosen_no_more() {
    let (_folder, database) = database().await;
    let settings = Settings::open(&database, Values::new()).await.unwrap();
    let operator = Actor::operator();
    let set = async |name: &str, value: &str| {
        set_settings(&database, &settings, &operator, &values([(name, value)]))
            .await
            .unwrap()
            .unwrap();
        read_chosen(&mut database.reader().await.unwrap()).await.unwrap()
    };
    assert_eq!(set("name", " Logbook ").await, Values::new());
    assert_eq!(version(&database).await, 0);
    assert_eq!(
        set("name", "Tide tables").await,
        values([("name", "Tide tables")])
    );
    assert_eq!(set("name", "Logbook").await, Values::new());
    assert_eq!(
        (version(&database).await, settings.site().name.as_str()),
        (2, "Logbook")
    );
    let mut reader = database.reader().await.unwrap();
    let log = audit::list_entries(&mut reader, None, 9).await.unwrap();
    assert_eq!(
        (log.len(), log[0].before.as_str(), log[0].after.as_str()),
        (2, "Tide tables", "Logbook")
    );
}

#[tokio::test]
async fn what_cannot_be_read_any_more_is_left_aside() {
    let (_folder, database) = database().await;
    let mut write = database.begin().await.unwrap();
    for (name, value) in [("time_zone", "Mars/Olympus"), ("gone", "x"), ("name", "Kept")] {
        table::put_setting(&mut write, name, value).await.unwrap();
    }
    table::count_change(&mut write).await.unwrap();
    write.commit().await.unwrap();
    let settings = Settings::open(&database, Values::new()).await.unwrap();
    assert_eq!(settings.calendar().zone_name(), "UTC");
    assert_eq!(settings.site().name, "Kept");
}
