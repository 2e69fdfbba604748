//! Integration tests: small stores in, the five files out.

// Helpers outside `#[test]` functions are tests too, and the counts here are small.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::assigning_clones,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod attribution;
mod campaign;
mod command;
mod compared;
mod coordination;
mod forests;
mod hostile;
mod matching;
mod page;
mod ranking;
mod real;
mod series_commands;
mod shares;
mod simulation;
mod surges;
mod tcpd;
mod timeline;
mod told;
mod world;
