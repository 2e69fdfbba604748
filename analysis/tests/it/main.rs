//! Integration tests: small stores in, the five files out.

// Helpers outside `#[test]` functions are tests too, and the counts here are small.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::assigning_clones,
    clippy::print_stdout
)]

mod attribution;
mod command;
mod hostile;
mod page;
mod ranking;
mod series_commands;
mod shares;
mod simulation;
mod surges;
mod tcpd;
mod timeline;
mod world;
