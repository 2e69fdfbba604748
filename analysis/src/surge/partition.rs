//! Exact optimal partitioning of a series into segments.
//!
//! Jackson et al., "An algorithm for optimal partitioning of data on an interval" (2005), with the penalty of Zhang and
//! Siegmund (MBIC, 2007) and the pruning of Killick, Fearnhead and Eckley (PELT, 2012). The term for a segment's length is
//! no sum over its points, so that the published pruning rule may drop the optimum under MBIC; here it is loosened by the
//! most that the term can gain, which keeps the minimum exact.

/// The first places of the segments of the least total cost; the first is always 0.
///
/// `fit(from, to)` is the cost of one segment `[from, to)` without its length's term: it must not grow when a segment is
/// split in two. To it come the logarithm of each segment's length, and `penalty` for each segment after the first.
pub(crate) fn segments(n: usize, penalty: f64, fit: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let length = |points: usize| (points as f64).ln();
    let mut best = vec![-penalty];
    let mut before = vec![0_usize];
    // Places at which the last segment may yet begin.
    let mut open = vec![0_usize];
    for to in 1..=n {
        let (mut least, mut place) = (f64::INFINITY, 0);
        let mut costs = Vec::with_capacity(open.len());
        for &from in &open {
            let cost = fit(from, to);
            costs.push(cost);
            let total = best[from] + cost + length(to - from) + penalty;
            if total < least {
                (least, place) = (total, from);
            }
        }
        best.push(least);
        before.push(place);
        // A segment from `from` through `to` and on to some end is at most this much cheaper for its length than one that
        // is cut at `to`: ln(a b / (a + b)), which grows with b.
        let rest = (n - to) as f64;
        let mut kept = 0;
        for index in 0..open.len() {
            let from = open[index];
            let points = (to - from) as f64;
            let bound = if rest > 0.0 { (points * rest / (points + rest)).ln().max(0.0) } else { 0.0 };
            if best[from] + costs[index] + length(to - from) - bound < least {
                open[kept] = from;
                kept += 1;
            }
        }
        open.truncate(kept);
        open.push(to);
    }
    let mut starts = Vec::new();
    let mut at = n;
    while at > 0 {
        at = before[at];
        starts.push(at);
    }
    starts.reverse();
    starts
}

#[cfg(test)]
mod tests {
    use super::super::cost::PoissonCost;
    use super::*;

    #[test]
    fn a_step_is_one_change() {
        let penalty = 3.0 * 40.0_f64.ln();
        let found = |counts: &[f64], exposures: &[f64]| {
            let cost = PoissonCost::new(counts, exposures, 1.0);
            segments(counts.len(), penalty, |from, to| cost.fit(from, to))
        };
        let counts: Vec<f64> = (0..40).map(|n| if n < 25 { 5.0 } else { 20.0 }).collect();
        assert_eq!(found(&counts, &[1.0; 40]), [0, 25]);
        // Half-observed days with half the items are the same rate.
        let half: Vec<f64> = (0..40).map(|n| if n < 25 { 10.0 } else { 5.0 }).collect();
        let exposures: Vec<f64> = (0..40).map(|n| if n < 25 { 1.0 } else { 0.5 }).collect();
        assert_eq!(found(&half, &exposures), [0]);
    }

    /// The same without pruning.
    fn plain(n: usize, penalty: f64, fit: impl Fn(usize, usize) -> f64) -> f64 {
        let mut best = vec![-penalty];
        for to in 1..=n {
            let total = |from: usize| best[from] + fit(from, to) + ((to - from) as f64).ln() + penalty;
            best.push((0..to).map(total).fold(f64::INFINITY, f64::min));
        }
        best[n]
    }

    #[test]
    fn pruning_loses_nothing() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut unit = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for round in 0..200 {
            let n = 20 + round % 60;
            let counts: Vec<f64> =
                (0..n).map(|k| (unit() * if k / 7 % 3 == round % 3 { 30.0 } else { 8.0 }).floor()).collect();
            let exposures: Vec<f64> = (0..n).map(|_| 0.2 + 0.8 * unit()).collect();
            let cost = PoissonCost::new(&counts, &exposures, 1.0 + 3.0 * unit());
            // Small penalties make many segments.
            let penalty = 8.0 * unit();
            let starts = segments(n, penalty, |from, to| cost.fit(from, to));
            let total: f64 = (0..starts.len())
                .map(|k| {
                    let (from, to) = (starts[k], starts.get(k + 1).copied().unwrap_or(n));
                    cost.fit(from, to) + ((to - from) as f64).ln() + penalty
                })
                .sum();
            let least = plain(n, penalty, |from, to| cost.fit(from, to));
            assert!((total - penalty - least).abs() < 1e-7, "round {round}: {total} against {least}");
        }
    }
}
