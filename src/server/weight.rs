//! What a client would rather have, from fields such as `Accept` (RFC 9110, section 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// What is asked for, in the order in which it stands there, on however many lines, each with its weight in thousandths:
/// 1000 where none is given, 0 for what is not wanted or cannot be read.
pub fn list_weighed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'a str, u32)> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let what = parts.next().unwrap_or_default();
            let weight = parts
                .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
                .map_or(Some(1000), thousandths)
                .unwrap_or(0);
            (what, weight)
        })
}

/// A weight as thousandths: `0.8` is 800.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = format!("{part:0<3}");
    let part: u32 = digits.get(..3)?.parse().ok()?;
    match whole.trim() {
        "0" => Some(part),
        "1" => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn all_lines_are_read_with_their_weights() {
        let mut headers = HeaderMap::new();
        for line in ["gzip;q=1.0, br ; Q=0.85", "deflate;q=0, zstd;q=x, identity"] {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
        }
        let weighed: Vec<_> = list_weighed(&headers, &header::ACCEPT_ENCODING).collect();
        assert_eq!(
            weighed,
            [
                ("gzip", 1000),
                ("br", 850),
                ("deflate", 0),
                ("zstd", 0),
                ("identity", 1000)
            ]
        );
    }
}
