//! robots.txt by RFC 9309: 4xx allows everything, 5xx and unreachable forbid everything, kept for a day.
//!
//! It does: read what was stored, judge addresses by it, say for how long it holds. It does not: fetch it.

mod lines;
mod pattern;
mod rules;

use std::time::Duration;

use url::{Position, Url};
use whence_store::time::Micros;
use whence_store::work::HostRobots;

pub(crate) use self::lines::BYTE_LIMIT;
use self::pattern::Effect;
use self::rules::Rules;

/// The name that groups of a robots.txt are matched against.
const AGENT: &str = "Whence";
/// A robots.txt is used for a day (RFC 9309, 2.4).
const KEPT_FOR: i64 = Micros::DAY;
/// One that could not be fetched is asked for again after an hour: until then nothing is fetched.
const UNREACHABLE_FOR: i64 = Micros::HOUR;

/// The status of a robots.txt that could not be fetched.
pub(crate) const UNREACHABLE: &str = "unreachable";

/// What a robots.txt says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsVerdict {
    /// Whether it may be fetched.
    pub allowed: bool,
    /// The rule that says so, in words.
    pub rule: String,
}

/// A host's robots.txt, read.
#[derive(Debug)]
pub struct Robots {
    said: Said,
    agent: String,
}

/// What a host said about robots.
#[derive(Debug)]
enum Said {
    /// These rules.
    Rules(Rules),
    /// Nothing: it has no robots.txt.
    Nothing,
    /// Nobody knows: it could not be asked.
    Unknown,
}

impl Robots {
    /// Reads what was stored.
    pub fn read(stored: &HostRobots) -> Self {
        Self::read_as(stored, AGENT)
    }

    /// Reads what was stored as a robot of another name would.
    pub fn read_as(stored: &HostRobots, agent: &str) -> Self {
        let said = match stored.status.as_str() {
            "ok" => Said::Rules(Rules::read(&stored.body, agent)),
            "none" => Said::Nothing,
            _ => Said::Unknown,
        };
        Self { said, agent: agent.to_owned() }
    }

    /// Until when a stored robots.txt is to be used.
    pub fn fresh_until(stored: &HostRobots) -> Micros {
        stored.fetched_at.plus(Self::kept_for(&stored.status))
    }

    /// Whether a stored robots.txt is still to be used.
    pub fn is_fresh(stored: &HostRobots, now: Micros) -> bool {
        now < Self::fresh_until(stored)
    }

    fn kept_for(status: &str) -> i64 {
        if status == UNREACHABLE { UNREACHABLE_FOR } else { KEPT_FOR }
    }

    /// When rules that could not be fetched are to be asked for again; nothing when they are known.
    pub fn unknown_until(stored: &HostRobots) -> Option<Micros> {
        (stored.status == UNREACHABLE).then(|| stored.fetched_at.plus(UNREACHABLE_FOR))
    }

    /// Judges an address of the host.
    pub fn judge(&self, url: &Url) -> RobotsVerdict {
        self.judge_target(&url[Position::BeforePath..Position::AfterQuery])
    }

    /// Judges a request target, path and query, as it would be sent.
    pub fn judge_target(&self, target: &str) -> RobotsVerdict {
        let verdict = |allowed, rule: &str| RobotsVerdict { allowed, rule: rule.to_owned() };
        let rules = match &self.said {
            Said::Rules(rules) => rules,
            Said::Nothing => return verdict(true, "no robots.txt: everything is allowed"),
            Said::Unknown => return verdict(false, "robots.txt cannot be reached: nothing is allowed"),
        };
        let Some(rule) = rules.deciding(target) else {
            return verdict(true, "no rule of robots.txt names it");
        };
        let word = match rule.effect {
            Effect::Allow => "Allow",
            Effect::Disallow => "Disallow",
        };
        let group = if rules.by_name { &self.agent } else { "*" };
        verdict(rule.effect == Effect::Allow, &format!("{word}: {} (group {group})", rule.pattern))
    }

    /// The crawl delay that the host asks for.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.rules().and_then(|rules| rules.delay)
    }

    /// The sitemaps that the host names, as it names them.
    pub fn sitemaps(&self) -> &[String] {
        self.rules().map_or(&[], |rules| &rules.sitemaps)
    }

    fn rules(&self) -> Option<&Rules> {
        if let Said::Rules(rules) = &self.said { Some(rules) } else { None }
    }

    /// How an answer to the request for a robots.txt is to be kept.
    pub fn status_of(status: u16) -> &'static str {
        match status {
            200..=299 => "ok",
            // A host that asks for patience has not said that everything is allowed.
            429 => UNREACHABLE,
            400..=499 => "none",
            _ => UNREACHABLE,
        }
    }
}

/// The origin of an address: scheme, host and port. A robots.txt holds for an origin.
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The host of an address, with its port where it is not the scheme's own. Limits hold for a host: http and https lead to the
/// same machine.
pub fn host_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Where an origin's robots.txt lies.
pub fn robots_url(url: &Url) -> Option<Url> {
    url.join("/robots.txt").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: &str, body: &str, path: &str) -> RobotsVerdict {
        let stored = HostRobots {
            origin: "https://example.org".to_owned(),
            fetched_at: Micros(0),
            status: status.to_owned(),
            body: body.as_bytes().to_vec(),
        };
        Robots::read(&stored).judge(&Url::parse(&format!("https://example.org{path}")).unwrap())
    }

    #[test]
    fn errors_of_the_host_forbid_and_a_missing_file_allows() {
        assert!(!verdict("unreachable", "", "/a").allowed);
        assert!(verdict("none", "", "/a").allowed);
        let v = verdict("ok", "User-agent: *\nDisallow: /private/\n", "/private/x");
        assert!(!v.allowed && v.rule.contains("/private/"), "{v:?}");
        assert!(verdict("ok", "User-agent: whence\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/x").allowed);
        assert_eq!(Robots::status_of(503), "unreachable");
        assert_eq!(Robots::status_of(302), "unreachable");
        assert_eq!((Robots::status_of(429), Robots::status_of(403)), ("unreachable", "none"));
    }
}
