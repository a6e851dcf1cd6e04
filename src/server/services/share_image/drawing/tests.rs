//! What pictures look like, as far as a program can tell.

use std::time::Instant;

use super::*;
use crate::model::site::Site;

/// The largest that a picture may be.
const MOST: usize = 300_000;

fn of_post(title: &str) -> Words {
    Words::of_post(
        &Site::default(),
        title,
        &["Ada Marlow", "Ben Okafor"],
        Some("storage"),
    )
}

/// The picture's pixels.
fn pixels(png: &[u8]) -> image::RgbImage {
    let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap();
    let picture = picture.into_rgb8();
    assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
    assert!(png.len() < MOST, "{} bytes", png.len());
    picture
}

/// From where to where something dark is drawn between two heights.
fn extent(picture: &image::RgbImage, top: f32, bottom: f32) -> Option<(u32, u32)> {
    let dark = |x: &u32| (top as u32..bottom as u32).any(|y| picture.get_pixel(*x, y).0[1] < 0x50);
    Some(((0..WIDTH).find(dark)?, (0..WIDTH).rev().find(dark)?))
}

#[test]
fn every_title_has_room() {
    let long = "Scheduling, fairness and the queue ".repeat(6);
    for title in [
        "Q",
        "Why your p99 lies",
        &long[..200],
        &"W".repeat(200),
        &"std::collections::hash_map::".repeat(5),
        "Bounded queues & <backpressure> “that” said: no — and \u{2192} meant it",
        "Очереди, которые не растут без границ",
        "Ångström café naïve façade Łódź Ğüş ẞ",
    ] {
        let png = draw(&of_post(title)).unwrap().unwrap();
        let picture = pixels(&png);
        let (from, to) = extent(&picture, TOP - 10.0, BOTTOM).unwrap();
        assert!(
            from >= MARGIN as u32 - 2 && to <= WIDTH - MARGIN as u32 + 2,
            "{title}: {from} to {to}"
        );
        // Nothing runs into what stands below.
        let between = (BOTTOM as u32 - 14..BOTTOM as u32)
            .all(|y| (0..WIDTH).all(|x| picture.get_pixel(x, y).0[1] > 0xf0));
        assert!(between, "{title}");
    }
}

/// Some systems have fonts for these, others do not; no picture has holes either way.
#[test]
fn titles_in_any_script_are_drawn_whole_or_not_at_all() {
    for title in [
        "分散システムにおける一貫性とは何か、そして何でないか",
        "분산 시스템의 일관성",
        "🎉 Released 🚀👩🏽‍💻 at last",
        "שלום עולם: תורים ועומסים",
        "مرحبا بالعالم في النظام الموزع",
        "हिन्दी में क्यू",
    ] {
        if let Some(png) = draw(&of_post(title)).unwrap() {
            let picture = pixels(&png);
            let (from, to) = extent(&picture, TOP - 10.0, BOTTOM).unwrap();
            assert!(
                from >= MARGIN as u32 - 4 && to <= WIDTH - MARGIN as u32 + 4,
                "{title}"
            );
            if begins_right(title) {
                assert!(
                    to > WIDTH - MARGIN as u32 - 40,
                    "{title} begins on the right: {to}"
                );
            }
        }
    }
    let with = draw(&of_post("Released at last")).unwrap().unwrap();
    if !fonts::has('\u{fdd0}') {
        assert_eq!(draw(&of_post("Released \u{fdd0}at last")).unwrap().unwrap(), with);
    }
    assert_eq!(draw(&of_post(" \u{200b} ")).unwrap(), None);
}

#[test]
fn the_same_words_are_the_same_bytes_and_others_are_not() {
    let words = of_post("Why your p99 lies");
    let drawn = draw(&words).unwrap();
    assert_eq!(drawn, draw(&words).unwrap());
    for other in [
        of_post("Why your p99 lied"),
        Words {
            accent: "1f6feb".to_owned(),
            ..words.clone()
        },
        Words {
            left: "Ada Marlow".to_owned(),
            ..words.clone()
        },
        Words {
            right: String::new(),
            ..words.clone()
        },
        Words {
            over: "Notes".to_owned(),
            ..words.clone()
        },
        Words {
            line: "A line".to_owned(),
            ..words.clone()
        },
    ] {
        assert_ne!(draw(&other).unwrap(), drawn, "{other:?}");
    }
}

#[test]
fn words_are_never_markup() {
    for text in [
        "</text><rect width=\"1200\" height=\"630\" fill=\"#000\"/><text>",
        "</script><script>alert(1)</script> & \"x\"",
        "]]> &#0; &lt; &unknown; <!-- -- >",
        "\u{0}\u{1}\u{b}\u{ffff}\u{fffe}\u{202e}title",
    ] {
        let words = Words {
            over: text.to_owned(),
            left: text.to_owned(),
            right: text.to_owned(),
            line: text.to_owned(),
            ..of_post(text)
        };
        let picture = pixels(&draw(&words).unwrap().unwrap());
        assert!(picture.get_pixel(4, 400).0[0] > 0xf0, "{text}");
    }
}

#[test]
fn the_site_itself_has_a_picture() {
    let site = Site {
        name: "A name that is as long as names of sites can be, sixty letters".to_owned(),
        tagline: "Notes on building systems ".repeat(4),
        base_url: format!("https://{}.example.org", "long-label-".repeat(5)),
        ..Site::default()
    };
    pixels(&draw(&Words::of_site(&site)).unwrap().unwrap());
    pixels(&draw(&Words::of_site(&Site::default())).unwrap().unwrap());
    let words = Words {
        left: "Ada Marlow, ".repeat(30),
        right: format!("#{}", "tag".repeat(30)),
        over: "W".repeat(60),
        ..of_post("Many authors")
    };
    let picture = pixels(&draw(&words).unwrap().unwrap());
    for (top, bottom) in [(60.0, 140.0), (530.0, 600.0)] {
        if let Some((from, to)) = extent(&picture, top, bottom) {
            assert!(
                from >= MARGIN as u32 - 2 && to <= WIDTH - MARGIN as u32 + 2,
                "{from} {to}"
            );
        }
    }
}

/// Says how long a drawing takes: `cargo test -- --ignored --nocapture a_drawing_takes`.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout, reason = "it says what it measured")]
fn a_drawing_takes_at_most_150_milliseconds_of_a_worker() {
    let long = "Scheduling, fairness and the queue ".repeat(6);
    for title in [
        "Why your p99 lies",
        &long[..200],
        "Очереди, которые не растут",
        "שלום עולם: תורים",
    ] {
        let words = of_post(title);
        let first = Instant::now();
        let Some(png) = draw(&words).unwrap() else {
            continue;
        };
        let first = first.elapsed();
        let then = Instant::now();
        for _ in 0..10 {
            draw(&words).unwrap();
        }
        println!(
            "{title}: {} bytes, first {first:?}, then {:?}",
            png.len(),
            then.elapsed() / 10
        );
        if let Some(folder) = std::env::var_os("LOGBOOK_SHOTS") {
            let name = format!("{}.png", words.hash());
            std::fs::write(std::path::Path::new(&folder).join(name), png).unwrap();
        }
        assert!(then.elapsed().as_millis() / 10 <= 150);
    }
}
