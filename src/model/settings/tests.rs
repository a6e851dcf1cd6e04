//! What may be said of a site, and what may not.

use super::*;

fn read(name: &str, typed: &str) -> Result<String, String> {
    find(name).unwrap().read(typed)
}

#[test]
fn what_nobody_chose_is_as_any_choice_would_be() {
    let values = defaults();
    assert_eq!(values.len(), SETTINGS.len());
    for setting in SETTINGS {
        let value = &values[setting.name];
        assert_eq!(setting.read(value).as_ref(), Ok(value), "{}", setting.name);
    }
    assert_eq!(Site::of(&values), Site::default());
    let Frame {
        logo,
        navigation,
        social,
        footer,
        letters,
    } = Frame::of(&values);
    assert!(logo.is_empty());
    assert_eq!(letters.contact_call, "initContact() →");
    assert_eq!((navigation.len(), social.len(), footer.len()), (3, 0, 2));
}

#[test]
fn what_is_chosen_is_one_of_the_choices() {
    assert_eq!(read("layout", "feed").as_deref(), Ok("feed"));
    assert!(
        read("layout", "newspaper")
            .unwrap_err()
            .contains("knowledge-base")
    );
    assert_eq!(read("shows", "date,  cover,date").as_deref(), Ok("cover, date"));
    assert_eq!(read("shows", " ").as_deref(), Ok(""));
    assert!(
        read("shows", "cover, <b>")
            .unwrap_err()
            .contains("“<b>” is none of these")
    );
    assert_eq!(read("logo", "/media/0a1b.svg").as_deref(), Ok("/media/0a1b.svg"));
    for markdown in ["![](/media/0a1b.svg)", " ![The mark](/media/0a1b.svg \"Mark\") "] {
        assert_eq!(
            read("logo", markdown).as_deref(),
            Ok("/media/0a1b.svg"),
            "{markdown}"
        );
    }
    for foreign in [
        "![](https://evil.test/x.png)",
        "[cv](/media/0a1b.pdf)",
        "/media/0a1b.pdf",
        "https://evil.test/x.png",
        "/media/",
        "/media/../x",
        "/posts/x",
    ] {
        assert!(
            read("logo", foreign).unwrap_err().contains("/media/"),
            "{foreign}"
        );
    }
    assert!(read("front_tag", "C++").is_err());
}

#[test]
fn groups_stand_together() {
    let mut groups: Vec<Group> = SETTINGS.iter().map(|setting| setting.group).collect();
    groups.dedup();
    let mut seen = Vec::new();
    for group in groups {
        assert!(!seen.contains(&group), "{group:?} is in two places");
        seen.push(group);
    }
}

#[test]
fn words_are_kept_as_typed_whatever_they_look_like() {
    let html = "<script>alert(1)</script> & \"Co\"";
    assert_eq!(read("name", &format!("  {html} ")).as_deref(), Ok(html));
    assert_eq!(read("tagline", "").as_deref(), Ok(""));
    // What only joins is fine where there is something to join.
    assert_eq!(read("name", "نامه\u{200c}ها").as_deref(), Ok("نامه\u{200c}ها"));
}

#[test]
fn words_that_do_not_fit_are_refused_with_what_to_do() {
    let long = "word ".repeat(2_000);
    for (name, typed, told) in [
        ("name", "  ", "Fill this in"),
        ("description", "", "Fill this in"),
        ("owner", "", "Fill this in"),
        ("name", "\u{200b}", "Fill this in"),
        ("name", "\u{2060} \u{feff}", "Fill this in"),
        ("description", "\u{ad}\u{ad}", "Fill this in"),
        ("owner", "\u{61c}\u{3164}", "Fill this in"),
        ("name", long.as_str(), "at most 60 letters; these are 9999"),
        ("tagline", long.as_str(), "at most 120"),
        ("description", long.as_str(), "at most 300"),
        ("owner", long.as_str(), "at most 80"),
        ("name", "One\nTwo", "on one line"),
        ("name", "One\u{202e}owT", "nobody sees"),
        ("language", "", "such as en"),
        ("language", "English", "such as en"),
        ("language", "e\"n", "such as en"),
        ("language", "en_GB", "such as en"),
        ("language", "en-", "such as en"),
        ("time_zone", "", "Europe/Berlin"),
        ("time_zone", "Europe Berlin", "Europe/Berlin"),
        ("base_url", "https://example.org/blog", "root"),
        ("navigation", "Home", "Line 1"),
        ("navigation", long.as_str(), "Line 1"),
        ("social", "Me = /about", "Line 1"),
        ("accent", "reddish", "hexadecimal"),
        ("accent", long.as_str(), "hexadecimal"),
        ("footer", long.as_str(), "at most 40 letters; these are 9999"),
    ] {
        let problem = read(name, typed).unwrap_err();
        assert!(problem.contains(told), "{name}: {problem}");
    }
    assert_eq!(read("language", "zh-Hant-TW").as_deref(), Ok("zh-Hant-TW"));
}

#[test]
fn a_setting_is_found_by_its_name() {
    assert_eq!(find("base-url").unwrap().name, BASE_URL);
    assert!(find("colour").is_none());
    assert!(unknown().contains("time_zone"));
}
