//! Whence's analysis: reads a store in one snapshot, and reports who carried a narrative, from where, when, how sure.
//!
//! It does: matching, timelines with gaps masked, attribution by accepted claims, and files that anyone can check.
//! It does not: open a socket, write to the store, read the clock, use randomness, or infer who is behind an account.

pub mod changepoints;
pub mod coordination;
pub mod corpus;
pub mod coverage;
pub mod findings;
pub mod framing;
pub mod lint;
pub mod lookalike;
pub mod narrative;
pub mod placebo;
pub mod privacy;
pub mod program;
pub mod render;
pub mod resemblance;
pub mod series_file;
pub mod surge;

mod analyse;
mod attribution;
mod basis;
mod case;
mod chance;
mod copies;
mod evidence;
mod forest;
mod indicators;
mod labels;
mod ledger;
mod limits;
mod membership;
mod statistics;
mod summary;
mod timeline;
mod words;

pub use analyse::{Options, analyse};
