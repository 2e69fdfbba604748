//! Captures as they are stored, to be read again.

use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::StoreError;
use crate::evidence::blob;
use crate::time::Micros;

/// A capture to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCapture {
    /// Its row.
    pub id: i64,
    /// The row of its source.
    pub source_id: i64,
    /// The name of its source.
    pub source: String,
    /// `http`, `file` or `decision`.
    pub kind: String,
    /// What was asked for.
    pub url: String,
    /// Where the last redirect led.
    pub final_url: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The response headers that were kept, as JSON.
    pub headers: String,
    /// When its body was complete.
    pub ended_at: Micros,
    /// Whether the body was cut.
    pub truncated: bool,
    /// What read it and with what, as JSON.
    pub reader: String,
    blob_id: Option<i64>,
}

pub(super) const COLUMNS: &str = "capture.id, capture.source_id, source.name, capture.kind, capture.url, final_url, status, \
     headers, ended_at, truncated, reader, blob_id, chain";

impl StoredCapture {
    /// A row of [`COLUMNS`], with its value in the chain.
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<(Self, Vec<u8>)> {
        let capture = Self {
            id: row.get(0)?,
            source_id: row.get(1)?,
            source: row.get(2)?,
            kind: row.get(3)?,
            url: row.get(4)?,
            final_url: row.get(5)?,
            status: row.get(6)?,
            headers: row.get(7)?,
            ended_at: Micros(row.get(8)?),
            truncated: row.get(9)?,
            reader: row.get(10)?,
            blob_id: row.get(11)?,
        };
        Ok((capture, row.get(12)?))
    }
}

/// The stored bodies, unpacked one at a time as they are asked for.
#[derive(Debug)]
pub struct Bodies<'a>(pub(super) &'a Connection);

impl Bodies<'_> {
    /// The body of a capture, if it has one.
    ///
    /// # Errors
    /// [`StoreError`], also when it is damaged.
    pub fn of(&self, capture: &StoredCapture) -> Result<Option<Vec<u8>>, StoreError> {
        match capture.blob_id {
            Some(id) => self.find("id = ?1", id),
            None => Ok(None),
        }
    }

    /// The body that came with this SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// [`StoreError`], also when it is damaged.
    pub fn by_hash(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.find("sha256 = unhex(?1)", sha256)
    }

    fn find(&self, by: &str, value: impl rusqlite::ToSql) -> Result<Option<Vec<u8>>, StoreError> {
        let row = |row: &Row<'_>| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Vec<u8>>(3)?,
            ))
        };
        self.0
            .prepare_cached(&format!("SELECT id, size, codec, bytes FROM blob WHERE {by}"))?
            .query_row([value], row)
            .optional()?
            .map(|(id, size, codec, bytes)| blob::unpack(id, size, &codec, bytes))
            .transpose()
    }
}
