//! `whence-collect remap`: the derived tables made again from the stored bodies under today's rules.
//!
//! It does: read each stored capture as it would be read today, say what changed, put the result in the place of the old
//! tables. It does not: ask the network, touch evidence, read the imported files (their stored chunks are enough).

mod error;
mod rules;
mod run;

pub use error::RemapError;
pub use rules::Rules;
pub use run::{RemapOptions, RemapReport, remap};
