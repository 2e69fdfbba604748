//! Whole-system tests.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends where it fails, and says what it measured"
)]

mod config_files;
mod cookbook;
mod datasette;
mod hot_list;
mod kills;
mod licences;
mod metadata;
mod page;
mod python_terms;
mod remap;
mod road;
mod walls;
