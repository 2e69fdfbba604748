//! The program `whence-collect`.

mod cli;
mod commands;
mod remap;

pub use commands::{advice, run};
