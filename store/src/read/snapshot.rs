//! One read-only snapshot of a store: what a concurrent run adds is not seen.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};

use crate::evidence::chain::{self, Head};
use crate::time::Micros;
use crate::{StoreError, store};

/// A store opened for reading in one snapshot.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

impl Reader {
    /// Opens a snapshot.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::Older`], [`StoreError::Newer`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = store::open_read_only(path)?;
        connection.set_prepared_statement_cache_capacity(32);
        // The transaction's first read fixes the snapshot; it ends with the connection.
        connection
            .execute_batch("BEGIN; SELECT count(*) FROM meta;")
            .map_err(|e| StoreError::from(e).of(path))?;
        Ok(Self { connection })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The newest end of the evidence chain.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn head(&self) -> Result<Head, StoreError> {
        chain::head(&self.connection)
    }

    /// When the last capture ended: the analysis' "now" unless it is told another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn last_capture_at(&self) -> Result<Option<Micros>, StoreError> {
        let last: Option<i64> = self
            .connection
            .query_row("SELECT max(ended_at) FROM capture", [], |row| row.get(0))
            .optional()?
            .flatten();
        Ok(last.map(Micros))
    }

    /// The key of this store's pseudonyms (HMAC-SHA-256). Never print it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn pseudonym_key(&self) -> Result<Vec<u8>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT value FROM meta WHERE key = 'pseudonym_key'", [], |row| row.get(0))?)
    }
}
