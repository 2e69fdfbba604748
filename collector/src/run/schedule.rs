//! What is due: sources that want a poll, pages that want a second look.

use std::time::Duration;

use whence_store::ingest::ActorKind;
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource, NewTask};
use whence_store::{Store, StoreError};

use crate::config::SourceConfig;
use crate::connector::{self, Ask, article};

/// Microseconds of a duration.
pub(super) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Registers the sources, but for those that were forgotten; gives their rows with them, in order.
pub(crate) fn register<'a>(
    store: &mut Store,
    sources: &'a [SourceConfig],
) -> Result<Vec<(i64, &'a SourceConfig)>, StoreError> {
    for (host, publisher) in publishers(sources) {
        store.put_publisher(&host, publisher)?;
    }
    let mut rows = Vec::new();
    for source in sources {
        if store.is_forgotten_source(&source.name, source.address().as_str())? {
            tracing::warn!("a source was forgotten and is not asked: take it out of the configuration");
            continue;
        }
        let row = store.put_source(&NewSource {
            name: source.name.clone(),
            connector: source.connector.clone(),
            url: Some(source.address().to_string()),
            measure: Measure::Items,
        })?;
        rows.push((row, source));
    }
    Ok(rows)
}

/// What the sources say of their sites; one source of a site may say it for the others.
pub(crate) fn publishers(sources: &[SourceConfig]) -> Vec<(String, Option<ActorKind>)> {
    let mut sites: Vec<(String, Option<ActorKind>)> = Vec::new();
    for source in sources {
        let Some(site) = whence_store::link::page(source.url.as_str()) else { continue };
        match sites.iter_mut().find(|(host, _)| *host == site.host) {
            Some((_, publisher)) => *publisher = publisher.or(source.publisher),
            None => sites.push((site.host, source.publisher)),
        }
    }
    sites
}

/// Queues what is due now.
pub(super) fn queue(
    store: &mut Store,
    source: &SourceConfig,
    row: i64,
    now: Micros,
) -> Result<(), StoreError> {
    let (_, due) = store.source_due(row)?;
    if let Some(connector) = connector::named(&source.connector)
        && due.is_none_or(|due| due <= now)
    {
        let asks = connector.start(source, &store.cursors(row)?, now);
        store.put_tasks(row, &asks.iter().map(|ask| task(ask, now)).collect::<Vec<_>>())?;
    }
    if let Some(after) = source.revisit {
        store.wake_tasks(row, article::KIND, now.plus(-micros(after)), now)?;
    }
    Ok(())
}

/// A source that is gone for good is asked again after so long at most.
const NEVER: i64 = 36_500 * Micros::DAY;

/// When a source is to be polled again. The moment is spread over a tenth of the interval, so that sources of one interval do not
/// come due all at once; a machine that was off polls once, not once for each time that it missed.
pub(super) fn next_poll(source: &SourceConfig, spread: i64, polled: Micros, status: u16) -> Micros {
    if status == 410 {
        tracing::warn!(
            source = source.name,
            hint = "take it out of the configuration",
            "gone for good: not asked again"
        );
        return polled.plus(NEVER);
    }
    let every = micros(source.every);
    // A multiplier that is no power of two and no round number spreads neighbours far apart.
    let jitter = every / 1000 * (spread.wrapping_mul(7_919).rem_euclid(100));
    polled.plus(every + jitter)
}

/// A request that a connector wants made, for the frontier.
pub(super) fn task(ask: &Ask, now: Micros) -> NewTask {
    NewTask {
        kind: ask.kind.to_owned(),
        url: ask.url.to_string(),
        context: ask.context.clone(),
        due_at: now,
        published_at: ask.published,
        again: ask.again,
        priority: ask.priority,
    }
}
