//! Times as the store keeps them: UTC microseconds with a precision and the words of the original.

mod clock;
mod moment;

pub use clock::{Clock, ManualClock, SystemClock};
pub use moment::{Micros, Moment, Precision};
