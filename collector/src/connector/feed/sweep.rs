//! What one page of a feed needs to know of the sweep that it belongs to, and what it proves.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;
use whence_store::time::Micros;

use crate::config::Target;
use crate::connector::Asked;

/// Pages of one sweep at most.
pub(super) const MOST_PAGES: usize = 10;
/// Entries of a first page that are remembered.
const MOST_MARKS: usize = 100;

/// A sweep of a feed's pages, from its newest to an entry that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sweep {
    /// What the sweep before began with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    known: Vec<String>,
    /// What this one began with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    newest: Vec<String>,
    /// Which page this is; the poll is 0.
    #[serde(default)]
    pub(super) page: usize,
    /// Where what the pages before prove begins; nothing where they prove nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proven: Option<i64>,
    /// When the source was polled before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_poll: Option<i64>,
    /// Up to when the page can prove anything.
    #[serde(skip)]
    pub(super) until: Micros,
}

impl Sweep {
    /// A sweep after one that left a cursor.
    pub(super) fn after(cursor: Option<&str>) -> Self {
        let known = cursor.into_iter().flat_map(|marks| marks.split(' ')).filter(|mark| !mark.is_empty());
        Self { known: known.map(str::to_owned).collect(), ..Self::default() }
    }

    /// The sweep of a request.
    pub(super) fn of(asked: &Asked<'_>, received: Micros) -> Self {
        let mut sweep: Self = serde_json::from_str(asked.context).unwrap_or_default();
        if sweep.page == 0 {
            sweep.last_poll = asked.last_poll.map(|at| at.0);
        }
        sweep.until = if sweep.page == 0 { received } else { Micros(sweep.proven.unwrap_or(received.0)) };
        sweep
    }

    /// As it travels with a request.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether an entry is known from the sweep before.
    pub(super) fn meets(&self, keys: &[String]) -> bool {
        keys.iter().any(|key| self.known.contains(key))
    }

    /// Remembers what the first page shows.
    pub(super) fn begin_with(&mut self, keys: &[String]) {
        if self.page == 0 {
            self.newest = keys.iter().take(MOST_MARKS).cloned().collect();
        }
    }

    /// What the next sweep has to know.
    pub(super) fn newest(&self) -> String {
        self.newest.join(" ")
    }

    /// The sweep as its next page needs it.
    pub(super) fn next(&self, since: Option<Micros>) -> Self {
        let was_proven = self.page == 0 || self.proven.is_some();
        let proven = since.filter(|_| was_proven).map(|since| since.0);
        Self { page: self.page + 1, proven, ..self.clone() }
    }

    /// The window that a page proves, within what is wanted. Where a sweep ends without any entry of the one before, entries
    /// may have come and gone between the two: a list that claims to reach back behind the last poll does not, then.
    pub(super) fn proves(
        &self,
        since: Option<Micros>,
        is_met: bool,
        goes_on: bool,
        target: &Target,
    ) -> Option<(Micros, Micros)> {
        if self.page > 0 && self.proven.is_none() {
            return None;
        }
        let is_gap = !self.known.is_empty() && !is_met && !goes_on;
        let mut since = since?;
        if is_gap && self.last_poll.is_some_and(|last| since.0 <= last) {
            return None;
        }
        let mut until = self.until;
        since = target.from.map_or(since, |from| from.max(since));
        until = target.to.map_or(until, |to| to.min(until));
        (since <= until).then_some((since, until))
    }
}

/// A short mark of an id or an address.
pub(super) fn mark(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes())[..8])
}

/// A feed lists its last entries, newest first or newest last: from the oldest of them on it shows everything. A feed
/// in any other order (a pinned entry, an editor's choice), or without dates, proves nothing of the kind.
pub(in crate::connector) fn complete_since(dates: &[Option<Micros>], until: Micros) -> Option<Micros> {
    let dates: Vec<Micros> = dates.iter().copied().collect::<Option<_>>()?;
    let descending = dates.windows(2).all(|pair| pair[0] >= pair[1]);
    let ascending = dates.windows(2).all(|pair| pair[0] <= pair[1]);
    let oldest = dates.iter().copied().min()?;
    ((descending || ascending) && oldest <= until).then_some(oldest)
}
