//! The list of the forgotten, by which pages are sieved (`sieve.rs`).
//!
//! The store keeps keyed hashes only, so that the list of the forgotten tells nobody who they are.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::Sha256;

use super::account::NewAccount;
use crate::StoreError;
use crate::redact::Needle;
use crate::time::Micros;

/// The key of `meta` that holds the key of the hashes.
pub(crate) const KEY: &str = "suppression_key";

/// What a suppressed key was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An account by the platform's id.
    Account,
    /// An account by its handle, where no id is told.
    Handle,
    /// An item by the platform's id.
    Item,
    /// The address or name of a source.
    Address,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Handle => "handle",
            Self::Item => "item",
            Self::Address => "address",
        }
    }
}

/// The list of the forgotten.
pub(crate) struct Suppression<'c> {
    pub(super) connection: &'c Connection,
    key: Vec<u8>,
    /// Items published before are forgotten, µs.
    pub(super) before: Option<i64>,
}

impl<'c> Suppression<'c> {
    /// The list, unless it is empty.
    pub(crate) fn active(connection: &'c Connection) -> Result<Option<Self>, StoreError> {
        let some: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM suppression)")?
            .query_row([], |row| row.get(0))?;
        if some { Self::of(connection).map(Some) } else { Ok(None) }
    }

    /// The list, empty or not.
    pub(crate) fn of(connection: &'c Connection) -> Result<Self, StoreError> {
        let key = connection.query_row("SELECT value FROM meta WHERE key = ?1", [KEY], |row| row.get(0))?;
        let before: Option<Vec<u8>> = connection
            .query_row("SELECT max(key) FROM suppression WHERE kind = 'before'", [], |row| row.get(0))
            .optional()?
            .flatten();
        let before = before.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        Ok(Self { connection, key, before })
    }

    fn hash(&self, parts: &[&str]) -> Result<[u8; 32], StoreError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)
            .map_err(|_| StoreError::Damaged { what: format!("meta: `{KEY}` is no key") })?;
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// Adds to the list.
    pub(crate) fn add(&self, kind: Kind, parts: &[&str], since: Micros) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO suppression (kind, key, since) VALUES (?1, ?2, ?3)")?
            .execute(params![kind.as_str(), self.hash(parts)?, since.0])?;
        Ok(())
    }

    /// Adds a time to the list: what was published before stays forgotten.
    pub(crate) fn add_before(&self, time: Micros, since: Micros) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO suppression (kind, key, since) VALUES ('before', ?1, ?2)",
            params![time.0.to_be_bytes(), since.0],
        )?;
        Ok(())
    }

    /// Whether something is on the list.
    pub(crate) fn holds(&self, kind: Kind, parts: &[&str]) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM suppression WHERE kind = ?1 AND key = ?2")?
            .exists(params![kind.as_str(), self.hash(parts)?])?)
    }

    /// Whether an account is on the list.
    pub(super) fn holds_account(
        &self,
        platform: &str,
        native_id: Option<&str>,
        handle: &str,
    ) -> Result<bool, StoreError> {
        // A handle may have another owner by now: where an id is told, the id decides.
        match native_id {
            Some(id) if self.holds(Kind::Account, &[platform, id])? => Ok(true),
            Some(_) => self.holds(Kind::Handle, &["any", platform, &NewAccount::folded_handle(handle)]),
            None => self.holds(Kind::Handle, &["bare", platform, &NewAccount::folded_handle(handle)]),
        }
    }
}

/// An id, or the address that is one.
pub(crate) fn of_id(id: &str) -> Needle {
    if id.contains("://") { Needle::Address(id.to_owned()) } else { Needle::Word(id.to_owned()) }
}

/// Whether an id tells who it is: short numbers stand for many things in a page.
pub(crate) fn is_telling(id: &str) -> bool {
    id.len() >= 5
}
