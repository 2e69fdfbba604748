//! Whence's analysis: reads a store in one snapshot, and reports who carried a narrative, from where, when, how sure.
//!
//! It does: matching, timelines with gaps masked, attribution by accepted claims, and files that anyone can check.
//! It does not: open a socket, write to the store, read the clock, use randomness, or infer who is behind an account.

pub mod coverage;
pub mod narrative;
pub mod surge;
