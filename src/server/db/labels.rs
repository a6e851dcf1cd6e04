//! Tags and authors of a post, gathered into one column each, so that a list is one statement whatever its length.

/// Between the fields of a label: the unit separator, which no slug holds and no name needs.
const FIELD: char = '\u{1f}';

/// Between labels: the record separator.
const LABEL: char = '\u{1e}';

/// Selects the tags of post `p` as one text, in the author's order.
macro_rules! tags_of_post {
    () => {
        "(SELECT string_agg(t.slug || '\u{1f}' || t.name, '\u{1e}' ORDER BY x.position) \
         FROM post_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id = p.id) AS tags"
    };
}

/// Selects the authors of post `p` as one text, in order, each with what is known of them.
macro_rules! authors_of_post {
    () => {
        "(SELECT string_agg(a.slug || '\u{1f}' || a.name || '\u{1f}' || a.bio, '\u{1e}' ORDER BY x.position) \
         FROM post_authors x JOIN authors a ON a.id = x.author_id WHERE x.post_id = p.id) AS authors"
    };
}

pub(super) use {authors_of_post, tags_of_post};

/// One tag or author of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// What is known of an author; empty for a tag.
    pub bio: String,
}

/// Takes a gathered text apart again.
pub fn parse_labels(text: Option<&str>) -> Vec<Label> {
    let text = text.unwrap_or_default();
    text.split(LABEL)
        .filter(|label| !label.is_empty())
        .map(|label| {
            let mut fields = label.splitn(3, FIELD).map(str::to_owned);
            let mut next = || fields.next().unwrap_or_default();
            Label {
                slug: next(),
                name: next(),
                bio: next(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathered_labels_come_apart_in_order() {
        let labels = parse_labels(Some("c-plus-plus\u{1f}C++\u{1e}ada\u{1f}Ada Marlow\u{1f}Writes."));
        assert_eq!(labels.len(), 2);
        assert_eq!((labels[0].name.as_str(), labels[0].bio.as_str()), ("C++", ""));
        assert_eq!(
            (labels[1].slug.as_str(), labels[1].bio.as_str()),
            ("ada", "Writes.")
        );
        assert_eq!(parse_labels(None), []);
    }
}
