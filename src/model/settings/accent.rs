//! The site's one colour: any that a person types, moved in OKLCH to the nearest lightness at which it can be read on the
//! site's papers, light and dark. Hue stays; chroma goes down only where a screen has no such colour.
//!
//! OKLab by B. Ottosson, <https://bottosson.github.io/posts/oklab/>; contrast by WCAG 2.2, section 1.4.3.

use std::fmt;

/// Contrast that text needs.
const LEGIBLE: f64 = 4.5;

/// The light papers and the dark ones, `--paper` and `--paper-2`, in OKLCH with the hue in degrees.
const LIGHT: [[f64; 3]; 2] = [[0.985, 0.004, 95.0], [0.958, 0.007, 95.0]];
const DARK: [[f64; 3]; 2] = [[0.205, 0.009, 265.0], [0.245, 0.011, 265.0]];

/// The colour that comes with the program, as CSS has it.
pub const BUILT_IN: &str = "light-dark(oklch(0.515 0.175 29), oklch(0.745 0.135 36))";

/// How far the lightness moves at a time, as a part of one.
const STEPS: u16 = 500;

/// A colour of a screen (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// A colour on light paper and on dark paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// On light paper.
    pub light: Colour,
    /// On dark paper.
    pub dark: Colour,
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// A colour of CSS in hexadecimal (CSS Color 4, section 5.2), `#b3261e` or `#b26`, or a sentence on how to write one.
    /// How much shines through it is left aside.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let wrong = || "Write a colour in hexadecimal, such as #b3261e or #b26.".to_owned();
        let digits = typed
            .trim()
            .strip_prefix('#')
            .unwrap_or(typed.trim())
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .take(9)
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(wrong)?;
        match digits.as_slice() {
            [red, green, blue] | [red, green, blue, _] => Ok(Self([red * 17, green * 17, blue * 17])),
            [a, b, c, d, e, f] | [a, b, c, d, e, f, _, _] => Ok(Self([a * 16 + b, c * 16 + d, e * 16 + f])),
            _ => Err(wrong()),
        }
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.040_45 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast of two colours, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Lightness, chroma, and hue in radians.
    fn oklch(self) -> [f64; 3] {
        let [red, green, blue] = self.linear();
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        [lightness, a.hypot(b), b.atan2(a)]
    }

    /// The colour, if a screen has it.
    fn of_oklch([lightness, chroma, hue]: [f64; 3]) -> Option<Self> {
        let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        let linear = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ];
        // A little beyond is rounding.
        if linear
            .iter()
            .any(|channel| !(-0.000_5..=1.000_5).contains(channel))
        {
            return None;
        }
        Some(Self(linear.map(|channel| {
            let channel = channel.clamp(0.0, 1.0);
            let shown = if channel <= 0.003_130_8 {
                channel * 12.92
            } else {
                1.055 * channel.powf(1.0 / 2.4) - 0.055
            };
            // Between 0 and 255.
            (shown * 255.0).round() as u8
        })))
    }

    /// The colour with as much of its chroma as a screen has.
    fn within([lightness, chroma, hue]: [f64; 3]) -> Self {
        let (mut least, mut most) = (0.0, chroma);
        if let Some(colour) = Self::of_oklch([lightness, chroma, hue]) {
            return colour;
        }
        let mut found = Self::of_oklch([lightness, 0.0, hue]);
        for _ in 0..16 {
            let middle = f64::midpoint(least, most);
            match Self::of_oklch([lightness, middle, hue]) {
                Some(colour) => {
                    found = Some(colour);
                    least = middle;
                }
                None => most = middle,
            }
        }
        found.unwrap_or(Self(if lightness < 0.5 { [0; 3] } else { [255; 3] }))
    }

    /// The nearest colour that can be read on all these papers, on the way to black or to white.
    fn legible_on(self, papers: [[f64; 3]; 2], end: f64) -> Self {
        let papers =
            papers.map(|[lightness, chroma, hue]| Self::within([lightness, chroma, hue.to_radians()]));
        let is_legible = |colour: Self| papers.iter().all(|paper| colour.contrast(*paper) >= LEGIBLE);
        if is_legible(self) {
            return self;
        }
        let [lightness, chroma, hue] = self.oklch();
        (1..=STEPS)
            .map(|step| {
                let part = f64::from(step) / f64::from(STEPS);
                Self::within([lightness + (end - lightness) * part, chroma, hue])
            })
            .find(|colour| is_legible(*colour))
            .unwrap_or(Self(if end < 0.5 { [0; 3] } else { [255; 3] }))
    }
}

