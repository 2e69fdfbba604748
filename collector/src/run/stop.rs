//! Being told to stop: a run ends what is under way, keeps it, and leaves the rest to the next one.

use std::future::pending;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for the signals by which people and schedulers stop a program (SIGINT, SIGTERM).
pub(super) struct Stop {
    signals: Vec<Signal>,
    asked: bool,
}

impl Stop {
    pub(super) fn new() -> Self {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        // Where signals cannot be listened for, they end the program: nothing stored is lost by that either.
        Self { signals: kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect(), asked: false }
    }

    /// Whether a stop was asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.asked
    }

    /// Ends when a stop is asked for.
    pub(super) async fn asked(&mut self) {
        let [first, second] = self.signals.as_mut_slice() else { return pending().await };
        tokio::select! {
            _ = first.recv() => {}
            _ = second.recv() => {}
        }
        tracing::info!("told to stop: what is under way is stored, the rest is left for the next run");
        self.asked = true;
    }
}
