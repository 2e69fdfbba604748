//! Series: numbers over time from outside.

use rusqlite::{Connection, params};

use crate::StoreError;
use crate::time::Moment;

/// One value of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPoint {
    /// The series' name, such as a ticker.
    pub name: String,
    /// What is measured (`close`, `rank`, `volume`).
    pub measure: String,
    /// When; the start of the day for daily values.
    pub at: Moment,
    /// The date as the source wrote it, where values are of a day: a trading day has no instant in UTC.
    pub local_date: Option<String>,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: Option<String>,
}

/// Adds or replaces a value.
pub(super) fn put(connection: &Connection, point: &NewPoint, capture: i64) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "INSERT INTO series (name, measure, at, precision, local_date, value, unit, capture_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (name, measure, at) DO UPDATE SET value = excluded.value, capture_id = excluded.capture_id
             WHERE value <> excluded.value",
        )?
        .execute(params![
            point.name,
            point.measure,
            point.at.at.0,
            point.at.precision.as_str(),
            point.local_date,
            point.value,
            point.unit,
            capture
        ])?;
    Ok(changed > 0)
}
