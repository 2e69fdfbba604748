//! The side file: a store of its own beside the store, into which the captures are replayed. How far it came is written with
//! what was derived, in one transaction, so that a killed remap goes on where it stopped.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::observed;
use super::report::Difference;
use super::stored::{self, Bodies, StoredCapture};
use crate::ingest::{ActorKind, Content, derive};
use crate::link::CANONICAL_RULE;
use crate::{Store, StoreError, schema, work};

/// Captures in one transaction at most.
const CAPTURES: usize = 256;
/// A transaction is ended after so many items, so that a kill costs seconds.
const ITEMS: usize = 5_000;

/// Memory for pages, in KiB: with less, a large transaction writes the same pages to the journal again and again.
const CACHE: i64 = 64 << 10;

/// The derived tables being made again.
#[derive(Debug)]
pub struct Side {
    connection: Connection,
    path: PathBuf,
    /// The last capture that was replayed.
    done: i64,
}

impl Side {
    /// Opens the side file of a store: goes on with the one that a killed remap left, if the store, what must not come back and
    /// `rules` are as they were; else begins a new one. `rules` stands for everything that a reading depends on besides
    /// the evidence.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(store: &Store, rules: &[u8]) -> Result<Self, StoreError> {
        let path = side_path(store.path());
        let identity = identity(store.connection(), rules)?;
        if path.exists()
            && let Some(side) = Self::go_on(store, &path, &identity)?
        {
            return Ok(side);
        }
        Self::begin(store, path, &identity)
    }

    /// The side file that is there, if it can be gone on with.
    fn go_on(store: &Store, path: &Path, identity: &[u8]) -> Result<Option<Self>, StoreError> {
        // A file that is no database, or half of one, is begun anew like one of other rules.
        let Ok(connection) = connect(path) else { return Ok(None) };
        let Ok((known, done, chain)) = progress(&connection) else { return Ok(None) };
        let there: Option<Vec<u8>> = store
            .connection()
            .query_row("SELECT chain FROM capture WHERE id = ?1", [done], |row| row.get(0))
            .optional()?;
        let goes_on = known == identity && (done == 0 || there == Some(chain));
        Ok(goes_on.then(|| Self { connection, path: path.to_path_buf(), done }))
    }

    fn begin(store: &Store, path: PathBuf, identity: &[u8]) -> Result<Self, StoreError> {
        remove(&path)?;
        let mut connection = connect(&path)?;
        schema::migrate(&mut connection)?;
        let from = store.path().display().to_string();
        connection.execute("ATTACH ?1 AS store", [from])?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "DELETE FROM meta; INSERT INTO meta SELECT * FROM store.meta;
             INSERT INTO source SELECT * FROM store.source;
             INSERT INTO suppression SELECT * FROM store.suppression;
             INSERT INTO forgotten_text SELECT * FROM store.forgotten_text;",
        )?;
        put(&transaction, "remap_rules", &identity)?;
        put(&transaction, "remap_chain", &[0_u8; 0].as_slice())?;
        put(&transaction, "remap_done", &0_i64.to_be_bytes().as_slice())?;
        transaction.commit()?;
        connection.execute_batch("DETACH store")?;
        Ok(Self { connection, path, done: 0 })
    }

    /// How many captures were replayed, by this remap or by the killed one that it goes on with.
    pub fn done(&self) -> i64 {
        self.done
    }

    /// Replays the captures that were not replayed yet, in their order. `read` gives what a capture says; `told` hears how many
    /// are done, of how many, and how many items they gave.
    ///
    /// # Errors
    /// Those of `read`, and [`StoreError`]; what was replayed before is kept for the next remap.
    pub fn replay<E: From<StoreError>>(
        &mut self,
        store: &Store,
        mut read: impl FnMut(&StoredCapture, &Bodies<'_>) -> Result<Content, E>,
        mut told: impl FnMut(i64, i64, usize),
    ) -> Result<(), E> {
        let evidence = store.connection();
        let all = store.head()?.captures;
        let mut items = 0;
        loop {
            let from = self.done;
            self.batch(evidence, |capture| -> Result<Content, E> {
                let content = read(capture, &Bodies(evidence))?;
                items += content.items.len();
                Ok(content)
            })?;
            told(self.done, all, items);
            if self.done == from {
                return Ok(observed::keep(&mut self.connection, store.path())?);
            }
        }
    }

    /// Replays some captures in one transaction.
    fn batch<E: From<StoreError>>(
        &mut self,
        evidence: &Connection,
        mut read: impl FnMut(&StoredCapture) -> Result<Content, E>,
    ) -> Result<(), E> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(store_error)?;
        let sql = format!(
            "SELECT {} FROM capture JOIN source ON source.id = capture.source_id WHERE capture.id > ?1 ORDER BY capture.id",
            stored::COLUMNS
        );
        let mut statement = evidence.prepare_cached(&sql).map_err(store_error)?;
        let mut rows = statement.query([self.done]).map_err(store_error)?;
        let (mut captures, mut items) = (0, 0);
        let mut last = None;
        while let Some(row) = rows.next().map_err(store_error)? {
            let (capture, chain) = StoredCapture::of(row).map_err(store_error)?;
            let content = read(&capture)?;
            derive(&transaction, capture.id, capture.source_id, capture.ended_at, &content)?;
            captures += 1;
            items += content.items.len();
            last = Some((capture.id, chain));
            if captures >= CAPTURES || items >= ITEMS {
                break;
            }
        }
        if let Some((done, chain)) = last {
            put(&transaction, "remap_chain", &chain)?;
            put(&transaction, "remap_done", &done.to_be_bytes().as_slice())?;
            transaction.commit().map_err(store_error)?;
            self.done = done;
        }
        Ok(())
    }

    /// Notes what the operator's configuration says of sites, as registering the sources does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_publishers(&self, publishers: &[(String, Option<ActorKind>)]) -> Result<(), StoreError> {
        publishers
            .iter()
            .try_for_each(|(host, publisher)| work::publisher(&self.connection, host, *publisher))
    }

    /// Closes the side file for comparison; its index must be sound, as it may take the place of the store's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        self.connection.execute_batch("INSERT INTO item_fts (item_fts) VALUES ('integrity-check')")?;
        self.connection.close().map_err(|(_, error)| error)?;
        Ok(self.path)
    }
}

