//! One request: guard, robots.txt, the host's turn, the exchange, and each redirect in the same way.

use url::Url;
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture, decode};
use whence_store::ingest::{Content, Page, PageWork};
use whence_store::time::{Clock, Micros};
use whence_store::work::HostRobots;

use super::schedule::micros;
use crate::config::Limits;
use crate::fetch::{Exchange, FetchError, Fetcher, Reach, check_url};
use crate::polite::{Limiter, Robots, UNREACHABLE, Wait, host_key, origin, retry_at, robots_url};
use crate::reading::ReadBy;

/// Redirects followed at most (RFC 9309 2.3.1.2 wants five for robots.txt).
const MOST_REDIRECTS: usize = 5;
/// A host that wants to be left alone for longer than this is left to a later run: this one must end, and let others
/// have the lock.
const LONGEST_WAIT: i64 = 6 * Micros::MINUTE;
/// A wait longer than this is announced.
const ANNOUNCED: i64 = 5 * Micros::SECOND;

/// What the requests of one source keep to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manners {
    pub(super) reach: Reach,
    pub(super) interval: std::time::Duration,
    pub(super) run_id: i64,
    pub(super) source_id: i64,
}

/// The parts that a request needs.
pub(super) struct Courier<'a> {
    pub(super) fetcher: Fetcher,
    pub(super) limits: &'a Limits,
    pub(super) limiter: Limiter,
    pub(super) clock: &'a dyn Clock,
    pub(super) wait: &'a dyn Wait,
    /// When the process began.
    pub(super) started: Micros,
    /// When the run has to end.
    pub(super) deadline: Option<Micros>,
}

/// An answer at the end of its redirects.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) final_url: Url,
    pub(super) redirects: Vec<(u16, String)>,
    pub(super) exchange: Exchange,
    pub(super) robots_rule: String,
    /// When the host of the final address may be asked again.
    pub(super) next_allowed: (String, Micros),
    pub(super) started_at: Micros,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// It must not be asked for: kind, address and reason of a decision.
    Refused { kind: &'static str, url: String, reason: String },
    /// It must not be asked for while its host's rules cannot be known: address and reason of a decision, and until when.
    RulesUnknown { url: String, reason: String, until: Micros },
    /// It was asked for, and failed.
    Failed(FetchError),
    /// The host's turn comes after the end of the run.
    TooLate,
    /// The host asked to be left alone until a time too far off to wait for.
    NotBefore(Micros),
    /// The store failed.
    Store(whence_store::StoreError),
}

impl From<whence_store::StoreError> for NoAnswer {
    fn from(error: whence_store::StoreError) -> Self {
        Self::Store(error)
    }
}

