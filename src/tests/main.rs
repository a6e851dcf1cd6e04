//! HTTP tests of the real router on a real, migrated file, in the shape of the addresses.

#![expect(clippy::unwrap_used, reason = "what tests prepare has to go well")]

mod authority;
mod disk;
mod import;
mod jobs;
mod pictures;
mod program;
mod queries;
mod routes;
mod site;
mod staff;
mod start;
mod surfaces;
