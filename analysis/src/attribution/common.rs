//! The accounts that can be compared, and the time in which all of them were observed.
//!
//! Which accounts these are is decided by coverage alone, never by what they published.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::Item;
use crate::coverage::Intervals;
use crate::findings::Refusal;
use crate::words;

/// Accounts that can be compared.
#[derive(Debug)]
pub(crate) struct Common {
    /// The accounts, sorted.
    pub(crate) accounts: BTreeSet<i64>,
    /// The time in which all of them were observed.
    pub(crate) time: Intervals,
    /// Those that are not, by reason.
    pub(crate) refused: Vec<Refusal>,
}

/// Chooses among the accounts of some items.
///
/// Accounts are taken in order of how long they were observed in the window; those up to the place where accounts × common time
/// is greatest are compared. `Err` has the reason why there are not two, and the refusals.
pub(crate) fn choose(case: &Case<'_>, items: &[&Item]) -> Result<Common, (String, Vec<Refusal>)> {
    let (from, to) = (case.narrative.window.from, case.end());
    let mut sources: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut published: BTreeMap<i64, usize> = BTreeMap::new();
    for item in items {
        sources.entry(item.row.account_id).or_default().insert(item.row.source_id);
        *published.entry(item.row.account_id).or_default() += 1;
    }
    let count = |accounts: &mut dyn Iterator<Item = i64>| {
        let (mut n, mut items) = (0, 0);
        for account in accounts {
            n += 1;
            items += published.get(&account).copied().unwrap_or_default();
        }
        (n, items)
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (&account, sources) in &sources {
        match case.corpus.observed.account(account, sources) {
            Some(set) => known.push((account, set.within(from, to))),
            None => unknown.push(account),
        }
    }
    let natural = |id: i64| case.corpus.accounts.get(&id).map(|account| (&account.platform, &account.handle));
    let hours = |set: &Intervals| set.overlap(from, to);
    known.sort_by(|a, b| hours(&b.1).cmp(&hours(&a.1)).then_with(|| natural(a.0).cmp(&natural(b.0))));
    let mut time = Intervals::new([(from, to)]);
    let mut best: Option<(i128, usize, Intervals)> = None;
    for (n, (_, set)) in (1..).zip(&known) {
        time = time.intersection(set);
        let worth = i128::from(hours(&time)) * n as i128;
        // Of equals the one with more accounts.
        if worth > 0 && best.as_ref().is_none_or(|(most, _, _)| worth >= *most) {
            best = Some((worth, n, time.clone()));
        }
    }
    let mut refused = Vec::new();
    let mut refuse = |reason: String, (accounts, items): (usize, usize)| {
        if accounts > 0 {
            refused.push(Refusal { reason, accounts, items });
        }
    };
    refuse("it is not known when they were observed".to_owned(), count(&mut unknown.iter().copied()));
    let (compared, time) = best.map_or((0, Intervals::default()), |(_, n, time)| (n, time));
    let span = match (time.iter().next(), time.iter().next_back()) {
        (Some(first), Some(last)) => format!(
            "they were not observed all the time in which the compared ones were ({} to {})",
            case.narrative.window.local(first.0),
            case.narrative.window.local(last.1)
        ),
        _ => "they were not observed in the window at all".to_owned(),
    };
    refuse(span, count(&mut known[compared..].iter().map(|(account, _)| *account)));
    if compared < 2 {
        let reason = match (sources.len(), compared) {
            (0, _) => "nothing matched that is published by an account".to_owned(),
            (1, _) => "only one account has matched items".to_owned(),
            (n, 0) => {
                format!("of {} none is known to have been observed", words::count(n, "account", "accounts"))
            }
            (n, _) => {
                format!(
                    "of {} only one is known to have been observed",
                    words::count(n, "account", "accounts")
                )
            }
        };
        return Err((reason, refused));
    }
    let accounts = known[..compared].iter().map(|(account, _)| *account).collect();
    Ok(Common { accounts, time, refused })
}

/// Hours of a set of instants, to a hundredth.
pub(crate) fn hours(time: &Intervals) -> f64 {
    let micros = time.overlap(Micros(i64::MIN), Micros(i64::MAX));
    (micros as f64 / 36_000_000.0).round() / 100.0
}
