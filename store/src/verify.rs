//! Verification: the chain, the hashes of bodies, the evidence rows of each capture, foreign keys.

use std::path::Path;

use rusqlite::Connection;

use crate::evidence::{blob, chain};
use crate::{StoreError, store};

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
    /// The head found.
    pub head: chain::Head,
    /// What is wrong; empty for a store as it was written.
    pub findings: Vec<Finding>,
}

/// Checks a store; with `against`, also that the chain still holds that head (a tail that was cut off is found).
///
/// # Errors
/// [`StoreError`] when the file cannot be read at all. Damage that can be read past is a finding.
pub fn verify(path: &Path, against: Option<&str>) -> Result<Verified, StoreError> {
    let connection = store::open_read_only(path)?;
    connection.execute_batch("BEGIN")?;
    let mut findings = Vec::new();
    let blobs = check_blobs(&connection, &mut findings)?;
    let captures = check_chain(&connection, &mut findings)?;
    check_keys(&connection, &mut findings)?;
    if let Some(head) = against {
        check_head(&connection, head, &mut findings)?;
    }
    Ok(Verified { captures, blobs, head: chain::head(&connection)?, findings })
}

fn check_blobs(connection: &Connection, findings: &mut Vec<Finding>) -> Result<i64, StoreError> {
    let mut statement = connection.prepare("SELECT id, sha256, size, codec, bytes FROM blob ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        let id: i64 = row.get(0)?;
        let hash: Vec<u8> = row.get(1)?;
        let bytes = blob::unpack(id, row.get(2)?, &row.get::<_, String>(3)?, row.get(4)?);
        let what = match bytes {
            Err(error) => error.to_string(),
            Ok(bytes) if blob::sha256(&bytes).as_slice() != hash => {
                "its bytes do not have its SHA-256".to_owned()
            }
            Ok(_) => continue,
        };
        findings.push(Finding { row: format!("blob {id}"), what });
    }
    Ok(count)
}

fn check_chain(connection: &Connection, findings: &mut Vec<Finding>) -> Result<i64, StoreError> {
    let columns: Vec<String> =
        chain::CAPTURE_COLUMNS.split(',').map(|column| format!("capture.{}", column.trim())).collect();
    let mut statement = connection.prepare(&format!(
        "SELECT {}, chain, blob.sha256 FROM capture LEFT JOIN blob ON blob.id = capture.blob_id ORDER BY capture.id",
        columns.join(", ")
    ))?;
    let mut rows = statement.query([])?;
    let mut previous = chain::GENESIS.to_vec();
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        let id: i64 = row.get(0)?;
        let mut find =
            |what: &str| findings.push(Finding { row: format!("capture {id}"), what: what.to_owned() });
        if id != count {
            find(&format!("a capture before it is missing: it is number {count} of the chain"));
            count = id;
        }
        let digest: Vec<u8> = row.get(chain::CAPTURE_COLUMN_COUNT - 1)?;
        if chain::rows_digest(connection, id)?.as_slice() != digest {
            find("one of its account_version, item_version or claim rows is not as it was written");
        }
        let stored: Vec<u8> = row.get(chain::CAPTURE_COLUMN_COUNT)?;
        let hash: Option<Vec<u8>> = row.get(chain::CAPTURE_COLUMN_COUNT + 1)?;
        if chain::link(&previous, row, hash.as_deref())?.as_slice() != stored {
            find("its row, its body's hash or its place in the chain is not as it was written");
        }
        // Going on from what is stored names the rows that differ, not everything after the first.
        previous = stored;
    }
    let orphans: i64 = connection.query_row(
        "SELECT (SELECT count(*) FROM account_version WHERE capture_id NOT IN (SELECT id FROM capture))
              + (SELECT count(*) FROM item_version WHERE capture_id NOT IN (SELECT id FROM capture))
              + (SELECT count(*) FROM claim WHERE capture_id NOT IN (SELECT id FROM capture))",
        [],
        |row| row.get(0),
    )?;
    if orphans > 0 {
        findings.push(Finding {
            row: "account_version, item_version, claim".to_owned(),
            what: format!("{orphans} rows name a capture that is not there"),
        });
    }
    Ok(count)
}

fn check_keys(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let row = id.map_or_else(|| table.clone(), |id| format!("{table} {id}"));
        findings.push(Finding { row, what: format!("it names a {parent} that is not there") });
    }
    Ok(())
}

fn check_head(connection: &Connection, head: &str, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let head = head.trim().to_lowercase();
    // The head of an empty store is the beginning of every chain.
    if head == chain::hex(&chain::GENESIS) {
        return Ok(());
    }
    let found: i64 = connection.query_row(
        "SELECT count(*) FROM capture WHERE lower(hex(chain)) = ?1",
        [&head],
        |row| row.get(0),
    )?;
    if found == 0 {
        findings.push(Finding {
            row: "chain".to_owned(),
            what: format!(
                "it does not hold the head {head}: captures were cut off or changed since it was printed"
            ),
        });
    }
    Ok(())
}
