//! Whether an address would be fetched, rule by rule, without fetching it.

use url::{Host, Url};
use whence_store::Store;
use whence_store::time::Micros;

use super::RunError;
use super::health::spending;
use crate::config::{Settings, SourceConfig};
use crate::connector::{Governed, least_interval, named};
use crate::fetch::{Reach, check_url};
use crate::polite::{Robots, host_key, origin};

/// The answer, rule by rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// Whether it would be fetched.
    pub fetched: bool,
    /// Not before that time: its host asked for patience, or the budget of its source is used up.
    pub not_before: Option<Micros>,
    /// Each rule: its name, whether it allows, and what it says.
    pub rules: Vec<(String, bool, String)>,
}

/// Explains what a run would do about an address. Only what is stored is used: nothing is asked for.
///
/// # Errors
/// [`RunError`].
pub fn explain(
    store: Option<&Store>,
    settings: &Settings,
    sources: &[SourceConfig],
    address: &str,
    now: Micros,
) -> Result<Explanation, RunError> {
    let url = Url::parse(address).map_err(|_| RunError::NoAddress(address.to_owned()))?;
    let mut rules = Vec::new();
    let mut rule = |name: &str, allows: bool, text: String| rules.push((name.to_owned(), allows, text));
    let on_host = |s: &&SourceConfig| origin(&s.url) == origin(&url);
    let owner = sources
        .iter()
        .find(|s| s.url == url)
        .or_else(|| sources.iter().filter(on_host).find(|s| s.enabled))
        .or_else(|| sources.iter().find(on_host));
    match owner {
        Some(source) if source.enabled => {
            rule("source", true, format!("source `{}` is on this host", source.name));
        }
        Some(source) => {
            rule("source", false, format!("source `{}` is on this host, and is switched off", source.name));
        }
        None => rule(
            "source",
            true,
            "no source is on this host: only a feed that names it would lead here".to_owned(),
        ),
    }
    let reach = owner.map_or(Reach::Public, |source| Reach::of(&source.url));
    match check_url(&url, reach) {
        Ok(()) => rule("address", true, address_kind(&url, reach).to_owned()),
        Err(refusal) => {
            // The rules of a host that is never asked mean nothing.
            rule("address", false, refusal.to_string());
            return Ok(Explanation { fetched: false, not_before: None, rules });
        }
    }
    let mut not_before = None;
    let usual = owner.map_or(settings.limits.min_interval, |s| s.interval(settings.limits.min_interval));
    let interval = usual.max(least_interval(&url));
    let terms = owner.and_then(|source| terms(source, &url));
    let mut wait = format!("{interval:?} between requests to {}", host_key(&url));
    if let Some(name) = terms {
        rule("terms", true, format!("a documented interface: the terms of {name} apply, not robots.txt"));
    }
    if let Some(store) = store {
        let host = store.host(&origin(&url))?;
        match host.robots.as_ref().filter(|_| terms.is_none()) {
            Some(stored) => {
                let robots = Robots::read(stored);
                let verdict = robots.judge(&url);
                let age = if Robots::is_fresh(stored, now) {
                    ""
                } else {
                    " (older than a day: would be fetched again first)"
                };
                rule(
                    "robots.txt",
                    verdict.allowed,
                    format!("{}; as of {}{age}", verdict.rule, stored.fetched_at),
                );
                if let Some(delay) = robots.crawl_delay().filter(|delay| *delay > interval) {
                    wait = format!("{delay:?} between requests, as its robots.txt asks");
                }
            }
            None if terms.is_some() => {}
            None => rule("robots.txt", true, "not known yet: would be fetched first, and obeyed".to_owned()),
        }
        let next = store.host(&host_key(&url))?.next_allowed_at;
        if next > now {
            wait = format!("{wait}; not before {next}");
            not_before = Some(next);
        }
        for budget in owner.map_or_else(|| Ok(Vec::new()), |source| spending(store, source, now))? {
            let left = budget.most.saturating_sub(budget.spent);
            let renews = budget.renews_at.filter(|_| left == 0);
            let until = renews.map_or_else(String::new, |at| format!(" until {at}"));
            rule("budget", true, format!("{left} of {} {} a day are left{until}", budget.most, budget.unit));
            not_before = not_before.max(renews);
        }
        if let Some(validator) = store.validator(url.as_str())? {
            let tag = validator.etag.or(validator.last_modified).unwrap_or_default();
            rule(
                "conditional",
                true,
                format!("fetched before: would be asked for with {tag}, and cost no body if unchanged"),
            );
        }
    } else if terms.is_none() {
        rule("robots.txt", true, "no store given: would be fetched first, and obeyed".to_owned());
    }
    rule("limit", true, wait);
    Ok(Explanation { fetched: rules.iter().all(|(_, allows, _)| *allows), not_before, rules })
}

/// What is to be said of an address that may be asked.
fn address_kind(url: &Url, reach: Reach) -> &'static str {
    match (reach, url.host()) {
        (Reach::Loopback, _) => "its source is on loopback, and so may it be",
        (_, Some(Host::Domain(_))) => "a name; what it resolves to is judged when it is connected to",
        _ => "a public address",
    }
}

/// The documented interface whose terms govern an address of a source, if it is one.
fn terms(source: &SourceConfig, url: &Url) -> Option<&'static str> {
    let connector = named(&source.connector)?;
    let polls = connector.kinds().first()?;
    match connector.governed(polls) {
        Governed::Terms(name) if origin(url) == origin(&source.url) => Some(name),
        _ => None,
    }
}
