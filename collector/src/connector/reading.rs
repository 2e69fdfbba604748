//! What a connector read from an answer.

use whence_store::ingest::{NewAccount, NewClaim, NewItem};
use whence_store::time::Micros;

use super::{Ask, Picture};

/// What a connector read from an answer.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Items.
    pub items: Vec<NewItem>,
    /// Accounts that it shows without items of theirs.
    pub accounts: Vec<NewAccount>,
    /// What the labels of its accounts are worth; not made by connectors.
    pub claims: Vec<NewClaim>,
    /// Items that it proves to be gone.
    pub gone: Vec<Gone>,
    /// What is to be asked for next: further pages of a list, pages that it names.
    pub asks: Vec<Ask>,
    /// Where the source stopped, by name; nothing takes a cursor away.
    pub cursors: Vec<(String, Option<String>)>,
    /// Windows `[from, to)` of which the answer shows everything that was published, as far as it can be told from the answer
    /// and its context. A poll that proves nothing was still looked at that moment.
    pub observed: Vec<(Micros, Micros)>,
    /// Windows `[from, to)` of which the answer shows everything that one account published, where it shows items of others too:
    /// they were not being observed.
    pub watched: Vec<(NewAccount, Micros, Micros)>,
    /// What was seen of a picture.
    pub picture: Option<Picture>,
    /// Entries that could not be read.
    pub unmapped: usize,
    /// Why the first of them could not.
    pub first_error: Option<String>,
    /// Entries that were read and not kept, as their authors do not want to be found.
    pub left_out: usize,
}

impl Reading {
    /// Counts an entry that could not be read.
    pub fn missed(&mut self, why: impl FnOnce() -> String) {
        self.unmapped += 1;
        self.first_error.get_or_insert_with(why);
    }

    /// Counts an entry that is not kept, as its author does not want to be found.
    pub fn leave_out(&mut self) {
        self.left_out += 1;
    }
}

/// An item that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its platform.
    pub platform: String,
    /// The platform's id of it.
    pub native_id: String,
}

/// Why an answer could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub String);
