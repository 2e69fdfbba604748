//! The windows of a sweep that are still to be asked for.

use serde::{Deserialize, Serialize};
use whence_store::time::Micros;

/// GDELT looks around in steps of a quarter of an hour.
const SHORTEST: i64 = 15 * 60 * Micros::SECOND;

/// The window of a request, and what is left after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sweep {
    from: i64,
    to: i64,
    #[serde(default)]
    left: Vec<(i64, i64)>,
}

impl Sweep {
    /// A sweep of a window.
    pub(super) const fn of(from: Micros, to: Micros) -> Self {
        Self { from: from.0, to: to.0, left: Vec::new() }
    }

    /// Of a request.
    pub(super) fn read(context: &str) -> Option<Self> {
        serde_json::from_str(context).ok()
    }

    /// As it travels with a request.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Replaces the window by its halves; not one that is as short as they get.
    pub(super) fn halve(&mut self) -> bool {
        let length = self.to - self.from;
        if length <= SHORTEST {
            return false;
        }
        // Whole seconds, as the search knows no others.
        let half = self.from + length / 2 / Micros::SECOND * Micros::SECOND;
        self.left.push((self.from, half));
        self.left.push((half, self.to));
        true
    }

    /// Goes on to the next window.
    pub(super) fn next(&mut self) -> Option<(Micros, Micros)> {
        (self.from, self.to) = self.left.pop()?;
        Some((Micros(self.from), Micros(self.to)))
    }
}
