//! What lists of indicators name, and which items and accounts carry it.

use super::Reader;
use crate::StoreError;
use crate::time::Micros;

/// An item or account that an accepted indicator meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// The claim: the indicator.
    pub claim_id: i64,
    /// The list or campaign.
    pub list: String,
    /// The platform of what is listed; `web` for a domain or an address.
    pub platform: String,
    /// What is listed.
    pub pattern: String,
    /// `id`, `handle`, `domain`, `subdomain` or `url`.
    pub matched_by: String,
    /// The account, where one is listed.
    pub account_id: Option<i64>,
    /// The item, where one carries what is listed.
    pub item_id: Option<i64>,
    /// Who says so.
    pub asserted_by: String,
    /// Where.
    pub asserted_url: String,
    /// When.
    pub asserted_at: Micros,
    /// The capture that states it.
    pub capture_id: i64,
}

impl Reader {
    /// All that accepted indicators meet, by list, pattern, account and item.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn listed(&self) -> Result<Vec<ListedRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT claim.id, claim.actor, claim.platform, claim.handle, listed.matched_by, listed.account_id, listed.item_id,
               claim.asserted_by, claim.asserted_url, claim.asserted_at, claim.capture_id
             FROM listed JOIN claim ON claim.id = listed.claim_id
             ORDER BY claim.actor, claim.handle, claim.id, listed.account_id, listed.item_id, listed.matched_by",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(ListedRow {
                claim_id: row.get(0)?,
                list: row.get(1)?,
                platform: row.get(2)?,
                pattern: row.get(3)?,
                matched_by: row.get(4)?,
                account_id: row.get(5)?,
                item_id: row.get(6)?,
                asserted_by: row.get(7)?,
                asserted_url: row.get(8)?,
                asserted_at: Micros(row.get(9)?),
                capture_id: row.get(10)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many accepted indicators the store holds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn indicators(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection().query_row(
            "SELECT count(*) FROM accepted_claim WHERE actor_kind = 'indicator'",
            [],
            |row| row.get(0),
        )?;
        Ok(count.unsigned_abs())
    }
}
