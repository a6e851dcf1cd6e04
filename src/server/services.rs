//! Use-cases: each public function is one thing somebody wants, and one transaction where it changes something.

pub mod accounts;
pub mod addresses;
pub mod authors;
pub mod cards;
pub mod demo;
pub mod drafts;
pub mod feed;
pub mod find;
pub mod import_folder;
pub mod jobs;
pub mod media;
pub mod posts;
pub mod publish;
pub mod redirects;
pub mod reindex;
pub mod relate;
pub mod render;
pub mod rerender;
pub mod save;
pub mod search;
pub mod series;
pub mod sitemap;
pub mod sorting;
pub mod tags;
pub mod views;
pub mod write_posts;
