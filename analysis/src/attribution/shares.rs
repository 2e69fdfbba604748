//! Shares, given only inside a time in which every compared account was observed.
//!
//! Otherwise the best observed account would look like the loudest.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::Case;
use crate::corpus::Item;
use crate::coverage::Intervals;
use crate::findings::{ShareRow, ShareStatus, Shares};
use crate::words;

/// What the rest is called.
pub(crate) const NO_CLAIM: &str = "no accepted claim";
/// What is called whoever accepted claims give to several actors.
pub(crate) const CONFLICT: &str = "conflicting claims: nobody is named";

/// Shares of all items, or of one platform's.
pub(crate) fn compare(case: &Case<'_>, platform: Option<&str>) -> Shares {
    let items: Vec<&Item> = case
        .corpus
        .measured(false)
        .filter(|item| platform.is_none_or(|word| item.row.platform == word))
        .collect();
    let mut sources: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for item in &items {
        sources.entry(item.row.account_id).or_default().insert(item.row.source_id);
    }
    let mut shares = Shares {
        platform: platform.map(str::to_owned),
        status: ShareStatus::Refused,
        window: None,
        common_hours: 0.0,
        accounts: sources.len(),
        reason: None,
        rows: Vec::new(),
    };
    match common(case, &sources).and_then(|time| count(case, &items, &time).map(|rows| (time, rows))) {
        Err(reason) => shares.reason = Some(reason),
        Ok((time, rows)) => {
            let window = (time.iter().next(), time.iter().next_back());
            if let (Some(first), Some(last)) = window {
                shares.window = Some(case.interval(first.0, last.1));
                let micros = time.overlap(first.0, last.1);
                shares.common_hours = (micros as f64 / 36_000_000.0).round() / 100.0;
            }
            shares.status = ShareStatus::Given;
            shares.rows = rows;
        }
    }
    shares
}

/// The time in which all were observed, or why there is none.
fn common(case: &Case<'_>, accounts: &BTreeMap<i64, BTreeSet<i64>>) -> Result<Intervals, String> {
    if accounts.is_empty() {
        return Err(if case.corpus.items.is_empty() {
            "nothing matched".to_owned()
        } else {
            "only entries of rankings matched, and a ranking does not say who published how much".to_owned()
        });
    }
    let all = words::count(accounts.len(), "compared account", "compared accounts");
    let (from, to) = (case.narrative.window.from, case.end());
    let mut observed = Vec::with_capacity(accounts.len());
    let mut unknown = 0_usize;
    for (&account, sources) in accounts {
        match case.corpus.observed.account(account, sources) {
            Some(set) => observed.push((account, set.within(from, to))),
            None => unknown += 1,
        }
    }
    if unknown > 0 {
        return Err(format!("for {unknown} of {all} it is not known when they were observed"));
    }
    // The one observed for the shortest time is what a reader can do something about.
    observed.sort_by_key(|(account, set)| (set.overlap(from, to), *account));
    let mut time = Intervals::new([(from, to)]);
    for (_, set) in &observed {
        time = time.intersection(set);
    }
    if !time.is_empty() {
        return Ok(time);
    }
    let (worst, set) = &observed[0];
    let label = case.account(*worst).label;
    let span = match (set.iter().next(), set.iter().next_back()) {
        (Some(first), Some(last)) => format!(
            "{label} was observed for {} of the window only, between {} and {}",
            hours(set.overlap(from, to)),
            case.narrative.window.local(first.0),
            case.narrative.window.local(last.1)
        ),
        _ => format!("{label} was not observed in the window at all"),
    };
    Err(format!("there is no time in which all {all} were observed; {span}"))
}

fn hours(micros: i64) -> String {
    let hours = micros as f64 / 3_600_000_000.0;
    format!("{} h", words::decimal(hours))
}

fn count(case: &Case<'_>, items: &[&Item], time: &Intervals) -> Result<Vec<ShareRow>, String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut total = 0_usize;
    for item in items.iter().filter(|item| item.dated() && time.contains(item.row.created_at)) {
        let mut actors = case.actors(item.row.account_id, item.row.created_at);
        let who = match actors.len() {
            0 if case.corpus.claims.are_in_conflict(item.row.account_id, item.row.created_at) => {
                CONFLICT.to_owned()
            }
            0 => NO_CLAIM.to_owned(),
            1 => actors.remove(0),
            _ => actors.join(" / "),
        };
        *counts.entry(who).or_default() += 1;
        total += 1;
    }
    if total == 0 {
        return Err("no matched item was published while all compared accounts were observed".to_owned());
    }
    let mut rows: Vec<ShareRow> = counts
        .into_iter()
        .map(|(who, items)| ShareRow { who, items, share: items as f64 / total as f64 })
        .collect();
    rows.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| a.who.cmp(&b.who)));
    Ok(rows)
}
