//! What lives as long as the browser tab.

pub mod site;
pub mod theme;
pub mod wire;
