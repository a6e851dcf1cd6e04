//! What orders posts, for those who look after it: tags, series, collections and old addresses.

use crate::{error::AppError, server::fault::Fault};

pub mod choices;
pub mod collections;
mod filled;
pub mod focus;
pub mod follow;
pub mod order;
pub mod redirects;
pub mod series;
pub mod tags;

/// What comes of asking for a change: nothing where there is no such thing, or why it cannot be.
pub type Outcome<T> = Result<Option<Result<T, AppError>>, Fault>;
