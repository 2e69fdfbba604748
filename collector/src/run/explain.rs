//! Whether an address would be fetched, rule by rule, without fetching it.

use url::Url;
use whence_store::Store;
use whence_store::time::Micros;

use super::RunError;
use crate::config::{Settings, SourceConfig};
use crate::fetch::{Reach, check_url};
use crate::polite::{Robots, host_key, origin};

/// The answer, rule by rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// Whether it would be fetched.
    pub fetched: bool,
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
    let owner = sources
        .iter()
        .find(|s| s.url == url)
        .or_else(|| sources.iter().find(|s| origin(&s.url) == origin(&url)));
    match owner {
        Some(source) => rule("source", source.enabled, format!("source `{}` is on this host", source.name)),
        None => rule(
            "source",
            true,
            "no source is on this host: only a feed that names it would lead here".to_owned(),
        ),
    }
    let reach = owner.map_or(Reach::Public, |source| Reach::of(&source.url));
    match check_url(&url, reach) {
        Ok(()) => {
            rule("address", true, "a public host, or a name to be checked when it is resolved".to_owned());
        }
        Err(refusal) => rule("address", false, refusal.to_string()),
    }
    let interval = owner.map_or(settings.limits.min_interval, |s| s.interval(settings.limits.min_interval));
    let mut wait = format!("{interval:?} between requests to {}", host_key(&url));
    if let Some(store) = store {
        let host = store.host(&origin(&url))?;
        match &host.robots {
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
            None => rule("robots.txt", true, "not known yet: would be fetched first, and obeyed".to_owned()),
        }
        let next = store.host(&host_key(&url))?.next_allowed_at;
        if next > now {
            wait = format!("{wait}; not before {next}");
        }
        if let Some(validator) = store.validator(url.as_str())? {
            let tag = validator.etag.or(validator.last_modified).unwrap_or_default();
            rule(
                "conditional",
                true,
                format!("fetched before: would be asked for with {tag}, and cost no body if unchanged"),
            );
        }
    } else {
        rule("robots.txt", true, "no store given: would be fetched first, and obeyed".to_owned());
    }
    rule("limit", true, wait);
    Ok(Explanation { fetched: rules.iter().all(|(_, allows, _)| *allows), rules })
}
