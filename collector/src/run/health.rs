//! How the sources do, in a word each: what the store knows of them beside what is configured. Nothing is asked for.

use std::collections::BTreeSet;

use whence_store::time::Micros;
use whence_store::work::SourceHealth;
use whence_store::{Store, StoreError};

use super::budget::{BYTES, REQUESTS, spent_until};
use super::schedule::micros;
use crate::config::SourceConfig;
use crate::connector::named;
use crate::polite::host_key;

/// How a source does, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its polls fail.
    Failing,
    /// Its host wants no readers like us: a login, a captcha, a refusal, a rule of its robots.txt.
    Gated,
    /// A whole interval over its time.
    Late,
    /// Its host asked for patience, or its budget is used up.
    Waiting,
    /// Registered and never polled yet.
    NeverRun,
    /// It is polled as configured.
    Ok,
    /// Switched off, or no longer configured.
    Off,
    /// Forgotten: it is not asked again.
    Forgotten,
}

impl State {
    /// All of them, the worst first.
    pub const ALL: [Self; 8] = [
        Self::Failing,
        Self::Gated,
        Self::Late,
        Self::Waiting,
        Self::NeverRun,
        Self::Ok,
        Self::Off,
        Self::Forgotten,
    ];

    /// In a word, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Gated => "gated",
            Self::Late => "late",
            Self::Waiting => "waiting",
            Self::NeverRun => "never-run",
            Self::Ok => "ok",
            Self::Off => "off",
            Self::Forgotten => "forgotten",
        }
    }

    /// Whether somebody has to look after it.
    pub const fn is_trouble(self) -> bool {
        matches!(self, Self::Failing | Self::Gated | Self::Late)
    }
}

/// How a source does.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Health {
    /// In a word.
    pub state: State,
    /// Why, unless it is well.
    pub why: Option<String>,
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// Its address.
    pub url: Option<String>,
    /// Whether it is configured and switched on.
    pub enabled: bool,
    /// By how much its next poll is late, in seconds.
    pub overdue_seconds: Option<i64>,
    /// Its hosts that are not to be asked yet, and until when.
    pub patience: Vec<(String, Micros)>,
    /// What it may spend in a day, and has spent.
    pub budgets: Vec<Spending>,
    /// Gaps in what was observed of the last day, up to the last poll; nothing where no answer proves what was observed.
    pub gaps: Option<Gaps>,
    /// What the store knows of it.
    #[serde(flatten)]
    pub known: Option<Known>,
}

/// What the store knows of a source, without what stands beside it already.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[expect(missing_docs, reason = "each is the field of that name of `SourceHealth`")]
pub struct Known {
    pub polled_at: Option<Micros>,
    pub due_at: Option<Micros>,
    pub last_outcome: Option<String>,
    pub failures: i64,
    pub items: i64,
    pub items_day: i64,
    pub items_week: i64,
    pub waiting: i64,
    pub failed: i64,
    pub refused: i64,
    pub decisions: i64,
    pub common_error: Option<(String, i64)>,
    pub last_error: Option<String>,
    pub last_decision: Option<whence_store::work::LastDecision>,
}

/// A budget of a source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Spending {
    /// `requests` or `bytes`.
    pub unit: &'static str,
    /// Spent since the window began.
    pub spent: u64,
    /// What may be spent in a window.
    pub most: u64,
    /// When all of it may be spent again, if some of it is spent.
    pub renews_at: Option<Micros>,
}

/// Gaps in what was observed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Gaps {
    /// How many.
    pub count: usize,
    /// How long all of them are, in seconds.
    pub seconds: i64,
}

