//! The list of the forgotten, by which pages are sieved (`sieve.rs`).
//!
//! The store keeps keyed hashes only, so that the list of the forgotten tells nobody who they are.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, params};
use sha2::Sha256;

use super::account::NewAccount;
use super::recall;
use crate::StoreError;
use crate::redact::{Firsts, MARK, Needle};
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
    /// Begun with the store's key.
    mac: Hmac<Sha256>,
    /// Items published before are forgotten, µs.
    pub(super) before: Option<i64>,
    /// Whether texts are on it.
    has_texts: bool,
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
        let key: Vec<u8> =
            connection.query_row("SELECT value FROM meta WHERE key = ?1", [KEY], |row| row.get(0))?;
        let mac = Hmac::<Sha256>::new_from_slice(&key)
            .map_err(|_| StoreError::Damaged { what: format!("meta: `{KEY}` is no key") })?;
        let has_texts = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM forgotten_text)")?
            .query_row([], |row| row.get(0))?;
        // Compared as numbers: as bytes, a time before 1970 is later than all others.
        let mut before = None;
        let mut times = connection.prepare_cached("SELECT key FROM suppression WHERE kind = 'before'")?;
        let mut rows = times.query([])?;
        while let Some(row) = rows.next()? {
            before = before.max(Some(i64::from_be_bytes(row.get(0)?)));
        }
        Ok(Self { connection, mac, before, has_texts })
    }

    fn hash(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }

    /// Adds to the list.
    pub(crate) fn add(&self, kind: Kind, parts: &[&str], since: Micros) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO suppression (kind, key, since) VALUES (?1, ?2, ?3)")?
            .execute(params![kind.as_str(), self.hash(parts), since.0])?;
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

    /// Adds a text to the list: each part of it by which it is known, and that nobody else wrote first.
    pub(crate) fn add_text(&self, text: &str, firsts: &Firsts, since: Micros) -> Result<(), StoreError> {
        let mut add = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO forgotten_text (key, since) VALUES (?1, ?2)")?;
        for hash in recall::hashes(&self.mac, text, firsts) {
            add.execute(params![hash, since.0])?;
        }
        Ok(())
    }

    /// The places in a text of others where a part of a forgotten one stands, as bytes from and to.
    pub(super) fn recalled(&self, text: &str) -> Result<Vec<(usize, usize)>, StoreError> {
        if !self.has_texts {
            return Ok(Vec::new());
        }
        let mut known = self.connection.prepare_cached("SELECT 1 FROM forgotten_text WHERE key = ?1")?;
        recall::places(&self.mac, text, |hash| Ok(known.exists([hash])?))
    }

    /// Whether something is on the list.
    pub(crate) fn holds(&self, kind: Kind, parts: &[&str]) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM suppression WHERE kind = ?1 AND key = ?2")?
            .exists(params![kind.as_str(), self.hash(parts)])?)
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

/// By what an id is found in a body: the id, and the key in the account's repository that ends an `at://` address. A stream of
/// events has the parts of such an address apart.
pub(crate) fn all_of_id(id: &str) -> Vec<Needle> {
    let key = id.strip_prefix("at://").and_then(|rest| rest.splitn(3, '/').nth(2));
    let key = key.filter(|key| key.len() >= TELLING_KEY).map(|key| Needle::Word(key.to_owned()));
    [of_id(id)].into_iter().chain(key).collect()
}

/// Keys that programs make of the time are longer than this; shorter ones are words, such as `self`.
const TELLING_KEY: usize = 10;

/// Whose repository an `at://` address is in.
pub(crate) fn owner_of_id(id: &str) -> Option<&str> {
    id.strip_prefix("at://")?.split('/').next().filter(|owner| !owner.is_empty())
}

/// Whether an id tells who it is: short numbers stand for many things in a page.
pub(crate) fn is_telling(id: &str) -> bool {
    id.len() >= 5
}

/// Whether an account is known by nothing but what was forgotten: its handle is the mark, and no id tells whose it was.
pub(crate) fn is_lost_account(handle: &str, native_id: Option<&str>) -> bool {
    NewAccount::folded_handle(handle) == MARK && native_id.is_none_or(is_lost_id)
}

/// Whether nothing is left of an id, or nothing of the site of one that is an address.
pub(crate) fn is_lost_id(id: &str) -> bool {
    id == MARK || id.split_once("://").is_some_and(|(_, rest)| rest.starts_with(MARK))
}
