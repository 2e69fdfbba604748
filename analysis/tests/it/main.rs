//! Integration tests: small stores in, the five files out.

// Helpers outside `#[test]` functions are tests too, and the counts here are small.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::assigning_clones)]

mod attribution;
mod command;
mod coordination;
mod hostile;
mod page;
mod ranking;
mod shares;
mod timeline;
mod world;
