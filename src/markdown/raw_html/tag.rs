//! Reads one HTML tag as a browser would. What becomes of it is decided elsewhere.

/// One tag as written.
pub(super) struct Tag {
    /// Lower case.
    pub(super) name: String,
    /// Whether it is an end tag.
    pub(super) end: bool,
    /// Whether it closes itself.
    pub(super) empty: bool,
    /// Attributes in order, entities as written.
    pub(super) attrs: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attrs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// `align`, `<center>` and `text-align` as one of the known classes.
    pub(super) fn alignment(&self) -> Option<&'static str> {
        let style = self
            .get("style")
            .unwrap_or_default()
            .replace(' ', "")
            .to_ascii_lowercase();
        let styled = style
            .split(';')
            .find_map(|one| one.strip_prefix("text-align:"))
            .map(str::to_owned);
        let side = styled.or_else(|| self.get("align").map(str::to_ascii_lowercase));
        match side.as_deref() {
            _ if self.name == "center" => Some(" ta-c"),
            Some("center" | "middle") if self.name != "img" => Some(" ta-c"),
            Some("right") if self.name != "img" => Some(" ta-r"),
            _ => None,
        }
    }

    /// Reads a start or end tag; `None` if there is none here.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let body = text.strip_prefix('<')?;
        let (end, body) = body.strip_prefix('/').map_or((false, body), |body| (true, body));
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = body.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'))?;
        let (name, mut rest) = body.split_at(length);
        let mut tag = Self {
            name: name.to_ascii_lowercase(),
            end,
            empty: false,
            attrs: Vec::new(),
        };
        loop {
            rest = rest.trim_ascii_start();
            if let Some(after) = rest.strip_prefix('>') {
                return Some((tag, after));
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.empty = after.starts_with('>');
                rest = after;
                continue;
            }
            if rest.is_empty() || rest.starts_with('<') {
                return None;
            }
            // A name is at least one character, even `=` (WHATWG, "before attribute name state").
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let tail = rest.get(first..)?;
            let length =
                tail.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<'))?;
            let (key, after) = rest.split_at(first + length);
            rest = after.trim_ascii_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                (value, rest) = Self::value(after.trim_ascii_start())?;
            }
            let key = key.to_ascii_lowercase();
            if tag.attrs.len() < 32 && tag.get(&key).is_none() {
                tag.attrs.push((key, value.to_owned()));
            }
        }
    }

    fn value(text: &str) -> Option<(&str, &str)> {
        for quote in ['"', '\''] {
            if let Some(inner) = text.strip_prefix(quote) {
                return inner.split_once(quote);
            }
        }
        Some(text.split_at(text.find(|c: char| c.is_ascii_whitespace() || c == '>')?))
    }
}
