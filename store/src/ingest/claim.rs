//! Claims: sourced statements that an account belongs to an actor.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::account::NewAccount;
use super::actor_kind::ActorKind;
use crate::StoreError;
use crate::evidence::row::CLAIM;
use crate::time::Micros;

/// Whether a claim counts for attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimStatus {
    /// Stated, not yet judged by the analyst.
    Candidate,
    /// Counts.
    Accepted,
    /// Does not count.
    Rejected,
}

impl ClaimStatus {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// A claim to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClaim {
    /// The actor's name.
    pub actor: String,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// Who owns or runs the actor.
    pub owner: Option<String>,
    /// The owner's parent body.
    pub parent: Option<String>,
    /// The region that it addresses.
    pub region: Option<String>,
    /// The language that it uses.
    pub language: Option<String>,
    /// The account's platform.
    pub platform: String,
    /// The account's handle.
    pub handle: String,
    /// The account's id, when the source gives it.
    pub native_id: Option<String>,
    /// The account's address as the source gives it.
    pub account_url: Option<String>,
    /// Who says so.
    pub asserted_by: String,
    /// Where.
    pub asserted_url: String,
    /// When.
    pub asserted_at: Micros,
    /// Whether it counts.
    pub status: ClaimStatus,
}

/// Adds a claim and its actor, unless the same source said the very same before. Where it says otherwise now (another
/// status, kind, id or address: a corrected registry, a mended preset), the new claim takes the place of the old one.
pub(super) fn put(connection: &Connection, claim: &NewClaim, capture: i64) -> Result<bool, StoreError> {
    let handle = NewAccount::folded_handle(&claim.handle);
    let known: Option<(i64, bool)> = connection
        .prepare_cached(
            "SELECT id, status = ?7 AND actor_kind = ?8 AND native_id IS ?9 AND account_url IS ?10 AND parent IS ?11 FROM claim
             WHERE platform = ?1 AND handle = ?2 AND actor = ?3 AND owner IS ?4 AND asserted_by = ?5 AND asserted_at = ?6
               AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(
            params![
                claim.platform,
                handle,
                claim.actor,
                claim.owner,
                claim.asserted_by,
                claim.asserted_at.0,
                claim.status.as_str(),
                claim.actor_kind.as_str(),
                claim.native_id,
                claim.account_url,
                claim.parent
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    actor(connection, claim)?;
    let supersedes = match known {
        Some((_, true)) => return Ok(false),
        Some((id, false)) => Some(id),
        None => None,
    };
    let values = params![
        capture,
        claim.actor,
        claim.actor_kind.as_str(),
        claim.owner,
        claim.parent,
        claim.region,
        claim.language,
        claim.platform,
        handle,
        claim.native_id,
        claim.account_url,
        claim.asserted_by,
        claim.asserted_url,
        claim.asserted_at.0,
        None::<i64>,
        None::<i64>,
        claim.status.as_str(),
        None::<String>,
        supersedes
    ];
    CLAIM.insert(connection, values)?;
    Ok(true)
}

fn actor(connection: &Connection, claim: &NewClaim) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO actor (name, kind, owner, parent, region, language) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5, ?6)
             ON CONFLICT (name, owner) DO UPDATE SET kind = excluded.kind, parent = excluded.parent, region = excluded.region,
               language = excluded.language",
        )?
        .execute(params![
            claim.actor,
            claim.actor_kind.as_str(),
            claim.owner,
            claim.parent,
            claim.region,
            claim.language
        ])?;
    Ok(())
}
