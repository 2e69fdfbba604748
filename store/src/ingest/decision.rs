//! Decisions of the operator on claims: a new row in the place of the old one, sealed by a capture of its own.

use rusqlite::{Connection, OptionalExtension as _};

use super::actor_kind::ActorKind;
use super::claim::ClaimStatus;
use crate::evidence::row::CLAIM;
use crate::evidence::{CaptureKind, NewCapture, READ_BY_NOTHING, capture};
use crate::time::Micros;
use crate::{Store, StoreError};

/// What the operator decides of some claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The rows of the claims.
    pub claims: Vec<i64>,
    /// What they are to be.
    pub status: ClaimStatus,
    /// Why.
    pub reason: String,
    /// Who decides.
    pub by: String,
    /// The actor's name, where the claim has but a label or a display name.
    pub actor: Option<String>,
    /// The actor's kind, likewise.
    pub kind: Option<ActorKind>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Decided {
    /// The claim that was decided on.
    pub claim: i64,
    /// The row that stands in its place; the claim itself where it was so already.
    pub now: i64,
    /// Whether anything is new.
    pub changed: bool,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such claim.
    #[error("there is no claim {0}")]
    NoClaim(i64),
    /// A later claim took its place.
    #[error("claim {old} is history: claim {now} stands in its place")]
    Replaced {
        /// The claim asked for.
        old: i64,
        /// The one that stands.
        now: i64,
    },
    /// Nobody gave a reason.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// An indicator names nobody, so that it cannot be given to an actor.
    #[error("claim {0} is an indicator: it names nobody, and has no actor")]
    Indicator(i64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for DecideError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl crate::hint::Hint for DecideError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoClaim(_) => Some("`whence-collect claims list` shows the numbers".to_owned()),
            Self::Replaced { now, .. } => Some(format!("decide on claim {now}")),
            Self::Empty(_) => {
                Some("say why with --reason and who decides with --by: both are kept".to_owned())
            }
            Self::Indicator(_) => Some("leave out --actor and --kind".to_owned()),
            Self::Store(error) => error.hint(),
        }
    }
}

impl Store {
    /// Decides on claims, all of them or none.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is changed then.
    pub fn decide(
        &mut self,
        run_id: i64,
        decision: &Decision,
        now: Micros,
    ) -> Result<Vec<Decided>, DecideError> {
        for (word, text) in [("the reason", &decision.reason), ("who decides", &decision.by)] {
            if text.trim().is_empty() {
                return Err(DecideError::Empty(word));
            }
        }
        let transaction = self.begin()?;
        let done = decide(&transaction, run_id, decision, now)?;
        transaction.commit()?;
        Ok(done)
    }
}

fn decide(
    connection: &Connection,
    run_id: i64,
    decision: &Decision,
    now: Micros,
) -> Result<Vec<Decided>, DecideError> {
    let capture_id = capture::next_id(connection)?;
    let mut done = Vec::new();
    for &id in &decision.claims {
        done.push(one(connection, capture_id, id, decision)?);
    }
    if done.iter().all(|decided| !decided.changed) {
        return Ok(done);
    }
    let source: i64 = connection.query_row(
        "INSERT INTO source (name, connector) VALUES ('operator', 'decision')
         ON CONFLICT (name) DO UPDATE SET connector = connector RETURNING id",
        [],
        |row| row.get(0),
    )?;
    let url = format!("claims:{}", decision.status.as_str());
    let capture = NewCapture {
        kind: CaptureKind::Decision,
        final_url: url.clone(),
        url,
        host: None,
        redirects: Vec::new(),
        method: None,
        status: None,
        request_headers: Vec::new(),
        headers: vec![("decided-by".to_owned(), decision.by.trim().to_owned())],
        started_at: now,
        ended_at: now,
        robots_rule: None,
        outcome: decision.status.as_str().to_owned(),
        reader: READ_BY_NOTHING.to_owned(),
        body: None,
    };
    capture::seal(connection, capture_id, run_id, source, &capture, None)?;
    Ok(done)
}

fn one(connection: &Connection, capture: i64, id: i64, decision: &Decision) -> Result<Decided, DecideError> {
    let known: Option<(String, String, String)> = connection
        .prepare_cached("SELECT status, actor, actor_kind FROM claim WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((status, actor, kind)) = known else { return Err(DecideError::NoClaim(id)) };
    let later: Option<i64> = connection
        .prepare_cached(
            "WITH RECURSIVE later (id) AS (SELECT id FROM claim WHERE supersedes = ?1
               UNION SELECT claim.id FROM claim JOIN later ON claim.supersedes = later.id)
             SELECT max(id) FROM later",
        )?
        .query_row([id], |row| row.get(0))?;
    if let Some(now) = later {
        return Err(DecideError::Replaced { old: id, now });
    }
    let names = decision.actor.is_some() || decision.kind.is_some();
    if names && kind == ActorKind::Indicator.as_str() {
        return Err(DecideError::Indicator(id));
    }
    let new_actor = decision.actor.as_deref().unwrap_or(&actor);
    let new_kind = match decision.kind {
        Some(kind) => kind.as_str(),
        None => kind.as_str(),
    };
    if status == decision.status.as_str() && new_actor == actor && new_kind == kind {
        return Ok(Decided { claim: id, now: id, changed: false });
    }
    let row = connection
        .prepare_cached(
            "SELECT owner, parent, region, language, platform, handle, native_id, account_url, asserted_by, asserted_url,
               asserted_at, valid_from, valid_to FROM claim WHERE id = ?1",
        )?
        .query_row([id], |row| {
            (0..13).map(|n| row.get::<_, rusqlite::types::Value>(n)).collect::<Result<Vec<_>, _>>()
        })?;
    let (status, reason) = (decision.status.as_str(), decision.reason.trim());
    let mut values: Vec<&dyn rusqlite::ToSql> = vec![&capture, &new_actor, &new_kind];
    values.extend(row.iter().map(|value| value as &dyn rusqlite::ToSql));
    values.extend([&status as &dyn rusqlite::ToSql, &reason, &id]);
    let now = CLAIM.insert(connection, &values)?;
    Ok(Decided { claim: id, now, changed: true })
}
