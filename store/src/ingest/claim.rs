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
    /// From when it holds; nothing: not said.
    pub valid_from: Option<Micros>,
    /// Until when, not included; nothing: not said.
    pub valid_to: Option<Micros>,
    /// Whether it counts.
    pub status: ClaimStatus,
    /// Whether the source says it again at each sight, as a platform's label beside an account does: the first sight counts, whatever
    /// the account is called later.
    pub is_repeated: bool,
}

/// A reading that was there before: its row, and whether it says the very same.
struct Known {
    id: i64,
    is_same: bool,
}

/// Adds a claim and its actor, unless the same source said the very same before. Where it says otherwise now (another
/// status, kind, id or address: a corrected registry, a mended preset), the new claim takes the place of the old one.
///
/// A decision of the operator is undone by no repetition. What says otherwise takes the place of an accepted one too, and has to be
/// accepted anew; a rejected one stays, and keeps what says the same from counting (`accepted_claim`).
pub(super) fn put(connection: &Connection, claim: &NewClaim, capture: i64) -> Result<bool, StoreError> {
    let handle = folded(claim);
    let known = if claim.is_repeated {
        repeated(connection, claim, &handle)?
    } else {
        known(connection, claim, &handle)?
    };
    // A list names no actor, and a label alone makes none.
    if claim.actor_kind != ActorKind::Indicator && !claim.is_repeated {
        actor(connection, claim)?;
    }
    let supersedes = match known {
        Some(Known { is_same: true, .. }) => return Ok(false),
        Some(Known { id, .. }) => Some(last_accepted(connection, id)?),
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
        claim.valid_from.map(|t| t.0),
        claim.valid_to.map(|t| t.0),
        claim.status.as_str(),
        None::<String>,
        supersedes
    ];
    CLAIM.insert(connection, values)?;
    Ok(true)
}

/// A listed address has its case; handles and domains have none.
fn folded(claim: &NewClaim) -> String {
    if claim.actor_kind == ActorKind::Indicator && claim.platform == "web" {
        return claim.handle.trim().to_owned();
    }
    NewAccount::folded_handle(&claim.handle)
}

/// What the same source said of the same account and actor at the same time, and no later reading replaced.
fn known(connection: &Connection, claim: &NewClaim, handle: &str) -> Result<Option<Known>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, (status, actor_kind, native_id, account_url, parent, valid_from, valid_to) IS (?7, ?8, ?9, ?10, ?11, ?12, ?13)
             FROM claim
             WHERE platform = ?1 AND handle = ?2 AND actor = ?3 AND owner IS ?4 AND asserted_by = ?5 AND asserted_at = ?6
               AND NOT EXISTS (SELECT 1 FROM capture WHERE capture.id = claim.capture_id AND capture.kind = 'decision')
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
                claim.parent,
                claim.valid_from.map(|t| t.0),
                claim.valid_to.map(|t| t.0)
            ],
            |row| Ok(Known { id: row.get(0)?, is_same: row.get(1)? }),
        )
        .optional()?;
    Ok(found)
}

/// What is said at each sight: of one id, or of a handle without one.
fn repeated(connection: &Connection, claim: &NewClaim, handle: &str) -> Result<Option<Known>, StoreError> {
    let whose = match &claim.native_id {
        Some(_) => "native_id = ?2",
        None => "handle = ?3",
    };
    let found = connection
        .prepare_cached(&format!(
            "SELECT id FROM claim WHERE platform = ?1 AND {whose} AND (?2 IS NULL OR ?3 <> '') AND asserted_by = ?4 ORDER BY id LIMIT 1"
        ))?
        .query_row(params![claim.platform, claim.native_id, handle, claim.asserted_by], |row| row.get(0))
        .optional()?;
    Ok(found.map(|id| Known { id, is_same: true }))
}

/// The last decision on a reading, unless it rejected it; else the reading itself.
fn last_accepted(connection: &Connection, reading: i64) -> Result<i64, StoreError> {
    let mut next = connection.prepare_cached(
        "SELECT claim.id, claim.status FROM claim JOIN capture ON capture.id = claim.capture_id
         WHERE claim.supersedes = ?1 AND capture.kind = 'decision' ORDER BY claim.id DESC LIMIT 1",
    )?;
    let (mut last, mut status) = (reading, String::new());
    while let Some((id, said)) =
        next.query_row([last], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?
    {
        (last, status) = (id, said);
    }
    Ok(if status == ClaimStatus::Rejected.as_str() { reading } else { last })
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
