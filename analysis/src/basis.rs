//! What matched, and what was observed.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::Corpus;
use crate::coverage::{Intervals, Units, unobserved};
use crate::findings::{Coverage, Matched, ObservedInterval, Ranking};

/// Counts of what matched.
pub(crate) fn matched(corpus: &Corpus) -> Matched {
    fn tally(words: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        counts
    }
    let items = || corpus.measured(false).map(|item| &item.row);
    let entries = || corpus.measured(true).map(|item| &item.row);
    Matched {
        items: items().count(),
        accounts: items().map(|row| row.account_id).collect::<BTreeSet<_>>().len(),
        by_platform: tally(items().map(|row| row.platform.clone())),
        by_kind: tally(items().map(|row| row.kind.clone())),
        by_lang: tally(items().map(|row| row.lang.clone().unwrap_or_else(|| "und".to_owned()))),
        ranking: Ranking {
            entries: entries().count(),
            by_platform: tally(entries().map(|row| row.platform.clone())),
        },
        captures: corpus.items.iter().map(|item| item.row.capture_id).collect::<BTreeSet<_>>().len(),
    }
}

/// What was observed within the window, up to now.
pub(crate) fn coverage(case: &Case<'_>, units: &Units) -> Coverage {
    let (from, to) = (case.narrative.window.from, case.end());
    let corpus = case.corpus;
    let origins = Corpus::origins(corpus.items.iter());
    let sources: BTreeSet<i64> = if origins.is_empty() {
        corpus.sources.keys().copied().collect()
    } else {
        origins.iter().map(|&(source, _)| source).collect()
    };
    let name = |id: &i64| {
        let name =
            corpus.sources.get(id).map_or_else(|| format!("source {id}"), |source| source.name.clone());
        // An operator may have called a source after the account that it follows.
        if case.guard.finds(&name) { format!("source {id}") } else { name }
    };
    let mut found = Coverage::default();
    for id in &sources {
        if let Some(unread) = corpus.unread.get(id) {
            found.unread_pages.refused += unread.refused;
            found.unread_pages.failed += unread.failed;
            found.unread_pages.waiting += unread.waiting;
        }
        if corpus.observed.knows(*id) {
            let observed = corpus.observed.source(*id).within(from, to);
            found.observed.extend(observed.iter().map(|(from, to)| ObservedInterval {
                source: name(id),
                from: from.to_string(),
                to: to.to_string(),
            }));
        } else {
            found.sources_without_coverage.push(name(id));
        }
    }
    found.known = !units.known.is_empty();
    let gaps = if found.known { unobserved(units, from, to) } else { Intervals::default() };
    found.gap_hours = (gaps.overlap(from, to) as f64 / Micros::HOUR as f64 * 100.0).round() / 100.0;
    found.gaps = gaps.iter().map(|(from, to)| case.interval(from, to)).collect();
    let mut by_account: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (source, account) in origins {
        by_account.entry(account).or_default().insert(source);
    }
    found.unknown_accounts = by_account
        .iter()
        .filter(|(account, sources)| corpus.observed.account(**account, sources).is_none())
        .count();
    found
}
