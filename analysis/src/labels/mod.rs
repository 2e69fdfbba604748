//! A sample of the matched items for hand labels, and what the labels say of the query.

mod file;
mod precision;
mod sample;

pub(crate) use file::{Labels, OnTopic, load};
pub(crate) use precision::precision;
pub(crate) use sample::{COLUMNS, draw, rows};