/// How each source does, those in trouble first.
///
/// # Errors
/// [`StoreError`].
pub fn health(store: &Store, sources: &[SourceConfig], now: Micros) -> Result<Vec<Health>, StoreError> {
    let poll = |connector: &str| named(connector).and_then(|connector| connector.kinds().first().copied());
    let mut all = Vec::new();
    let mut configured = BTreeSet::new();
    let known = store.sources(poll, now)?;
    for source in sources {
        configured.insert(source.name.as_str());
        if store.is_forgotten_source(&source.name, source.address().as_str())? {
            let why = "it was forgotten: take it out of the configuration";
            all.push(bare(source, State::Forgotten, Some(why)));
            continue;
        }
        match known.iter().find(|known| known.name == source.name) {
            Some(known) => all.push(of(store, source, known, now)?),
            None => all.push(bare(source, if source.enabled { State::NeverRun } else { State::Off }, None)),
        }
    }
    for known in known.iter().filter(|known| !configured.contains(known.name.as_str())) {
        all.push(unconfigured(known));
    }
    all.sort_by(|a, b| (a.state, &a.name).cmp(&(b.state, &b.name)));
    Ok(all)
}

fn bare(source: &SourceConfig, state: State, why: Option<&str>) -> Health {
    Health {
        state,
        why: why.map(str::to_owned),
        name: source.name.clone(),
        connector: source.connector.clone(),
        url: Some(source.url.to_string()),
        enabled: source.enabled,
        overdue_seconds: None,
        patience: Vec::new(),
        budgets: Vec::new(),
        gaps: None,
        known: None,
    }
}

/// A source of the store that no file names: files that were imported, or a source that was taken out.
fn unconfigured(known: &SourceHealth) -> Health {
    let is_import = known.connector == "import";
    Health {
        state: if is_import { State::Ok } else { State::Off },
        why: (!is_import).then(|| "it is no longer configured".to_owned()),
        name: known.name.clone(),
        connector: known.connector.clone(),
        url: known.url.clone(),
        enabled: false,
        overdue_seconds: None,
        patience: Vec::new(),
        budgets: Vec::new(),
        gaps: None,
        known: Some(said(known)),
    }
}

fn of(store: &Store, source: &SourceConfig, known: &SourceHealth, now: Micros) -> Result<Health, StoreError> {
    let mut hosts = BTreeSet::from([host_key(&source.url)]);
    hosts.extend(known.poll.as_ref().and_then(|poll| Some(host_key(&poll.url.parse().ok()?))));
    let mut patience = Vec::new();
    for host in hosts {
        let until = store.host(&host)?.next_allowed_at;
        // The usual interval after an answer is no patience that somebody asked for.
        if until.since(now) > micros(source.interval(std::time::Duration::ZERO)).max(LONG) {
            patience.push((host, until));
        }
    }
    let overdue = known.due_at.map(|due| now.since(due)).filter(|over| *over > 0);
    let mut health = Health {
        known: Some(said(known)),
        overdue_seconds: overdue.map(|over| over / Micros::SECOND),
        budgets: spending(store, source, now)?,
        gaps: gaps(known, now),
        patience,
        ..bare(source, State::Ok, None)
    };
    (health.state, health.why) = judge(source, known, &health, overdue);
    Ok(health)
}

/// A host that is not asked for longer than this asked for it.
const LONG: i64 = 5 * Micros::SECOND;

/// The state of a source, and why.
fn judge(
    source: &SourceConfig,
    known: &SourceHealth,
    health: &Health,
    overdue: Option<i64>,
) -> (State, Option<String>) {
    if !source.enabled {
        return (State::Off, Some("`enabled = false`".to_owned()));
    }
    let poll = known.poll.as_ref();
    let error = poll.and_then(|poll| poll.last_error.clone());
    let answered = poll.and_then(|poll| poll.answered.as_deref()).unwrap_or_default();
    let state = poll.map_or("", |poll| poll.state.as_str());
    let is_gate = matches!(answered, "gated" | "auth_failed" | "forbidden" | "withheld");
    if state == "refused" || (state == "failed" && is_gate) {
        return (State::Gated, error);
    }
    let waits = waits(health);
    // A host that asked for patience is waited for; what fails without being asked to wait is trouble.
    let fails = poll.is_some_and(|poll| poll.failures > 0) && waits.is_none();
    if state == "failed" || fails {
        return (State::Failing, error.or_else(|| known.last_outcome.clone()));
    }
    if let Some(why) = waits {
        return (State::Waiting, Some(why));
    }
    if overdue.is_some_and(|over| over > micros(source.every)) {
        return (
            State::Late,
            Some("no run polled it for more than an interval: is cron running?".to_owned()),
        );
    }
    match known.polled_at {
        Some(_) => (State::Ok, None),
        None => (State::NeverRun, None),
    }
}

