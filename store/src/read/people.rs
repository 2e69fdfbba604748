//! Accounts, what accepted claims say of them, sources, and what was observed of each.

use super::Reader;
use crate::StoreError;
use crate::ingest::ActorKind;
use crate::time::Micros;
use crate::work::Measure;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its row.
    pub id: i64,
    /// The platform.
    pub platform: String,
    /// The platform's id.
    pub native_id: Option<String>,
    /// The handle, folded.
    pub handle: String,
    /// The handle as shown.
    pub shown_handle: String,
    /// The display name.
    pub name: Option<String>,
    /// What the operator's configuration says of the publisher.
    pub publisher: Option<ActorKind>,
}

/// An accepted claim that holds for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionRow {
    /// The account's row.
    pub account_id: i64,
    /// The claim's row.
    pub claim_id: i64,
    /// The actor.
    pub actor: String,
    /// Its kind.
    pub actor_kind: ActorKind,
    /// Who owns or runs it.
    pub owner: Option<String>,
    /// The owner's parent body.
    pub parent: Option<String>,
    /// Who says so.
    pub asserted_by: String,
    /// Where.
    pub asserted_url: String,
    /// When.
    pub asserted_at: Micros,
    /// From when it holds.
    pub valid_from: Option<Micros>,
    /// Until when it holds.
    pub valid_to: Option<Micros>,
    /// The capture that the claim was read from.
    pub capture_id: i64,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// What its items count as.
    pub measure: Measure,
}

/// An interval in which a source, or one account of it, was being observed: `[from, to)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedRow {
    /// The source's row.
    pub source_id: i64,
    /// The account's row; nothing for the whole source.
    pub account_id: Option<i64>,
    /// Its beginning.
    pub from: Micros,
    /// Its end, not included.
    pub to: Micros,
}

impl Reader {
    /// All accounts, by row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, platform, native_id, handle, shown_handle, name, publisher FROM account ORDER BY id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(AccountRow {
                id: row.get(0)?,
                platform: row.get(1)?,
                native_id: row.get(2)?,
                handle: row.get(3)?,
                shown_handle: row.get(4)?,
                name: row.get(5)?,
                publisher: row.get::<_, Option<String>>(6)?.map(|word| ActorKind::parse(&word)),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Accepted claims with the accounts that they hold for, by account and claim.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn attributions(&self) -> Result<Vec<AttributionRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT account_id, claim_id, actor, actor_kind, owner, parent, asserted_by, asserted_url, asserted_at, valid_from,
               valid_to, capture_id FROM attribution ORDER BY account_id, claim_id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(AttributionRow {
                account_id: row.get(0)?,
                claim_id: row.get(1)?,
                actor: row.get(2)?,
                actor_kind: ActorKind::parse(&row.get::<_, String>(3)?),
                owner: row.get(4)?,
                parent: row.get(5)?,
                asserted_by: row.get(6)?,
                asserted_url: row.get(7)?,
                asserted_at: Micros(row.get(8)?),
                valid_from: row.get::<_, Option<i64>>(9)?.map(Micros),
                valid_to: row.get::<_, Option<i64>>(10)?.map(Micros),
                capture_id: row.get(11)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All sources, by row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sources(&self) -> Result<Vec<SourceRow>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, name, connector, measure FROM source ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            Ok(SourceRow {
                id: row.get(0)?,
                name: row.get(1)?,
                connector: row.get(2)?,
                measure: Measure::parse(&row.get::<_, String>(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All observed intervals, by source, account and time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn observed(&self) -> Result<Vec<ObservedRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT source_id, account_id, from_at, to_at FROM observed ORDER BY source_id, account_id, from_at, to_at",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(ObservedRow {
                source_id: row.get(0)?,
                account_id: row.get(1)?,
                from: Micros(row.get(2)?),
                to: Micros(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
