//! Verification: the file, the schema, the chain, the hashes of bodies and evidence rows, the keys between tables.
//!
//! It names what is not as it was written, and, against a head that was printed, what was forgotten since. It says nothing of the derived tables: reading the evidence again does.

mod bodies;
mod captures;
mod file;
mod rows;
mod since;

use std::path::Path;

use rusqlite::Connection;

use crate::evidence::chain;
use crate::forget::purge;
use crate::{StoreError, store};

pub use since::{Now, Since};

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The row, such as `capture 17`.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Captures checked.
    pub captures: i64,
    /// Bodies checked.
    pub blobs: i64,
    /// Rows of `account_version`, `item_version`, `claim` and `tombstone` checked.
    pub rows: i64,
    /// Rows that were removed or say less since they were written, each with its tombstone.
    pub forgotten: i64,
    /// Whether a forgetting was cut off before the file was rewritten: it may still hold what was forgotten.
    pub unfinished: bool,
    /// What tombstones that were sealed after the given head let differ from what it covers; empty without one. The chain has no
    /// key: who can write the file can seal such a tombstone over anything.
    pub forgotten_since: Vec<Since>,
    /// The head found.
    pub head: chain::Head,
    /// What is wrong; empty for a store as it was written.
    pub findings: Vec<Finding>,
}

/// What was found so far.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, row: impl Into<String>, what: impl Into<String>) {
        self.0.push(Finding { row: row.into(), what: what.into() });
    }

    /// Runs a check; where the file itself is damaged, that is a finding, and the next check goes on.
    fn run(
        &mut self,
        what: &str,
        check: impl FnOnce(&mut Self) -> Result<i64, StoreError>,
    ) -> Result<i64, StoreError> {
        match check(self) {
            Ok(count) => Ok(count),
            Err(error) if error.is_damage() => {
                self.add("file", format!("while checking {what}: {error}"));
                Ok(0)
            }
            Err(error) => Err(error),
        }
    }
}

/// Checks a store; with `against`, also that the chain still holds that head (a tail that was cut off is found), and lists what was
/// forgotten after it, or looks so.
///
/// # Errors
/// [`StoreError`] when the file cannot be opened. Damage is a finding.
pub fn verify(path: &Path, against: Option<&str>) -> Result<Verified, StoreError> {
    let connection = store::open_read_only(path)?;
    connection.execute_batch("BEGIN")?;
    let mut findings = Findings::default();
    findings.run("the file", |findings| file::check(&connection, findings))?;
    let blobs = findings.run("bodies", |findings| bodies::check(&connection, findings))?;
    let rows = findings.run("rows", |findings| rows::check(&connection, findings))?;
    let captures = findings.run("captures", |findings| captures::check(&connection, findings))?;
    let mut forgotten_since = Vec::new();
    if let Some(head) = against {
        findings.run("the head", |findings| {
            if let Some(place) = since::place(&connection, head, findings)? {
                forgotten_since = since::list(&connection, place)?;
            }
            Ok(0)
        })?;
    }
    let forgotten = findings.run("tombstones", |_| {
        Ok(connection.query_row(
            "SELECT count(*) FROM (SELECT DISTINCT kind, row_id FROM tombstone)",
            [],
            |row| row.get(0),
        )?)
    })?;
    let unfinished = findings.run("what is unfinished", |_| Ok(purge::is_due(&connection)?.into()))? != 0;
    let mut head = chain::Head { captures: 0, chain: chain::hex(&chain::GENESIS) };
    findings.run("the head", |_| {
        head = chain::head(&connection)?;
        Ok(0)
    })?;
    Ok(Verified { captures, blobs, rows, forgotten, unfinished, forgotten_since, head, findings: findings.0 })
}

/// What the tombstones say of a row.
struct Buried {
    /// Its hash when it was written.
    first: Vec<u8>,
    /// Its hash since; nothing where it was removed.
    last: Option<Vec<u8>>,
}

/// Follows the tombstones of a row, each of which must begin where the one before ended.
fn buried(
    connection: &Connection,
    kind: &str,
    id: i64,
    findings: &mut Findings,
) -> Result<Option<Buried>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, old_hash, new_hash FROM tombstone WHERE kind = ?1 AND row_id = ?2 ORDER BY id",
    )?;
    let mut rows = statement.query((kind, id))?;
    let mut buried: Option<Buried> = None;
    while let Some(row) = rows.next()? {
        let (tombstone, old, new): (i64, Vec<u8>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        buried = Some(match buried {
            None => Buried { first: old, last: new },
            Some(before) => {
                if before.last.as_ref() != Some(&old) {
                    findings
                        .add(format!("tombstone {tombstone}"), "it does not go on from the one before it");
                }
                Buried { first: before.first, last: new }
            }
        });
    }
    Ok(buried)
}
