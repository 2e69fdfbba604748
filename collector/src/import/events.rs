//! Records that the connector's own code reads instead of a mapping; events are counted by what they are.

use std::collections::BTreeMap;

use serde_json::Value;
use whence_store::ingest::Content;
use whence_store::time::Micros;

use super::preset::Reader;
use crate::connector::bluesky::dump;
use crate::connector::bluesky::event::{self, Event, Operation};

/// Collections are named by strangers: so many are counted by name, and the rest together.
const MOST_NAMES: usize = 64;
/// The rest.
const OTHERS: &str = "others";

/// Events by what they are; records by their collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct EventCounts {
    /// Records made.
    pub creates: BTreeMap<String, usize>,
    /// Records changed.
    pub updates: BTreeMap<String, usize>,
    /// Records deleted.
    pub deletes: BTreeMap<String, usize>,
    /// Changes of handles and keys.
    pub identity: usize,
    /// Changes of accounts' standing.
    pub account: usize,
}

impl EventCounts {
    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn count(&mut self, event: Event) {
        match event {
            Event::Identity => self.identity += 1,
            Event::Account => self.account += 1,
            Event::Commit { operation, collection } => add(self.of(operation), collection, 1),
        }
    }

    fn of(&mut self, operation: Operation) -> &mut BTreeMap<String, usize> {
        match operation {
            Operation::Create => &mut self.creates,
            Operation::Update => &mut self.updates,
            Operation::Delete => &mut self.deletes,
        }
    }

    /// Adds what another chunk had.
    pub(super) fn add(&mut self, other: Self) {
        let Self { creates, updates, deletes, identity, account } = other;
        for (to, from) in
            [(&mut self.creates, creates), (&mut self.updates, updates), (&mut self.deletes, deletes)]
        {
            for (name, count) in from {
                add(to, name, count);
            }
        }
        self.identity += identity;
        self.account += account;
    }
}

fn add(counts: &mut BTreeMap<String, usize>, name: String, count: usize) {
    let is_full = counts.len() >= MOST_NAMES && !counts.contains_key(&name);
    *counts.entry(if is_full { OTHERS.to_owned() } else { name }).or_default() += count;
}

impl std::fmt::Display for EventCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = [("creates", &self.creates), ("updates", &self.updates), ("deletes", &self.deletes)];
        for (word, counts) in all {
            let list: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            let sum: usize = counts.values().sum();
            writeln!(f, "  {sum} {word}{}{}", if list.is_empty() { "" } else { ": " }, list.join(", "))?;
        }
        writeln!(f, "  {} identity events, {} account events", self.identity, self.account)
    }
}

/// Reads a record by code; says whether something of it is stored besides the record.
pub(super) fn event(
    reader: Reader,
    record: &Value,
    now: Micros,
    into: &mut Content,
    counts: &mut EventCounts,
) -> Result<bool, String> {
    match reader {
        Reader::BskyJetstream => {
            let read = event::read(record, now, into)?;
            let is_read = read.is_read();
            counts.count(read);
            Ok(is_read)
        }
        Reader::Bluesky => dump::read(record, into),
    }
}
