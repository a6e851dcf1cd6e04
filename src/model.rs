//! The words of the domain as plain data and rules. No framework, database or browser is known here.

pub mod assets;
pub mod date;
pub mod find;
pub mod listing;
pub mod person;
pub mod post;
pub mod series;
pub mod site;
pub mod slug;
pub mod status;
pub mod tag;
pub mod toc;
pub mod views;
