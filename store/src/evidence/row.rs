//! Evidence rows that a capture's digest covers: each has random salt and the hash of its own columns, so that a row that was
//! changed is named, and a row that is forgotten leaves a hash that confirms no guess.

use rand::TryRng as _;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, ToSql};
use sha2::{Digest as _, Sha256};

use crate::StoreError;

/// A table of evidence rows. Its first column is `id`, its second `capture_id`, its last two `salt` and `hash`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// All columns but `hash`, in the order in which they are hashed.
    pub(crate) columns: &'static str,
}

pub(crate) const ACCOUNT_VERSION: Table = Table {
    name: "account_version",
    columns: "id, capture_id, seen_at, platform, native_id, handle, name, description, label, opened_at, salt",
};
pub(crate) const ITEM_VERSION: Table = Table {
    name: "item_version",
    columns: "id, capture_id, seen_at, platform, native_id, title, text, salt",
};
pub(crate) const CLAIM: Table = Table {
    name: "claim",
    columns: "id, capture_id, actor, actor_kind, owner, parent, region, language, platform, handle, native_id, account_url, \
              asserted_by, asserted_url, asserted_at, valid_from, valid_to, status, reason, supersedes, salt",
};
pub(crate) const TOMBSTONE: Table = Table {
    name: "tombstone",
    columns: "id, capture_id, kind, row_id, of_capture, old_hash, new_hash, reason, salt",
};

/// The tables that a capture's digest covers, in its order.
pub(crate) const TABLES: [Table; 4] = [ACCOUNT_VERSION, ITEM_VERSION, CLAIM, TOMBSTONE];

/// The columns of a capture that its chain value covers, in order: all but `chain` itself.
pub(crate) const CAPTURE: Table = Table {
    name: "capture",
    columns: "id, run_id, source_id, kind, url, final_url, host, redirects, method, status, request_headers, headers, \
              started_at, ended_at, robots_rule, outcome, truncated, reader, blob_id, rows_digest, salt",
};

impl Table {
    fn width(self) -> usize {
        self.columns.split(',').count()
    }

    /// A query for rows with the columns that are hashed and, but for captures, the hash that is stored.
    pub(crate) fn select(self, rest: &str) -> String {
        let stored = if self.name == "capture" { "" } else { ", hash" };
        format!("SELECT {}{stored} FROM {} {rest}", self.columns, self.name)
    }

    /// The hash of a row of [`Table::select`].
    pub(crate) fn hash(self, row: &Row<'_>) -> rusqlite::Result<[u8; 32]> {
        let mut hash = Sha256::new();
        hash.update(self.name.as_bytes());
        hash.update([0]);
        hash_columns(&mut hash, row, self.width())?;
        Ok(hash.finalize().into())
    }

    /// The hash that a row of [`Table::select`] says that it has.
    pub(crate) fn stored(self, row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
        row.get(self.width())
    }

    /// Adds a row with `values` between `id` and `salt`; gives its id.
    pub(crate) fn insert(self, connection: &Connection, values: &[&dyn ToSql]) -> Result<i64, StoreError> {
        let id: i64 = connection
            .prepare_cached(&format!(
                // A number that a forgotten row had is not given again, as its tombstone speaks of that row.
                "SELECT 1 + max(coalesce((SELECT max(id) FROM {0}), 0),
                                coalesce((SELECT max(row_id) FROM tombstone WHERE kind = '{0}'), 0))",
                self.name
            ))?
            .query_row([], |row| row.get(0))?;
        let salt = salt()?;
        let mut all: Vec<&dyn ToSql> = Vec::with_capacity(values.len() + 3);
        all.push(&id);
        all.extend_from_slice(values);
        all.push(&salt);
        let hash = self.hash_of(connection, &all)?;
        all.push(&hash);
        let sql = format!("INSERT INTO {} ({}, hash) VALUES ({})", self.name, self.columns, marks(all.len()));
        connection.prepare_cached(&sql)?.execute(all.as_slice())?;
        Ok(id)
    }

    /// The hash of a row with these values. They go through `SQLite`, so that verification reads the same types.
    pub(crate) fn hash_of(
        self,
        connection: &Connection,
        values: &[&dyn ToSql],
    ) -> Result<[u8; 32], StoreError> {
        let sql = format!("SELECT {}", marks(values.len()));
        Ok(connection.prepare_cached(&sql)?.query_row(values, |row| self.hash(row))?)
    }

    /// Writes other values into columns of a row, with fresh salt, and hashes it anew; gives the hash. Needs an open grant.
    pub(crate) fn rewrite(
        self,
        connection: &Connection,
        id: i64,
        columns: &[(&str, String)],
    ) -> Result<[u8; 32], StoreError> {
        let set = columns.iter().map(|(name, _)| *name).chain(["salt"]).collect::<Vec<_>>().join(" = ?, ");
        let salt = salt()?;
        let mut values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| value as &dyn ToSql).collect();
        values.push(&salt);
        values.push(&id);
        let sql = format!("UPDATE {} SET {set} = ? WHERE id = ?", self.name);
        connection.prepare_cached(&sql)?.execute(values.as_slice())?;
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", self.columns, self.name);
        let hash = connection.prepare_cached(&sql)?.query_row([id], |row| self.hash(row))?;
        if self.name != CAPTURE.name {
            connection
                .prepare_cached(&format!("UPDATE {} SET hash = ?2 WHERE id = ?1", self.name))?
                .execute((id, hash))?;
        }
        Ok(hash)
    }

    /// Adds a row whose columns are all given, but for `last`, which follows them.
    pub(crate) fn insert_with(
        self,
        connection: &Connection,
        values: &[&dyn ToSql],
        last: &str,
    ) -> Result<(), StoreError> {
        let sql =
            format!("INSERT INTO {} ({}, {last}) VALUES ({})", self.name, self.columns, marks(values.len()));
        connection.prepare_cached(&sql)?.execute(values)?;
        Ok(())
    }
}

/// `?, ?, ?`
fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Sixteen random bytes.
pub(crate) fn salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0_u8; 16];
    rand::rngs::SysRng.try_fill_bytes(&mut salt).map_err(|e| StoreError::Random(e.to_string()))?;
    Ok(salt)
}

/// Feeds a row's first columns into a hash: for each one byte for the type, then 8 big-endian bytes for a number, or an 8-byte
/// big-endian length and the bytes.
fn hash_columns(hash: &mut Sha256, row: &Row<'_>, columns: usize) -> rusqlite::Result<()> {
    for n in 0..columns {
        let (kind, bytes): (u8, &[u8]) = match row.get_ref(n)? {
            ValueRef::Null => {
                hash.update([0]);
                continue;
            }
            ValueRef::Integer(value) => (1, &value.to_be_bytes()),
            ValueRef::Real(value) => (4, &value.to_be_bytes()),
            ValueRef::Text(bytes) => (2, bytes),
            ValueRef::Blob(bytes) => (3, bytes),
        };
        hash.update([kind]);
        if matches!(kind, 2 | 3) {
            hash.update((bytes.len() as u64).to_be_bytes());
        }
        hash.update(bytes);
    }
    Ok(())
}
