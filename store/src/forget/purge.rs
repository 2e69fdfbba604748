//! Purging: the file is written anew, so that neither free pages, nor the log, nor dead segments of the full text keep what
//! was removed.

use crate::{Store, StoreError};

/// The key of `meta` that says that a purge is still to be made.
pub(super) const DUE: &str = "purge_due";

impl Store {
    /// Whether a forgetting was cut off before the file was rewritten.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_purge_due(&self) -> Result<bool, StoreError> {
        Ok(self.connection().prepare_cached("SELECT 1 FROM meta WHERE key = ?1")?.exists([DUE])?)
    }

    /// Rewrites the file after a forgetting: full text, pages, log. Needs as much free space as the file has. Does nothing
    /// where nothing is due.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::LogInUse`] when a reader holds an older state in the log. It is due still then.
    pub fn finish_forgetting(&mut self) -> Result<(), StoreError> {
        if !self.is_purge_due()? {
            return Ok(());
        }
        // A side file of a remap that was killed may hold what was forgotten.
        self.remove_side()?;
        let connection = self.connection();
        connection.execute("INSERT INTO item_fts (item_fts) VALUES ('optimize')", [])?;
        connection.execute_batch("VACUUM")?;
        truncate_log(connection)?;
        connection.execute("DELETE FROM meta WHERE key = ?1", [DUE])?;
        truncate_log(connection)
    }
}

fn truncate_log(connection: &rusqlite::Connection) -> Result<(), StoreError> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(StoreError::LogInUse) }
}
