//! Read-only SQL for people: SELECT alone, with limits on time, rows and memory.

mod deadline;
mod guard;
mod print;
mod run;

pub(crate) use print::safe_cell;
pub use print::{Format, print};
pub use run::{Limits, QueryError, Table, query};
