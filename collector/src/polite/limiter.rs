//! The limiter: when each host may be asked again.
//!
//! A host is asked again one interval after the *headers* of its last answer had come, not after the request was
//! sent: the server has seen a request by the time it answers, so its arrival times keep the interval whatever the
//! network does in between.

use std::collections::HashMap;
use std::time::Duration;

use whence_store::time::Micros;

/// Why a host is not asked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The interval that is configured, or its platform's minimum.
    Interval,
    /// The delay that its robots.txt asks for.
    CrawlDelay,
    /// It asked for patience in its answer.
    Asked,
    /// It refused or failed without saying until when.
    BackOff,
    /// An earlier run left it so.
    Earlier,
}

impl Why {
    /// In words, for people and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interval => "the interval between requests",
            Self::CrawlDelay => "the Crawl-delay of its robots.txt",
            Self::Asked => "it asked for patience (Retry-After or a used-up limit)",
            Self::BackOff => "back-off: it refused without saying until when",
            Self::Earlier => "an earlier run left it so",
        }
    }

    /// Whether this holds between any two requests, rather than once.
    pub const fn is_rhythm(self) -> bool {
        matches!(self, Self::Interval | Self::CrawlDelay)
    }
}

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
    /// Why it is left alone until then.
    why: Why,
}

impl Host {
    const fn new(at: Micros) -> Self {
        Self { answered: at, not_before: Micros(i64::MIN), why: Why::Interval }
    }
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

    /// Why a host's turn comes only at `turn`, as [`Limiter::next`] gave it; `rhythm` is what its interval stands for.
    pub fn why(&self, host: &str, turn: Micros, stored: Micros, rhythm: Why) -> Why {
        match self.hosts.get(host) {
            Some(known) if known.not_before >= turn => known.why,
            None if stored >= turn => Why::Earlier,
            _ => rhythm,
        }
    }

    /// Whether a host was asked or asked for patience in this run: what the store says of it is known then.
    pub fn knows(&self, host: &str) -> bool {
        self.hosts.contains_key(host)
    }

    /// Notes an answer, or the end of a failed attempt; gives the next time at this interval.
    pub fn answered(&mut self, host: &str, at: Micros, interval: Duration) -> Micros {
        let known = self.hosts.entry(host.to_owned()).or_insert(Host::new(at));
        known.answered = known.answered.max(at);
        known.not_before.max(known.answered.plus(micros(interval)))
    }

    /// Notes that a host is to be left alone until a time, and why.
    pub fn not_before(&mut self, host: &str, at: Micros, why: Why) {
        let known = self.hosts.entry(host.to_owned()).or_insert(Host::new(at));
        if at > known.not_before {
            (known.not_before, known.why) = (at, why);
        }
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
        limiter.not_before("a", Micros(60_000_000), Why::Asked);
        assert_eq!(limiter.answered("a", Micros(5_000_000), interval), Micros(60_000_000));
    }

    #[test]
    fn a_wait_has_a_reason() {
        let mut limiter = Limiter::default();
        let interval = Duration::from_secs(2);
        let second = |n: i64| Micros(n * Micros::SECOND);
        let turn = limiter.next("a", second(90), second(1), interval);
        assert_eq!(limiter.why("a", turn, second(90), Why::Interval), Why::Earlier);
        let turn = limiter.next("a", second(0), second(1), interval);
        assert_eq!(limiter.why("a", turn, second(0), Why::CrawlDelay), Why::CrawlDelay);
        limiter.answered("a", second(4), interval);
        assert_eq!(limiter.why("a", second(6), Micros(0), Why::Interval), Why::Interval);
        limiter.not_before("a", second(60), Why::Asked);
        limiter.not_before("a", second(50), Why::BackOff);
        let turn = limiter.next("a", Micros(0), Micros(0), interval);
        assert_eq!((turn, limiter.why("a", turn, Micros(0), Why::Interval)), (second(60), Why::Asked));
        // What was asked for is over: the interval decides again.
        limiter.answered("a", second(61), interval);
        let turn = limiter.next("a", Micros(0), Micros(0), interval);
        assert_eq!(limiter.why("a", turn, Micros(0), Why::Interval), Why::Interval);
    }
}
