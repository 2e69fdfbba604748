//! What a store holds, in numbers: sizes, rows, and how it grows.
//!
//! Rows are counted in the smallest index of each table, and bodies by the heads of their rows; only the sizes of tables need the
//! whole file. It draws no conclusions: what the numbers say of a story is the analysis' matter.

mod growth;
mod rows;
mod sizes;

use std::path::Path;

pub(crate) use rows::count as count_rows;

pub use growth::{Day, Growth, Projection};
pub use sizes::PartSize;

use crate::forget::purge;
use crate::place::{beside, resolved};
use crate::{StoreError, store};

/// Counts and sizes of a store.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Stats {
    /// Bytes of the file, without its write-ahead log.
    pub file_bytes: u64,
    /// Bytes of the write-ahead log: what the next checkpoint brings into the file.
    pub wal_bytes: u64,
    /// Bytes of pages that are free for what comes.
    pub free_bytes: i64,
    /// Whether a forgetting was cut off before the file was rewritten: it may still hold what was forgotten.
    pub unfinished_forgetting: bool,
    /// Bytes of bodies as captured.
    pub body_bytes: i64,
    /// Bytes of bodies as stored.
    pub stored_bytes: i64,
    /// Rows of each table; of a full-text index, the items that it holds.
    pub rows: Vec<(String, i64)>,
    /// Items by platform and kind.
    pub items: Vec<(String, String, i64)>,
    /// Pictures that were hashed, exact copies once, and the items that show them.
    pub pictures: Pictures,
    /// The last days with captures.
    pub growth: Growth,
    /// Bytes of each table and index; not counted unless asked for, nothing where `SQLite` cannot tell.
    pub sizes: Option<Vec<PartSize>>,
}

/// Pictures that are known by their hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Pictures {
    /// Different pictures.
    pub hashed: i64,
    /// Items that show them.
    pub items: i64,
}

/// Reads the numbers of one snapshot: the last `days` days with captures, and `with_sizes` the bytes of each table and index,
/// which reads the whole file.
///
/// # Errors
/// [`StoreError`].
pub fn read(path: &Path, days: usize, with_sizes: bool) -> Result<Stats, StoreError> {
    read_snapshot(path, days, with_sizes).map_err(|e| e.of(path))
}

fn read_snapshot(path: &Path, days: usize, with_sizes: bool) -> Result<Stats, StoreError> {
    let connection = store::open_read_only(path)?;
    connection.execute_batch("BEGIN")?;
    let rows = count_rows(&connection)?;
    let mut statement =
        connection.prepare("SELECT platform, kind, count(*) FROM item GROUP BY 1, 2 ORDER BY 1, 2")?;
    let items = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let (body_bytes, stored_bytes) = connection.query_row(
        "SELECT CAST(total(size) AS INTEGER), CAST(total(length(bytes)) AS INTEGER) FROM blob",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let free_bytes = connection.query_row(
        "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    let pictures = connection.query_row(
        "SELECT count(DISTINCT sha256), count(DISTINCT item_id) FROM media WHERE sha256 IS NOT NULL",
        [],
        |row| Ok(Pictures { hashed: row.get(0)?, items: row.get(1)? }),
    )?;
    let growth = growth::read(&connection, days)?;
    let sizes = if with_sizes { sizes::read(&connection)? } else { None };
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    Ok(Stats {
        file_bytes: length(path),
        wal_bytes: length(&beside(&resolved(path), "-wal")),
        free_bytes,
        unfinished_forgetting: purge::is_due(&connection)?,
        body_bytes,
        stored_bytes,
        rows,
        items,
        pictures,
        growth,
        sizes,
    })
}
