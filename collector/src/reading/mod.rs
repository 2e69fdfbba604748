//! Reading: from a capture and what is known of its reader to what is stored of it. A first reading and `remap` go the same
//! way.
//!
//! It does: say how a capture was read, read answers of the network. It does not: judge an answer, touch the store.

mod answer;
mod picture;
mod read_by;

pub(crate) use answer::{Kept, Read, content, read};
pub(crate) use picture::Hashed;
pub(crate) use read_by::{FileReader, Polled, ReadBy};
