//! Gaps of a window, and the gap before an item.

use whence_store::time::Micros;

use super::{Intervals, Units};

/// A gap before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its beginning; the window's where nothing before was observed.
    pub from: Micros,
    /// Its end.
    pub to: Micros,
    /// Whether it ends at the item, or less than an hour before its bin.
    pub adjacent: bool,
    /// Whether nothing at all was observed in it; else only some of the sources or accounts were not.
    pub total: bool,
}

/// The maximal intervals of `[from, to)` in which no unit was observed.
pub fn unobserved(units: &Units, from: Micros, to: Micros) -> Intervals {
    units.any().missing(from, to)
}

/// The last gap that ends at or before an item of the bin that begins at `bin_from`, looking back to `from`.
///
/// A time in which nothing was observed comes first; a time in which only some units were not observed is given where it
/// touches the item, or where there is no other.
pub fn gaps_before(units: &Units, from: Micros, bin_from: Micros, at: Micros) -> Option<Gap> {
    let last = |observed: &Intervals, total: bool| {
        let found = observed.missing(from, at).iter().next_back()?;
        let adjacent = found.1 >= bin_from.plus(-Micros::HOUR);
        Some(Gap { from: found.0, to: found.1, adjacent, total })
    };
    let nothing = last(&units.any(), true);
    if nothing.is_some_and(|gap| gap.adjacent) || units.known.is_empty() {
        return nothing;
    }
    let some = last(&units.all(), false);
    if some.is_some_and(|gap| gap.adjacent) { some } else { nothing.or(some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = Micros::HOUR;

    fn units(sets: &[&[(i64, i64)]]) -> Units {
        let known = sets
            .iter()
            .map(|set| Intervals::new(set.iter().map(|&(a, b)| (Micros(a * HOUR), Micros(b * HOUR)))))
            .collect();
        Units { known, unknown: 0 }
    }

    fn before(sets: &[&[(i64, i64)]], hour: i64) -> Option<(i64, i64, bool, bool)> {
        let at = Micros(hour * HOUR);
        gaps_before(&units(sets), Micros(0), at, at)
            .map(|gap| (gap.from.0 / HOUR, gap.to.0 / HOUR, gap.adjacent, gap.total))
    }

    #[test]
    fn the_gap_before_an_item() {
        assert_eq!(before(&[&[(0, 8), (9, 24)]], 9), Some((8, 9, true, true)));
        assert_eq!(before(&[&[(0, 8), (9, 24)]], 12), Some((8, 9, false, true)));
        assert_eq!(before(&[&[(0, 24)]], 12), None);
        assert_eq!(before(&[&[(12, 24)]], 12), Some((0, 12, true, true)), "nothing before was observed");
        // One of two sources was down just before: that may have hidden something.
        assert_eq!(before(&[&[(0, 24)], &[(0, 8), (9, 24)]], 9), Some((8, 9, true, false)));
        assert_eq!(before(&[&[(0, 24)], &[(0, 4), (20, 24)]], 9), Some((4, 9, true, false)));
        // A total gap long ago is told rather than a partial one long ago.
        assert_eq!(before(&[&[(0, 1), (2, 24)], &[(0, 1), (2, 3), (4, 24)]], 9), Some((1, 2, false, true)));
    }
}
