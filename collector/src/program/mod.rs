//! The program `whence-collect`.

mod cli;
mod commands;
mod plan;
mod remap;

pub use commands::{advice, run};