impl Courier<'_> {
    /// Asks for a page as robots.txt and the limits allow.
    pub(super) async fn ask(
        &mut self,
        store: &mut Store,
        url: &Url,
        headers: &[(String, String)],
        manners: Manners,
    ) -> Result<Answer, NoAnswer> {
        let mut url = url.clone();
        let mut redirects = Vec::new();
        let mut started_at = None;
        loop {
            refused(&url, manners.reach)?;
            let stored = self.robots(store, &url, manners).await?;
            let robots = Robots::read(&stored);
            let verdict = robots.judge(&url);
            if !verdict.allowed {
                if let Some(until) = Robots::unknown_until(&stored) {
                    let (url, reason) = (url.to_string(), verdict.rule);
                    return Err(NoAnswer::RulesUnknown { url, reason, until });
                }
                return Err(NoAnswer::Refused { kind: "robots", url: url.to_string(), reason: verdict.rule });
            }
            let interval = robots.crawl_delay().map_or(manners.interval, |delay| delay.max(manners.interval));
            // Validators belong to the address that they came from.
            let conditional = if redirects.is_empty() { headers } else { &[] };
            let (exchange, next) = self.exchange(store, &url, conditional, manners, interval).await?;
            let begun = *started_at.get_or_insert(exchange.started_at);
            match redirect(&exchange, &url) {
                Some(target) if redirects.len() < MOST_REDIRECTS => {
                    redirects.push((exchange.status, target.to_string()));
                    store.put_next_allowed(&host_key(&url), next)?;
                    url = target;
                }
                Some(_) => {
                    let reason = format!("more than {MOST_REDIRECTS} redirects");
                    return Err(NoAnswer::Refused { kind: "redirects", url: url.to_string(), reason });
                }
                None => {
                    let next_allowed = (host_key(&url), next);
                    let robots_rule = verdict.rule;
                    return Ok(Answer {
                        final_url: url,
                        redirects,
                        exchange,
                        robots_rule,
                        next_allowed,
                        started_at: begun,
                    });
                }
            }
        }
    }

    /// Waits for the host's turn and makes one exchange.
    async fn exchange(
        &mut self,
        store: &Store,
        url: &Url,
        headers: &[(String, String)],
        manners: Manners,
        interval: std::time::Duration,
    ) -> Result<(Exchange, Micros), NoAnswer> {
        let host = host_key(url);
        let stored = store.host(&host)?.next_allowed_at;
        let turn = self.limiter.next(&host, stored, self.started, interval);
        if self.deadline.is_some_and(|deadline| turn > deadline) {
            return Err(NoAnswer::TooLate);
        }
        // Whoever configures a longer interval wants it waited for.
        if turn.since(self.clock.now()) > LONGEST_WAIT.max(micros(manners.interval)) {
            return Err(NoAnswer::NotBefore(turn));
        }
        // Timers may end a little early against another clock: the clock that is shown decides.
        while let Ok(left) = u64::try_from(turn.since(self.clock.now()))
            && left > 0
        {
            if i64::try_from(left).unwrap_or(i64::MAX) > ANNOUNCED {
                tracing::info!(host, until = %turn, "waiting for the host's turn");
            }
            self.wait.wait(std::time::Duration::from_micros(left)).await;
        }
        let result = self.fetcher.get(url, headers, manners.reach, self.clock).await;
        let seen = result.as_ref().map_or_else(|_| self.clock.now(), |exchange| exchange.answered_at);
        let asked = result.as_ref().ok().and_then(|exchange| exchange.header("retry-after"));
        if let Some(asked) = asked {
            // Whatever was asked for, robots.txt included: the host wants to be left alone.
            self.limiter.not_before(&host, retry_at(seen, Some(asked), 0, 0));
        }
        let next = self.limiter.answered(&host, seen, interval);
        match result {
            Ok(exchange) => Ok((exchange, next)),
            Err(FetchError::Refused(refusal)) => {
                Err(NoAnswer::Refused { kind: "address", url: url.to_string(), reason: refusal.to_string() })
            }
            Err(error) => Err(NoAnswer::Failed(error)),
        }
    }

    /// The robots.txt of an address' host: the stored one while it is fresh, then a new one.
    async fn robots(
        &mut self,
        store: &mut Store,
        url: &Url,
        manners: Manners,
    ) -> Result<HostRobots, NoAnswer> {
        let host = origin(url);
        if let Some(stored) = store.host(&host)?.robots
            && Robots::is_fresh(&stored, self.clock.now())
        {
            return Ok(stored);
        }
        let Some(start) = robots_url(url) else {
            return Err(NoAnswer::Refused {
                kind: "scheme",
                url: url.to_string(),
                reason: "it has no robots.txt".to_owned(),
            });
        };
        let mut target = start.clone();
        let mut redirects = Vec::new();
        let got = loop {
            // A redirect that must not be followed leaves the rules unknown, which forbids everything.
            if check_url(&target, manners.reach).is_err() {
                break None;
            }
            match self.exchange(store, &target, &[], manners, manners.interval).await {
                Ok((exchange, next)) => match redirect(&exchange, &target) {
                    Some(to) if redirects.len() < MOST_REDIRECTS => {
                        redirects.push((exchange.status, to.to_string()));
                        target = to;
                    }
                    // RFC 9309 2.3.1.2: beyond five redirects the file counts as not there.
                    Some(_) => break Some((exchange, next, "none")),
                    None => {
                        let status = Robots::status_of(exchange.status);
                        break Some((exchange, next, status));
                    }
                },
                Err(NoAnswer::Failed(error)) => {
                    tracing::warn!(host, %error, "robots.txt cannot be reached: nothing is asked of this host");
                    break None;
                }
                Err(other) => return Err(other),
            }
        };
        let now = self.clock.now();
        let stored = match &got {
            Some((exchange, _, status)) => {
                let encodings = exchange.header("content-encoding").unwrap_or_default();
                let limit = robotxt::BYTE_LIMIT as u64;
                let decoded = decode(&exchange.body.bytes, encodings, limit);
                // The rest may have closed what its first lines leave open.
                let cut = decoded.is_broken_off(&exchange.body, self.limits.max_body.min(limit));
                let status = if cut && *status == "ok" { UNREACHABLE } else { *status };
                HostRobots {
                    origin: host.clone(),
                    fetched_at: now,
                    status: status.to_owned(),
                    body: decoded.bytes,
                }
            }
            None => HostRobots {
                origin: host.clone(),
                fetched_at: now,
                status: UNREACHABLE.to_owned(),
                body: Vec::new(),
            },
        };
        let (exchange, next) = match got {
            Some((exchange, next, _)) => (Some(exchange), next),
            None => (None, now),
        };
        let capture = capture(&start, &target, redirects, exchange, now, "robots.txt itself", &stored.status);
        let work = PageWork {
            next_allowed: Some((host_key(&target), next)),
            robots: Some(stored.clone()),
            ..PageWork::default()
        };
        store.put_page(&empty_page(manners, capture, work))?;
        Ok(stored)
    }
}

fn refused(url: &Url, reach: Reach) -> Result<(), NoAnswer> {
    check_url(url, reach).map_err(|refusal| NoAnswer::Refused {
        kind: "address",
        url: url.to_string(),
        reason: refusal.to_string(),
    })
}

fn redirect(exchange: &Exchange, url: &Url) -> Option<Url> {
    if !matches!(exchange.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut target = url.join(exchange.header("location")?).ok()?;
    target.set_fragment(None);
    Some(target)
}

/// A capture of an exchange, or of a request that got none.
pub(super) fn capture(
    url: &Url,
    final_url: &Url,
    redirects: Vec<(u16, String)>,
    exchange: Option<Exchange>,
    now: Micros,
    robots_rule: &str,
    outcome: &str,
) -> NewCapture {
    let (status, headers, body, started_at, ended_at) = match exchange {
        Some(e) => (Some(e.status), e.headers, Some(e.body), e.started_at, e.ended_at),
        None => (None, Vec::new(), None::<Body>, now, now),
    };
    NewCapture {
        kind: CaptureKind::Http,
        url: url.to_string(),
        final_url: final_url.to_string(),
        host: Some(host_key(final_url)),
        redirects,
        method: Some("GET".to_owned()),
        status,
        request_headers: Vec::new(),
        headers,
        started_at,
        ended_at,
        robots_rule: Some(robots_rule.to_owned()),
        outcome: outcome.to_owned(),
        reader: ReadBy::Nothing.to_json(),
        // An answer without a body leaves no blob.
        body: body.filter(|b| !b.bytes.is_empty()),
    }
}

/// A page that holds its capture alone.
pub(super) fn empty_page(manners: Manners, capture: NewCapture, work: PageWork) -> Page {
    Page { run_id: manners.run_id, source_id: manners.source_id, capture, content: Content::default(), work }
}
