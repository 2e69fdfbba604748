//! What a stream of events tells besides items: reactions, deletions, and how accounts stand.
//!
//! Each has the time that the platform gives it. Streams are recorded in pieces that overlap and are imported in any order, so that
//! whatever is stored here depends on these times alone.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::account::{self, NewAccount};
use super::memory::Memory;
use crate::StoreError;
use crate::time::Micros;

/// Somebody's like of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReaction {
    /// Who likes; its platform is the reaction's.
    pub account: NewAccount,
    /// The platform's id of the reaction.
    pub native_id: String,
    /// The platform's id of what is liked.
    pub subject: String,
    /// When.
    pub created: Micros,
    /// Who says so.
    pub basis: ReactionBasis,
    /// When the server told of it.
    pub seen: Micros,
}

/// Who says when a reaction was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReactionBasis {
    /// The author's program.
    Author,
    /// The server.
    Server,
}

impl ReactionBasis {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "record.createdAt",
            Self::Server => "time_us",
        }
    }
}

/// The platform said that an item or a reaction was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDeletion {
    /// The platform.
    pub platform: String,
    /// The platform's id of what was deleted.
    pub native_id: String,
    /// When.
    pub at: Micros,
}

/// The platform said what an account is called, or how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStanding {
    /// The account.
    pub account: NewAccount,
    /// Since when.
    pub at: Micros,
    /// How it stands, if that was said.
    pub state: Option<AccountState>,
}

/// How an account stands with its platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// As usual.
    Active,
    /// Its owner put it to rest.
    Deactivated,
    /// The platform suspended it.
    Suspended,
    /// The platform took it down.
    TakenDown,
    /// It was deleted.
    Deleted,
    /// Its server and the stream differ.
    Desynchronized,
    /// Its server sends too much.
    Throttled,
    /// Not active, for a reason that is not told or not known.
    Inactive,
}

impl AccountState {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::Suspended => "suspended",
            Self::TakenDown => "takendown",
            Self::Deleted => "deleted",
            Self::Desynchronized => "desynchronized",
            Self::Throttled => "throttled",
            Self::Inactive => "inactive",
        }
    }
}

/// Notes how an account stands.
pub(super) fn stand<'page>(
    connection: &Connection,
    new: &'page NewStanding,
    capture: i64,
    memory: &mut Memory<'page>,
) -> Result<(), StoreError> {
    let account = account::resolve(connection, &new.account, capture, new.at, memory)?;
    let Some(state) = new.state else { return Ok(()) };
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO account_state (account_id, at, state, capture_id) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![account, new.at.0, state.as_str(), capture])?;
    Ok(())
}

/// Adds a reaction; says whether it is new.
pub(super) fn react<'page>(
    connection: &Connection,
    new: &'page NewReaction,
    capture: i64,
    memory: &mut Memory<'page>,
) -> Result<bool, StoreError> {
    let account = account::resolve(connection, &new.account, capture, new.seen, memory)?;
    let platform = &new.account.platform;
    let added = connection
        .prepare_cached(
            "INSERT INTO reaction (platform, native_id, kind, account_id, subject, created_at, created_basis, first_seen_at,
               last_seen_at, capture_id) VALUES (?1, ?2, 'like', ?3, ?4, ?5, ?6, ?7, ?7, ?8)
             ON CONFLICT (platform, native_id) DO NOTHING",
        )?
        .execute(params![
            platform,
            new.native_id,
            account,
            new.subject,
            new.created.0,
            new.basis.as_str(),
            new.seen.0,
            capture
        ])?;
    if added == 0 {
        connection
            .prepare_cached(
                "UPDATE reaction SET first_seen_at = min(first_seen_at, ?3), last_seen_at = max(last_seen_at, ?3),
                   gone_at = CASE WHEN gone_at < ?3 THEN NULL ELSE gone_at END WHERE platform = ?1 AND native_id = ?2",
            )?
            .execute(params![platform, new.native_id, new.seen.0])?;
    }
    if let Some(at) = deleted(connection, platform, &new.native_id, Some(new.seen))? {
        connection
            .prepare_cached("UPDATE reaction SET gone_at = ?3 WHERE platform = ?1 AND native_id = ?2")?
            .execute(params![platform, new.native_id, at])?;
    }
    Ok(added > 0)
}

