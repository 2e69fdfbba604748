//! The journey of one task: address guard, robots.txt, each redirect in the same way, one request after the other. It opens
//! nothing and waits for nothing: it says what to ask for next, and is told what came.

use std::sync::Arc;
use std::time::Duration;

use url::Url;
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{Content, Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::Task;

use super::rules::{RobotsJourney, Rules};
use crate::config::{Limits, SourceConfig};
use crate::connector::{Governed, least_interval, named, picture, reader_of};
use crate::fetch::{Exchange, FetchError, Reach, Wanted, check_url};
use crate::polite::{host_key, origin};
use crate::reading::{Polled, ReadBy};

/// Redirects followed at most (RFC 9309 2.3.1.2 wants five for robots.txt).
pub(super) const MOST_REDIRECTS: usize = 5;

/// What the requests of one source keep to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manners {
    pub(super) reach: Reach,
    pub(super) interval: Duration,
    pub(super) run_id: i64,
    pub(super) source_id: i64,
}

/// A task under way.
#[derive(Debug)]
pub(super) struct Journey {
    pub(super) task: Task,
    pub(super) source: Arc<SourceConfig>,
    pub(super) manners: Manners,
    /// What was asked for at first.
    first: Url,
    /// Where the redirects have led so far.
    url: Url,
    redirects: Vec<(u16, String)>,
    /// What the first request says besides the usual headers.
    headers: Vec<(String, String)>,
    started_at: Option<Micros>,
    robots_rule: String,
    /// The robots.txt that is being asked for, before the page can be.
    robots: Option<RobotsJourney>,
}

/// The next request of a journey.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) url: Url,
    pub(super) headers: Vec<(String, String)>,
    /// Between this request and the one before it to the same host.
    pub(super) interval: Duration,
    /// Which bodies are received.
    pub(super) wanted: Wanted,
    /// What reads the answer, unless it is a redirect; nothing for a robots.txt.
    pub(super) by: Option<ReadBy>,
}

impl Step {
    /// The host that is asked.
    pub(super) fn host(&self) -> String {
        host_key(&self.url)
    }
}

/// An answer at the end of its redirects.
#[derive(Debug)]
pub(super) struct Answer {
    /// What was asked for.
    pub(super) url: Url,
    pub(super) final_url: Url,
    pub(super) redirects: Vec<(u16, String)>,
    pub(super) request_headers: Vec<(String, String)>,
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
    /// The store failed.
    Store(whence_store::StoreError),
}

impl From<whence_store::StoreError> for NoAnswer {
    fn from(error: whence_store::StoreError) -> Self {
        Self::Store(error)
    }
}

impl NoAnswer {
    fn refused(kind: &'static str, url: &Url, reason: impl Into<String>) -> Self {
        Self::Refused { kind, url: url.to_string(), reason: reason.into() }
    }
}

/// What an exchange made of a journey.
#[derive(Debug)]
pub(super) enum Arrived {
    /// There is another request to make.
    On,
    /// This is the answer.
    There(Box<Answer>),
}

impl Journey {
    /// The journey of a task.
    ///
    /// # Errors
    /// [`NoAnswer`] when its address is none.
    pub(super) fn new(
        store: &Store,
        task: Task,
        source: Arc<SourceConfig>,
        manners: Manners,
    ) -> Result<Self, NoAnswer> {
        let Ok(url) = Url::parse(&task.url) else {
            let (kind, url) = ("address", task.url);
            return Err(NoAnswer::Refused { kind, url, reason: "not an address".to_owned() });
        };
        let headers = headers(store, &task, &url)?;
        Ok(Self {
            task,
            source,
            manners,
            first: url.clone(),
            url,
            redirects: Vec::new(),
            headers,
            started_at: None,
            robots_rule: String::new(),
            robots: None,
        })
    }

    /// The host that the task itself is about.
    pub(super) fn host(&self) -> String {
        host_key(&self.url)
    }

    /// Whether other tasks of its host have to wait for what it brings: the host's rules.
    pub(super) fn is_for_rules(&self) -> bool {
        self.robots.is_some()
    }

    /// What to ask for next.
    pub(super) fn next(
        &mut self,
        store: &Store,
        rules: &mut Rules,
        limits: &Limits,
        now: Micros,
    ) -> Result<Step, NoAnswer> {
        if let Some(robots) = &self.robots {
            return Ok(self.robots_step(robots.target().clone(), limits));
        }
        check_url(&self.url, self.manners.reach)
            .map_err(|refusal| NoAnswer::refused("address", &self.url, refusal.to_string()))?;
        let governed = reader_of(&self.task.kind).map(|connector| connector.governed(&self.task.kind));
        let mut interval = self.manners.interval.max(least_interval(&self.url));
        match governed {
            // What a redirect leads to is no documented interface any more, unless it stays with its host.
            Some(Governed::Terms(name)) if origin(&self.url) == origin(&self.first) => {
                self.robots_rule = format!("a documented interface: the terms of {name} apply");
            }
            _ => {
                let Some(known) = rules.of(store, &self.url, now)? else {
                    let robots = RobotsJourney::new(&self.url)
                        .ok_or_else(|| NoAnswer::refused("scheme", &self.url, "it has no robots.txt"))?;
                    let target = robots.target().clone();
                    self.robots = Some(robots);
                    return Ok(self.robots_step(target, limits));
                };
                let verdict = known.robots.judge(&self.url);
                if !verdict.allowed {
                    return Err(match known.unknown_until {
                        Some(until) => {
                            let (url, reason) = (self.url.to_string(), verdict.rule);
                            NoAnswer::RulesUnknown { url, reason, until }
                        }
                        None => NoAnswer::refused("robots", &self.url, verdict.rule),
                    });
                }
                interval = known.robots.crawl_delay().map_or(interval, |delay| delay.max(interval));
                self.robots_rule = verdict.rule;
            }
        }
        // Validators belong to the address that they came from.
        let headers = if self.redirects.is_empty() { self.headers.clone() } else { Vec::new() };
        let wanted = wanted(&self.task.kind, limits);
        Ok(Step { url: self.url.clone(), headers, interval, wanted, by: Some(self.read_by(store, limits)?) })
    }

