//! Read-only SQL for people: SELECT alone, with limits on time, rows and memory.

mod guard;
mod print;
mod run;

pub use print::{Format, print};
pub use run::{Limits, QueryError, Table, query};
