//! Server functions: the one door between browser and server. Each asks a service and answers; nothing more.

pub mod authors;
pub mod posts;
pub mod series;
pub mod tags;
