//! Remap: the derived tables are what the evidence says, whatever was done to them.

pub(crate) mod killed;
mod mended;
mod same;
mod tampered;
pub(crate) mod world;
