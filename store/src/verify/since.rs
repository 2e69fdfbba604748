//! What was changed since a head was printed: whether the chain still holds the head, and each tombstone that was sealed after it.
//!
//! The chain has no key. Who can write the file can seal tombstones as `forget` does, and put anything in the place of a body or
//! row: nothing in the file tells the two apart, so all of them are told to whoever kept the head.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};

use super::Findings;
use crate::StoreError;
use crate::evidence::row::{CAPTURE, TABLES};
use crate::evidence::{blob, chain};
use crate::redact::{MARK, RECORD};

/// A body or row that a tombstone sealed after the head lets differ from what the head covers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Since {
    /// The row, such as `blob 17`.
    pub row: String,
    /// What is there now.
    pub now: Now,
    /// The tombstone's row.
    pub tombstone: i64,
    /// The capture that seals the tombstone.
    pub capture: i64,
    /// The reason that the tombstone gives, in whoever's words.
    pub reason: String,
}

/// What is in the place of something forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Now {
    /// Nothing: the row is gone.
    Removed,
    /// A body without a byte.
    Empty,
    /// Something with a mark of redaction.
    Marked,
    /// Something without any. Redaction leaves such a body where it takes whole rows or entries out of CSV, tables and feeds, and
    /// such a row where it takes out a reference or how a body was packed.
    Unmarked,
}

/// The place of a head in the chain, 0 for the beginning; a finding where the chain does not hold it.
pub(super) fn place(
    connection: &Connection,
    head: &str,
    findings: &mut Findings,
) -> Result<Option<i64>, StoreError> {
    let head = head.trim().to_lowercase();
    // The head of an empty store is the beginning of every chain.
    if head == chain::hex(&chain::GENESIS) {
        return Ok(Some(0));
    }
    let sql = "SELECT id FROM capture WHERE lower(hex(chain)) = ?1 ORDER BY id LIMIT 1";
    let found = connection.query_row(sql, [&head], |row| row.get(0)).optional()?;
    if found.is_none() {
        let what = format!(
            "it does not hold the head {head}: captures were cut off or changed since it was printed"
        );
        findings.add("chain", what);
    }
    Ok(found)
}

/// Every tombstone that is sealed after that capture, in order.
pub(super) fn list(connection: &Connection, place: i64) -> Result<Vec<Since>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT kind, row_id, id, capture_id, reason FROM tombstone WHERE capture_id > ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([place])?;
    let mut since = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, id): (String, i64) = (row.get(0)?, row.get(1)?);
        since.push(Since {
            now: if kind == "blob" { body(connection, id)? } else { evidence_row(connection, &kind, id)? },
            row: format!("{kind} {id}"),
            tombstone: row.get(2)?,
            capture: row.get(3)?,
            reason: row.get(4)?,
        });
    }
    Ok(since)
}

fn body(connection: &Connection, id: i64) -> Result<Now, StoreError> {
    let stored: Option<(i64, String, Vec<u8>)> = connection
        .prepare_cached("SELECT size, codec, bytes FROM blob WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((size, codec, stored)) = stored else { return Ok(Now::Removed) };
    // What cannot be unpacked is a finding of its own.
    let bytes = blob::unpack(id, size, &codec, stored).unwrap_or_default();
    Ok(match bytes.as_slice() {
        [] => Now::Empty,
        bytes if is_marked(bytes) => Now::Marked,
        _ => Now::Unmarked,
    })
}

fn evidence_row(connection: &Connection, kind: &str, id: i64) -> Result<Now, StoreError> {
    let Some(table) = TABLES.into_iter().chain([CAPTURE]).find(|table| table.name == kind) else {
        return Ok(Now::Removed);
    };
    let mut statement = connection.prepare_cached(&table.select("WHERE id = ?1"))?;
    let width = statement.column_count();
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(Now::Removed) };
    for n in 0..width {
        if matches!(row.get_ref(n)?, ValueRef::Text(text) if is_marked(text)) {
            return Ok(Now::Marked);
        }
    }
    Ok(Now::Unmarked)
}

fn is_marked(bytes: &[u8]) -> bool {
    let holds = |mark: &str| bytes.windows(mark.len()).any(|part| part == mark.as_bytes());
    // Addresses of a forgotten source have a mark of their own.
    holds(MARK) || holds(RECORD) || bytes == b"forgotten:"
}
