//! Budgets: what a source may spend in a day, kept in the store across runs.

use std::collections::HashMap;

use whence_store::time::Micros;
use whence_store::{Store, StoreError};

use crate::config::{Budget, SourceConfig};

/// The window of a budget.
const WINDOW: i64 = Micros::DAY;
pub(super) const REQUESTS: &str = "requests";
pub(super) const BYTES: &str = "bytes";

/// What the sources of a run have spent.
#[derive(Debug, Default)]
pub(super) struct Budgets {
    spent: HashMap<String, Spent>,
}

/// What a source has spent since its window began.
#[derive(Debug, Clone, Copy)]
struct Spent {
    window: Micros,
    requests: u64,
    bytes: u64,
}

/// A budget that is used up: until when, and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UsedUp {
    pub(super) until: Micros,
    pub(super) reason: String,
}

impl Budgets {
    /// Whether a source may still ask.
    pub(super) fn check(
        &mut self,
        store: &Store,
        source: &SourceConfig,
        now: Micros,
    ) -> Result<Option<UsedUp>, StoreError> {
        let Budget { requests, bytes } = source.budget;
        if requests.is_none() && bytes.is_none() {
            return Ok(None);
        }
        let spent = self.of(store, &source.name, now)?;
        let over = |what: &str, spent: u64, most: Option<u64>| {
            let most = most.filter(|most| spent >= *most)?;
            let reason = format!("its budget of {most} {what} a day is used up");
            Some(UsedUp { until: spent_until(self.spent[&source.name].window), reason })
        };
        Ok(over(REQUESTS, spent.requests, requests).or_else(|| over(BYTES, spent.bytes, bytes)))
    }

    /// Notes a request and the bytes that it brought.
    pub(super) fn spend(
        &mut self,
        store: &mut Store,
        source: &SourceConfig,
        bytes: u64,
        now: Micros,
    ) -> Result<(), StoreError> {
        if source.budget == Budget::default() {
            return Ok(());
        }
        let mut spent = self.of(store, &source.name, now)?;
        spent.requests += 1;
        spent.bytes += bytes;
        self.spent.insert(source.name.clone(), spent);
        store.put_spent(&source.name, REQUESTS, spent.window, spent.requests)?;
        store.put_spent(&source.name, BYTES, spent.window, spent.bytes)
    }

    fn of(&mut self, store: &Store, name: &str, now: Micros) -> Result<Spent, StoreError> {
        let known = if let Some(known) = self.spent.get(name) {
            Some(*known)
        } else {
            let requests = store.spent(name, REQUESTS)?;
            let bytes = store.spent(name, BYTES)?.map_or(0, |(_, bytes)| bytes);
            requests.map(|(window, requests)| Spent { window, requests, bytes })
        };
        let spent = known.filter(|known| now < spent_until(known.window)).unwrap_or(Spent {
            window: now,
            requests: 0,
            bytes: 0,
        });
        self.spent.insert(name.to_owned(), spent);
        Ok(spent)
    }
}

/// When a window ends.
pub(super) fn spent_until(window: Micros) -> Micros {
    window.plus(WINDOW)
}
