//! The chain: every capture's hash covers the one before it, its own row, its body and the evidence rows
//! (account versions, item versions, claims) that were written with it.
//!
//! `chain = SHA-256(previous chain ‖ canonical row ‖ blob hash)`. A row is made canonical column by column:
//! one byte for the type, then 8 big-endian bytes for an integer, or an 8-byte big-endian length and the bytes.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row};
use sha2::{Digest as _, Sha256};

use crate::StoreError;

/// The chain value before the first capture.
pub const GENESIS: [u8; 32] = [0; 32];

/// Feeds a row's columns into a hash in the canonical form.
pub(crate) fn hash_row(hash: &mut Sha256, row: &Row<'_>, columns: usize) -> rusqlite::Result<()> {
    for n in 0..columns {
        let (kind, bytes): (u8, &[u8]) = match row.get_ref(n)? {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(value) => {
                hash.update([1]);
                hash.update(value.to_be_bytes());
                continue;
            }
            ValueRef::Real(value) => {
                hash.update([4]);
                hash.update(value.to_be_bytes());
                continue;
            }
            ValueRef::Text(bytes) => (2, bytes),
            ValueRef::Blob(bytes) => (3, bytes),
        };
        hash.update([kind]);
        if kind != 0 {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    }
    Ok(())
}

/// The columns of a capture that its chain value covers, in order, all but `chain` itself.
pub(crate) const CAPTURE_COLUMNS: &str = "id, run_id, source_id, kind, url, final_url, host, redirects, method, status, \
     request_headers, headers, started_at, ended_at, robots_rule, outcome, truncated, blob_id, rows_digest";

/// How many columns [`CAPTURE_COLUMNS`] names.
pub(crate) const CAPTURE_COLUMN_COUNT: usize = 19;

/// The evidence tables whose rows a capture's `rows_digest` covers, each in the order of its ids.
const VERSION_TABLES: [&str; 3] = ["account_version", "item_version", "claim"];

/// The digest over the evidence rows of one capture, read back from the tables.
pub(crate) fn rows_digest(connection: &Connection, capture: i64) -> Result<[u8; 32], StoreError> {
    let mut hash = Sha256::new();
    for table in VERSION_TABLES {
        let mut statement =
            connection.prepare_cached(&format!("SELECT * FROM {table} WHERE capture_id = ?1 ORDER BY id"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([capture])?;
        while let Some(row) = rows.next()? {
            hash.update(table.as_bytes());
            hash_row(&mut hash, row, columns)?;
        }
    }
    Ok(hash.finalize().into())
}

/// The chain value of one capture, given the one before it and its body's hash.
pub(crate) fn link(previous: &[u8], row: &Row<'_>, blob_hash: Option<&[u8]>) -> rusqlite::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash_row(&mut hash, row, CAPTURE_COLUMN_COUNT)?;
    hash.update(blob_hash.unwrap_or(&GENESIS));
    Ok(hash.finalize().into())
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
