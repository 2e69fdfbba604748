//! What a server was asked, in order of arrival; others can wait for it to grow.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// A request as the server saw it.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) at: Instant,
    pub(crate) path: String,
    pub(crate) conditional: bool,
    /// Zero where the answer is no HTTP.
    pub(crate) status: u16,
}

/// The list of requests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<(Mutex<Vec<Hit>>, Condvar)>);

impl Log {
    /// When a request arrives. Only servers ask: arrival times are what these tests measure.
    #[allow(clippy::disallowed_methods, reason = "the server's own watch, which the collector cannot see")]
    pub(crate) fn now() -> Instant {
        Instant::now()
    }

    pub(crate) fn push(&self, hit: Hit) {
        self.0.0.lock().unwrap().push(hit);
        self.0.1.notify_all();
    }

    pub(crate) fn hits(&self) -> Vec<Hit> {
        self.0.0.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.hits().into_iter().map(|hit| hit.path).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.0.lock().unwrap().len()
    }

    /// Waits until there are `count` requests, at most for `patience`; says whether there are.
    pub(crate) fn reaches(&self, count: usize, patience: Duration) -> bool {
        let hits = self.0.0.lock().unwrap();
        let (hits, _) = self.0.1.wait_timeout_while(hits, patience, |hits| hits.len() < count).unwrap();
        hits.len() >= count
    }
}
