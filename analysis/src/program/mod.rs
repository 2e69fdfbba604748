//! The program `whence-analyze`.

mod cli;
mod coordination;
mod lint;
mod lookalikes;
mod output;
mod series;
mod tables;

pub use cli::{finish, run};
pub use output::{OutputError, write};
