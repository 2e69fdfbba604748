//! The program `whence-analyze`.

mod cli;
mod output;
mod tables;

pub use cli::{finish, run};
pub use output::{OutputError, write};
