//! Whole-system tests' helpers: the demo world, a small fictional internet with a known truth.
//!
//! Nothing of the other three packages needs this one.

pub mod world;
