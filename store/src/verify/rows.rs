//! Evidence rows: each has its own hash, or the one that its redaction left.

use rusqlite::Connection;

use super::{Findings, buried};
use crate::StoreError;
use crate::evidence::row::TABLES;

pub(super) fn check(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut count = 0;
    for table in TABLES {
        let mut statement = connection.prepare(&table.select("ORDER BY id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            count += 1;
            let id: i64 = row.get(0)?;
            let name = format!("{} {id}", table.name);
            let stored = table.stored(row)?;
            if table.hash(row)?.as_slice() != stored {
                findings.add(name.clone(), "it is not as it was written: it does not have its hash");
            }
            if let Some(buried) = buried(connection, table.name, id, findings)?
                && buried.last.as_deref() != Some(&stored)
            {
                findings.add(name, "it is not as its tombstone left it");
            }
        }
        let mut orphans = connection.prepare(&format!(
            "SELECT id, capture_id FROM {} WHERE capture_id NOT IN (SELECT id FROM capture) ORDER BY id",
            table.name
        ))?;
        let mut rows = orphans.query([])?;
        while let Some(row) = rows.next()? {
            let (id, capture): (i64, i64) = (row.get(0)?, row.get(1)?);
            findings.add(
                format!("{} {id}", table.name),
                format!("it names capture {capture}, which is not there"),
            );
        }
    }
    Ok(count)
}
