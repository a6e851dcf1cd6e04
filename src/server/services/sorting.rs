//! What orders posts, for those who look after it: tags, series and old addresses.

pub mod choices;
pub mod redirects;
pub mod series;
pub mod tags;
