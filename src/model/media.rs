//! Pictures of the site: their addresses, the smaller ones that are made of each, and how the desk shows them.

use miniserde::{Deserialize, Serialize};

use super::date::DateLabel;

/// Where pictures are uploaded to.
pub const UPLOAD: &str = "/admin/media";

/// Largest picture that is taken, in bytes.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Longest side of a picture that is taken, in pixels.
pub const MAX_SIDE: u32 = 8192;

/// What a file dialog is to offer.
pub const ACCEPT: &str = "image/png,image/jpeg,image/webp,image/gif,image/svg+xml,image/*";

/// Widths in pixels in which smaller pictures are made, the least first.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];

/// Name of the setting that says what becomes of the files that pictures are made of.
pub const ORIGINALS: &str = "originals";

/// What that setting says where they are kept.
pub const KEPT: &str = "kept";

/// Where whoever may have it gets the file that a picture was made of.
pub fn original_at(id: i64) -> String {
    format!("/admin/originals/{id}")
}

/// How the addresses of pictures begin.
const SHELF: &str = "/media/";

/// The smaller picture of this width that is made of the one at `path`; nothing where none is ever made.
///
/// The address is good from the moment the picture is there: until the smaller one is made the server answers with the
/// picture itself.
pub fn variant(path: &str, width: u32) -> Option<String> {
    let stem = path.strip_prefix(SHELF)?;
    let stem = [".png", ".jpg", ".jpeg", ".webp"]
        .iter()
        .find_map(|end| stem.strip_suffix(end))?;
    let is_hash = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then(|| format!("{SHELF}{stem}-{width}.webp"))
}

/// What a browser may choose from for a picture of `width` pixels: the attribute `srcset`, where there is a choice.
pub fn srcset(path: &str, width: u32) -> Option<String> {
    let mut all = Vec::new();
    for smaller in WIDTHS.into_iter().filter(|smaller| *smaller < width) {
        all.push(format!("{} {smaller}w", variant(path, smaller)?));
    }
    let largest = WIDTHS.into_iter().max().unwrap_or(0);
    if !all.is_empty() && width <= largest {
        all.push(format!("{path} {width}w"));
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// The picture at `path`, of `width` pixels, as it is shown at most `shown` pixels wide.
pub fn shown_at(path: &str, width: u32, shown: u32) -> String {
    let fits = WIDTHS
        .into_iter()
        .find(|smaller| (shown..width).contains(smaller));
    fits.and_then(|smaller| variant(path, smaller))
        .unwrap_or_else(|| path.to_owned())
}

/// The pictures that a text names, each by the part of its address that is the same for all its sizes.
pub fn named_in(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text
        .match_indices(SHELF)
        .filter_map(|(at, _)| {
            let rest = text.get(at + SHELF.len()..)?;
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            rest.get(..end)
        })
        .filter(|stem| !stem.is_empty() && stem.len() <= 64)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The files that a text names by their whole path, each once.
pub fn paths_in(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text
        .match_indices(SHELF)
        .filter_map(|(at, _)| {
            let rest = text.get(at..)?;
            let name = rest.get(SHELF.len()..)?;
            let end = name
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                .unwrap_or(name.len());
            rest.get(..SHELF.len() + end)
        })
        .map(|path| path.trim_end_matches('.'))
        .filter(|path| path.contains('.'))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// Path on this site.
    pub path: String,
    /// As the file was called.
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The very same picture was here already.
    pub known: bool,
}

/// A page of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaPage {
    /// The last that came first.
    pub items: Vec<MediaItem>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
    /// Which of them this is, from 1: beyond the last it is the last.
    pub page: u32,
}

/// A picture, or another file that an import brought, in the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaItem {
    /// Names it.
    pub id: i64,
    /// Path on this site.
    pub path: String,
    /// The smallest of its sizes; nothing where it is no picture.
    pub thumb: Option<String>,
    /// As the file was called; empty where nobody knows.
    pub name: String,
    /// Such as "WebP".
    pub kind: String,
    /// Such as "1.2 MB".
    pub size: String,
    /// Pixels; 0 where it is no picture.
    pub width: u32,
    /// Pixels; 0 where it is no picture.
    pub height: u32,
    /// When it came.
    pub at: DateLabel,
    /// Where it is used, as far as who asks may know.
    pub uses: Vec<MediaUse>,
    /// In how many more places it is used.
    pub elsewhere: u32,
    /// Whether who asks may delete it once it is used nowhere.
    pub deletable: bool,
    /// Where who asks gets the file as it was sent, if it is kept and they may.
    pub original: Option<String>,
}

/// A place where a picture is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaUse {
    /// In words, such as a post's title.
    pub title: String,
    /// Where one gets to it.
    pub href: String,
}

/// How many bytes, as people read it.
pub fn size_in_words(bytes: u64) -> String {
    const MEGA: u64 = 1_000_000;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..MEGA => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / MEGA, bytes % MEGA / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEM: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_picture_is_offered_in_every_size_below_its_own() {
        let png = format!("/media/{STEM}.png");
        let at = |width: u32| format!("/media/{STEM}-{width}.webp {width}w");
        assert_eq!(srcset(&png, 480), None);
        assert_eq!(srcset(&png, 481).unwrap(), format!("{}, {png} 481w", at(480)));
        assert_eq!(
            srcset(&png, 1600).unwrap(),
            format!("{}, {}, {png} 1600w", at(480), at(960))
        );
        assert_eq!(
            srcset(&png, 4000).unwrap(),
            format!("{}, {}, {}", at(480), at(960), at(1600)),
            "nobody needs more than the largest"
        );
        for other in [
            "/media/x.png",
            "/images/a.png",
            &png.replace("png", "gif"),
            &png.replace("png", "svg"),
            "",
        ] {
            assert_eq!(srcset(other, 4000), None, "{other}");
            assert_eq!(shown_at(other, 4000, 400), other);
        }
    }

    #[test]
    fn a_place_of_a_known_width_gets_the_size_that_fills_it() {
        let jpg = format!("/media/{STEM}.jpg");
        for (width, shown, expected) in [(4000, 480, 480), (4000, 481, 960), (4000, 1200, 1600)] {
            assert_eq!(
                shown_at(&jpg, width, shown),
                format!("/media/{STEM}-{expected}.webp")
            );
        }
        assert_eq!(shown_at(&jpg, 4000, 1700), jpg);
        assert_eq!(shown_at(&jpg, 900, 800), jpg);
    }

    #[test]
    fn a_text_names_each_picture_once_whatever_its_size() {
        let text = format!(
            "![a](/media/{STEM}.png) <img src=\"/media/{STEM}-480.webp\"> {{\"src\":\"/media/abc.svg\"}} /media/ /media/ß"
        );
        assert_eq!(named_in(&text), [STEM, "abc"]);
        assert_eq!(
            paths_in(&text),
            [format!("/media/{STEM}.png").as_str(), "/media/abc.svg"]
        );
        assert_eq!(
            paths_in("/media/a.png. /media/.. /media/a.png"),
            ["/media/a.png"],
            "the end of a sentence is none of the name"
        );
        assert!(named_in("/medial/x.png").is_empty());
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (1_001, "2 kB"),
            (1_250_000, "1.2 MB"),
            (33_554_432, "33.5 MB"),
        ] {
            assert_eq!(size_in_words(bytes), said);
        }
    }
}
