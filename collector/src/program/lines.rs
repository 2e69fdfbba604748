//! The progress of a run as log lines: JSON in a pipe, readable on a terminal that cannot be drawn on.

use std::time::Duration;

use whence_store::time::Micros;

use crate::run::{Progress, Status};

/// Tells of a run in the log.
#[derive(Debug)]
pub(super) struct Lines;

impl Progress for Lines {
    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn show(&mut self, status: &Status) {
        tracing::info!(
            done = status.done,
            waiting = status.waiting,
            hosts = status.hosts,
            items = status.new_items,
            requests = status.requests,
            seconds = status.now.since(status.started) / Micros::SECOND,
            until = status.until.map(display),
            "collecting"
        );
    }
}
