//! Many hosts on loopback, for figures of a whole run: whether limits were kept, how much of what they allow was used, memory,
//! and requests a second beside another crawler. Nothing here asserts: a time on a shared machine proves nothing in a test.

mod arrivals;
mod child;
mod hosts;

pub use arrivals::{Arrivals, Figures};
pub use child::{Ended, watch};
pub use hosts::{Hosts, Shape};
