//! robots.txt by RFC 9309: 4xx allows everything, 5xx and unreachable forbid everything, kept for a day.

use std::time::Duration;

use robotxt::AccessResult;
use url::{Position, Url};
use whence_store::time::Micros;
use whence_store::work::HostRobots;

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
    rules: robotxt::Robots,
    status: String,
}

impl Robots {
    /// Reads what was stored.
    pub fn read(stored: &HostRobots) -> Self {
        Self::read_as(stored, AGENT)
    }

    /// Reads what was stored as a robot of another name would.
    pub fn read_as(stored: &HostRobots, agent: &str) -> Self {
        let body = product_tokens(&stored.body);
        let access = match stored.status.as_str() {
            "ok" => AccessResult::Successful(&body),
            "none" => AccessResult::Unavailable,
            _ => AccessResult::Unreachable,
        };
        Self { rules: robotxt::Robots::from_access(access, agent), status: stored.status.clone() }
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
        let path = &url[Position::BeforePath..Position::AfterQuery];
        let allowed = self.rules.is_allowed(path);
        let rule = match (self.status.as_str(), self.rules.matching_rule(path)) {
            ("none", _) => "no robots.txt: everything is allowed".to_owned(),
            ("ok", Some(rule)) => {
                let word = if rule.is_allow() { "Allow" } else { "Disallow" };
                format!("{word}: {} (group {})", rule.pattern(), self.rules.user_agent())
            }
            ("ok", None) => "no rule of robots.txt names it".to_owned(),
            _ => "robots.txt cannot be reached: nothing is allowed".to_owned(),
        };
        RobotsVerdict { allowed, rule }
    }

    /// The crawl delay that the host asks for.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.rules.crawl_delay()
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

/// Cuts the values of `User-agent` lines after the product token (RFC 9309, 2.2.1), so that `Whence/1.0` and
/// `Whence (research)` are what their authors mean by them: us.
fn product_tokens(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        match end_of_token(line) {
            Some(end) => {
                out.extend_from_slice(&line[..end]);
                out.push(b'\n');
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

/// Where the product token of a `User-agent` line ends.
fn end_of_token(line: &[u8]) -> Option<usize> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line[..colon]).trim_ascii();
    if !["user-agent", "useragent", "user agent"].iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes())) {
        return None;
    }
    let value = line[colon + 1..].trim_ascii_start();
    let token =
        value.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')).count();
    (token > 0).then_some(line.len() - value.len() + token)
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