/// What a source is waiting for, in words.
fn waits(health: &Health) -> Option<String> {
    let patience = health.patience.iter().max_by_key(|(_, until)| *until);
    let budget =
        health.budgets.iter().find(|budget| budget.spent >= budget.most && budget.renews_at.is_some());
    let until = |at: Micros| Micros(at.0.div_euclid(Micros::SECOND) * Micros::SECOND).to_string();
    patience.map(|(host, at)| format!("{host} is to be left alone until {}", until(*at))).or_else(|| {
        let Spending { unit, most, renews_at, .. } = budget?;
        Some(format!("its budget of {most} {unit} a day is used up until {}", renews_at.map(until)?))
    })
}

/// What a source may spend in a day, and has spent.
pub(super) fn spending(
    store: &Store,
    source: &SourceConfig,
    now: Micros,
) -> Result<Vec<Spending>, StoreError> {
    let mut budgets = Vec::new();
    for (unit, most) in [(REQUESTS, source.budget.requests), (BYTES, source.budget.bytes)] {
        let Some(most) = most else { continue };
        let spent = store.spent(&source.name, unit)?.filter(|(window, _)| now < spent_until(*window));
        budgets.push(Spending {
            unit,
            spent: spent.map_or(0, |(_, spent)| spent),
            most,
            renews_at: spent.map(|(window, _)| spent_until(window)),
        });
    }
    Ok(budgets)
}

/// What of the last day was not observed, from the first observation to the last poll.
fn gaps(known: &SourceHealth, now: Micros) -> Option<Gaps> {
    let (first, last) = (known.observed.first()?.0, known.polled_at?);
    let mut gaps = Gaps::default();
    let mut seen = first.0.max(now.0 - Micros::DAY);
    let mut add = |from: i64, to: i64| {
        if to - from >= Micros::SECOND {
            gaps.count += 1;
            gaps.seconds += (to - from) / Micros::SECOND;
        }
    };
    for (from, to) in &known.observed {
        add(seen, from.0.min(last.0));
        seen = seen.max(to.0);
    }
    add(seen, last.0);
    Some(gaps)
}

fn said(known: &SourceHealth) -> Known {
    let poll = known.poll.as_ref();
    Known {
        polled_at: known.polled_at,
        due_at: known.due_at,
        last_outcome: known.last_outcome.clone(),
        failures: poll.map_or(0, |poll| poll.failures),
        items: known.items,
        items_day: known.items_day,
        items_week: known.items_week,
        waiting: known.waiting,
        failed: known.failed,
        refused: known.refused,
        decisions: known.decisions,
        common_error: known.common_error.clone(),
        last_error: poll.and_then(|poll| poll.last_error.clone()),
        last_decision: known.last_decision.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_between_what_was_observed_and_end_with_the_last_poll() {
        let hour = |n: i64| Micros(n * Micros::HOUR);
        let known = |observed: Vec<(Micros, Micros)>| SourceHealth {
            id: 1,
            name: "it".to_owned(),
            connector: "feed".to_owned(),
            url: None,
            polled_at: Some(hour(100)),
            due_at: None,
            last_outcome: None,
            items: 0,
            items_day: 0,
            items_week: 0,
            waiting: 0,
            failed: 0,
            refused: 0,
            decisions: 0,
            common_error: None,
            last_decision: None,
            poll: None,
            observed,
        };
        assert_eq!(gaps(&known(Vec::new()), hour(101)), None);
        let whole = known(vec![(hour(10), hour(100))]);
        assert_eq!(gaps(&whole, hour(101)), Some(Gaps::default()));
        let holes = known(vec![(hour(10), hour(80)), (hour(82), hour(90)), (hour(91), hour(99))]);
        assert_eq!(gaps(&holes, hour(101)), Some(Gaps { count: 3, seconds: 4 * 3600 }));
        let young = known(vec![(hour(98), hour(100))]);
        assert_eq!(gaps(&young, hour(101)), Some(Gaps::default()), "nobody looked before");
    }
}
