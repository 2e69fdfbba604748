//! What may be asked of a run, and what it did.

use std::time::Duration;

/// What a user may ask of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Only these sources.
    pub only: Vec<String>,
    /// The longest that the run may take.
    pub max_time: Option<Duration>,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RunReport {
    /// Tasks answered and stored.
    pub done: usize,
    /// Of these, unchanged since the last time.
    pub unchanged: usize,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Requests refused by robots.txt or for their address.
    pub refused: usize,
    /// Tasks to be tried again later.
    pub later: usize,
    /// Tasks given up.
    pub failed: usize,
    /// Whether the run ended before its work, for want of time or because it was told to.
    pub cut_short: bool,
}

impl RunReport {
    /// Whether something is left for the next run.
    pub fn is_incomplete(&self) -> bool {
        self.cut_short || self.later > 0
    }
}