fn store_error(error: rusqlite::Error) -> StoreError {
    error.into()
}

/// Compares the derived tables of a store with those of a finished side file, naming up to `examples` rows of each table.
///
/// # Errors
/// [`StoreError`].
pub fn compare(store: &Store, side: &Path, examples: usize) -> Result<Difference, StoreError> {
    let pair = pair(store.path(), side)?;
    // One snapshot for all tables.
    pair.execute_batch("BEGIN")?;
    super::compare::compare(&pair, examples)
}

/// Puts the derived tables of a finished side file in the place of the store's, in one transaction.
///
/// # Errors
/// [`StoreError`]; the old tables are as they were then.
pub fn swap(store: &mut Store, side: &Path) -> Result<(), StoreError> {
    // A connection of its own: the full text's tables are written underneath it, and only other connections notice.
    let mut pair = pair(store.path(), side)?;
    super::swap::swap(&mut pair)
}

impl Store {
    /// Removes the side file of a remap that is done, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Side`].
    pub fn remove_side(&self) -> Result<(), StoreError> {
        remove(&side_path(self.path()))
    }
}

/// The store, with the side file attached as `side`.
fn pair(store: &Path, side: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(store)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.execute("ATTACH ?1 AS side", [side.display().to_string()])?;
    Ok(connection)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    // Its rows name captures that stay in the store.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn side_path(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-remap");
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(&name) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Side { path: path.display().to_string(), source: e });
            }
            _ => {}
        }
    }
    Ok(())
}

/// What must not have changed since a side file was begun, besides the captures that it holds.
fn identity(store: &Connection, rules: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut hash = Sha256::new();
    hash.update(rules);
    hash.update(schema::VERSION.to_be_bytes());
    hash.update(CANONICAL_RULE.to_be_bytes());
    for sql in [
        "SELECT hex(key) || hex(value) FROM meta WHERE key = 'pseudonym_key'",
        "SELECT quote(id) || quote(name) || quote(connector) || quote(url) || quote(measure) || forgotten FROM source ORDER BY id",
        "SELECT quote(kind) || hex(key) || since FROM suppression ORDER BY kind, key",
        "SELECT hex(key) || since FROM forgotten_text ORDER BY key",
        "SELECT quote(count(*)) || quote(max(id)) FROM tombstone",
    ] {
        let mut statement = store.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            hash.update(row.get::<_, String>(0)?);
            hash.update([0]);
        }
        hash.update([1]);
    }
    Ok(hash.finalize().to_vec())
}

fn put(connection: &Connection, key: &str, value: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        )?
        .execute(params![key, value])?;
    Ok(())
}

/// The rules of a side file, the last capture replayed into it, and that capture's value in the chain.
fn progress(connection: &Connection) -> Result<(Vec<u8>, i64, Vec<u8>), StoreError> {
    let value = |key: &str| -> rusqlite::Result<Vec<u8>> {
        connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
    };
    let done: [u8; 8] = value("remap_done")?
        .try_into()
        .map_err(|_| StoreError::Damaged { what: "the side file's progress is no number".to_owned() })?;
    Ok((value("remap_rules")?, i64::from_be_bytes(done), value("remap_chain")?))
}