/// Whether a deletion of something is known.
pub(super) fn is_deleted(
    connection: &Connection,
    platform: &str,
    native_id: &str,
    memory: &mut Memory<'_>,
) -> Result<bool, StoreError> {
    let has_any = match memory.has_deletions {
        Some(has_any) => has_any,
        None => connection.prepare_cached("SELECT 1 FROM deletion LIMIT 1")?.exists([])?,
    };
    memory.has_deletions = Some(has_any);
    Ok(has_any
        && connection
            .prepare_cached("SELECT 1 FROM deletion WHERE platform = ?1 AND native_id = ?2")?
            .exists(params![platform, native_id])?)
}

/// When something was deleted, µs, unless it is known to have been there since. `shown` is when it is known to have been there
/// now.
pub(super) fn deleted(
    connection: &Connection,
    platform: &str,
    native_id: &str,
    shown: Option<Micros>,
) -> Result<Option<i64>, StoreError> {
    let known: Option<(i64, Option<i64>)> = connection
        .prepare_cached("SELECT at, shown_at FROM deletion WHERE platform = ?1 AND native_id = ?2")?
        .query_row(params![platform, native_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((at, shown_at)) = known else { return Ok(None) };
    let latest = shown_at.max(shown.map(|time| time.0));
    if latest > shown_at && latest > Some(at) {
        connection
            .prepare_cached("UPDATE deletion SET shown_at = ?3 WHERE platform = ?1 AND native_id = ?2")?
            .execute(params![platform, native_id, latest])?;
    }
    Ok((latest <= Some(at)).then_some(at))
}

/// Notes that something was deleted.
///
/// What a file said of it before counts for nothing against the platform's word, as a file's capture is no sight of the item. A
/// page of the network that showed it later does, and so does the stream itself.
pub(super) fn delete(
    connection: &Connection,
    new: &NewDeletion,
    source: i64,
    capture: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO deletion (platform, native_id, at, capture_id) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (platform, native_id) DO UPDATE SET at = excluded.at, capture_id = excluded.capture_id
             WHERE excluded.at > at",
        )?
        .execute(params![new.platform, new.native_id, new.at.0, capture])?;
    if deleted(connection, &new.platform, &new.native_id, None)?.is_some() {
        connection
            .prepare_cached(
                "UPDATE item SET gone_at = ?3 WHERE platform = ?1 AND native_id = ?2 AND (gone_at IS NULL OR gone_at > ?3)
                   AND CASE WHEN source_id = ?4 THEN first_seen_at <= ?3
                     WHEN (SELECT connector FROM source WHERE id = source_id) = 'import' THEN 1
                     ELSE last_seen_at <= ?3 END",
            )?
            .execute(params![new.platform, new.native_id, new.at.0, source])?;
        connection
            .prepare_cached(
                "UPDATE reaction SET gone_at = ?3 WHERE platform = ?1 AND native_id = ?2 AND (gone_at IS NULL OR gone_at > ?3)
                   AND last_seen_at <= ?3",
            )?
            .execute(params![new.platform, new.native_id, new.at.0])?;
    }
    Ok(())
}

/// Whether what was deleted was ever captured.
pub(super) fn is_known(connection: &Connection, new: &NewDeletion) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM item WHERE platform = ?1 AND native_id = ?2
             UNION ALL SELECT 1 FROM reaction WHERE platform = ?1 AND native_id = ?2",
        )?
        .exists(params![new.platform, new.native_id])?)
}
