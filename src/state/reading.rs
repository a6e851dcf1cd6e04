//! Which parts of a series were read on this device. Nothing of it is ever sent.

use crate::platform;

/// Most parts that are remembered of one series.
const MOST: usize = 500;

/// Where the parts of a series are kept.
fn key(series: &str) -> String {
    format!("series:{series}")
}

/// The slugs of the parts that were read, in no order.
pub fn parts_read(series: &str) -> Vec<String> {
    let kept = platform::stored(&key(series)).unwrap_or_default();
    kept.split_ascii_whitespace().map(str::to_owned).collect()
}

/// Remembers that a part was read to its end.
pub fn note_read(series: &str, part: &str) {
    let parts = parts_read(series);
    if parts.len() < MOST && parts.iter().all(|other| other != part) {
        let mut kept = part.to_owned();
        for part in parts {
            kept.push(' ');
            kept.push_str(&part);
        }
        platform::store(&key(series), Some(&kept));
    }
}
