//! What a post is written as, and that it is read back.

use proptest::prelude::*;

use super::{file::KEYS, *};

fn any_front() -> impl Strategy<Value = FrontMatter> {
    let text = || any::<String>();
    (
        (text(), text(), text(), text()),
        prop::collection::vec(text(), 0..3),
        prop::option::of((text(), 0_i64..50)),
        prop::option::of(600_000_000_000_i64..4_000_000_000_000),
        any::<bool>(),
    )
        .prop_map(|((title, summary, takeaway, alt), names, series, at, featured)| {
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let names: Vec<Name> = names
                .iter()
                .map(|name| Name::new(Named::new("other").slug.as_str(), name).unwrap())
                .collect();
            FrontMatter {
                id: Some(uuid::Uuid::new_v4().to_string()),
                title,
                summary,
                takeaway,
                featured,
                slug: Some(Slug::from_title("a-post")),
                cover: Some(Cover {
                    src: "/media/aa.png".to_owned(),
                    alt,
                }),
                tags: names.clone(),
                authors: names,
                series: series.map(|(title, part)| Part {
                    slug: Slug::from_title("series"),
                    title,
                    part: Some(part),
                }),
                published_at: at.map(|at| moment(at, &zone).unwrap()),
                ..FrontMatter::default()
            }
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(front in any_front(), text in any::<String>()) {
        let file = front.write(&text).unwrap();
        prop_assert!(is_written(&file));
        let (read, body) = read(&file).unwrap();
        prop_assert_eq!(read, front);
        prop_assert_eq!(body, text);
    }

    #[test]
    fn a_moment_is_kept_to_the_millisecond(at in -5_000_000_000_000_i64..5_000_000_000_000) {
        let zone = TimeZone::get("America/New_York").unwrap();
        prop_assert_eq!(millis(moment(at, &zone).unwrap(), &TimeZone::UTC), Ok(at));
    }
}

#[test]
fn a_file_is_for_people_too() {
    let front = FrontMatter {
        title: "A \"queue\"".to_owned(),
        summary: "One.\n+++\nTwo.".to_owned(),
        slug: Some(Slug::from_title("a-queue")),
        tags: vec![
            Name::new("rust", "Rust").unwrap(),
            Name::new("c-plus-plus", "C++").unwrap(),
        ],
        published_at: Some(moment(1_717_146_000_250, &TimeZone::get("Europe/Berlin").unwrap()).unwrap()),
        ..FrontMatter::default()
    };
    assert_eq!(
        front.write("Text\n").unwrap(),
        "+++\nlogbook = 1\ntitle = \"A \\\"queue\\\"\"\nslug = \"a-queue\"\nkind = \"post\"\nstatus = \"draft\"\n\
         visibility = \"public\"\npublished_at = 2024-05-31T11:00:00.25+02:00\n\
         summary = \"One.\\n+++\\nTwo.\"\ntags = [\"Rust\", \"C++\"]\n+++\nText\n"
    );
}

#[test]
fn what_cannot_be_read_names_its_line_and_says_why() {
    for (file, line, words) in [
        ("+++\nlogbook = 1\ntitle = \"a\n+++\n", Some(3), "malformed"),
        (
            "+++\nlogbook = 1\nstatus = \"thrown\"\n+++\n",
            Some(3),
            "malformed",
        ),
        ("+++\nlogbook = 1\n", Some(1), "never closed"),
        ("+++\nlogbook = 2\n+++\n", Some(2), "newer Logbook"),
    ] {
        let refused = read(file).unwrap_err();
        assert_eq!(refused.line, line, "{refused:?}");
        assert!(refused.reason.contains(words), "{refused:?}");
    }
    let local = "2024-05-31T09:00:00".parse().unwrap();
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    assert_eq!(millis(local, &berlin), Ok(1_717_138_800_000));
    assert!(
        millis("09:00:00".parse().unwrap(), &berlin)
            .unwrap_err()
            .contains("no date")
    );
}

#[test]
fn a_file_is_known_however_an_editor_set_its_first_key() {
    for beginning in [
        "+++\nlogbook = 1\n",
        "\u{feff}+++\r\nlogbook=1\r\n",
        "+++ \n\n  logbook\t= 1",
    ] {
        assert!(is_written(beginning), "{beginning:?}");
        assert!(read(&format!("{beginning}\n+++\nText")).is_ok(), "{beginning:?}");
    }
    for beginning in [
        "",
        "+++",
        "---\nlogbook: 1",
        "+++\nlogbooks = 1",
        "+++x\nlogbook = 1",
        "+++\nlogbook",
    ] {
        assert!(!is_written(beginning), "{beginning:?}");
    }
}

#[test]
fn every_key_that_can_be_written_has_its_place() {
    let full = FrontMatter {
        id: Some(uuid::Uuid::nil().to_string()),
        slug: Some(Slug::from_title("a")),
        pending: true,
        featured: true,
        published_at: Some(moment(0, &TimeZone::UTC).unwrap()),
        date: Some(moment(0, &TimeZone::UTC).unwrap()),
        seen_at: Some(moment(0, &TimeZone::UTC).unwrap()),
        updated_at: Some(moment(0, &TimeZone::UTC).unwrap()),
        reviewed_at: Some(moment(0, &TimeZone::UTC).unwrap()),
        review_after: Some(moment(0, &TimeZone::UTC).unwrap()),
        evergreen: true,
        tells_changes: true,
        summary: "a".to_owned(),
        takeaway: "a".to_owned(),
        tags: vec![Name::Plain("a".to_owned())],
        authors: vec![Name::Plain("a".to_owned())],
        series: Some(Part {
            slug: Slug::from_title("a"),
            title: "A".to_owned(),
            part: None,
        }),
        cover: Some(Cover {
            src: "a".to_owned(),
            alt: String::new(),
        }),
        canonical: Some("a".to_owned()),
        seo_title: Some("a".to_owned()),
        seo_description: Some("a".to_owned()),
        language: "en".to_owned(),
        project: Some(Said::default()),
        aliases: vec!["/a".to_owned()],
        source_path: Some("a".to_owned()),
        order: Some(1),
        ..FrontMatter::default()
    };
    assert_eq!(
        toml::to_string(&full)
            .unwrap()
            .parse::<toml::Table>()
            .unwrap()
            .len(),
        KEYS.len()
    );
    assert_eq!(read(&full.write("").unwrap()).unwrap().0, full);
}
