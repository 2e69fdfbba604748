//! Whether a bin of time was observed.

use serde::{Deserialize, Serialize};
use whence_store::time::Micros;

use super::Units;

/// How far a bin was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Every unit was observed throughout: the count is the count.
    Observed,
    /// Something was observed: the count is a lower bound.
    Partial,
    /// Nothing was observed: there is no count.
    Gap,
    /// Nobody knows whether anything was observed, and nothing was captured: there is no count either.
    Unknown,
}

impl State {
    /// Whether there is nothing to count in such a bin.
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::Gap | Self::Unknown)
    }
}

/// The state of `[from, to)`, which holds `items` items.
///
/// Where a unit's coverage is not known the state is `partial` at best, and only if something was captured there.
pub fn state_of(units: &Units, from: Micros, to: Micros, items: usize) -> State {
    let length = to.since(from);
    let overlaps = || units.known.iter().map(|unit| unit.overlap(from, to));
    if overlaps().all(|overlap| overlap == 0) {
        return match (units.unknown > 0, items > 0) {
            (true, true) => State::Partial,
            (true, false) => State::Unknown,
            (false, _) => State::Gap,
        };
    }
    if units.unknown == 0 && overlaps().all(|overlap| overlap == length) {
        State::Observed
    } else {
        State::Partial
    }
}

#[cfg(test)]
mod tests {
    use super::super::Intervals;
    use super::*;

    fn units(sets: &[&[(i64, i64)]], unknown: usize) -> Units {
        let known =
            sets.iter().map(|set| Intervals::new(set.iter().map(|&(a, b)| (Micros(a), Micros(b))))).collect();
        Units { known, unknown }
    }

    fn state(sets: &[&[(i64, i64)]], unknown: usize, items: usize) -> State {
        state_of(&units(sets, unknown), Micros(10), Micros(20), items)
    }

    #[test]
    fn states() {
        assert_eq!(state(&[&[(0, 30)], &[(10, 20)]], 0, 0), State::Observed);
        assert_eq!(state(&[&[(0, 30)], &[(10, 19)]], 0, 0), State::Partial);
        assert_eq!(state(&[&[(0, 30)], &[]], 0, 0), State::Partial);
        assert_eq!(state(&[&[(0, 10), (20, 30)]], 0, 3), State::Gap);
        assert_eq!(state(&[], 1, 0), State::Unknown);
        assert_eq!(state(&[], 1, 2), State::Partial);
        assert_eq!(state(&[&[(0, 30)]], 1, 0), State::Partial);
        assert_eq!(state(&[], 0, 0), State::Gap);
    }
}
