//! Lists that are in an order that somebody gave them, as they are looked after: all are arranged alike.

use miniserde::{Deserialize, Serialize};

use crate::model::status::Status;

/// Collections that a site may have.
pub const MOST_COLLECTIONS: usize = 12;

/// Posts that a collection may hold.
pub const MOST_COLLECTED: usize = 24;

/// Tags that may be focus areas.
pub const MOST_FOCUS: usize = 12;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, serde::Serialize, serde::Deserialize)]
pub enum List {
    /// The parts of a series, by the identities of posts.
    Series,
    /// All collections, by their numbers. They are begun and deleted elsewhere.
    Collections,
    /// The posts of a collection, by their identities.
    Collection,
    /// The tags that are focus areas, by their slugs.
    Focus,
}

/// A list as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// Which state of it this is.
    pub version: i64,
    /// Whether the first of a series is an overview of the others.
    pub overview: bool,
    /// What is in it, in order.
    pub items: Vec<Item>,
}

impl Ordered {
    /// The number of what is at a place, as readers will count it once all is published: 0 for an overview, and nothing for
    /// a part that is in the trash, which keeps its place all the same.
    pub fn number(&self, list: List, at: usize) -> Option<usize> {
        let item = self.items.get(at)?;
        if self.overview && at == 0 {
            return Some(0);
        }
        is_counted(list, item).then(|| 1 + self.counted(list, at))
    }

    /// How many have such a number, an overview not among them.
    pub fn numbers(&self, list: List) -> usize {
        self.counted(list, self.items.len())
    }

    /// How many of those before a place are counted.
    fn counted(&self, list: List, at: usize) -> usize {
        let before = self.items.iter().take(at).skip(usize::from(self.overview));
        before.filter(|item| is_counted(list, item)).count()
    }
}

/// Whether something in a list has a number.
fn is_counted(list: List, item: &Item) -> bool {
    list != List::Series || item.note != Status::Trashed.as_str()
}

/// Something in a list, or that could be put there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    /// Names it within its list.
    pub key: String,
    /// For people.
    pub name: String,
    /// What else is worth knowing; of a post the status machine's word.
    pub note: String,
}

/// What is done to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// It gets another order.
    Arrange,
    /// Something comes to its end.
    Add,
    /// Something leaves it, and stays elsewhere.
    TakeOut,
}

/// One change of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which list.
    pub list: List,
    /// Of which series or collection; 0 where there is one such list.
    pub id: i64,
    /// What is done.
    pub act: Act,
    /// The state from which it was arranged.
    pub version: i64,
    /// All in the order that is wanted, or what comes or goes.
    pub keys: Vec<String>,
    /// Whether the first of a series is to be an overview of the others.
    pub overview: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_in_the_trash_has_a_place_and_no_number() {
        let numbers = |list: List, overview: bool, notes: &[&str]| {
            let item = |note: &&str| Item {
                key: String::new(),
                name: String::new(),
                note: (*note).to_owned(),
            };
            let order = Ordered {
                version: 1,
                overview,
                items: notes.iter().map(item).collect(),
            };
            let numbers: Vec<_> = (0..=notes.len()).map(|at| order.number(list, at)).collect();
            (numbers, order.numbers(list))
        };
        let notes = ["published", "trashed", "draft", "published"];
        assert_eq!(
            numbers(List::Series, false, &notes),
            (vec![Some(1), None, Some(2), Some(3), None], 3)
        );
        assert_eq!(
            numbers(List::Series, true, &notes),
            (vec![Some(0), None, Some(1), Some(2), None], 2)
        );
        // An overview that is in the trash is none to count either.
        assert_eq!(
            numbers(List::Series, true, &["trashed", "published"]),
            (vec![Some(0), Some(1), None], 1)
        );
        assert_eq!(numbers(List::Series, true, &[]), (vec![None], 0));
        // What a tag is described with is no status.
        assert_eq!(
            numbers(List::Focus, false, &["trashed", "Rust"]),
            (vec![Some(1), Some(2), None], 2)
        );
    }
}
