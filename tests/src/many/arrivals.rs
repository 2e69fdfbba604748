//! When requests arrived at each host, as the servers saw it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The list of arrivals, shared by all servers.
#[derive(Debug, Clone)]
pub struct Arrivals {
    begun: Instant,
    list: Arc<Mutex<Vec<(usize, Duration)>>>,
}

/// What the arrivals at one host, or at several, say.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Requests.
    pub requests: usize,
    /// Requests that the limit allowed; without a limit 0.
    pub allowed: usize,
    /// The shortest time between two requests to one host; none if no host had two.
    pub shortest: Option<Duration>,
    /// Pairs of requests to one host that were closer than its interval.
    pub too_close: usize,
}

impl Figures {
    /// Takes in another host's.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.allowed += other.allowed;
        self.shortest = self.shortest.into_iter().chain(other.shortest).min();
        self.too_close += other.too_close;
    }

    /// Requests as per cent of what the limit allowed.
    pub fn share(&self) -> f64 {
        self.requests as f64 / self.allowed as f64 * 100.0
    }
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
    fn taken(&self) -> Vec<(usize, Duration)> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes a request that has just arrived.
    pub(super) fn add(&self, host: usize) {
        let at = now().duration_since(self.begun);
        self.list.lock().unwrap_or_else(PoisonError::into_inner).push((host, at));
    }

    /// Forgets all of them, before another crawler comes.
    pub fn clear(&self) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.taken().len()
    }

    /// When the first and the last of all came.
    pub fn span(&self) -> (Duration, Duration) {
        let list = self.taken();
        let times = || list.iter().map(|(_, at)| *at);
        (times().min().unwrap_or_default(), times().max().unwrap_or_default())
    }

    /// What they say of one host and its interval, from the first of all until `end`; of a host that ran out of work (`None`) until
    /// its own last one.
    pub fn of(&self, host: usize, interval: Duration, end: Option<Duration>) -> Figures {
        let (begin, _) = self.span();
        let mut times: Vec<Duration> =
            self.taken().iter().filter(|(of, _)| *of == host).map(|(_, at)| *at).collect();
        times.sort_unstable();
        let gaps: Vec<Duration> = times.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
        let end = end.or_else(|| times.last().copied()).unwrap_or(begin);
        // A host may be asked once at the beginning, and then once in each whole interval.
        let allowed = |interval: Duration| {
            let whole = end.saturating_sub(begin).as_nanos() / interval.as_nanos();
            usize::try_from(whole).unwrap_or(usize::MAX).saturating_add(1)
        };
        Figures {
            requests: times.len(),
            allowed: if interval.is_zero() { 0 } else { allowed(interval) },
            shortest: gaps.iter().copied().min(),
            too_close: gaps.iter().filter(|gap| **gap < interval).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(times: &[(usize, u64)]) -> Arrivals {
        let list = times.iter().map(|(host, at)| (*host, Duration::from_millis(*at))).collect();
        Arrivals { begun: now(), list: Arc::new(Mutex::new(list)) }
    }

    #[test]
    fn a_host_is_measured_by_its_own_interval() {
        let arrivals = seen(&[(0, 0), (1, 100), (0, 1000), (1, 1200), (0, 1900), (1, 4100)]);
        let second = Duration::from_secs(1);
        let first = arrivals.of(0, second, Some(arrivals.span().1));
        assert_eq!((first.requests, first.allowed, first.too_close), (3, 5, 1));
        assert_eq!(first.shortest, Some(Duration::from_millis(900)));
        assert_eq!(arrivals.of(0, second, None).allowed, 2, "it ran out at 1.9 s");
        let mut both = arrivals.of(1, second * 2, Some(Duration::from_secs(4)));
        assert_eq!((both.requests, both.allowed, both.too_close), (3, 3, 1));
        both.add(&first);
        assert_eq!((both.requests, both.allowed, both.too_close), (6, 8, 2));
        assert_eq!(arrivals.of(0, Duration::ZERO, None).allowed, 0);
        assert_eq!(arrivals.of(9, second, None).requests, 0);
    }
}
