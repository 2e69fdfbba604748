//! The limiter: when each host may be asked again.
//!
//! A host is asked again one interval after the *headers* of its last answer had come, not after the request was
//! sent: the server has seen a request by the time it answers, so its arrival times keep the interval whatever the
//! network does in between.

use std::collections::HashMap;
use std::time::Duration;

use whence_store::time::Micros;

/// When each host may be asked again.
#[derive(Debug, Default)]
pub struct Limiter {
    hosts: HashMap<String, Host>,
}

#[derive(Debug, Clone, Copy)]
struct Host {
    /// When it last answered, or the last attempt failed.
    answered: Micros,
    /// What it asked for, or earlier runs left.
    not_before: Micros,
}

/// A delay that a host asks for beyond this is kept across runs by the store, not waited for at the start of each.
const LONGEST_START: Duration = Duration::from_mins(5);

impl Limiter {
    /// The earliest time for a host. `stored` is what earlier runs left; the first request of a process waits a whole
    /// interval from `started`, as a run killed a moment ago may have asked just then.
    pub fn next(&mut self, host: &str, stored: Micros, started: Micros, interval: Duration) -> Micros {
        match self.hosts.get(host) {
            Some(known) => known.not_before.max(stored).max(known.answered.plus(micros(interval))),
            None => stored.max(started.plus(micros(interval.min(LONGEST_START)))),
        }
    }

    /// Whether a host was asked or asked for patience in this run: what the store says of it is known then.
    pub fn knows(&self, host: &str) -> bool {
        self.hosts.contains_key(host)
    }

    /// Notes an answer, or the end of a failed attempt; gives the next time at this interval.
    pub fn answered(&mut self, host: &str, at: Micros, interval: Duration) -> Micros {
        let known = self.hosts.entry(host.to_owned()).or_insert(Host { answered: at, not_before: at });
        known.answered = known.answered.max(at);
        known.not_before.max(known.answered.plus(micros(interval)))
    }

    /// Notes that a host asked for patience.
    pub fn not_before(&mut self, host: &str, at: Micros) {
        let known = self.hosts.entry(host.to_owned()).or_insert(Host { answered: at, not_before: at });
        known.not_before = known.not_before.max(at);
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
        assert_eq!(
            limiter.next("a", Micros(0), Micros(0), 2 * interval),
            Micros(8_000_000),
            "a longer delay holds at once"
        );
        limiter.not_before("a", Micros(60_000_000));
        assert_eq!(limiter.answered("a", Micros(5_000_000), interval), Micros(60_000_000));
    }
}
