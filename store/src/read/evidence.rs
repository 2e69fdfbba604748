//! The evidence behind items, and series from outside.

use rusqlite::{OptionalExtension as _, params};

use super::Reader;
use crate::StoreError;
use crate::evidence::chain::hex;
use crate::time::Micros;

/// A capture as a report cites it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CaptureRow {
    /// Its row.
    pub id: i64,
    /// `http`, `file` or `decision`.
    pub kind: String,
    /// What was asked for.
    pub url: String,
    /// Where the last redirect led.
    pub final_url: String,
    /// When its body was complete.
    pub ended_at: Micros,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The SHA-256 of its body, in hexadecimal.
    pub sha256: Option<String>,
    /// Whether the body was cut.
    pub truncated: bool,
    /// Its value in the chain, in hexadecimal.
    pub chain: String,
}

/// A value of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesRow {
    /// When; for daily values the start of the day.
    pub at: Micros,
    /// The date as the source wrote it, for daily values.
    pub local_date: Option<String>,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: Option<String>,
    /// The capture that it was read from.
    pub capture_id: i64,
}

impl Reader {
    /// A capture, if it is there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn capture(&self, id: i64) -> Result<Option<CaptureRow>, StoreError> {
        let row = |row: &rusqlite::Row<'_>| {
            Ok(CaptureRow {
                id: row.get(0)?,
                kind: row.get(1)?,
                url: row.get(2)?,
                final_url: row.get(3)?,
                ended_at: Micros(row.get(4)?),
                status: row.get(5)?,
                sha256: row.get::<_, Option<Vec<u8>>>(6)?.map(|hash| hex(&hash)),
                truncated: row.get(7)?,
                chain: hex(&row.get::<_, Vec<u8>>(8)?),
            })
        };
        Ok(self
            .connection()
            .prepare_cached(
                "SELECT capture.id, kind, url, final_url, ended_at, status, blob.sha256, truncated, chain
                 FROM capture LEFT JOIN blob ON blob.id = capture.blob_id WHERE capture.id = ?1",
            )?
            .query_row([id], row)
            .optional()?)
    }

    /// The values of a series in `[from, to)`, in order of time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn series(
        &self,
        name: &str,
        measure: &str,
        from: Micros,
        to: Micros,
    ) -> Result<Vec<SeriesRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT at, local_date, value, unit, capture_id FROM series
             WHERE name = ?1 AND measure = ?2 AND at >= ?3 AND at < ?4 ORDER BY at",
        )?;
        let rows = statement.query_map(params![name, measure, from.0, to.0], |row| {
            Ok(SeriesRow {
                at: Micros(row.get(0)?),
                local_date: row.get(1)?,
                value: row.get(2)?,
                unit: row.get(3)?,
                capture_id: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
