//! Whole-system tests of Whence: a small fictional internet on loopback, and the road through all three programs.
//!
//! The other packages do not need this one.

pub mod many;
pub mod road;
pub mod world;
