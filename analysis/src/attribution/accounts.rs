//! Every account with matched items.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{AccountFinding, AccountName};
use crate::render::MOST_ACCOUNTS;

/// The accounts, most items first.
pub(crate) fn list(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<Vec<AccountFinding>, StoreError> {
    let mut by_account: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for item in &case.corpus.items {
        by_account.entry(item.row.account_id).or_default().push(item);
    }
    let entries = |items: &[&Item]| items.iter().filter(|item| item.ranking).count();
    let mut order: Vec<(i64, Vec<&Item>, AccountName)> =
        by_account.into_iter().map(|(id, items)| (id, items, case.account(id))).collect();
    order.sort_by(|a, b| {
        let most = |items: &[&Item]| (items.len() - entries(items), entries(items));
        most(&b.1).cmp(&most(&a.1)).then_with(|| a.2.cmp(&b.2))
    });
    let mut found = Vec::with_capacity(order.len());
    for (id, items, account) in order {
        // The readable reports list the first of them; only these may lengthen their evidence.
        if found.len() == MOST_ACCOUNTS {
            evidence.close();
        }
        let Some(&first) = items.iter().find(|item| item.dated()).or(items.first()) else { continue };
        let mut actors: Vec<String> =
            items.iter().flat_map(|item| case.actors(id, item.row.created_at)).collect();
        actors.sort_unstable();
        actors.dedup();
        let in_conflict =
            items.iter().any(|item| case.corpus.claims.are_in_conflict(id, item.row.created_at));
        let sources: BTreeSet<i64> = items.iter().map(|item| item.row.source_id).collect();
        let observed = case.corpus.observed.account(id, &sources);
        let observed_days = observed.map(|set| {
            let micros = set.overlap(case.narrative.window.from, case.end());
            (micros as f64 / Micros::DAY as f64 * 100.0).round() / 100.0
        });
        let ranking_entries = entries(&items);
        found.push(AccountFinding {
            account,
            actors,
            in_conflict,
            items: items.len() - ranking_entries,
            ranking_entries,
            first: case.first(first, false, evidence)?,
            observed_days,
        });
    }
    Ok(found)
}
