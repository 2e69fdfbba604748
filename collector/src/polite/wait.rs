//! Waiting, on the machine's timer or on a manual clock.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use whence_store::time::ManualClock;

/// Lets time pass.
pub trait Wait: Send + Sync {
    /// Ends after `duration`, never earlier.
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Whether waiting takes no time but moves a clock.
    fn is_simulated(&self) -> bool {
        false
    }
}

/// Waits on the machine's timer.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimerWait;

impl Wait for TimerWait {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Moves a manual clock instead of waiting: eight simulated weeks pass in seconds.
#[derive(Debug, Clone)]
pub struct ManualWait(pub Arc<ManualClock>);

impl Wait for ManualWait {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move { self.0.advance(duration) })
    }

    fn is_simulated(&self) -> bool {
        true
    }
}
