//! Share, early share and reach by actor, owner and platform, among the accounts that can be compared.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::time::Micros;

use super::common::{Common, choose, hours};
use super::reach::Metrics;
use super::{CONFLICT, NO_CLAIM};
use crate::case::Case;
use crate::chance::Chance;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{Compared, Comparison, Early, Grouping, Part, ShareStatus};
use crate::forest::{Order, Span};
use crate::statistics::{added, bootstrap_shares};
use crate::words;

/// Fewer clusters make intervals that are too narrow to be believed.
const FEWEST_ACCOUNTS: usize = 10;
/// The first captured are a tenth of the items, and at least so many of them.
const FEWEST_EARLY: usize = 10;
/// Owners that nobody states.
const NO_OWNER: &str = "owner not stated";

/// Compares by every grouping: all platforms together, and each by itself where there are several.
pub(crate) fn all(
    case: &Case<'_>,
    platforms: &[String],
    evidence: &mut EvidenceList,
) -> Result<Vec<Comparison>, StoreError> {
    let mut metrics = Metrics::default();
    let mut found = Vec::new();
    for by in [Grouping::Owner, Grouping::Actor] {
        found.push(one(case, by, None, &mut metrics, evidence)?);
    }
    if platforms.len() > 1 {
        found.push(one(case, Grouping::Platform, None, &mut metrics, evidence)?);
        for platform in platforms {
            found.push(one(case, Grouping::Owner, Some(platform), &mut metrics, evidence)?);
        }
    }
    Ok(found)
}

/// An item inside the common time.
struct Inside<'a> {
    item: &'a Item,
    span: Span,
    row: usize,
}

fn one(
    case: &Case<'_>,
    by: Grouping,
    platform: Option<&String>,
    metrics: &mut Metrics,
    evidence: &mut EvidenceList,
) -> Result<Comparison, StoreError> {
    let items: Vec<&Item> = case
        .corpus
        .measured(false)
        .filter(|item| platform.is_none_or(|word| item.row.platform == *word))
        .collect();
    let accounts: BTreeSet<i64> = items.iter().map(|item| item.row.account_id).collect();
    let mut found = Comparison {
        by,
        platform: platform.cloned(),
        status: ShareStatus::Refused,
        reason: None,
        window: None,
        common_hours: 0.0,
        accounts: accounts.len(),
        compared: 0,
        refused: Vec::new(),
        items: 0,
        matched: items.len(),
        undecided: 0,
        early: None,
        early_reason: None,
        interval_reason: None,
        rows: Vec::new(),
    };
    match choose(case, &items) {
        Err((reason, refused)) => {
            found.reason = Some(reason);
            found.refused = refused;
        }
        Ok(common) => {
            if let (Some(first), Some(last)) = (common.time.iter().next(), common.time.iter().next_back()) {
                found.window = Some(case.interval(first.0, last.1));
            }
            found.common_hours = hours(&common.time);
            found.compared = common.accounts.len();
            rows(case, &items, &common, &mut found, metrics, evidence)?;
            found.refused = common.refused;
        }
    }
    Ok(found)
}

