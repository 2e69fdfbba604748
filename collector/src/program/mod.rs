//! The program `whence-collect`.

mod cli;

pub use cli::run;
