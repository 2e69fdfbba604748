//! Whence's collector: from configured sources and files to captures and items in the store, politely.
//!
//! It does: open sockets, wait, read pages and files, write the store.
//! It does not: decide what a narrative is, or who is behind an account.

pub mod config;
pub mod connector;
pub mod extract;
pub mod feed_document;
pub mod fetch;
pub mod import;
pub mod polite;
pub mod program;
pub mod remap;
pub mod run;

mod reading;
mod text;
