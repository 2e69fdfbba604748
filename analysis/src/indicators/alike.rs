//! Hosts in matched items that look like a protected brand's.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;

use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{LookAlikeRow, LookAlikes};
use crate::lookalike::{Host, base_rate, closest};

/// Look-alikes of the narrative's brands among the hosts that matched items link, spell or are on.
pub(crate) fn look_alikes(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<LookAlikes, StoreError> {
    let brands = &case.narrative.brands;
    if brands.is_empty() {
        return Ok(LookAlikes::default());
    }
    let mut hosts: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        let mut all: BTreeSet<String> = case.reader.hosts_of(item.row.id)?.into_iter().collect();
        if let Some(account) =
            case.corpus.accounts.get(&item.row.account_id).filter(|account| account.platform == "web")
        {
            all.insert(account.handle.clone());
        }
        for host in all {
            hosts.entry(host).or_default().push(item);
        }
    }
    let mut rows = Vec::new();
    for (text, items) in &hosts {
        let Some(host) = Host::read(text) else { continue };
        let Some(found) = closest(&host, brands) else { continue };
        let Some(&first) = items.iter().find(|item| item.dated()).or(items.first()) else { continue };
        let accounts: BTreeSet<i64> = items.iter().map(|item| item.row.account_id).collect();
        rows.push(LookAlikeRow {
            domain: (!case.guard.finds_in_url(&format!("https://{text}"))).then(|| host.ascii.clone()),
            brand: found.brand.written.clone(),
            rule: found.rule,
            distance: found.distance,
            items: items.len(),
            accounts: accounts.len(),
            first: case.first(first, false, evidence)?,
        });
    }
    rows.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| (a.rule, &a.domain).cmp(&(b.rule, &b.domain))));
    Ok(LookAlikes {
        brands: brands.iter().map(|brand| brand.written.clone()).collect(),
        hosts: hosts.len(),
        base_rate: base_rate(brands),
        rows,
    })
}
