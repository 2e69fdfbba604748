//! The store opened for writing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::TryRng as _;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::evidence::chain::{self, Head};
use crate::ingest::suppression;
use crate::look::look;
pub(crate) use crate::open::open_read_only;
use crate::place::resolved;
use crate::{StoreError, schema};

/// Memory for pages, in KiB: a page of a few thousand items and the inner nodes of all indexes fit. With less, a transaction
/// writes the same pages to the log again and again.
const CACHE: i64 = 64 * 1024;
/// How many pages the log has before it is brought into the file, 256 MiB of 4 KiB each: pages that many transactions touch
/// are written once then, and in a large store nearly every transaction touches nearly every part of an index. A power cut
/// loses nothing of it, as each commit is synced.
const CHECKPOINT: i64 = 64 * 1024;

/// A store opened for writing. One process at a time holds it, by [`crate::work::RunLock`].
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a store, made if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Open`], [`StoreError::NotSqlite`], [`StoreError::Foreign`], [`StoreError::Newer`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        look(path)?;
        Self::open_database(path).map_err(|e| e.of(path))
    }

    fn open_database(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Open { path: path.display().to_string(), source };
        let mut connection = Connection::open(path).map_err(failed)?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
        // A foreign file is found out before anything, the journal mode included, is changed in it.
        schema::check(&connection).map_err(|e| match e {
            StoreError::Sqlite(source) => failed(source),
            other => other,
        })?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // A statement stays as it was prepared. Otherwise each new value that is bound where a partial index could serve (an
        // account's native id, an item's repost) has it prepared again.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        schema::migrate(&mut connection)?;
        // Its side files have one name, whatever links lead to it.
        let mut store = Self { connection, path: resolved(path) };
        store.ensure_keys()?;
        Ok(store)
    }

    /// Opens a store that must be there already.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Missing`].
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            Self::open(path)
        } else {
            Err(StoreError::Missing { path: path.display().to_string() })
        }
    }

    /// Holds `kib` KiB of pages in memory at most, instead of what an import needs: a crawl stores a few pages a second, and its
    /// memory is not to grow with what it has stored.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_pages(&self, kib: i64) -> Result<(), StoreError> {
        let set = self.connection.pragma_update(None, "cache_size", -kib);
        set.map_err(|e| StoreError::from(e).of(&self.path))
    }

    /// The store's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest end of the evidence chain.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn head(&self) -> Result<Head, StoreError> {
        chain::head(&self.connection).map_err(|e| e.of(&self.path))
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction that takes the write lock at once; it is undone unless it is committed.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        begun.map_err(|e| StoreError::from(e).of(&self.path))
    }

    /// Begins to hold what is stored from here on, so that many pages become one transaction: each is then written to its
    /// place in the indexes beside the others, which in a large store halves the time. Nothing of it is stored until
    /// [`Store::release`]; what fails takes all that is held along. Does nothing while something is held already.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is held then.
    pub fn hold(&mut self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            let begun = self.connection.execute_batch("BEGIN IMMEDIATE");
            begun.map_err(|e| StoreError::from(e).of(&self.path))?;
        }
        Ok(())
    }

    /// Stores what is held. Does nothing when nothing is held, as after a failure.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of what was held is stored then.
    pub fn release(&mut self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch("COMMIT").map_err(|error| self.drop_held(error.into()))
    }

    fn drop_held(&self, error: StoreError) -> StoreError {
        // SQLite may have undone it already, as on a full disk.
        if !self.connection.is_autocommit()
            && let Err(second) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::warn!("what was held could not be undone: {second}");
        }
        error.of(&self.path)
    }

    /// Runs `work` in one transaction that takes the write lock at once (a deferred one could fail half-way), or in the one
    /// that is held.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !self.connection.is_autocommit() {
            return work(&self.connection).map_err(|error| self.drop_held(error));
        }
        let written = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        written().map_err(|e: StoreError| e.of(&self.path))
    }

    /// Pseudonyms and the list of the forgotten are keyed per store, so that they cannot be undone by hashing known handles,
    /// and pseudonyms stay the same from report to report.
    fn ensure_keys(&mut self) -> Result<(), StoreError> {
        for name in ["pseudonym_key", suppression::KEY] {
            let known: bool = self.connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM meta WHERE key = ?1)",
                [name],
                |row| row.get(0),
            )?;
            if known {
                continue;
            }
            let mut key = [0_u8; 32];
            rand::rngs::SysRng.try_fill_bytes(&mut key).map_err(|e| StoreError::Random(e.to_string()))?;
            self.write(|connection| {
                connection.execute(
                    "INSERT OR IGNORE INTO meta (key, value) VALUES (?1, ?2)",
                    (name, key.as_slice()),
                )?;
                Ok(())
            })?;
        }
        Ok(())
    }
}
