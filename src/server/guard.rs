//! What every request and every answer passes through.

pub mod arguments;
pub mod client;
pub mod headers;
pub mod moved;
pub mod origin;
pub mod outcome;
pub mod page;
pub mod spelling;
pub mod staff;
pub mod told;
pub mod trace;
