//! Draws a picture. It is written as SVG, in which words stand escaped, and never read from anywhere.

use std::{collections::HashMap, fmt::Write as _};

use anyhow::{Context as _, anyhow};
use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use quick_xml::escape::escape;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Node, Options, Tree},
};

use super::{
    HEIGHT, WIDTH, Words,
    fonts::{self, FACTS, TITLE},
    letters::{begins_right, drawable},
    lines::{self, Lines, Room, cut, fit},
};

/// The light set of `style/tokens.css`, which pictures are drawn in whoever looks at them.
const PAPER: &str = "#fbfaf7";
const INK: &str = "#1d2027";
const INK_2: &str = "#585c64";
const RULE: &str = "#d7d6d0";

/// Left and right of everything.
const MARGIN: f32 = 72.0;

/// How wide a line can be.
const MEASURE: f32 = WIDTH as f32 - 2.0 * MARGIN;

/// Sizes of titles, and of the line under one.
const SIZES: [f32; 8] = [88.0, 80.0, 72.0, 64.0, 57.0, 51.0, 46.0, 42.0];
const LINE_SIZES: [f32; 3] = [32.0, 28.0, 25.0];

/// Size of what stands over the title, and of the facts at the bottom.
const OVER: f32 = 34.0;
const FACT: f32 = 27.0;

/// Where the title's room begins, and where what stands at the bottom is ruled off.
const TOP: f32 = 176.0;
const BOTTOM: f32 = 516.0;

/// In which letters are measured.
const MEASURED: f32 = 100.0;

/// The fonts that texts are in.
const FONTS: [&str; 2] = [TITLE, FACTS];

/// A text and the name of its font.
type Written<'a> = (&'a str, &'a str);

/// Draws it as a PNG, the same bytes for the same words; nothing where no font here has the letters of the title.
pub fn draw(words: &Words) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(title) = drawable(&words.title).filter(|title| !title.is_empty()) else {
        return Ok(None);
    };
    // Less than the title can be missing.
    let text = |text: &str| drawable(text).unwrap_or_default();
    let (line, over) = (text(&words.line), text(&words.over));
    let (left, right) = (text(&words.left), text(&words.right));

    let mut written: Vec<Written<'_>> = vec![(" ", TITLE), ("…", TITLE), (" ", FACTS), ("…", FACTS)];
    written.extend(lines::pieces(&title).into_iter().map(|piece| (piece, TITLE)));
    written.extend(lines::pieces(&line).into_iter().map(|piece| (piece, FACTS)));
    written.extend([
        (over.as_str(), TITLE),
        (left.as_str(), FACTS),
        (right.as_str(), FACTS),
    ]);
    let widths = measure(&written)?;
    let width = |text: &str, font: &str| widths.get(&(text, font)).copied().unwrap_or_default();

    let room = Room {
        width: MEASURE,
        height: BOTTOM - TOP - 24.0,
        leading: 1.16,
    };
    let under = fit(
        &line,
        &LINE_SIZES,
        Room {
            height: 110.0,
            leading: 1.4,
            ..room
        },
        &|text| width(text, FACTS),
    );
    let room = Room {
        height: room.height - height(&under, 1.4),
        ..room
    };
    let title = fit(&title, &SIZES, room, &|text| width(text, TITLE));

    let mut svg = Svg::begin(&words.accent);
    if !over.is_empty() {
        let size = OVER.min(MEASURE / width(&over, TITLE).max(1.0));
        svg.text(&over, (TITLE, size, INK), 112.0, Side::Left);
        svg.rule(144.0);
    }
    let baseline = svg.lines(&title, (TITLE, INK), TOP, 1.16);
    svg.lines(&under, (FACTS, INK_2), baseline + 18.0, 1.4);
    svg.rule(BOTTOM);
    let more = width("…", FACTS);
    // What is on the right may have two fifths where there is something on the left.
    let (most, gap) = match (left.is_empty(), right.is_empty()) {
        (false, false) => (0.4 * MEASURE / FACT, 1.5),
        _ => (MEASURE / FACT, 0.0),
    };
    let right_width = width(&right, FACTS).min(most);
    let right = cut(&right, width(&right, FACTS), most, more);
    let left = cut(
        &left,
        width(&left, FACTS),
        MEASURE / FACT - right_width - gap,
        more,
    );
    svg.text(&left, (FACTS, FACT, INK_2), 570.0, Side::Left);
    let accent = format!("#{}", words.accent);
    svg.text(&right, (FACTS, FACT, &accent), 570.0, Side::Right);
    paint(&svg.end()).map(Some)
}

