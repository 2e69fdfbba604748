//! Working through the frontier: the host whose turn comes first is asked first.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use url::Url;
use whence_store::Store;
use whence_store::time::{Clock, Micros};
use whence_store::work::{NewDecision, Task, TaskEnd};

use super::request::{Courier, Manners, NoAnswer};
use super::schedule::{micros, queue, register};
use super::{RunError, page};
use crate::config::{Settings, SourceConfig};
use crate::fetch::{Fetcher, Reach};
use crate::polite::{Limiter, Wait, host_key, retry_at};

/// A run gives a sign of life this often.
const TOLD_EVERY: i64 = 30 * Micros::SECOND;

/// What a user may ask of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Only these sources.
    pub only: Vec<String>,
    /// The longest that the run may take.
    pub max_time: Option<Duration>,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RunReport {
    /// Tasks answered and stored.
    pub done: usize,
    /// Of these, unchanged since the last time.
    pub unchanged: usize,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Requests refused by robots.txt or for their address.
    pub refused: usize,
    /// Tasks to be tried again later.
    pub later: usize,
    /// Tasks given up.
    pub failed: usize,
    /// Whether the run ended before its work, for want of time.
    pub cut_short: bool,
}

impl RunReport {
    /// Whether something is left for the next run.
    pub fn is_incomplete(&self) -> bool {
        self.cut_short || self.later > 0
    }
}

struct Sources<'a> {
    by_row: BTreeMap<i64, &'a SourceConfig>,
}

/// Collects what is due.
///
/// # Errors
/// [`RunError`]; pages stored before stay stored, and the next run goes on.
pub async fn run(
    store: &mut Store,
    settings: &Settings,
    sources: &[SourceConfig],
    options: &RunOptions,
    run_id: i64,
    clock: &dyn Clock,
    wait: &dyn Wait,
) -> Result<RunReport, RunError> {
    for name in &options.only {
        if !sources.iter().any(|s| s.name == *name) {
            return Err(RunError::NoSource(name.clone()));
        }
    }
    let rows = register(store, sources)?;
    let started = clock.now();
    let chosen: Vec<(i64, &SourceConfig)> = rows
        .into_iter()
        .filter(|(_, s)| s.enabled && (options.only.is_empty() || options.only.contains(&s.name)))
        .collect();
    for (row, source) in &chosen {
        queue(store, source, *row, started)?;
    }
    let sources = Sources { by_row: chosen.into_iter().collect() };
    let mut courier = Courier {
        fetcher: Fetcher::new(&settings.user_agent(), &settings.limits).map_err(RunError::Client)?,
        limits: &settings.limits,
        limiter: Limiter::default(),
        clock,
        wait,
        started,
        deadline: options.max_time.map(|time| started.plus(micros(time))),
    };
    let mut report = RunReport::default();
    let mut told = started;
    // Tasks that are put off stay in the store for the next run; they are not taken up again in this one.
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let mut hosts = load(store, &sources, &mut seen, clock.now())?;
        if hosts.is_empty() {
            break;
        }
        while let Some(host) = next_host(store, &mut courier, &hosts, &sources)? {
            let Some(task) = hosts.get_mut(&host).and_then(VecDeque::pop_front) else { break };
            hosts.retain(|_, tasks| !tasks.is_empty());
            if courier.deadline.is_some_and(|deadline| clock.now() > deadline) {
                report.cut_short = true;
                return Ok(report);
            }
            let Some(source) = sources.by_row.get(&task.source_id) else { continue };
            one(store, &mut courier, source, &task, run_id, &mut report).await?;
            let now = clock.now();
            if now.since(told) >= TOLD_EVERY {
                told = now;
                let waiting = hosts.values().map(VecDeque::len).sum::<usize>();
                tracing::info!(
                    done = report.done,
                    waiting,
                    hosts = hosts.len(),
                    items = report.new_items,
                    "collecting"
                );
            }
            if report.cut_short {
                return Ok(report);
            }
        }
    }
    Ok(report)
}

type Hosts = BTreeMap<String, VecDeque<Task>>;

fn load(
    store: &Store,
    sources: &Sources<'_>,
    seen: &mut std::collections::BTreeSet<i64>,
    now: Micros,
) -> Result<Hosts, RunError> {
    let mut hosts = Hosts::new();
    for task in store.due_tasks(now, usize::MAX)? {
        if sources.by_row.contains_key(&task.source_id) && seen.insert(task.id) {
            let host = Url::parse(&task.url).map_or_else(|_| String::new(), |url| host_key(&url));
            hosts.entry(host).or_default().push_back(task);
        }
    }
    Ok(hosts)
}

