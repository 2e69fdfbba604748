//! The limiter: when each host may be asked again.
//!
//! A host is asked again one interval after the *headers* of its last answer had come, not after the request was
//! sent: the server has seen a request by the time it answers, so its arrival times keep the interval whatever the
//! network does in between.

use std::collections::HashMap;
use std::time::Duration;

use whence_store::time::Micros;

/// When each origin may be asked again.
#[derive(Debug, Default)]
pub struct Limiter {
    next: HashMap<String, Micros>,
}

impl Limiter {
    /// The earliest time for an origin. `stored` is what earlier runs left; the first request of a process waits a
    /// whole interval from `started`, as a run killed a moment ago may have asked just then.
    pub fn next(&mut self, origin: &str, stored: Micros, started: Micros, interval: Duration) -> Micros {
        *self.next.entry(origin.to_owned()).or_insert_with(|| stored.max(started.plus(micros(interval))))
    }

    /// Notes an answer, or the end of a failed attempt; gives the next time.
    pub fn answered(&mut self, origin: &str, at: Micros, interval: Duration) -> Micros {
        self.not_before(origin, at.plus(micros(interval)))
    }

    /// Notes that a host asked for patience; gives the next time.
    pub fn not_before(&mut self, origin: &str, at: Micros) -> Micros {
        let next = self.next.entry(origin.to_owned()).or_insert(at);
        *next = (*next).max(at);
        *next
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_left_alone_for_its_interval() {
        let mut limiter = Limiter::default();
        let interval = Duration::from_secs(2);
        assert_eq!(limiter.next("a", Micros(0), Micros(1_000_000), interval), Micros(3_000_000));
        assert_eq!(limiter.next("b", Micros(9_000_000), Micros(1_000_000), interval), Micros(9_000_000));
        assert_eq!(limiter.answered("a", Micros(4_000_000), interval), Micros(6_000_000));
        limiter.not_before("a", Micros(60_000_000));
        assert_eq!(limiter.answered("a", Micros(5_000_000), interval), Micros(60_000_000));
    }
}
