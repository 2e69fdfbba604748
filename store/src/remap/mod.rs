//! Remap: the derived tables made again from the stored bodies, compared with those that are there, and put in their place.
//!
//! The captures are replayed in their order into a side file beside the store ([`Side`]), by the very code that stores a new
//! page. What a body says is not known here: the caller reads it. Evidence is never touched.

mod compare;
mod merge;
mod observed;
mod report;
mod side;
mod stored;
mod swap;
mod tables;
mod words;

pub use report::{Change, Difference, TableChanges};
pub use side::{Side, compare, swap};
pub use stored::{Bodies, StoredCapture};
