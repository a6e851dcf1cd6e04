//! Finds the addresses in raw HTML, and the elements that will not survive the cleaning of a page. It is a scanner
//! for tags and their attributes, not a parser: what it does not recognise it leaves alone.

use std::ops::Range;

/// An address in an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Bytes of the value, without quotes.
    pub range: Range<usize>,
    /// The value with `&amp;` resolved.
    pub value: String,
    /// Whether it is shown in place (`src`, `poster`), not gone to.
    pub shown: bool,
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// In lower case.
    pub name: String,
    /// Bytes from `<` to `>`.
    pub range: Range<usize>,
    /// Its addresses.
    pub addresses: Vec<Address>,
}

/// The opening tags of a stretch of HTML, comments left out.
pub fn elements(html: &str) -> Vec<Element> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html
        .get(at..)
        .and_then(|rest| rest.find('<'))
        .map(|open| at + open)
    {
        at = open + 1;
        let rest = html.get(at..).unwrap_or_default();
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(html.len(), |end| at + end + 3);
            continue;
        }
        let name_end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(rest.len());
        let name = rest.get(..name_end).unwrap_or_default().to_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (addresses, end) = attributes(html, at + name_end);
        at = end;
        found.push(Element {
            name,
            range: open..end,
            addresses,
        });
    }
    found
}

/// Reads attributes from `at` to the `>` of the tag; gives the addresses among them and where the tag ends.
fn attributes(html: &str, mut at: usize) -> (Vec<Address>, usize) {
    let mut addresses = Vec::new();
    let rest = |at: usize| html.get(at..).unwrap_or_default();
    let skip = |at: usize, stop: fn(char) -> bool| rest(at).find(stop).map_or(html.len(), |end| at + end);
    loop {
        at = skip(at, |c| !(c.is_whitespace() || c == '/'));
        if let Some(after) = rest(at).strip_prefix('>') {
            return (addresses, html.len() - after.len());
        }
        if at >= html.len() {
            return (addresses, at);
        }
        // An attribute's name may open with `=`; without the step the walk would stand still.
        let first = rest(at).chars().next().map_or(1, char::len_utf8);
        let name_end = skip(at + first, |c| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let name = html.get(at..name_end).unwrap_or_default().to_lowercase();
        at = skip(name_end, |c| !c.is_whitespace());
        let Some(after) = rest(at).strip_prefix('=') else {
            continue;
        };
        at = html.len() - after.trim_start().len();
        let range = match rest(at).chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = rest(at + 1).find(quote).map_or(html.len(), |end| at + 1 + end);
                at + 1..end
            }
            _ => at..skip(at, |c| c.is_whitespace() || c == '>'),
        };
        at = if range.start > at {
            (range.end + 1).min(html.len())
        } else {
            range.end
        };
        let shown = matches!(name.as_str(), "src" | "poster");
        if (shown || name == "href")
            && let Some(value) = html.get(range.clone())
        {
            addresses.push(Address {
                range,
                value: value.trim().replace("&amp;", "&"),
                shown,
            });
        }
    }
}

/// A value as it may stand between quotes, and without them where it holds no space.
pub fn escaped(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_however_they_are_quoted() {
        let html = "<a class=x href='/a?b=1&amp;c'>x</a> <img alt=\"a > b\" SRC=b.png> <!-- <img src=no> --> 1 < 2 <br/>";
        let found: Vec<_> = elements(html)
            .into_iter()
            .flat_map(|element| element.addresses)
            .collect();
        let values: Vec<_> = found
            .iter()
            .map(|address| (address.value.as_str(), address.shown))
            .collect();
        assert_eq!(values, [("/a?b=1&c", false), ("b.png", true)]);
        assert_eq!(&html[found[1].range.clone()], "b.png");
    }

    #[test]
    fn broken_markup_ends_the_walk() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"x",
            "<a =\"x\">",
            "<a ==>",
            "<!--",
            "< a>",
            "<ü>",
            "<a ü=\"é",
        ] {
            elements(html);
        }
    }
}
