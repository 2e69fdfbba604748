//! The chain: every capture's value covers the one before it, its own row, its body and the evidence rows that were written
//! with it.
//!
//! `chain = SHA-256(previous chain ‖ hash of the row ‖ SHA-256 of the body)`; the row has a digest over the hashes of its
//! evidence rows. Hashes of rows rather than rows themselves, so that a row can be forgotten and the chain still be checked:
//! its tombstone, which the chain covers too, keeps the hash.

use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};

use super::row::{TABLES, TOMBSTONE};
use crate::StoreError;

/// The chain value before the first capture.
pub const GENESIS: [u8; 32] = [0; 32];

/// The digest over the evidence rows of one capture: their own hashes, those of removed rows as their tombstones keep them.
pub(crate) fn rows_digest(connection: &Connection, capture: i64) -> Result<[u8; 32], StoreError> {
    let mut digest = Sha256::new();
    for table in TABLES {
        let mut hashes = std::collections::BTreeMap::<i64, Vec<u8>>::new();
        let mut live = connection
            .prepare_cached(&format!("SELECT id, hash FROM {} WHERE capture_id = ?1", table.name))?;
        let mut rows = live.query([capture])?;
        while let Some(row) = rows.next()? {
            hashes.insert(row.get(0)?, row.get(1)?);
        }
        if table.name != TOMBSTONE.name {
            // The last word on each row is the first of its tombstones: the hash that was sealed.
            let mut gone = connection.prepare_cached(
                "SELECT row_id, old_hash FROM tombstone WHERE of_capture = ?1 AND kind = ?2 ORDER BY id DESC",
            )?;
            let mut rows = gone.query((capture, table.name))?;
            while let Some(row) = rows.next()? {
                hashes.insert(row.get(0)?, row.get(1)?);
            }
        }
        digest.update(table.name.as_bytes());
        digest.update([0]);
        digest.update((hashes.len() as u64).to_be_bytes());
        for hash in hashes.values() {
            digest.update(hash);
        }
    }
    Ok(digest.finalize().into())
}

/// The chain value of a capture, given the one before it, its row's hash and its body's.
pub(crate) fn link(previous: &[u8], row_hash: &[u8], blob_hash: Option<&[u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(row_hash);
    hash.update(blob_hash.unwrap_or(&GENESIS));
    hash.finalize().into()
}

/// The newest end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// How many captures the chain has.
    pub captures: i64,
    /// The last chain value, in hexadecimal; zeros for an empty store.
    pub chain: String,
}

/// Reads the head.
pub(crate) fn head(connection: &Connection) -> Result<Head, StoreError> {
    let captures = connection.query_row("SELECT count(*) FROM capture", [], |row| row.get(0))?;
    Ok(Head { captures, chain: hex(&last(connection)?) })
}

/// The last chain value.
pub(crate) fn last(connection: &Connection) -> Result<Vec<u8>, StoreError> {
    let found: Option<Vec<u8>> = connection
        .prepare_cached("SELECT chain FROM capture ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_else(|| GENESIS.to_vec()))
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}
