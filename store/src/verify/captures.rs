//! Captures: their places in the chain, their rows, their bodies' hashes, the digests over their evidence rows.

use rusqlite::Connection;

use super::{Findings, buried};
use crate::StoreError;
use crate::evidence::chain;
use crate::evidence::row::CAPTURE;

pub(super) fn check(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut statement = connection.prepare(&format!(
        "SELECT {}, id, rows_digest, chain, (SELECT sha256 FROM blob WHERE blob.id = capture.blob_id) FROM capture ORDER BY capture.id",
        CAPTURE.columns
    ))?;
    let after = CAPTURE.columns.split(',').count();
    let mut rows = statement.query([])?;
    let mut previous = chain::GENESIS.to_vec();
    let mut count = 0;
    let mut place = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        place += 1;
        let id: i64 = row.get(after)?;
        let name = format!("capture {id}");
        if id != place {
            findings.add(
                name.clone(),
                format!("a capture before it is missing: its place in the chain is {place}"),
            );
            place = id;
        }
        let digest: Vec<u8> = row.get(after + 1)?;
        if chain::rows_digest(connection, id)?.as_slice() != digest {
            findings.add(
                name.clone(),
                "its account_version, item_version, claim or tombstone rows are not those that were written with it",
            );
        }
        let found = CAPTURE.hash(row)?.to_vec();
        let sealed = match buried(connection, CAPTURE.name, id, findings)? {
            None => found,
            Some(buried) => {
                if buried.last.as_ref() != Some(&found) {
                    findings.add(name.clone(), "its row is not as its tombstone left it");
                }
                buried.first
            }
        };
        let stored: Vec<u8> = row.get(after + 2)?;
        let body: Option<Vec<u8>> = row.get(after + 3)?;
        if chain::link(&previous, &sealed, body.as_deref()).as_slice() != stored {
            findings.add(name, "its row, its body's hash or its place in the chain is not as it was written");
        }
        // Going on from what is stored names the rows that differ, not everything after the first.
        previous = stored;
    }
    Ok(count)
}
