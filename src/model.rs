//! The words of the domain as plain data and rules. No framework, database or browser is known here.

pub mod account;
pub mod assets;
pub mod checks;
pub mod date;
pub mod desk;
pub mod door;
pub mod draft;
pub mod editing;
pub mod email;
pub mod find;
pub mod job;
pub mod listing;
pub mod media;
pub mod person;
pub mod post;
pub mod role;
pub mod series;
pub mod site;
pub mod slug;
pub mod sorting;
pub mod status;
pub mod tag;
pub mod toc;
pub mod views;
