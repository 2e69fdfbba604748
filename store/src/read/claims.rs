//! Claims as they stand, and those that contradict each other.

use rusqlite::{ToSql, params_from_iter};

use super::Reader;
use crate::StoreError;
use crate::ingest::ClaimStatus;

/// Which claims are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimQuery {
    /// Of this platform.
    pub platform: Option<String>,
    /// Of this handle, folded; of an indicator what is listed.
    pub handle: Option<String>,
    /// Whose actor's name holds this.
    pub actor: Option<String>,
    /// With this status.
    pub status: Option<ClaimStatus>,
    /// Whose source's name or address holds this.
    pub source: Option<String>,
    /// Those that contradict another one.
    pub in_conflict: bool,
}

/// A claim that no later one replaced.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ClaimRow {
    /// Its row.
    pub claim: i64,
    /// `candidate`, `accepted` or `rejected`.
    pub status: String,
    /// The platform.
    pub platform: String,
    /// The handle, folded; of an indicator what is listed.
    pub handle: String,
    /// The platform's id.
    pub native_id: Option<String>,
    /// The actor; of an indicator the list or campaign.
    pub actor: String,
    /// `office`, `outlet`, `person` or `indicator`.
    pub kind: String,
    /// Who owns or runs the actor.
    pub owner: Option<String>,
    /// Who says so.
    pub asserted_by: String,
    /// Where.
    pub asserted_url: String,
    /// When, the date (UTC).
    pub asserted: String,
    /// From when it holds (UTC).
    pub valid_from: Option<String>,
    /// Until when, not included (UTC).
    pub valid_to: Option<String>,
    /// What it does now, in words.
    pub standing: String,
    /// Why it was decided so.
    pub reason: Option<String>,
    /// Who decided.
    pub decided_by: Option<String>,
}

/// Two claims that cannot both be right, or one that a capture contradicts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ConflictRow {
    /// `two actors`, `overlapping validity`, `two ids` or `another id`.
    pub what: String,
    /// The platform.
    pub platform: String,
    /// The handle, folded.
    pub handle: String,
    /// A claim.
    pub claim: i64,
    /// Whom it names.
    pub actor: String,
    /// The id that it gives.
    pub native_id: Option<String>,
    /// The claim that it contradicts.
    pub other_claim: Option<i64>,
    /// Whom that one names.
    pub other_actor: Option<String>,
    /// The id that that one gives, or that was captured.
    pub other_native_id: Option<String>,
}

impl ClaimQuery {
    /// Conditions on `claim` and their values.
    fn conditions(&self) -> (Vec<String>, Vec<&dyn ToSql>) {
        let (mut conditions, mut values) = (Vec::new(), Vec::<&dyn ToSql>::new());
        for (column, value) in [("platform", &self.platform), ("handle", &self.handle)] {
            if let Some(value) = value {
                conditions.push(format!("claim.{column} = ? COLLATE NOCASE"));
                values.push(value);
            }
        }
        if let Some(actor) = &self.actor {
            conditions.push("instr(lower(claim.actor), lower(?)) > 0".to_owned());
            values.push(actor);
        }
        if let Some(source) = &self.source {
            conditions.push("(instr(lower(claim.asserted_by), lower(?)) > 0 OR instr(lower(claim.asserted_url), lower(?)) > 0)".to_owned());
            values.extend([source as &dyn ToSql, source]);
        }
        if let Some(status) = self.status {
            // One of the program's own words.
            conditions.push(format!("claim.status = '{}'", status.as_str()));
        }
        (conditions, values)
    }
}

impl Reader {
    /// Claims as they stand, by row, `limit` at most.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn claims(&self, query: &ClaimQuery, limit: usize) -> Result<Vec<ClaimRow>, StoreError> {
        let (mut conditions, mut values) = query.conditions();
        conditions.push("true".to_owned());
        if query.in_conflict {
            conditions.push(
                "claim.id IN (SELECT claim_id FROM conflict UNION SELECT other_claim_id FROM conflict)"
                    .to_owned(),
            );
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        values.push(&limit);
        let date =
            |column: &str| format!("strftime('%Y-%m-%dT%H:%M:%SZ', claim.{column} / 1000000, 'unixepoch')");
        let sql = format!(
            "SELECT claim.id, claim.status, claim.platform, claim.handle, claim.native_id, claim.actor, claim.actor_kind, claim.owner,
               claim.asserted_by, claim.asserted_url, strftime('%Y-%m-%d', claim.asserted_at / 1000000, 'unixepoch'), {}, {},
               min(standing.standing), claim.reason,
               (SELECT capture.headers ->> '$[0][1]' FROM capture WHERE capture.id = claim.capture_id AND capture.kind = 'decision')
             FROM standing JOIN claim ON claim.id = standing.claim_id WHERE {} GROUP BY claim.id ORDER BY claim.id LIMIT ?",
            date("valid_from"),
            date("valid_to"),
            conditions.join(" AND ")
        );
        let mut statement = self.connection().prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok(ClaimRow {
                claim: row.get(0)?,
                status: row.get(1)?,
                platform: row.get(2)?,
                handle: row.get(3)?,
                native_id: row.get(4)?,
                actor: row.get(5)?,
                kind: row.get(6)?,
                owner: row.get(7)?,
                asserted_by: row.get(8)?,
                asserted_url: row.get(9)?,
                asserted: row.get(10)?,
                valid_from: row.get(11)?,
                valid_to: row.get(12)?,
                standing: row.get(13)?,
                reason: row.get(14)?,
                decided_by: row.get(15)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Accepted claims that cannot all be right, each pair once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn conflicts(&self, query: &ClaimQuery) -> Result<Vec<ConflictRow>, StoreError> {
        let (mut conditions, values) = query.conditions();
        conditions.push("true".to_owned());
        let sql = format!(
            "SELECT what, conflict.platform, conflict.handle, conflict.claim_id, conflict.actor, conflict.native_id, other_claim_id,
               other_actor, other_native_id
             FROM conflict WHERE EXISTS (SELECT 1 FROM claim WHERE claim.id IN (conflict.claim_id, conflict.other_claim_id) AND {})
             ORDER BY what, conflict.platform, conflict.handle, conflict.claim_id, other_claim_id",
            conditions.join(" AND ")
        );
        let mut statement = self.connection().prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok(ConflictRow {
                what: row.get(0)?,
                platform: row.get(1)?,
                handle: row.get(2)?,
                claim: row.get(3)?,
                actor: row.get(4)?,
                native_id: row.get(5)?,
                other_claim: row.get(6)?,
                other_actor: row.get(7)?,
                other_native_id: row.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
