//! Sets of instants as sorted, disjoint half-open intervals.

use whence_store::time::Micros;

/// A set of instants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intervals(Vec<(Micros, Micros)>);

impl Intervals {
    /// The union of some intervals `[from, to)`; empty ones are dropped, touching ones joined.
    pub fn new(intervals: impl IntoIterator<Item = (Micros, Micros)>) -> Self {
        let mut sorted: Vec<_> = intervals.into_iter().filter(|(from, to)| from < to).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(Micros, Micros)> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    /// The intervals in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Micros, Micros)> + '_ {
        self.0.iter().copied()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many intervals it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The part within `[from, to)`.
    #[must_use]
    pub fn within(&self, from: Micros, to: Micros) -> Self {
        let start = self.0.partition_point(|interval| interval.1 <= from);
        let cut = |&(f, t): &(Micros, Micros)| (f.max(from), t.min(to));
        Self(self.0[start..].iter().take_while(|interval| interval.0 < to).map(cut).collect())
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.iter().chain(other.iter()))
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(&&x), Some(&&y)) = (a.peek(), b.peek()) {
            let (from, to) = (x.0.max(y.0), x.1.min(y.1));
            if from < to {
                both.push((from, to));
            }
            if x.1 <= y.1 {
                a.next();
            } else {
                b.next();
            }
        }
        Self(both)
    }

    /// What of `[from, to)` is not in it.
    #[must_use]
    pub fn missing(&self, from: Micros, to: Micros) -> Self {
        let mut gaps = Vec::new();
        let mut at = from;
        for (f, t) in self.within(from, to).iter() {
            if at < f {
                gaps.push((at, f));
            }
            at = t;
        }
        if at < to {
            gaps.push((at, to));
        }
        Self(gaps)
    }

    /// How many microseconds of `[from, to)` are in it.
    pub fn overlap(&self, from: Micros, to: Micros) -> i64 {
        let start = self.0.partition_point(|interval| interval.1 <= from);
        self.0[start..]
            .iter()
            .take_while(|interval| interval.0 < to)
            .map(|&(f, t)| t.min(to).since(f.max(from)))
            .sum()
    }

    /// Whether an instant is in it.
    pub fn contains(&self, at: Micros) -> bool {
        let next = self.0.partition_point(|interval| interval.1 <= at);
        self.0.get(next).is_some_and(|interval| interval.0 <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[(i64, i64)]) -> Intervals {
        Intervals::new(pairs.iter().map(|&(a, b)| (Micros(a), Micros(b))))
    }

    #[test]
    fn touching_intervals_are_one() {
        assert_eq!(set(&[(5, 7), (1, 3), (3, 4), (9, 9)]), set(&[(1, 4), (5, 7)]));
    }

    #[test]
    fn algebra() {
        let (a, b) = (set(&[(0, 4), (6, 9)]), set(&[(2, 7)]));
        assert_eq!(a.intersection(&b), set(&[(2, 4), (6, 7)]));
        assert_eq!(a.union(&b), set(&[(0, 9)]));
        assert_eq!(a.missing(Micros(-1), Micros(10)), set(&[(-1, 0), (4, 6), (9, 10)]));
        assert_eq!(a.within(Micros(3), Micros(7)), set(&[(3, 4), (6, 7)]));
        assert_eq!(a.overlap(Micros(3), Micros(7)), 2);
        assert!(a.contains(Micros(0)) && !a.contains(Micros(4)) && a.contains(Micros(8)));
    }

    #[test]
    fn algebra_agrees_with_counting() {
        // Every pair of sets over eight instants, by brute force.
        let members = |bits: u32| {
            Intervals::new(
                (0..8_u32)
                    .filter(|n| bits >> n & 1 == 1)
                    .map(|n| (Micros(i64::from(n)), Micros(i64::from(n) + 1))),
            )
        };
        for a in 0..256 {
            let x = members(a);
            assert_eq!(x.missing(Micros(0), Micros(8)), members(!a & 255));
            for b in (0..256).step_by(7) {
                assert_eq!(x.intersection(&members(b)), members(a & b));
                assert_eq!(x.union(&members(b)), members(a | b));
            }
        }
    }
}
