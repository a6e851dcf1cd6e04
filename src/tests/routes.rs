//! One file per address.

mod authors;
mod desk;
mod door;
mod errors;
mod feeds;
mod files;
mod find;
mod functions;
mod headers;
mod home;
mod machines;
mod media;
mod old_paths;
mod post;
mod posts;
mod series;
mod settings;
mod sorting;
mod source;
mod tags;
mod views;
