//! Every account with matched items.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::AccountFinding;

/// The accounts, most items first.
pub(crate) fn list(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<Vec<AccountFinding>, StoreError> {
    let mut by_account: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for item in &case.corpus.items {
        by_account.entry(item.row.account_id).or_default().push(item);
    }
    let mut found = Vec::with_capacity(by_account.len());
    for (id, items) in by_account {
        let Some(&first) = items.iter().find(|item| item.dated()).or(items.first()) else { continue };
        let mut actors: Vec<String> =
            items.iter().flat_map(|item| case.actors(id, item.row.created_at)).collect();
        actors.sort_unstable();
        actors.dedup();
        let sources: BTreeSet<i64> = items.iter().map(|item| item.row.source_id).collect();
        let observed = case.corpus.observed.account(id, &sources);
        let observed_days = observed.map(|set| {
            let micros = set.overlap(case.narrative.window.from, case.end());
            (micros as f64 / Micros::DAY as f64 * 100.0).round() / 100.0
        });
        let ranking_entries = items.iter().filter(|item| item.ranking).count();
        found.push(AccountFinding {
            account: case.account(id),
            actors,
            items: items.len() - ranking_entries,
            ranking_entries,
            first: case.first(first, false, evidence)?,
            observed_days,
        });
    }
    found.sort_by(|a, b| {
        let most = |x: &AccountFinding| (x.items, x.ranking_entries);
        most(b).cmp(&most(a)).then_with(|| a.account.cmp(&b.account))
    });
    Ok(found)
}
