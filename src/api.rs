//! Server functions: the one door between browser and server. Each asks a service and answers; nothing more.
#![expect(
    missing_docs,
    reason = "the macro makes public fields of a function's arguments"
)]

pub mod account;
pub mod desk;
pub mod front;
pub mod jobs;
pub mod letters;
pub mod media;
pub mod numbers;
pub mod pages;
pub mod people;
pub mod posts;
pub mod resume;
pub mod review;
pub mod series;
pub mod session;
pub mod settings;
pub mod share;
pub mod sorting;
pub mod views;
pub mod writing;
