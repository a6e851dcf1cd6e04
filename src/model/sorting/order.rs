//! Lists that are in an order that somebody gave them, as they are looked after: all are arranged alike.

use miniserde::{Deserialize, Serialize};

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