fn height(lines: &Lines, leading: f32) -> f32 {
    lines.lines.len() as f32 * lines.size * leading
}

/// On which side a text begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Font, size and colour.
type Style<'a> = (&'a str, f32, &'a str);

/// The picture as it is written.
struct Svg(String);

impl Svg {
    fn begin(accent: &str) -> Self {
        let mut svg = Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/>"
        ));
        svg.rect((0.0, 0.0, WIDTH as f32, 14.0), &format!("#{accent}"));
        svg
    }

    fn rect(&mut self, (x, y, width, height): (f32, f32, f32, f32), fill: &str) {
        // Writing to a text cannot fail.
        let _ = write!(
            self.0,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            escape(fill)
        );
    }

    fn rule(&mut self, y: f32) {
        self.rect((MARGIN, y, MEASURE, 2.0), RULE);
    }

    fn text(&mut self, text: &str, (font, size, fill): Style<'_>, baseline: f32, side: Side) {
        if text.is_empty() {
            return;
        }
        let (x, anchor) = match side {
            Side::Left => (MARGIN, "start"),
            Side::Right => (WIDTH as f32 - MARGIN, "end"),
        };
        let _ = write!(
            self.0,
            "<text x=\"{x}\" y=\"{baseline}\" text-anchor=\"{anchor}\" font-family=\"{font}\" \
             font-size=\"{size}\" fill=\"{}\">{}</text>",
            escape(fill),
            escape(directed(text))
        );
    }

    /// Writes lines from `top` on; answers where they end.
    fn lines(&mut self, lines: &Lines, (font, fill): (&str, &str), top: f32, leading: f32) -> f32 {
        let right = lines.lines.first().is_some_and(|line| begins_right(line));
        let side = if right { Side::Right } else { Side::Left };
        let mut baseline = top - lines.size * (leading - 1.0);
        for line in &lines.lines {
            baseline += lines.size * leading;
            self.text(line, (font, lines.size, fill), baseline - lines.size * 0.16, side);
        }
        baseline
    }

    fn end(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}

/// A text whose words are put in the order of its own direction.
fn directed(text: &str) -> String {
    if begins_right(text) {
        format!("\u{2067}{text}\u{2069}")
    } else {
        text.to_owned()
    }
}

/// How wide each text is where its letters are one pixel high.
fn measure<'a>(written: &[Written<'a>]) -> anyhow::Result<HashMap<Written<'a>, f32>> {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">");
    let add = |svg: &mut String, id: &str, text: &str, font: &str| {
        let _ = write!(
            svg,
            "<text id=\"{id}\" y=\"{MEASURED}\" font-family=\"{font}\" font-size=\"{MEASURED}\">{}</text>",
            escape(text)
        );
    };
    for (index, (text, font)) in written.iter().enumerate() {
        match *text {
            // A space has no width of its own to be asked for.
            " " => add(&mut svg, &format!("t{index}"), "n n", font),
            text => add(&mut svg, &format!("t{index}"), text, font),
        }
    }
    for (index, font) in FONTS.into_iter().enumerate() {
        add(&mut svg, &format!("n{index}"), "nn", font);
    }
    svg.push_str("</svg>");
    let tree = read(&svg)?;
    let width = |id: &str| match tree.node_by_id(id) {
        Some(Node::Text(text)) => text.bounding_box().width() / MEASURED,
        _ => 0.0,
    };
    Ok(written
        .iter()
        .enumerate()
        .map(|(index, (text, font))| {
            let width = match *text {
                " " => {
                    let font = FONTS.iter().position(|own| own == font).unwrap_or_default();
                    width(&format!("t{index}")) - width(&format!("n{font}"))
                }
                _ => width(&format!("t{index}")),
            };
            ((*text, *font), width)
        })
        .collect())
}

fn read(svg: &str) -> anyhow::Result<Tree> {
    let options = Options {
        font_family: TITLE.to_owned(),
        fontdb: fonts::embedded(),
        font_resolver: fonts::resolver(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).context("a share image was not written well")
}

/// The picture as it is kept.
fn paint(svg: &str) -> anyhow::Result<Vec<u8>> {
    let tree = read(svg)?;
    let mut pixels =
        Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| anyhow!("there is no room for a share image"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    // All of it is opaque.
    let opaque: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive).write_image(
        &opaque,
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(png)
}

#[cfg(test)]
mod tests;
