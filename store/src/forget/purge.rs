//! Purging: the file is written anew, so that neither free pages, nor the log, nor dead segments of the full text keep what
//! was removed.

use rusqlite::{Connection, OptionalExtension as _};

use crate::hint::Hint as _;
use crate::{Store, StoreError};

/// The key of `meta` that says that a purge is still to be made.
const DUE: &str = "purge_due";

/// What is left of it: everything, or only the log, where somebody was reading.
const WHOLE: [u8; 1] = [1];
const LOG: [u8; 1] = [2];

/// Notes that a purge is to be made.
pub(super) fn put_off(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", (DUE, WHOLE))?;
    Ok(())
}

/// Whether the file may still hold what was forgotten.
pub(crate) fn is_due(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.prepare("SELECT 1 FROM meta WHERE key = ?1")?.exists([DUE])?)
}

impl Store {
    /// Whether a forgetting was cut off before the file was rewritten.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_purge_due(&self) -> Result<bool, StoreError> {
        is_due(self.connection())
    }

    /// Rewrites the file after a forgetting: full text, pages, log. Needs as much free space as the file has. Does nothing
    /// where nothing is due.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::LogInUse`] when a reader holds an older state in the log. It is due still then.
    pub fn finish_forgetting(&mut self) -> Result<(), StoreError> {
        let left: Option<[u8; 1]> = self
            .connection()
            .query_row("SELECT value FROM meta WHERE key = ?1", [DUE], |row| row.get(0))
            .optional()?;
        let Some(left) = left else { return Ok(()) };
        // A side file of a remap that was killed may hold what was forgotten.
        self.remove_side()?;
        let connection = self.connection();
        if left != LOG {
            connection.execute("INSERT INTO item_fts (item_fts) VALUES ('optimize')", [])?;
            connection.execute_batch("VACUUM")?;
            connection.execute("UPDATE meta SET value = ?2 WHERE key = ?1", (DUE, LOG))?;
        }
        self.truncate_log()?;
        self.connection().execute("DELETE FROM meta WHERE key = ?1", [DUE])?;
        self.truncate_log()
    }

    /// Finishes a forgetting that was cut off, as every program does that writes; warns where it cannot be finished now.
    ///
    /// # Errors
    /// [`StoreError`] when the store is damaged.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        match self.finish_forgetting() {
            Err(error) if !error.is_damage() => {
                let hint = error.hint().unwrap_or_default();
                tracing::warn!(
                    hint,
                    "a forgetting is unfinished, and the file may still hold what was forgotten: {error}"
                );
                Ok(())
            }
            other => other,
        }
    }

    fn truncate_log(&self) -> Result<(), StoreError> {
        let busy: i64 =
            self.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::LogInUse { db: self.path().display().to_string() }) }
    }
}
