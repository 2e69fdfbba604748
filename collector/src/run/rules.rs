//! The rules of hosts: which robots.txt are known, and the road to one that is not.

use std::collections::HashMap;

use url::Url;
use whence_store::evidence::decode;
use whence_store::ingest::{Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::HostRobots;
use whence_store::{Store, StoreError};

use super::journey::{MOST_REDIRECTS, Manners, capture, empty_page, redirect};
use crate::config::Limits;
use crate::fetch::{Exchange, FetchError, check_url};
use crate::polite::{Robots, UNREACHABLE, host_key, origin, robots_url};

/// The robots.txt of the hosts of a run: read once, not for each page.
#[derive(Debug, Default)]
pub(super) struct Rules {
    known: HashMap<String, Known>,
}

/// A robots.txt that is still to be used.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) robots: Robots,
    /// When rules that could not be fetched are to be asked for again; nothing when they are known.
    pub(super) unknown_until: Option<Micros>,
    fresh_until: Micros,
}

impl Rules {
    /// The rules of an address, or nothing when they have to be asked for.
    pub(super) fn of(&mut self, store: &Store, url: &Url, now: Micros) -> Result<Option<&Known>, StoreError> {
        let host = origin(url);
        if !self.known.contains_key(&host)
            && let Some(stored) = store.host(&host)?.robots
        {
            self.put(&stored);
        }
        Ok(self.known.get(&host).filter(|known| now < known.fresh_until))
    }

    /// Notes a robots.txt that was just fetched.
    pub(super) fn put(&mut self, stored: &HostRobots) {
        let known = Known {
            robots: Robots::read(stored),
            unknown_until: Robots::unknown_until(stored),
            fresh_until: Robots::fresh_until(stored),
        };
        self.known.insert(stored.origin.clone(), known);
    }
}

/// The road to a host's robots.txt.
#[derive(Debug)]
pub(super) struct RobotsJourney {
    start: Url,
    target: Url,
    redirects: Vec<(u16, String)>,
}

impl RobotsJourney {
    /// To the robots.txt of an address.
    pub(super) fn new(url: &Url) -> Option<Self> {
        let start = robots_url(url)?;
        Some(Self { target: start.clone(), start, redirects: Vec::new() })
    }

    /// What to ask for next.
    pub(super) fn target(&self) -> &Url {
        &self.target
    }

    /// Whether no redirect was followed yet.
    pub(super) fn is_at_its_start(&self) -> bool {
        self.redirects.is_empty()
    }

    /// Takes what an exchange brought; gives the page of the robots.txt when its road has come to an end.
    pub(super) fn arrive(
        &mut self,
        result: Result<Exchange, FetchError>,
        manners: Manners,
        limits: &Limits,
        next: Micros,
        now: Micros,
    ) -> Option<Page> {
        let got = match result {
            Ok(exchange) => match redirect(&exchange, &self.target) {
                Some(to) if self.redirects.len() < MOST_REDIRECTS => {
                    self.redirects.push((exchange.status, to.to_string()));
                    // A redirect that must not be followed leaves the rules unknown, which forbids everything.
                    if check_url(&to, manners.reach).is_ok() {
                        self.target = to;
                        return None;
                    }
                    None
                }
                // RFC 9309 2.3.1.2: beyond five redirects the file counts as not there.
                Some(_) => Some((exchange, "none")),
                None => {
                    let status = Robots::status_of(exchange.status);
                    Some((exchange, status))
                }
            },
            Err(error) => {
                let host = host_key(&self.target);
                tracing::warn!(host, %error, "robots.txt cannot be reached: nothing is asked of this host");
                None
            }
        };
        let stored = self.stored(got.as_ref(), limits, now);
        let redirects = std::mem::take(&mut self.redirects);
        let mut captured =
            capture(&self.start, &self.target, redirects, got.map(|(exchange, _)| exchange), now);
        captured.robots_rule = Some("robots.txt itself".to_owned());
        captured.outcome.clone_from(&stored.status);
        let work = PageWork {
            next_allowed: Some((host_key(&self.target), next)),
            robots: Some(stored),
            ..PageWork::default()
        };
        Some(empty_page(manners, captured, work))
    }

    fn stored(&self, got: Option<&(Exchange, &str)>, limits: &Limits, now: Micros) -> HostRobots {
        let (status, body) = match got {
            Some((exchange, status)) => {
                let encodings = exchange.header("content-encoding").unwrap_or_default();
                let limit = robotxt::BYTE_LIMIT as u64;
                let decoded = decode(&exchange.body.bytes, encodings, limit);
                // The rest may have closed what its first lines leave open.
                let cut = decoded.is_broken_off(&exchange.body, limits.max_body.min(limit));
                (if cut && *status == "ok" { UNREACHABLE } else { *status }, decoded.bytes)
            }
            None => (UNREACHABLE, Vec::new()),
        };
        HostRobots { origin: origin(&self.start), fetched_at: now, status: status.to_owned(), body }
    }
}
