//! Bodies: each has its SHA-256, or the one that its redaction left.

use rusqlite::Connection;

use super::{Findings, buried};
use crate::StoreError;
use crate::evidence::blob;

pub(super) fn check(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, sha256, size, codec, bytes, EXISTS (SELECT 1 FROM capture WHERE blob_id = blob.id), packed_sha256 FROM blob ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        let id: i64 = row.get(0)?;
        let name = format!("blob {id}");
        let sealed: Vec<u8> = row.get(1)?;
        if !row.get::<_, bool>(5)? {
            findings.add(name.clone(), "no capture rests on it");
        }
        let expected = match buried(connection, "blob", id, findings)? {
            None => Some(sealed),
            Some(buried) => {
                if buried.first != sealed {
                    findings.add(name.clone(), "its tombstone is of another body");
                }
                buried.last
            }
        };
        let stored: Vec<u8> = row.get(4)?;
        if blob::sha256(&stored).as_slice() != row.get::<_, Vec<u8>>(6)? {
            findings.add(name.clone(), "its stored bytes are not as they were written");
        }
        match blob::unpack(id, row.get(2)?, &row.get::<_, String>(3)?, stored) {
            Err(error) => findings.add(name, error.to_string()),
            Ok(bytes) if Some(blob::sha256(&bytes).as_slice()) != expected.as_deref() => {
                findings.add(name, "its bytes do not have its SHA-256");
            }
            Ok(_) => {}
        }
    }
    Ok(count)
}
