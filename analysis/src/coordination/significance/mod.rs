//! What chance alone would do, and which edges it does not explain.

mod false_discovery;
mod intensity;
mod sign;
mod tail;

pub(crate) use false_discovery::{Ranks, Tests};
pub(crate) use intensity::Intensity;
pub(crate) use sign::sign_test;
