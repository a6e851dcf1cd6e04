//! Where the bars of a chart stand and what is written at its axis. Whole numbers only; what draws it is not known here.

/// Height of a chart in its own units.
pub const HEIGHT: u64 = 1_000;

/// Width of a bar with the gap beside it, in the same units.
pub const STEP: u64 = 10;

/// More bars than this stand without gaps.
const CLOSE: usize = 120;

/// The least that a bar of one is high, so that it is seen.
const LEAST: u64 = 12;

/// A chart of bars, as SVG wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// `viewBox`.
    pub view: String,
    /// Outline of all bars.
    pub bars: String,
    /// Lines at the marks.
    pub lines: String,
    /// Numbers at the axis, from the top down; the last is 0.
    pub marks: [u64; 3],
}

/// Draws a bar for each count.
pub fn draw(counts: &[u64]) -> Chart {
    let top = round_up(counts.iter().copied().max().unwrap_or(0));
    let gap = if counts.len() > CLOSE { 0 } else { STEP / 5 };
    let mut bars = String::new();
    for (x, count) in (0..).step_by(10).zip(counts) {
        if *count > 0 {
            let height = scale(*count, top).max(LEAST);
            bars.push_str(&format!(
                "M{} {HEIGHT}v-{height}h{}v{height}z",
                x + gap / 2,
                STEP - gap
            ));
        }
    }
    let width = STEP * u64::try_from(counts.len()).unwrap_or(1).max(1);
    Chart {
        view: format!("0 0 {width} {HEIGHT}"),
        bars,
        lines: format!("M0 0H{width}M0 {}H{width}", HEIGHT / 2),
        marks: [top, top / 2, 0],
    }
}

/// How high `count` is where `top` is the whole height.
fn scale(count: u64, top: u64) -> u64 {
    let height = u128::from(count) * u128::from(HEIGHT) / u128::from(top.max(1));
    u64::try_from(height).unwrap_or(HEIGHT).min(HEIGHT)
}

/// The next number that is pleasant to read at an axis, and whose half is as well.
fn round_up(most: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for leading in [2, 4, 6, 10] {
            let top = unit.saturating_mul(leading);
            if top >= most {
                return top;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bars_stand_side_by_side_and_zero_is_no_bar() {
        let chart = draw(&[0, 4, 1]);
        assert_eq!(chart.view, "0 0 30 1000");
        assert_eq!(chart.bars, "M11 1000v-1000h8v1000zM21 1000v-250h8v250z");
        assert_eq!(chart.lines, "M0 0H30M0 500H30");
        assert_eq!(chart.marks, [4, 2, 0]);
        let none = draw(&[]);
        assert_eq!((none.bars.as_str(), none.marks), ("", [2, 1, 0]));
        assert!(draw(&[1; 365]).bars.starts_with("M0 1000v-500h10v500z"));
        assert!(
            draw(&[1, 100_000]).bars.starts_with("M1 1000v-12h"),
            "one view is seen beside many"
        );
    }

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (most, top) in [
            (0, 2),
            (1, 2),
            (3, 4),
            (5, 6),
            (7, 10),
            (11, 20),
            (61, 100),
            (4_001, 6_000),
        ] {
            assert_eq!(round_up(most), top, "{most}");
        }
    }

    proptest! {
        #[test]
        fn no_bar_is_higher_than_the_chart(counts in prop::collection::vec(any::<u64>(), 0..9)) {
            let chart = draw(&counts);
            prop_assert!(counts.iter().all(|count| *count <= chart.marks[0]));
            prop_assert!(counts.iter().all(|count| scale(*count, chart.marks[0]) <= HEIGHT));
        }
    }
}
