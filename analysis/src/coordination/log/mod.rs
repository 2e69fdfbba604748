//! Reading a share log: bytes in, columns of numbers out.

mod names;
mod read;
mod time;

pub(crate) use names::{Names, Rank};
pub(crate) use read::{Columns, Table, read};
pub use time::micros;
pub(crate) use time::{write_number, write_seconds};