fn rows(
    case: &Case<'_>,
    items: &[&Item],
    common: &Common,
    found: &mut Comparison,
    metrics: &mut Metrics,
    evidence: &mut EvidenceList,
) -> Result<(), StoreError> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut inside = Vec::new();
    for item in items.iter().filter(|item| common.accounts.contains(&item.row.account_id)) {
        let span = Span::of(&item.row);
        match (common.time.contains(span.from), common.time.contains(span.to)) {
            (true, true) => {
                let next = names.len();
                let row = *names.entry(who(case, found.by, item)).or_insert(next);
                inside.push(Inside { item, span, row });
            }
            (false, false) if !crosses(common, span) => {}
            _ => found.undecided += 1,
        }
    }
    if inside.is_empty() {
        found.reason =
            Some("no matched item was published while all compared accounts were observed".to_owned());
        return Ok(());
    }
    found.status = ShareStatus::Given;
    found.items = inside.len();
    inside.sort_by(|a, b| {
        let natural =
            |inside: &Inside<'_>| (inside.item.row.platform.clone(), inside.item.row.native_id.clone());
        a.span.rank().cmp(&b.span.rank()).then_with(|| natural(a).cmp(&natural(b)))
    });
    let early = early(case, &inside, found);
    let places: BTreeMap<i64, usize> = common.accounts.iter().copied().zip(0..).collect();
    let table = |weight: &dyn Fn(usize) -> u64| {
        let mut table = vec![vec![0_u64; names.len()]; places.len()];
        for (n, inside) in inside.iter().enumerate() {
            if let Some(&place) = places.get(&inside.item.row.account_id) {
                let cell = &mut table[place][inside.row];
                *cell = cell.saturating_add(weight(n));
            }
        }
        table
    };
    if places.len() < FEWEST_ACCOUNTS {
        found.interval_reason =
            Some(format!("intervals need {FEWEST_ACCOUNTS} compared accounts, as they are resampled"));
    }
    let sha = case.narrative.query.sha256.as_str();
    let parts = |purpose: &str, table: &[Vec<u64>]| {
        let mut chance = Chance::of(&["bootstrap", sha, purpose, found.platform.as_deref().unwrap_or("all")]);
        shares(table, names.len(), &mut chance)
    };
    let share = parts("share", &table(&|_| 1));
    let early_share = early.map(|cut| parts("early", &table(&|n| u64::from(n < cut))));
    let reach = metrics.by_row(
        case,
        &inside.iter().map(|i| (i.item, i.row)).collect::<Vec<_>>(),
        names.len(),
        &|name, weights| parts(name, &table(&|n| weights[n])),
    )?;
    let mut order: Vec<(String, usize)> = names.into_iter().collect();
    let count = |row: usize| inside.iter().filter(|inside| inside.row == row).count();
    order.sort_by(|a, b| count(b.1).cmp(&count(a.1)).then_with(|| a.0.cmp(&b.0)));
    for (who, row) in order {
        let Some(first) = inside.iter().find(|inside| inside.row == row) else { continue };
        let own = || inside.iter().filter(|inside| inside.row == row);
        found.rows.push(Compared {
            who,
            accounts: own().map(|inside| inside.item.row.account_id).collect::<BTreeSet<_>>().len(),
            items: own().count(),
            share: share[row],
            early_items: early
                .map_or(0, |cut| inside[..cut].iter().filter(|inside| inside.row == row).count()),
            early_share: early_share.as_ref().map(|shares| shares[row]),
            first_local: case.when(first.item.row.created_at, first.item.row.precision),
            first_open: inside
                .iter()
                .filter(|other| other.row != row && other.span.order(first.span) == Order::Open)
                .count(),
            evidence: evidence.cite(first.item.row.capture_id),
            reach: reach.get(row).cloned().unwrap_or_default(),
        });
    }
    Ok(())
}

/// Whether a span that begins and ends outside has some of the common time in it.
fn crosses(common: &Common, span: Span) -> bool {
    common.time.overlap(span.from, span.to) > 0
}

/// Whose an item is, by claims that held when it was published.
fn who(case: &Case<'_>, by: Grouping, item: &Item) -> String {
    let (account, at) = (item.row.account_id, item.row.created_at);
    let mut names = match by {
        Grouping::Platform => return words::platform(&item.row.platform),
        Grouping::Actor => case.actors(account, at),
        Grouping::Owner => {
            let owner =
                |claim| case.owner(claim).filter(|owner| !owner.is_empty()).unwrap_or(NO_OWNER).to_owned();
            let mut owners: Vec<String> = case.corpus.claims.at(account, at).map(owner).collect();
            owners.sort_unstable();
            owners.dedup();
            owners
        }
    };
    match names.len() {
        0 if case.corpus.claims.are_in_conflict(account, at) => CONFLICT.to_owned(),
        0 => NO_CLAIM.to_owned(),
        1 => names.remove(0),
        _ => names.join(" / "),
    }
}

/// How many of the items, which are in order, are the first captured; nothing where there are too few.
fn early(case: &Case<'_>, inside: &[Inside<'_>], found: &mut Comparison) -> Option<usize> {
    let wanted = inside.len() / 10;
    if wanted < FEWEST_EARLY {
        found.early_reason = Some(format!(
            "the first tenth has fewer than {FEWEST_EARLY} of the {} items",
            words::number(inside.len())
        ));
        return None;
    }
    let until: Micros = inside[wanted - 1].span.to;
    // Equal times are not parted.
    let cut = inside.partition_point(|inside| inside.span.to <= until);
    let undecided = inside[cut..].iter().filter(|inside| inside.span.from <= until).count();
    found.early = Some(Early {
        items: cut,
        until: until.to_string(),
        until_local: case.narrative.window.rfc3339(until),
        undecided,
    });
    Some(cut)
}

/// Shares of a table of accounts and rows, with intervals where there are accounts enough.
fn shares(table: &[Vec<u64>], rows: usize, chance: &mut Chance) -> Vec<Part> {
    let sums: Vec<u64> = (0..rows).map(|row| added(table.iter().map(|counts| counts[row]))).collect();
    let total = added(sums.iter().copied());
    let intervals = (table.len() >= FEWEST_ACCOUNTS).then(|| bootstrap_shares(table, rows, chance));
    // Resampling cannot tell how rare that is of which nothing was captured.
    let interval = |row: usize| intervals.as_ref().filter(|_| sums[row] > 0).map(|all| all[row]);
    let part = |(row, sum): (usize, &u64)| Part {
        share: if total == 0 { 0.0 } else { *sum as f64 / total as f64 },
        low: interval(row).map(|ends| ends.0),
        high: interval(row).map(|ends| ends.1),
    };
    sums.iter().enumerate().map(part).collect()
}
