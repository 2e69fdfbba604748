//! Accepted claims by account, and when they hold.

use std::collections::BTreeMap;

use whence_store::read::AttributionRow;
use whence_store::time::Micros;

/// Accepted claims.
#[derive(Debug, Default)]
pub struct Claims(BTreeMap<i64, Vec<AttributionRow>>);

impl Claims {
    /// From the store's rows.
    pub fn new(rows: Vec<AttributionRow>) -> Self {
        let mut by_account: BTreeMap<i64, Vec<AttributionRow>> = BTreeMap::new();
        for row in rows {
            by_account.entry(row.account_id).or_default().push(row);
        }
        Self(by_account)
    }

    /// All claims for an account, whenever they hold, those too that contradict each other: whom they name is protected all the same.
    pub fn of(&self, account: i64) -> &[AttributionRow] {
        self.0.get(&account).map_or(&[], Vec::as_slice)
    }

    /// The claims that hold for an account at an instant. A claim without dates holds always; claims that contradict each other name
    /// nobody.
    pub fn at(&self, account: i64, at: Micros) -> impl Iterator<Item = &AttributionRow> {
        self.of(account).iter().filter(move |claim| !claim.in_conflict && holds(claim, at))
    }

    /// Whether claims that hold for an account at an instant contradict each other.
    pub fn are_in_conflict(&self, account: i64, at: Micros) -> bool {
        self.of(account).iter().any(|claim| claim.in_conflict && holds(claim, at))
    }
}

fn holds(claim: &AttributionRow, at: Micros) -> bool {
    claim.valid_from.is_none_or(|from| from <= at) && claim.valid_to.is_none_or(|to| at < to)
}
