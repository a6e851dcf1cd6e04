//! SVG drawings made harmless: only elements and attributes that draw, nothing that runs or fetches.

use quick_xml::{Reader, XmlVersion, events::Event};

/// Size taken for a drawing that gives none: what browsers use (CSS 2, 10.3.2).
const DEFAULT_SIZE: (u32, u32) = (300, 150);

/// A drawing that can be shown.
#[derive(Debug)]
pub struct Drawing {
    /// SVG without scripts and references to other servers.
    pub bytes: Vec<u8>,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
}

/// Whether bytes may be an SVG document.
pub fn looks_like(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..1024.min(bytes.len())).unwrap_or_default()).into_owned();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<svg")
        || (head.starts_with("<?xml") || head.starts_with("<!--")) && head.contains("<svg")
}

/// Takes out what is not drawing; the error ends a sentence that starts with the file's name.
pub fn clean(bytes: &[u8]) -> Result<Drawing, String> {
    let size = size_of(bytes)?;
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    let mut out = Vec::with_capacity(bytes.len());
    let marked = marked(bytes);
    filter
        .filter(marked.as_deref().unwrap_or(bytes), &mut out)
        .map_err(|error| {
            format!(
                "is no well-formed SVG drawing ({})",
                error.to_string().replace('\n', " ")
            )
        })?;
    if marked.is_some() {
        out = String::from_utf8_lossy(&out).replace(MARK, "").into_bytes();
    }
    Ok(Drawing { bytes: out, size })
}

/// Stands for "there is text here"; a character that Unicode keeps out of all texts.
const MARK: &str = "\u{fdd0}";

/// The drawing with a mark on both sides of every element.
///
/// The filter indents what it writes, and between two parts of a text a line break is a space that moves the
/// letters. It does not indent where there is text. None if the drawing is not in UTF-8 or not well-formed.
fn marked(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let declaration = text
        .split_once("?>")
        .map_or("", |(start, _)| start)
        .to_lowercase();
    if declaration.contains("encoding") && !declaration.contains("utf-8") {
        return None;
    }
    let mut reader = Reader::from_str(text);
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 4);
    let (mut copied, mut depth) = (0, 0_usize);
    loop {
        let marks = match reader.read_event().ok()? {
            Event::Start(tag) => {
                depth += 1;
                !matches!(tag.local_name().as_ref(), b"style" | b"script")
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                depth > 0
            }
            Event::Empty(_) => depth > 0,
            Event::Eof => break,
            _ => false,
        };
        if marks {
            let end = usize::try_from(reader.buffer_position()).ok()?;
            out.extend_from_slice(bytes.get(copied..end)?);
            out.extend_from_slice(MARK.as_bytes());
            copied = end;
        }
    }
    out.extend_from_slice(bytes.get(copied..)?);
    Some(out)
}

fn size_of(bytes: &[u8]) -> Result<(u32, u32), String> {
    let not_svg = || "is not the SVG drawing its name says".to_owned();
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|_| not_svg())?;
        let root = match &event {
            Event::Start(root) | Event::Empty(root) => root,
            Event::Eof => return Err(not_svg()),
            _ => {
                buffer.clear();
                continue;
            }
        };
        if root.local_name().as_ref() != b"svg" {
            return Err(not_svg());
        }
        let attribute = |name: &[u8]| {
            let found = root
                .attributes()
                .flatten()
                .find(|attribute| attribute.key.as_ref() == name)?;
            found
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(|value| value.trim().to_owned())
        };
        let width = attribute(b"width").and_then(|value| length(&value));
        let height = attribute(b"height").and_then(|value| length(&value));
        let view = attribute(b"viewBox").and_then(|value| view_box(&value));
        let (width, height) = match (width, height, view) {
            (Some(width), Some(height), _) => (width, height),
            (Some(width), None, Some((w, h))) => (width, width * h / w),
            (None, Some(height), Some((w, h))) => (height * w / h, height),
            (None, None, Some(size)) => size,
            _ => return Ok(DEFAULT_SIZE),
        };
        let pixels = |side: f64| side.round().clamp(1.0, 100_000.0) as u32;
        return Ok((pixels(width), pixels(height)));
    }
}

/// An absolute CSS length in pixels; a percentage says nothing about the drawing itself.
fn length(text: &str) -> Option<f64> {
    let digits = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let per_unit = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    number
        .parse::<f64>()
        .ok()
        .map(|number| number * per_unit)
        .filter(|pixels| *pixels > 0.0)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text
        .split([' ', ',', '\n', '\t'])
        .filter(|part| !part.is_empty())
        .map(str::parse::<f64>);
    let (_, _) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let (width, height) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (width > 0.0 && height > 0.0).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_in_a_drawing_is_gone_and_the_drawing_stays() {
        let svg = br##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" onload="alert(1)">
            <script>alert(2)</script><rect width="5" height="5" fill="url(#g)"/><a href="javascript:alert(3)"><text>x</text></a>
            <image href="https://evil.example/x.png" width="1" height="1"/><foreignObject><iframe src="//evil.example"/></foreignObject></svg>"##;
        let drawing = clean(svg).unwrap();
        let text = String::from_utf8(drawing.bytes).unwrap();
        assert_eq!(drawing.size, (20, 10));
        for gone in ["script", "alert", "onload", "evil", "iframe", "javascript"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert!(
            text.contains("<rect") && text.contains("xmlns=\"http://www.w3.org/2000/svg\""),
            "{text}"
        );
    }

    #[test]
    fn the_size_comes_from_width_and_height_or_the_view_box() {
        let size = |attributes: &str| {
            let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}><g/></svg>");
            clean(svg.as_bytes()).unwrap().size
        };
        assert_eq!(size("width=\"72pt\" height=\"36pt\""), (96, 48));
        assert_eq!(
            size("width=\"100%\" height=\"100%\" viewBox=\"0 0 640.4 480\""),
            (640, 480)
        );
        assert_eq!(size("width=\"320\" viewBox=\"0,0,640,480\""), (320, 240));
        assert_eq!(size(""), DEFAULT_SIZE);
    }

    #[test]
    fn no_space_comes_between_the_parts_of_a_text() {
        let text = "<text x=\"1\"><tspan>a</tspan><tspan><tspan>b</tspan> c</tspan></text>";
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><style>a{{fill:red}}</style><g>{text}</g></svg>"
        );
        let cleaned = String::from_utf8(clean(svg.as_bytes()).unwrap().bytes).unwrap();
        assert!(cleaned.contains(text), "{cleaned}");
        assert!(
            cleaned.contains("fill:red") && !cleaned.contains(MARK),
            "{cleaned}"
        );
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in [
            "<html/>",
            "not xml",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>",
            "",
        ] {
            assert!(clean(text.as_bytes()).is_err(), "{text}");
        }
    }
}