    fn robots_step(&self, url: Url, limits: &Limits) -> Step {
        let interval = self.manners.interval.max(least_interval(&url));
        let wanted = Wanted { most: limits.max_body, only: None };
        Step { url, headers: Vec::new(), interval, wanted, by: None }
    }

    fn read_by(&self, store: &Store, limits: &Limits) -> Result<ReadBy, NoAnswer> {
        let is_poll = named(&self.source.connector)
            .is_some_and(|connector| connector.kinds().first() == Some(&self.task.kind.as_str()));
        let polled =
            if is_poll { Some(Polled { before: store.source_due(self.task.source_id)?.0 }) } else { None };
        Ok(ReadBy::Connector {
            kind: self.task.kind.clone(),
            context: self.task.context.clone(),
            url: self.task.url.clone(),
            max_body: wanted(&self.task.kind, limits).most,
            polled,
        })
    }

    /// Takes what an exchange brought; `next` is when its host may be asked again.
    pub(super) fn arrive(
        &mut self,
        store: &mut Store,
        rules: &mut Rules,
        limits: &Limits,
        result: Result<Exchange, FetchError>,
        next: Micros,
        now: Micros,
    ) -> Result<Arrived, NoAnswer> {
        if let Some(robots) = &mut self.robots {
            if let Err(FetchError::Refused(refusal)) = &result
                && robots.is_at_its_start()
            {
                return Err(NoAnswer::refused("address", &self.url, refusal.to_string()));
            }
            if let Some(page) = robots.arrive(result, self.manners, limits, next, now) {
                if let Some(stored) = &page.work.robots {
                    rules.put(stored);
                }
                store.put_page(&page)?;
                self.robots = None;
            }
            return Ok(Arrived::On);
        }
        let exchange = result.map_err(|error| match error {
            FetchError::Refused(refusal) => NoAnswer::refused("address", &self.url, refusal.to_string()),
            error => NoAnswer::Failed(error),
        })?;
        let begun = *self.started_at.get_or_insert(exchange.started_at);
        match redirect(&exchange, &self.url) {
            Some(target) if self.redirects.len() < MOST_REDIRECTS => {
                self.redirects.push((exchange.status, target.to_string()));
                store.put_next_allowed(&host_key(&self.url), next)?;
                self.url = target;
                Ok(Arrived::On)
            }
            Some(_) => {
                let reason = format!("more than {MOST_REDIRECTS} redirects");
                Err(NoAnswer::refused("redirects", &self.url, reason))
            }
            None => Ok(Arrived::There(Box::new(Answer {
                url: self.first.clone(),
                final_url: self.url.clone(),
                redirects: std::mem::take(&mut self.redirects),
                request_headers: std::mem::take(&mut self.headers),
                exchange,
                robots_rule: std::mem::take(&mut self.robots_rule),
                next_allowed: (host_key(&self.url), next),
                started_at: begun,
            }))),
        }
    }
}

/// Which bodies are received of answers to requests of a kind.
fn wanted(kind: &str, limits: &Limits) -> Wanted {
    let only = reader_of(kind).and_then(|connector| connector.only(kind));
    let most = if kind == picture::KIND { limits.media_max } else { limits.max_body };
    Wanted { most, only }
}

/// What a request says besides the usual headers: what its connector wants, and what makes an unchanged page cost no body.
fn headers(store: &Store, task: &Task, url: &Url) -> Result<Vec<(String, String)>, NoAnswer> {
    let connector = reader_of(&task.kind);
    let mut headers =
        connector.map_or_else(Vec::new, |connector| connector.headers(&task.kind, &task.context));
    if connector.is_none_or(|connector| connector.conditional(&task.kind))
        && let Some(validator) = store.validator(url.as_str())?
    {
        headers.extend(validator.etag.map(|tag| ("if-none-match".to_owned(), tag)));
        headers.extend(validator.last_modified.map(|date| ("if-modified-since".to_owned(), date)));
    }
    Ok(headers)
}

/// Where an answer leads, if it is a redirect.
pub(super) fn redirect(exchange: &Exchange, url: &Url) -> Option<Url> {
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
        robots_rule: None,
        outcome: String::new(),
        reader: ReadBy::Nothing.to_json(),
        // An answer without a body leaves no blob.
        body: body.filter(|b| !b.bytes.is_empty()),
    }
}

/// A page that holds its capture alone.
pub(super) fn empty_page(manners: Manners, capture: NewCapture, work: PageWork) -> Page {
    Page { run_id: manners.run_id, source_id: manners.source_id, capture, content: Content::default(), work }
}
