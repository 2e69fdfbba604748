//! What a run would ask for, of whom, and how long that takes at the limits, before anything is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use url::Url;
use whence_store::Store;
use whence_store::time::Micros;

use super::RunError;
use super::health::{Spending, spending};
use crate::config::{Settings, SourceConfig};
use crate::connector::{Cursors, Governed, least_interval, named, reader_of};
use crate::polite::{Robots, host_key, origin};

/// What a run would do now, as far as it is known before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// Each host that would be asked.
    pub hosts: Vec<PlannedHost>,
    /// Requests in all. What the answers will name comes on top of it.
    pub requests: usize,
    /// The longest of the hosts, in seconds: hosts are asked side by side.
    pub seconds: u64,
    /// What the sources that have a budget have spent of it; what is over waits for a later run.
    pub budgets: Vec<(String, Spending)>,
    /// Sources that are due.
    pub due: Vec<String>,
    /// Sources that are not due, and when they will be.
    pub not_due: Vec<(String, Micros)>,
}

/// What a run would ask of a host.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct PlannedHost {
    /// The host.
    pub host: String,
    /// Requests to it, its robots.txt included.
    pub requests: usize,
    /// Of these, polls of lists, which may name more.
    pub polls: usize,
    /// Of these, its robots.txt, once for http and once for https.
    pub robots: usize,
    /// Between two of them, in milliseconds: the longest of the limits that hold.
    pub interval_ms: u64,
    /// When it may be asked first, if that is later than now.
    pub not_before: Option<Micros>,
    /// How long all of them take, in seconds.
    pub seconds: u64,
}

/// A request that is known of.
struct Ask {
    url: Url,
    kind: String,
    is_poll: bool,
    interval: Duration,
}

/// Plans a run. Only what is stored is used: nothing is asked for, and nothing is written.
///
/// # Errors
/// [`RunError`].
pub fn plan(
    store: Option<&Store>,
    settings: &Settings,
    sources: &[SourceConfig],
    only: &[String],
    now: Micros,
) -> Result<Plan, RunError> {
    if let Some(name) = only.iter().find(|name| !sources.iter().any(|source| source.name == **name)) {
        return Err(RunError::NoSource((*name).clone()));
    }
    let chosen: Vec<&SourceConfig> =
        sources.iter().filter(|s| s.enabled && (only.is_empty() || only.contains(&s.name))).collect();
    let rows = store.map_or_else(|| Ok(BTreeMap::new()), Store::source_rows)?;
    let mut plan = Plan::default();
    // A poll that was put off stands in the frontier too: it is made once.
    let mut asks = BTreeMap::new();
    for source in &chosen {
        polls(store, settings, source, rows.get(&source.name).copied(), now, &mut plan, &mut asks)?;
    }
    if let Some(store) = store {
        let by_row: BTreeMap<i64, &SourceConfig> =
            chosen.iter().filter_map(|source| Some((*rows.get(&source.name)?, *source))).collect();
        for task in store.due_tasks(now)? {
            let (Some(source), Ok(url)) = (by_row.get(&task.source_id), Url::parse(&task.url)) else {
                continue;
            };
            let interval = source.interval(settings.limits.min_interval);
            asks.entry((source.name.clone(), task.url)).or_insert(Ask {
                url,
                kind: task.kind,
                is_poll: false,
                interval,
            });
        }
    }
    for source in &chosen {
        if let Some(store) = store {
            let budgets = spending(store, source, now)?;
            plan.budgets.extend(budgets.into_iter().map(|budget| (source.name.clone(), budget)));
        }
    }
    plan.hosts = hosts(store, asks.values(), now)?;
    plan.requests = plan.hosts.iter().map(|host| host.requests).sum();
    plan.seconds = plan.hosts.iter().map(|host| host.seconds).max().unwrap_or_default();
    Ok(plan)
}

/// Notes the polls of a source if it is due.
fn polls(
    store: Option<&Store>,
    settings: &Settings,
    source: &SourceConfig,
    row: Option<i64>,
    now: Micros,
    plan: &mut Plan,
    asks: &mut BTreeMap<(String, String), Ask>,
) -> Result<(), RunError> {
    let (due, cursors) = match (store, row) {
        (Some(store), Some(row)) => (store.source_due(row)?.1, store.cursors(row)?),
        _ => (None, Cursors::new()),
    };
    if let Some(due) = due.filter(|due| *due > now) {
        plan.not_due.push((source.name.clone(), due));
        return Ok(());
    }
    plan.due.push(source.name.clone());
    let started =
        named(&source.connector).map_or_else(Vec::new, |connector| connector.start(source, &cursors, now));
    for ask in started {
        let interval = source.interval(settings.limits.min_interval);
        let key = (source.name.clone(), ask.url.to_string());
        asks.insert(key, Ask { url: ask.url, kind: ask.kind.to_owned(), is_poll: true, interval });
    }
    Ok(())
}

fn hosts<'a>(
    store: Option<&Store>,
    asks: impl Iterator<Item = &'a Ask>,
    now: Micros,
) -> Result<Vec<PlannedHost>, RunError> {
    let mut hosts: BTreeMap<String, PlannedHost> = BTreeMap::new();
    let mut origins = BTreeSet::new();
    for ask in asks {
        let host = host_key(&ask.url);
        let planned = hosts.entry(host.clone()).or_insert_with(|| PlannedHost { host, ..Default::default() });
        planned.requests += 1;
        planned.polls += usize::from(ask.is_poll);
        let mut interval = ask.interval.max(least_interval(&ask.url));
        let governed = reader_of(&ask.kind).map(|connector| connector.governed(&ask.kind));
        if !matches!(governed, Some(Governed::Terms(_))) {
            let known = store.map(|store| store.host(&origin(&ask.url))).transpose()?;
            let robots = known.and_then(|known| known.robots);
            let fresh = robots.filter(|robots| Robots::is_fresh(robots, now));
            if let Some(delay) = fresh.as_ref().and_then(|robots| Robots::read(robots).crawl_delay()) {
                interval = interval.max(delay);
            }
            if fresh.is_none() && origins.insert(origin(&ask.url)) {
                planned.requests += 1;
                planned.robots += 1;
            }
        }
        planned.interval_ms =
            planned.interval_ms.max(u64::try_from(interval.as_millis()).unwrap_or(u64::MAX));
    }
    for planned in hosts.values_mut() {
        let next =
            store.map(|store| store.host(&planned.host)).transpose()?.map(|known| known.next_allowed_at);
        planned.not_before = next.filter(|next| *next > now);
        let first =
            planned.not_before.map_or(0, |at| u64::try_from(at.since(now)).unwrap_or_default() / 1_000_000);
        planned.seconds = first + planned.interval_ms * planned.requests as u64 / 1000;
    }
    Ok(hosts.into_values().collect())
}
