//! What lives as long as the browser tab.

pub mod address;
pub mod latest;
pub mod reading;
pub mod site;
pub mod theme;
pub mod typing;
pub mod views;
pub mod wire;
