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
    /// Nothing is known to have been observed: there is no count.
    Gap,
}

/// The state of `[from, to)`, which holds `items` items.
///
/// Where a unit's coverage is not known the state is `partial` at best, and only if something was captured there.
pub fn state_of(units: &Units, from: Micros, to: Micros, items: usize) -> State {
    let length = to.since(from);
    let overlaps = || units.known.iter().map(|unit| unit.overlap(from, to));
    if overlaps().all(|overlap| overlap == 0) {
        return if units.unknown > 0 && items > 0 { State::Partial } else { State::Gap };
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
        assert_eq!(state(&[], 1, 0), State::Gap);
        assert_eq!(state(&[], 1, 2), State::Partial);
        assert_eq!(state(&[&[(0, 30)]], 1, 0), State::Partial);
        assert_eq!(state(&[], 0, 0), State::Gap);
    }
}
