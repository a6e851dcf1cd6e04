//! Parts of pages: signals and plain data in, callbacks out. No part fetches anything.

pub mod card;
pub mod cover;
pub mod difference;
pub mod drawn;
pub mod facts;
pub mod failure;
pub mod feed_link;
pub mod finder;
pub mod frame;
pub mod head;
pub mod letter;
pub mod load;
pub mod nothing_found;
pub mod pagination;
pub mod passage;
pub mod plain_field;
pub mod prose;
pub mod rows;
pub mod said;
pub mod search_box;
pub mod series_box;
pub mod theme_switch;
pub mod toc;
pub mod views;
