//! A collection, a list of posts that is put together by hand, as it is looked after.

use miniserde::{Deserialize, Serialize};

/// What a collection can show of its posts besides their titles: how it is kept, and what it is called. All of them are among
/// what lists can show.
pub const FIELDS: &[(&str, &str)] = &[
    ("cover", "Cover"),
    ("tags", "Tags"),
    ("summary", "Summary or excerpt"),
    ("takeaway", "Takeaway"),
    ("date", "Date"),
    ("author", "Author"),
    ("minutes", "Minutes to read"),
];

/// A collection opened for looking after it; its posts are a list of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCollection {
    /// By which it is changed.
    pub id: i64,
    /// Names it in an export.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text; empty where none was given.
    pub intro: String,
    /// Names of [`FIELDS`] with ", " between them.
    pub shows: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::table::SHOWN;

    #[test]
    fn what_a_collection_shows_every_list_can_show_in_the_same_order_and_words() {
        let shared: Vec<_> = SHOWN.iter().filter(|one| FIELDS.contains(one)).collect();
        assert_eq!(shared, FIELDS.iter().collect::<Vec<_>>());
    }
}
