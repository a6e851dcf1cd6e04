//! The rooms that only the server has.

pub mod assets;
pub mod auth;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod context;
pub mod db;
pub mod door;
pub mod draft;
pub mod etag;
pub mod fault;
pub mod feeds;
pub mod guard;
pub mod jobs;
pub mod listen;
pub mod media;
pub mod printed;
pub mod router;
pub mod services;
pub mod source;
pub mod weight;
