//! Where a connector stopped in a source.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::{Store, StoreError};

impl Store {
    /// Where a source stopped, by the names that its connector gave.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn cursors(&self, source: i64) -> Result<BTreeMap<String, String>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT name, value FROM cursor WHERE source_id = ?1")?;
        let rows = statement.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn put(
    connection: &Connection,
    source: i64,
    name: &str,
    value: Option<&str>,
    capture: i64,
) -> Result<(), StoreError> {
    match value {
        Some(value) => connection
            .prepare_cached(
                "INSERT INTO cursor (source_id, name, value, capture_id) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (source_id, name) DO UPDATE SET value = excluded.value, capture_id = excluded.capture_id",
            )?
            .execute(params![source, name, value, capture])?,
        None => connection
            .prepare_cached("DELETE FROM cursor WHERE source_id = ?1 AND name = ?2")?
            .execute(params![source, name])?,
    };
    Ok(())
}
