//! The program `whence-analyze`.

mod cli;
mod coordination;
mod output;

pub use cli::{finish, run};
pub use output::{OutputError, write};
