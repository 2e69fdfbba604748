//! The program `whence-collect`.

mod bars;
mod claims;
mod cli;
mod commands;
mod extract;
mod import;
mod lines;
mod plan;
mod remap;
mod screen;
mod sources;
mod url;
mod words;

pub use commands::{advice, run};
pub use screen::Screen;
