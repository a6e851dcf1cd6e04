//! Pictures that are shown where a page of the site is shared: what is drawn in them, where they lie, and which page has
//! which. Each is called after what is drawn in it, so that one that was drawn is right for ever.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::{
    model::{settings::accent::Accent, site::Site},
    server::{
        context::Context,
        db::{labels::parse_labels, posts::PostRow, share_images::SubjectRow},
    },
};

pub mod draw_posts;
mod drawing;
mod fonts;
mod letters;
mod lines;

/// Pixels from left to right.
pub const WIDTH: u32 = 1200;

/// Pixels from top to bottom.
pub const HEIGHT: u32 = 630;

/// Rises whenever the same words are drawn otherwise, and everything is drawn anew.
const DRAWING: u32 = 1;

/// The colour that comes with the program, on light paper.
const ACCENT: &str = "b72e24";

/// What a picture shows; it is called after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Large.
    pub title: String,
    /// Under the title, or nothing.
    pub line: String,
    /// Over it, or nothing.
    pub over: String,
    /// At the bottom on the left, or nothing.
    pub left: String,
    /// At the bottom on the right, or nothing.
    pub right: String,
    /// Six digits.
    pub accent: String,
}

impl Words {
    /// Those of a post.
    pub fn of_post(site: &Site, title: &str, authors: &[&str], tag: Option<&str>) -> Self {
        Self {
            title: title.to_owned(),
            line: String::new(),
            over: site.name.clone(),
            left: authors.join(", "),
            right: tag.map(|tag| format!("#{tag}")).unwrap_or_default(),
            accent: accent(site),
        }
    }

    /// Those of the site itself.
    pub fn of_site(site: &Site) -> Self {
        let host = site.base_url.split_once("://").map_or("", |(_, host)| host);
        Self {
            title: site.name.clone(),
            line: site.tagline.clone(),
            over: String::new(),
            left: String::new(),
            right: host.to_owned(),
            accent: accent(site),
        }
    }

    /// Those of a row.
    fn of_row(site: &Site, row: &SubjectRow) -> Self {
        let authors = parse_labels(row.authors.as_deref());
        let authors: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
        Self::of_post(site, &row.title, &authors, row.tag.as_deref())
    }

    /// What a picture with these words is called: the same for the same words, drawn in the same way.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(DRAWING.to_be_bytes());
        for text in [
            &self.title,
            &self.line,
            &self.over,
            &self.left,
            &self.right,
            &self.accent,
        ] {
            hash.update(text.len().to_be_bytes());
            hash.update(text);
        }
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// The site's colour on light paper.
fn accent(site: &Site) -> String {
    Accent::of_file(&site.accent).map_or_else(|| ACCENT.to_owned(), |accent| accent.light.to_string())
}

/// The folder in which the pictures lie, beside that of the media.
pub fn shelf(media: &Path) -> PathBuf {
    media.with_file_name("share")
}

/// The name of a picture's file.
pub fn file(hash: &str) -> String {
    format!("{hash}.png")
}

/// The picture that a file of this name is; nothing where it cannot be one.
pub fn of_file(name: &str) -> Option<&str> {
    let hash = name.strip_suffix(".png")?;
    let fits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (hash.len() == 32 && hash.bytes().all(fits)).then_some(hash)
}

/// Where readers get a picture.
pub fn path(hash: &str) -> String {
    format!("/share/{}", file(hash))
}

/// What the picture of a post is called, if it is drawn as the post is now.
pub fn of_post(site: &Site, row: &PostRow) -> Option<String> {
    let (tags, authors) = (
        parse_labels(row.card.tags.as_deref()),
        parse_labels(row.card.authors.as_deref()),
    );
    let authors: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
    let tag = tags.first().map(|tag| tag.name.as_str());
    let wanted = Words::of_post(site, &row.card.title, &authors, tag).hash();
    row.share_hash.clone().filter(|drawn| *drawn == wanted)
}

/// What the picture of the site itself is called, if it is drawn already.
pub fn of_site(context: &Context) -> Option<String> {
    let hash = Words::of_site(&context.site()).hash();
    is_drawn(&shelf(&context.media), &hash).then_some(hash)
}

/// Whether a picture is there. Asks the disk, which has the answer at hand.
fn is_drawn(shelf: &Path, hash: &str) -> bool {
    shelf.join(file(hash)).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_all_that_is_drawn_and_nothing_runs_into_anything_else() {
        let site = Site::default();
        let of = |site: &Site, title: &str, authors: &[&str], tag| {
            Words::of_post(site, title, authors, tag).hash()
        };
        let hash = of(&site, "Queues", &["Ada"], Some("rust"));
        assert_eq!(hash, of(&site, "Queues", &["Ada"], Some("rust")));
        let renamed = Site {
            name: "Notes".to_owned(),
            ..site.clone()
        };
        let coloured = Site {
            accent: "1f6feb-1f6feb.css".to_owned(),
            ..site.clone()
        };
        let others = [
            of(&site, "Queue", &["Ada"], Some("rust")),
            of(&site, "Queues", &["Ada", "Ben"], Some("rust")),
            of(&site, "Queues", &["Ada"], Some("go")),
            of(&site, "Queues", &["Ada"], None),
            of(&site, "Queues#rust", &["Ada"], None),
            of(&renamed, "Queues", &["Ada"], Some("rust")),
            of(&coloured, "Queues", &["Ada"], Some("rust")),
            Words::of_site(&site).hash(),
        ];
        for (at, other) in others.iter().enumerate() {
            assert_ne!(*other, hash, "{at}");
        }
    }

    #[test]
    fn only_what_this_program_wrote_is_a_picture() {
        let hash = Words::of_site(&Site::default()).hash();
        assert_eq!(of_file(&file(&hash)), Some(hash.as_str()));
        for name in [
            "",
            ".png",
            "../x.png",
            "0123.png",
            &hash,
            &format!("{}.png", hash.to_uppercase()),
        ] {
            assert_eq!(of_file(name), None, "{name}");
        }
    }

    #[test]
    fn the_colour_that_comes_with_the_program_is_the_one_of_the_style() {
        // oklch(0.515 0.175 29), see style/tokens.css.
        assert!(crate::model::settings::accent::BUILT_IN.contains("oklch(0.515 0.175 29)"));
        assert_eq!(accent(&Site::default()), ACCENT);
    }
}
