//! What was looked up before in the same page: most items of a page share accounts, addresses and hosts.

use std::collections::HashMap;

use super::account::NewAccount;
use super::share::ShareRow;

/// Valid within one page's transaction only: nothing else writes meanwhile, and a page that fails takes it along.
#[derive(Debug, Default)]
pub(super) struct Memory<'page> {
    /// Accounts as they were shown, to their rows.
    pub(super) accounts: HashMap<&'page NewAccount, i64>,
    /// Canonical addresses, to their rows.
    pub(super) urls: HashMap<String, i64>,
    /// Objects by kind and key, to their rows.
    pub(super) objects: HashMap<(i64, String), i64>,
    /// Shares of new items, written at the end in the order of the table.
    pub(super) shares: Vec<ShareRow>,
}
