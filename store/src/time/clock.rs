//! The injected clock. Only the programs' mains make a [`SystemClock`]; everything else is handed one.

use std::sync::atomic::{AtomicI64, Ordering};

use super::Micros;

/// Tells the time. Implementations must never go backwards within one process.
pub trait Clock: Send + Sync {
    /// The present, UTC.
    fn now(&self) -> Micros;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place of the workspace that may ask the machine for the time.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Micros {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is told to move: for the demo world and for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Micros) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves forward to `to`; an earlier time is ignored, so that the clock never goes back.
    pub fn set(&self, to: Micros) {
        self.0.fetch_max(to.0, Ordering::SeqCst);
    }

    /// Moves forward by `by`.
    pub fn advance(&self, by: std::time::Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}
