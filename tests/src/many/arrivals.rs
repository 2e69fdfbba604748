//! When requests arrived at each host, as the servers saw it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The list of arrivals, shared by all servers.
#[derive(Debug, Clone)]
pub struct Arrivals {
    begun: Instant,
    list: Arc<Mutex<Vec<Arrival>>>,
}

#[derive(Debug, Clone, Copy)]
struct Arrival {
    host: usize,
    at: Duration,
}

/// What the arrivals say.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Requests.
    pub requests: usize,
    /// Hosts that were asked.
    pub hosts: usize,
    /// The shortest time between two requests to one host.
    pub shortest: Duration,
    /// Pairs of requests to one host that were closer than the interval.
    pub too_close: usize,
    /// From the first arrival to the last.
    pub span: Duration,
}

#[allow(clippy::disallowed_methods, reason = "arrivals are measured on the machine's own clock")]
fn now() -> Instant {
    Instant::now()
}

impl Default for Arrivals {
    fn default() -> Self {
        Self { begun: now(), list: Arc::default() }
    }
}

impl Arrivals {
    /// Notes a request that has just arrived.
    pub(super) fn add(&self, host: usize) {
        let at = now().duration_since(self.begun);
        self.list.lock().unwrap_or_else(PoisonError::into_inner).push(Arrival { host, at });
    }

    /// Forgets all of them, before another crawler comes.
    pub fn clear(&self) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What they say of an interval between two requests to one host.
    pub fn figures(&self, interval: Duration) -> Figures {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner).clone();
        list.sort_by_key(|arrival| (arrival.host, arrival.at));
        let pairs = list.windows(2).filter(|pair| pair[0].host == pair[1].host);
        let gaps: Vec<Duration> = pairs.map(|pair| pair[1].at.saturating_sub(pair[0].at)).collect();
        let mut hosts: Vec<usize> = list.iter().map(|arrival| arrival.host).collect();
        hosts.dedup();
        let (first, end) = (list.iter().map(|a| a.at).min(), list.iter().map(|a| a.at).max());
        Figures {
            requests: list.len(),
            hosts: hosts.len(),
            shortest: gaps.iter().copied().min().unwrap_or_default(),
            too_close: gaps.iter().filter(|gap| **gap < interval).count(),
            span: end.zip(first).map_or(Duration::ZERO, |(end, first)| end.saturating_sub(first)),
        }
    }
}
