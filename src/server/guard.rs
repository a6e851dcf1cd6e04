//! What every request and every answer passes through.

pub mod headers;
pub mod moved;
pub mod outcome;
pub mod page;
pub mod trace;
