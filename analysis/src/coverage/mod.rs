//! Coverage: when sources and accounts were being observed, and when not.
//!
//! A *gap* is time in which nothing is known to have been observed. It is not zero.

mod gaps;
mod intervals;
mod observed;
mod state;

pub use gaps::{Gap, gaps_before, unobserved};
pub use intervals::Intervals;
pub use observed::{Observed, Units};
pub use state::{State, state_of};