/// The host that may be asked first.
fn next_host(
    store: &Store,
    courier: &mut Courier<'_>,
    hosts: &Hosts,
    sources: &Sources<'_>,
) -> Result<Option<String>, RunError> {
    let mut best: Option<(Micros, &String)> = None;
    for (host, tasks) in hosts {
        let Some(source) = tasks.front().and_then(|t| sources.by_row.get(&t.source_id)) else { continue };
        let interval = source.min_interval.unwrap_or(courier.limits.min_interval);
        let stored = store.host(host)?.next_allowed_at;
        let turn = courier.limiter.next(host, stored, courier.started, interval);
        if best.is_none_or(|(at, _)| turn < at) {
            best = Some((turn, host));
        }
    }
    Ok(best.map(|(_, host)| host.clone()))
}

async fn one(
    store: &mut Store,
    courier: &mut Courier<'_>,
    source: &SourceConfig,
    task: &Task,
    run_id: i64,
    report: &mut RunReport,
) -> Result<(), RunError> {
    let manners = Manners {
        reach: Reach::of(&source.url),
        interval: source.min_interval.unwrap_or(courier.limits.min_interval),
        run_id,
        source_id: task.source_id,
    };
    let Ok(url) = Url::parse(&task.url) else {
        store.end_task(task.id, &TaskEnd::Failed("not an address".to_owned()))?;
        report.failed += 1;
        return Ok(());
    };
    let headers = conditional(store, &url)?;
    match courier.ask(store, &url, &headers, manners).await {
        Ok(answer) => {
            let unchanged = answer.exchange.status == 304;
            let (mut page, ended) = page::build(store, source, task, &url, answer, manners, courier.limits)?;
            page.capture.request_headers = headers;
            if let Some((origin, at)) = &page.work.next_allowed {
                courier.limiter.not_before(origin, *at);
            }
            let stats = store.put_page(&page)?;
            report.new_items += stats.new_items;
            report.changed_items += stats.changed_items;
            match ended {
                page::Ended::Done => report.done += 1,
                page::Ended::Again => report.later += 1,
                page::Ended::Failed => report.failed += 1,
            }
            report.unchanged += usize::from(unchanged);
        }
        Err(NoAnswer::Refused { kind, url, reason }) => {
            refuse(store, courier, task, run_id, (kind, url, reason), Some(task.id))?;
            report.refused += 1;
        }
        Err(NoAnswer::RulesUnknown { url, reason, until }) => {
            // A host that fails for an hour must not cost its pages for good; one that goes on failing does.
            let last = task.attempts + 1 >= courier.limits.attempts;
            refuse(store, courier, task, run_id, ("robots", url, reason.clone()), last.then_some(task.id))?;
            if last {
                report.refused += 1;
            } else {
                store.end_task(task.id, &TaskEnd::Retry(until, reason))?;
                report.later += 1;
            }
        }
        Err(NoAnswer::Failed(error)) => {
            tracing::warn!(url = task.url, %error, attempt = task.attempts + 1, "no answer");
            let now = courier.clock.now();
            if task.attempts + 1 >= courier.limits.attempts {
                store.end_task(task.id, &TaskEnd::Failed(error.to_string()))?;
                report.failed += 1;
            } else {
                let at = retry_at(now, None, task.attempts, task.id);
                store.end_task(task.id, &TaskEnd::Retry(at, error.to_string()))?;
                report.later += 1;
            }
        }
        Err(NoAnswer::TooLate) => report.cut_short = true,
        Err(NoAnswer::NotBefore(until)) => {
            tracing::info!(url = task.url, %until, "left for a later run: its host asked for patience");
            report.later += 1;
        }
        Err(NoAnswer::Store(error)) => return Err(error.into()),
    }
    Ok(())
}

/// Keeps a refusal (kind, address, reason), and ends `ends` with it.
fn refuse(
    store: &mut Store,
    courier: &Courier<'_>,
    task: &Task,
    run_id: i64,
    (kind, url, reason): (&str, String, String),
    ends: Option<i64>,
) -> Result<(), RunError> {
    tracing::info!(url, kind, reason, "refused");
    let decision = NewDecision {
        source_id: Some(task.source_id),
        at: courier.clock.now(),
        kind: kind.to_owned(),
        url,
        reason,
    };
    Ok(store.refuse(run_id, ends, &decision)?)
}

fn conditional(store: &Store, url: &Url) -> Result<Vec<(String, String)>, RunError> {
    let mut headers = Vec::new();
    if let Some(validator) = store.validator(url.as_str())? {
        headers.extend(validator.etag.map(|tag| ("if-none-match".to_owned(), tag)));
        headers.extend(validator.last_modified.map(|date| ("if-modified-since".to_owned(), date)));
    }
    Ok(headers)
}
