//! What was observed of each source and account, and the units that a count stands on.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::read::ObservedRow;

use super::Intervals;

/// All coverage of a store.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    sources: BTreeMap<i64, Intervals>,
    accounts: BTreeMap<i64, BTreeMap<i64, Intervals>>,
}

/// What a count stands on: one set of instants for each source, or for each account where a source only knows its accounts.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The known ones.
    pub known: Vec<Intervals>,
    /// How many sources or accounts gave items and have no coverage at all.
    pub unknown: usize,
}

impl Observed {
    /// From the store's rows.
    pub fn new(rows: &[ObservedRow]) -> Self {
        let mut sources: BTreeMap<i64, Vec<_>> = BTreeMap::new();
        let mut accounts: BTreeMap<i64, BTreeMap<i64, Vec<_>>> = BTreeMap::new();
        for row in rows {
            let pairs = match row.account_id {
                None => sources.entry(row.source_id).or_default(),
                Some(account) => accounts.entry(row.source_id).or_default().entry(account).or_default(),
            };
            pairs.push((row.from, row.to));
        }
        let accounts = accounts
            .into_iter()
            .map(|(source, all)| {
                (source, all.into_iter().map(|(a, pairs)| (a, Intervals::new(pairs))).collect())
            })
            .collect();
        Self { sources: sources.into_iter().map(|(s, pairs)| (s, Intervals::new(pairs))).collect(), accounts }
    }

    /// Whether anything is known of a source.
    pub fn knows(&self, source: i64) -> bool {
        self.sources.contains_key(&source) || self.accounts.contains_key(&source)
    }

    /// When a source was observed: as a whole, else through any of its accounts.
    pub fn source(&self, source: i64) -> Intervals {
        if let Some(whole) = self.sources.get(&source) {
            return whole.clone();
        }
        let accounts = self.accounts.get(&source);
        Intervals::new(accounts.into_iter().flat_map(|all| all.values().flat_map(Intervals::iter)))
    }

    /// When an account was observed, given the sources that gave its items; nothing where that is not known.
    ///
    /// A source that keeps intervals of accounts speaks through those only: that it was read says nothing of an account
    /// that it did not list.
    pub fn account(&self, account: i64, sources: &BTreeSet<i64>) -> Option<Intervals> {
        let own = self.accounts.values().filter_map(|all| all.get(&account));
        let whole = sources
            .iter()
            .filter(|source| !self.accounts.contains_key(source))
            .filter_map(|source| self.sources.get(source));
        let sets: Vec<&Intervals> = own.chain(whole).collect();
        (!sets.is_empty()).then(|| Intervals::new(sets.into_iter().flat_map(Intervals::iter)))
    }

    /// The units of some items, given as pairs of source and account.
    pub fn units(&self, items: &BTreeSet<(i64, i64)>) -> Units {
        let mut units = Units::default();
        let sources: BTreeSet<i64> = items.iter().map(|&(source, _)| source).collect();
        for source in sources {
            if let Some(whole) = self.sources.get(&source) {
                units.known.push(whole.clone());
            } else if let Some(accounts) = self.accounts.get(&source) {
                for (_, account) in items.range((source, i64::MIN)..=(source, i64::MAX)) {
                    match accounts.get(account) {
                        Some(set) => units.known.push(set.clone()),
                        None => units.unknown += 1,
                    }
                }
            } else {
                units.unknown += 1;
            }
        }
        units
    }
}

impl Units {
    /// Units of whole sources, for a timeline that no item has reached.
    pub fn of_sources(observed: &Observed, sources: impl IntoIterator<Item = i64>) -> Self {
        let (known, unknown): (Vec<_>, Vec<_>) =
            sources.into_iter().partition(|source| observed.knows(*source));
        Self {
            known: known.into_iter().map(|source| observed.source(source)).collect(),
            unknown: unknown.len(),
        }
    }

    /// When at least one known unit was observed.
    pub fn any(&self) -> Intervals {
        Intervals::new(self.known.iter().flat_map(Intervals::iter))
    }

    /// When every known unit was observed; empty without any.
    pub fn all(&self) -> Intervals {
        let mut sets = self.known.iter();
        let Some(first) = sets.next() else { return Intervals::default() };
        sets.fold(first.clone(), |both, set| both.intersection(set))
    }
}

#[cfg(test)]
mod tests {
    use whence_store::time::Micros;

    use super::*;

    fn row(source_id: i64, account_id: Option<i64>, from: i64, to: i64) -> ObservedRow {
        ObservedRow { source_id, account_id, from: Micros(from), to: Micros(to) }
    }

    #[test]
    fn a_source_that_lists_accounts_says_nothing_of_others() {
        let observed = Observed::new(&[row(1, None, 0, 9), row(1, Some(7), 2, 5), row(2, None, 4, 8)]);
        assert_eq!(observed.account(7, &BTreeSet::from([1])).unwrap().len(), 1);
        assert_eq!(observed.account(8, &BTreeSet::from([1])), None);
        let both = observed.account(7, &BTreeSet::from([1, 2])).unwrap();
        assert_eq!(both, Intervals::new([(Micros(2), Micros(8))]));
    }

    #[test]
    fn units_are_sources_or_else_accounts() {
        let observed = Observed::new(&[row(1, None, 0, 9), row(2, Some(7), 2, 5), row(2, Some(8), 3, 6)]);
        let units = observed.units(&BTreeSet::from([(1, 5), (1, 6), (2, 7), (2, 9), (3, 1)]));
        assert_eq!((units.known.len(), units.unknown), (2, 2));
        assert_eq!(units.any(), Intervals::new([(Micros(0), Micros(9))]));
        assert_eq!(units.all(), Intervals::new([(Micros(2), Micros(5))]));
    }
}
