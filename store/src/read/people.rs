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
    /// Whether another accepted claim gives the account to another actor at the same time: then neither names anybody.
    pub in_conflict: bool,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Pages that a source named and that were not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnreadPages {
    /// Refused by robots.txt or for their address.
    pub refused: i64,
    /// Given up.
    pub failed: i64,
    /// Still waiting.
    pub waiting: i64,
}

/// An interval without the hours of unread pages.
fn without(row: ObservedRow, unread: &[(i64, Micros)]) -> Vec<ObservedRow> {
    let mut parts = Vec::new();
    let mut from = row.from;
    for (source, hour) in unread {
        let end = hour.plus(Micros::HOUR);
        if *source != row.source_id || end <= from || *hour >= row.to {
            continue;
        }
        if *hour > from {
            parts.push(ObservedRow { from, to: *hour, ..row });
        }
        from = end;
    }
    if from < row.to {
        parts.push(ObservedRow { from, ..row });
    }
    parts
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

    /// Accepted claims with the accounts that they hold for, by account and claim; those too that contradict each other. What is listed
    /// is no claim about an actor, and not among them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn attributions(&self) -> Result<Vec<AttributionRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT account_id, claim_id, actor, actor_kind, owner, parent, asserted_by, asserted_url, asserted_at, valid_from,
               valid_to, in_conflict, capture_id FROM claimed ORDER BY account_id, claim_id",
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
                in_conflict: row.get(11)?,
                capture_id: row.get(12)?,
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

    /// All observed intervals, by source, account and time. The hour of a page that a source named and that was not read
    /// (refused, given up, or still waiting) is left out: what it holds is not known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn observed(&self) -> Result<Vec<ObservedRow>, StoreError> {
        let unread = self.unread_hours()?;
        Ok(self.polled()?.into_iter().flat_map(|row| without(row, &unread)).collect())
    }

    /// Pages that a source named and that were not read: how many were refused, given up, and are still waiting.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn unread_pages(&self, source: i64) -> Result<UnreadPages, StoreError> {
        Ok(self.connection().query_row(
            "SELECT count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'failed'),
               count(*) FILTER (WHERE state = 'todo') FROM task WHERE source_id = ?1 AND published_at IS NOT NULL",
            [source],
            |row| Ok(UnreadPages { refused: row.get(0)?, failed: row.get(1)?, waiting: row.get(2)? }),
        )?)
    }

    /// The hours of unread pages, by source.
    fn unread_hours(&self) -> Result<Vec<(i64, Micros)>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT source_id, published_at - published_at % ?1 FROM task
             WHERE state <> 'done' AND published_at >= 0 ORDER BY 1, 2",
        )?;
        let rows = statement.query_map([Micros::HOUR], |row| Ok((row.get(0)?, Micros(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn polled(&self) -> Result<Vec<ObservedRow>, StoreError> {
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
