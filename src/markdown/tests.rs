//! Golden and property tests of the whole renderer, one file for each aspect.

mod block;
mod code;
mod excerpt;
mod heading;
mod hostile;
mod html;
mod image;
mod math;
mod note;
mod plain;
mod preview;
mod property;
mod prose;

use super::{ImageSize, Rendered};

/// Renders with images of 640 × 480 whose address starts with `/media/`.
fn render(source: &str) -> Rendered {
    super::render(source, &size)
}

fn size(src: &str) -> Option<ImageSize> {
    src.starts_with("/media/").then_some(ImageSize {
        width: 640,
        height: 480,
    })
}

fn html(source: &str) -> String {
    render(source).html
}
