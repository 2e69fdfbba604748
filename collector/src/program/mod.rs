//! The program `whence-collect`.

mod cli;
mod commands;

pub use commands::{advice, run};
