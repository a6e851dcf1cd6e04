//! HTTP tests of the real router on a real, migrated file, in the shape of the addresses.

mod import;
mod queries;
mod routes;
mod site;
mod start;
mod surfaces;
