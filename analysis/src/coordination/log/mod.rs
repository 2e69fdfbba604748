//! Reading a share log: bytes in, columns of numbers out.

mod names;
mod read;
mod rows;
mod time;

pub(crate) use names::Names;
pub(crate) use read::{Columns, Table, read};
pub(crate) use rows::Row;
pub use time::micros;
pub(crate) use time::{write_number, write_seconds};
