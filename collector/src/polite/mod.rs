//! Polite: whether and when a request may be made. The only place that waits.

mod asked;
mod limiter;
mod retry;
mod robots;
mod wait;

pub use asked::asked_patience;
pub use limiter::{Limiter, Why};
pub use retry::{patience, retry_at};
pub(crate) use robots::{BYTE_LIMIT, UNREACHABLE};
pub use robots::{Robots, RobotsVerdict, host_key, origin, robots_url};
pub use wait::{ManualWait, TimerWait, Wait};
