//! Entries of lists that matched items carry, or that are the accounts of matched items.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::ListedRow;

use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{IndicatorRow, Indicators, ListFinding};

/// So many accounts of an entry are told by their labels.
const MOST_LABELS: usize = 6;

/// What lists name in this narrative; `listed` is all that they meet in the store.
pub(crate) fn find(
    case: &Case<'_>,
    listed: &[ListedRow],
    evidence: &mut EvidenceList,
) -> Result<Indicators, StoreError> {
    if listed.is_empty() {
        return Ok(Indicators { held: case.reader.indicators()?, lists: Vec::new() });
    }
    let mut by_account: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    let mut by_id: BTreeMap<i64, &Item> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        by_account.entry(item.row.account_id).or_default().push(item);
        by_id.insert(item.row.id, item);
    }
    // An entry may meet an item in several ways: the first that the store gives counts.
    let mut met: BTreeMap<i64, (&ListedRow, Vec<&Item>)> = BTreeMap::new();
    for row in listed {
        let items: Vec<&Item> = match (row.item_id, row.account_id) {
            (Some(id), _) => by_id.get(&id).copied().into_iter().collect(),
            (None, Some(account)) => by_account.get(&account).cloned().unwrap_or_default(),
            (None, None) => Vec::new(),
        };
        if !items.is_empty() {
            met.entry(row.claim_id).or_insert_with(|| (row, Vec::new())).1.extend(items);
        }
    }
    let mut lists: BTreeMap<(String, String, i64), ListFinding> = BTreeMap::new();
    let mut carried: BTreeMap<(String, String, i64), BTreeSet<i64>> = BTreeMap::new();
    for (row, mut items) in met.into_values() {
        items.sort_by_key(|item| (item.row.created_at, item.row.id));
        items.dedup_by_key(|item| item.row.id);
        let key = (row.list.clone(), row.asserted_by.clone(), row.asserted_at.0);
        carried.entry(key.clone()).or_default().extend(items.iter().map(|item| item.row.id));
        let list = lists.entry(key).or_insert_with(|| ListFinding {
            list: case.guard.scrubbed(&row.list),
            asserted_by: case.guard.scrubbed(&row.asserted_by),
            asserted_url: (!case.guard.finds_in_url(&row.asserted_url)).then(|| row.asserted_url.clone()),
            asserted: row.asserted_at.to_string().split('T').next().unwrap_or_default().to_owned(),
            evidence: evidence.cite(row.capture_id),
            items: 0,
            rows: Vec::new(),
        });
        list.rows.push(one(case, row, &items, evidence)?);
    }
    for (key, list) in &mut lists {
        list.items = carried.get(key).map_or(0, BTreeSet::len);
        list.rows.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| a.listed.cmp(&b.listed)));
    }
    Ok(Indicators { held: case.reader.indicators()?, lists: lists.into_values().collect() })
}

fn one(
    case: &Case<'_>,
    row: &ListedRow,
    items: &[&Item],
    evidence: &mut EvidenceList,
) -> Result<IndicatorRow, StoreError> {
    let Some(&first) = items.first() else {
        return Err(StoreError::Damaged { what: "an indicator without an item".to_owned() });
    };
    let accounts: BTreeSet<i64> = items.iter().map(|item| item.row.account_id).collect();
    let told = match row.platform.as_str() {
        "web" => !case.guard.finds_in_url(&format!("https://{}", row.pattern)),
        _ => row.account_id.is_some_and(|account| case.naming.is_named(account)),
    };
    Ok(IndicatorRow {
        listed: told.then(|| row.pattern.clone()),
        platform: row.platform.clone(),
        matched_by: row.matched_by.clone(),
        items: items.len(),
        accounts: accounts.len(),
        account_labels: accounts.iter().take(MOST_LABELS).map(|&id| case.account(id).label).collect(),
        first: case.first(first, false, evidence)?,
    })
}