impl Accent {
    /// A colour as it can be read on light and on dark paper.
    pub fn of(colour: Colour) -> Self {
        Self {
            light: colour.legible_on(LIGHT, 0.0),
            dark: colour.legible_on(DARK, 1.0),
        }
    }

    /// The name of the file that says it; another one says another.
    pub fn file(&self) -> String {
        format!("{}-{}.css", self.light, self.dark)
    }

    /// What a file of this name says, if it is one.
    pub fn of_file(name: &str) -> Option<Self> {
        let (light, dark) = name.strip_suffix(".css")?.split_once('-')?;
        let accent = Self {
            light: Colour::parse(light).ok()?,
            dark: Colour::parse(dark).ok()?,
        };
        (accent.file() == name).then_some(accent)
    }

    /// As a colour of CSS.
    pub fn css(&self) -> String {
        format!("light-dark(#{}, #{})", self.light, self.dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn papers(of: [[f64; 3]; 2]) -> [Colour; 2] {
        of.map(|[lightness, chroma, hue]| Colour::within([lightness, chroma, hue.to_radians()]))
    }

    #[test]
    fn what_comes_with_the_program_is_that_of_the_style() {
        let style = include_str!("../../../style/tokens.css");
        assert!(style.contains(&format!("  --accent: {BUILT_IN};\n")));
    }

    #[test]
    fn the_papers_are_those_of_the_style() {
        let style = include_str!("../../../style/tokens.css");
        for (name, light, dark) in [("paper", LIGHT[0], DARK[0]), ("paper-2", LIGHT[1], DARK[1])] {
            let colour = |[lightness, chroma, hue]: [f64; 3]| format!("oklch({lightness} {chroma} {hue})");
            let line = format!("--{name}: light-dark({}, {});", colour(light), colour(dark));
            assert!(style.contains(&line), "{line}");
        }
    }

    #[test]
    fn a_colour_is_read_as_css_writes_it() {
        for (typed, read) in [
            ("#B3261E", "b3261e"),
            (" b3261e ", "b3261e"),
            ("#b26", "bb2266"),
            ("#b26f", "bb2266"),
            ("#b3261e80", "b3261e"),
        ] {
            assert_eq!(Colour::parse(typed).unwrap().to_string(), read);
        }
        let long = "f".repeat(10_000);
        for wrong in [
            "",
            "#",
            "red",
            "#12",
            "#12345",
            "#1234567",
            "#123456789",
            "#ggg",
            "<b>",
            "##fff",
            &long,
        ] {
            assert!(Colour::parse(wrong).unwrap_err().contains("#b3261e"), "{wrong}");
        }
    }

    #[test]
    fn colours_come_back_from_oklch() {
        for typed in [
            "#000", "#fff", "#b3261e", "#0000ff", "#00ff00", "#ffff00", "#808080", "#123456",
        ] {
            let colour = Colour::parse(typed).unwrap();
            assert_eq!(Colour::of_oklch(colour.oklch()), Some(colour), "{typed}");
        }
        let contrast = Colour([0; 3]).contrast(Colour([255; 3]));
        assert!((contrast - 21.0).abs() < 0.001, "{contrast}");
    }

    #[test]
    fn every_colour_can_be_read_on_every_paper() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let colour = Colour([red, green, blue]);
                    let accent = Accent::of(colour);
                    for (shade, of) in [(accent.light, LIGHT), (accent.dark, DARK)] {
                        for paper in papers(of) {
                            let contrast = shade.contrast(paper);
                            assert!(contrast >= LEGIBLE, "{colour} is {shade} on {paper}: {contrast}");
                        }
                    }
                    assert_eq!(Accent::of_file(&accent.file()), Some(accent));
                }
            }
        }
    }

    #[test]
    fn a_colour_keeps_its_hue_and_moves_no_further_than_it_has_to() {
        let yellow = Colour::parse("#ffd400").unwrap();
        let accent = Accent::of(yellow);
        assert_eq!(accent.dark, yellow, "legible on dark paper as it is");
        let ([_, _, before], [_, chroma, after]) = (yellow.oklch(), accent.light.oklch());
        assert!(
            (before - after).abs() < 0.05 && chroma > 0.08,
            "{before} {after} {chroma}"
        );
        let least = papers(LIGHT)
            .map(|paper| accent.light.contrast(paper))
            .into_iter()
            .fold(21.0, f64::min);
        assert!(least < 4.7, "{least}");
    }

    #[test]
    fn only_names_of_our_own_files_are_read() {
        for name in [
            "b3261e-ffb4ab.CSS",
            "B3261E-ffb4ab.css",
            "b3261e.css",
            "b26-b26.css",
            "-.css",
            "../x-y.css",
        ] {
            assert_eq!(Accent::of_file(name), None, "{name}");
        }
    }
}
