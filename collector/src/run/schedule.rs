//! What is due: sources that want a poll, pages that want a second look.

use std::time::Duration;

use whence_store::ingest::ActorKind;
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource, NewTask};
use whence_store::{Store, StoreError};

use crate::config::SourceConfig;

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
        if store.is_forgotten_source(&source.name, source.url.as_str())? {
            tracing::warn!("a source was forgotten and is not asked: take it out of the configuration");
            continue;
        }
        let row = store.put_source(&NewSource {
            name: source.name.clone(),
            connector: source.connector.clone(),
            url: Some(source.url.to_string()),
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
        let Some(site) = whence_store::link::canonical(source.url.as_str()) else { continue };
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
    if due.is_none_or(|due| due <= now) {
        let poll = NewTask {
            kind: "feed".to_owned(),
            url: source.url.to_string(),
            context: "{}".to_owned(),
            due_at: now,
            published_at: None,
            again: true,
        };
        store.put_tasks(row, &[poll])?;
    }
    if let Some(after) = source.revisit {
        store.wake_tasks(row, "article", now.plus(-micros(after)), now)?;
    }
    Ok(())
}
