//! HTTP tests of the real router on a real, migrated file, in the shape of the addresses.

#![expect(clippy::unwrap_used, reason = "what tests prepare has to go well")]

mod import;
mod queries;
mod routes;
mod site;
mod start;
mod surfaces;
