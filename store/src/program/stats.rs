//! What a store holds, in numbers.

use std::path::Path;

use crate::{StoreError, store};

/// Counts and sizes of a store.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Stats {
    /// Bytes of the file, without its write-ahead log.
    pub(super) file_bytes: u64,
    /// Bytes of bodies as captured.
    pub(super) body_bytes: i64,
    /// Bytes of bodies as stored.
    pub(super) stored_bytes: i64,
    /// Rows of each table of interest.
    pub(super) rows: Vec<(String, i64)>,
    /// Items by platform and kind.
    pub(super) items: Vec<(String, String, i64)>,
}

const TABLES: [&str; 17] = [
    "capture",
    "blob",
    "account",
    "item",
    "item_version",
    "metric",
    "url",
    "link",
    "tag",
    "mention",
    "media",
    "claim",
    "actor",
    "series",
    "observed",
    "task",
    "decision",
];

/// Reads the numbers.
pub(super) fn read(path: &Path) -> Result<Stats, StoreError> {
    let connection = store::open_read_only(path)?;
    connection.execute_batch("BEGIN")?;
    let mut rows = Vec::new();
    for table in TABLES {
        let count = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        rows.push((table.to_owned(), count));
    }
    let mut statement =
        connection.prepare("SELECT platform, kind, count(*) FROM item GROUP BY 1, 2 ORDER BY 1, 2")?;
    let items = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let (body_bytes, stored_bytes) = connection.query_row(
        "SELECT coalesce(sum(size), 0), coalesce(sum(length(bytes)), 0) FROM blob",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let file_bytes = std::fs::metadata(path).map_or(0, |m| m.len());
    Ok(Stats { file_bytes, body_bytes, stored_bytes, rows, items })
}
