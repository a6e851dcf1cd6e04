//! Parts of pages: signals and plain data in, callbacks out. No part fetches anything.

pub mod card;
pub mod facts;
pub mod failure;
pub mod frame;
pub mod head;
pub mod load;
pub mod pagination;
pub mod posts_empty;
pub mod prose;
pub mod rows;
pub mod series_box;
pub mod theme_switch;
pub mod toc;
