//! What a run tells of itself while it goes on. It knows no terminal: who watches decides how it is shown.

use std::time::Duration;

use whence_store::time::Micros;

use crate::polite::Why;

/// Watches a run.
pub trait Progress {
    /// How often it wants to be told.
    fn every(&self) -> Duration;

    /// Of how many hosts it wants to be told, beside their number.
    fn hosts(&self) -> usize {
        0
    }

    /// Takes in where the run stands.
    fn show(&mut self, status: &Status);
}

/// Where a run stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// When this was.
    pub now: Micros,
    /// When the run began.
    pub started: Micros,
    /// When it has to end.
    pub deadline: Option<Micros>,
    /// Tasks answered and stored.
    pub done: usize,
    /// Requests made.
    pub requests: usize,
    /// Items that were not there before.
    pub new_items: usize,
    /// Tasks that wait for their host's turn.
    pub waiting: usize,
    /// Hosts with something left to do.
    pub hosts: usize,
    /// The next turn of all of them, where there is one and nothing may be asked for now.
    pub until: Option<Micros>,
    /// Some of the hosts: those that are being asked, then those whose turn comes next.
    pub shown: Vec<HostStatus>,
}

/// Where a host stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostStatus {
    /// The host.
    pub host: String,
    /// Tasks that wait for its turn.
    pub waiting: usize,
    /// Whether it is being asked.
    pub is_asked: bool,
    /// When its turn comes and why then, where that is later than now.
    pub turn: Option<(Micros, Why)>,
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn every(&self) -> Duration {
        Duration::from_hours(1)
    }

    fn show(&mut self, _: &Status) {}
}
