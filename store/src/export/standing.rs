//! Which accounts may be named: offices and outlets, by accepted claims or by the operator's configuration.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::StoreError;
use crate::ingest::NewAccount;

/// Knows who may be named.
pub(super) struct Standing<'a> {
    connection: &'a Connection,
    /// Accounts of offices and outlets: few, even in a large store.
    named: BTreeSet<i64>,
    platforms: Vec<String>,
    /// What was found for words: addresses have the same words again and again.
    asked: RefCell<HashMap<String, Found>>,
}

/// Words remembered at most, a few megabytes.
const REMEMBERED: usize = 1 << 16;

/// What is known of whoever a handle or an id belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Only accounts that may be named.
    Named,
    /// An account that may not.
    Protected,
    /// Nobody.
    Nobody,
}

impl<'a> Standing<'a> {
    /// Reads who may be named. As in reports, a claim has to hold whenever the account published something, so that an account
    /// that changed hands is not named after its former holder; and a claim that a person runs it outweighs the others.
    pub(super) fn new(connection: &'a Connection) -> Result<Self, StoreError> {
        let mut statement = connection.prepare(
            "WITH held AS MATERIALIZED (SELECT account_id, actor_kind, valid_from, valid_to, in_conflict FROM claimed)
             SELECT id FROM account
             WHERE (publisher IN ('office', 'outlet')
               OR id IN (SELECT account_id FROM held WHERE in_conflict = 0 AND actor_kind IN ('office', 'outlet')
                 AND (valid_from IS NULL
                   OR valid_from <= (SELECT min(created_at) FROM item WHERE item.account_id = held.account_id))
                 AND (valid_to IS NULL
                   OR valid_to > (SELECT max(created_at) FROM item WHERE item.account_id = held.account_id))))
               AND id NOT IN (SELECT account_id FROM held WHERE actor_kind = 'person')",
        )?;
        let named = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut statement = connection.prepare("SELECT DISTINCT platform FROM account ORDER BY 1")?;
        let platforms = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Self { connection, named, platforms, asked: RefCell::default() })
    }

    /// Whether an account may be named.
    pub(super) fn is_named(&self, account: i64) -> bool {
        self.named.contains(&account)
    }

    /// Who published the item with an id.
    pub(super) fn of_item(&self, platform: &str, native_id: &str) -> Result<Found, StoreError> {
        self.found("SELECT account_id FROM item WHERE platform = ?1 AND native_id = ?2", platform, native_id)
    }

    /// Who has a handle or, where it is known, an id.
    pub(super) fn of_account(
        &self,
        platform: &str,
        native_id: Option<&str>,
        handle: &str,
    ) -> Result<Found, StoreError> {
        let by_handle = |sql: &str| self.found(sql, platform, &NewAccount::folded_handle(handle));
        let now = match native_id {
            Some(id) => {
                self.found("SELECT id FROM account WHERE platform = ?1 AND native_id = ?2", platform, id)?
            }
            None => by_handle("SELECT id FROM account WHERE platform = ?1 AND handle = ?2")?,
        };
        // A handle that somebody else had once may still find that somebody.
        let before = by_handle(
            "SELECT account.id FROM account_version JOIN account ON account.platform = account_version.platform
               AND account.native_id = account_version.native_id
             WHERE account_version.platform = ?1 AND account_version.handle = ?2",
        )?;
        Ok(if before == Found::Protected { before } else { now })
    }

    /// The platform's id of whoever has a folded handle now.
    pub(super) fn native_id(&self, platform: &str, handle: &str) -> Result<Option<String>, StoreError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT native_id FROM account WHERE platform = ?1 AND handle = ?2 ORDER BY last_seen_at DESC, id LIMIT 1",
            )?
            .query_row(params![platform, handle], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// The handles, ids and names, of now and before, of whoever has a handle or an id and may not be named.
    pub(super) fn words_of_account(
        &self,
        platform: &str,
        native_id: Option<&str>,
        handle: Option<&str>,
    ) -> Result<Vec<String>, StoreError> {
        let handle = handle.map(NewAccount::folded_handle);
        let mut statement = self.connection.prepare_cached(
            "SELECT id, native_id, handle, name FROM account WHERE platform = ?1 AND (native_id = ?2 OR handle = ?3)",
        )?;
        let mut versions = self.connection.prepare_cached(
            "SELECT handle, name FROM account_version WHERE platform = ?1 AND native_id = ?2",
        )?;
        let mut words = Vec::new();
        let mut rows = statement.query(params![platform, native_id, handle])?;
        while let Some(row) = rows.next()? {
            if self.is_named(row.get(0)?) {
                continue;
            }
            let id: Option<String> = row.get(1)?;
            let mut before = versions.query(params![platform, id])?;
            while let Some(row) = before.next()? {
                let shown: [Option<String>; 2] = [row.get(0)?, row.get(1)?];
                words.extend(shown.into_iter().flatten());
            }
            let shown: [Option<String>; 3] = [id, row.get(2)?, row.get(3)?];
            words.extend(shown.into_iter().flatten());
        }
        Ok(words)
    }

    /// The same of whoever published an item.
    pub(super) fn words_of_author(&self, platform: &str, item: &str) -> Result<Vec<String>, StoreError> {
        let author: Option<(Option<String>, String)> = self
            .connection
            .prepare_cached(
                "SELECT account.native_id, account.handle FROM item JOIN account ON account.id = item.account_id
                 WHERE item.platform = ?1 AND item.native_id = ?2",
            )?
            .query_row(params![platform, item], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match author {
            Some((id, handle)) => self.words_of_account(platform, id.as_deref(), Some(&handle)),
            None => Ok(Vec::new()),
        }
    }

    /// Who any platform knows by a word of an address: a handle, an account's id or an item's.
    pub(super) fn of_word(&self, word: &str) -> Result<Found, StoreError> {
        if let Some(found) = self.asked.borrow().get(word) {
            return Ok(*found);
        }
        let found = self.of_new_word(word)?;
        let mut asked = self.asked.borrow_mut();
        if asked.len() == REMEMBERED {
            asked.clear();
        }
        asked.insert(word.to_owned(), found);
        Ok(found)
    }

    fn of_new_word(&self, word: &str) -> Result<Found, StoreError> {
        let mut all = BTreeMap::new();
        for platform in &self.platforms {
            for found in [
                self.of_account(platform, Some(word), word)?,
                self.of_account(platform, None, word)?,
                self.of_item(platform, word)?,
            ] {
                all.insert(found as u8, found);
            }
        }
        let any = |wanted: Found| all.values().any(|found| *found == wanted);
        Ok(if any(Found::Protected) {
            Found::Protected
        } else if any(Found::Named) {
            Found::Named
        } else {
            Found::Nobody
        })
    }

    fn found(&self, sql: &str, platform: &str, value: &str) -> Result<Found, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![platform, value])?;
        let mut found = Found::Nobody;
        while let Some(row) = rows.next()? {
            if !self.is_named(row.get(0)?) {
                return Ok(Found::Protected);
            }
            found = Found::Named;
        }
        Ok(found)
    }
}
