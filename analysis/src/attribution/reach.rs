//! Counts beside items (likes, views, …) as last captured, by row of a comparison.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;

use crate::case::Case;
use crate::corpus::Item;
use crate::findings::{Part, Reach};

/// Counts of items, each read once.
#[derive(Debug, Default)]
pub(super) struct Metrics(BTreeMap<i64, Vec<(String, i64)>>);

impl Metrics {
    /// Sums by row; `shares` makes parts of the counts beside each item, in the items' order. Counts below zero are no counts.
    pub(super) fn by_row(
        &mut self,
        case: &Case<'_>,
        items: &[(&Item, usize)],
        rows: usize,
        shares: &dyn Fn(&str, &[u64]) -> Vec<Part>,
    ) -> Result<Vec<Vec<Reach>>, StoreError> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (item, _) in items {
            let id = item.row.id;
            if let Entry::Vacant(place) = self.0.entry(id) {
                let counts = case.reader.metrics(id)?.into_iter().filter(|count| count.value >= 0);
                place.insert(counts.map(|count| (count.name, count.value)).collect());
            }
            names.extend(self.0.get(&id).into_iter().flatten().map(|(name, _)| name.clone()));
        }
        let mut found: Vec<Vec<Reach>> = vec![Vec::new(); rows];
        for name in names {
            let counts: Vec<Option<i64>> =
                items.iter().map(|(item, _)| self.count(item.row.id, &name)).collect();
            let weights: Vec<u64> = counts
                .iter()
                .map(|count| count.and_then(|n| u64::try_from(n).ok()).unwrap_or_default())
                .collect();
            let parts = shares(&name, &weights);
            for (row, (found, share)) in found.iter_mut().zip(parts).enumerate() {
                let own = || {
                    counts.iter().zip(items).filter(|(_, (_, of))| *of == row).filter_map(|(count, _)| *count)
                };
                if own().next().is_some() {
                    let total = own().fold(0_i64, i64::saturating_add);
                    found.push(Reach { metric: name.clone(), items: own().count(), total, share });
                }
            }
        }
        Ok(found)
    }

    fn count(&self, id: i64, name: &str) -> Option<i64> {
        self.0.get(&id)?.iter().find(|(known, _)| known == name).map(|(_, count)| *count)
    }
}
