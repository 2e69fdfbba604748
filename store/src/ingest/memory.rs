//! What was looked up before in the same page: most items of a page share accounts, addresses and hosts.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::account::NewAccount;
use super::rows::Rows;
use super::share::ShareRow;
use crate::text::FtsText;
use crate::time::Micros;

/// Valid within one page's transaction only: nothing else writes meanwhile, and a page that fails takes it along.
#[derive(Debug, Default)]
pub(super) struct Memory<'page> {
    /// Accounts as they were shown, to their rows and when they were looked up.
    pub(super) accounts: HashMap<&'page NewAccount, (i64, Micros)>,
    /// Canonical addresses, to their rows.
    pub(super) urls: HashMap<String, i64>,
    /// Hosts whose domains are written.
    pub(super) hosts: HashSet<String>,
    /// Objects by kind and key, to their rows.
    pub(super) objects: HashMap<(i64, String), i64>,
    /// What items carry, written at the end.
    pub(super) rows: Rows<'page>,
    /// Shares of new items, written at the end in the order of the table.
    pub(super) shares: Vec<ShareRow>,
    /// Words of new and changed items by row, written at the end: `SQLite` flushes what the full-text index has gathered
    /// whenever a statement opens a savepoint of its own, and rows must come in order for the index to gather them.
    pub(super) words: BTreeMap<i64, Words>,
    /// Whether any deletion is known: most stores have seen no stream, and need not ask for each item. A page's own are written
    /// before its items.
    pub(super) has_deletions: Option<bool>,
}

/// What the full-text index is to say of an item.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) said: FtsText,
    /// Whether the index has the item already.
    pub(super) is_known: bool,
}
