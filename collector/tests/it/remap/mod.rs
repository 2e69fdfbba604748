//! Remap: the derived tables are what the evidence says, whatever was done to them.

mod killed;
mod mended;
mod same;
mod tampered;
mod world;
