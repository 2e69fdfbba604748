//! Exact optimal partitioning of a count series into segments of constant rate.
//!
//! Jackson et al., "An algorithm for optimal partitioning of data on an interval" (2005), with the cost and penalty that
//! Killick, Fearnhead and Eckley (PELT, 2012) and Zhang and Siegmund (MBIC, 2007) give for it: Poisson deviance over the
//! dispersion, plus the logarithm of each segment's length, plus `3 ln n` for each further segment. A window has a few
//! hundred days, so the plain O(n²) recursion needs no pruning.

/// The first places of the segments; the first is always 0.
pub(super) fn segments(counts: &[f64], exposures: &[f64], dispersion: f64) -> Vec<usize> {
    let n = counts.len();
    let sums = |values: &[f64]| {
        let mut total = 0.0;
        let mut all = vec![0.0];
        all.extend(values.iter().map(|value| {
            total += value;
            total
        }));
        all
    };
    let (count, exposure) = (sums(counts), sums(exposures));
    let cost = |from: usize, to: usize| {
        let y = count[to] - count[from];
        let e = exposure[to] - exposure[from];
        // Twice the negative log-likelihood at the segment's own rate, without what no partition changes.
        let fit = if y > 0.0 { -2.0 * y * (y / e).ln() } else { 0.0 };
        fit / dispersion + ((to - from) as f64).ln()
    };
    let penalty = 3.0 * (n as f64).ln();
    let mut best = vec![-penalty];
    let mut before = vec![0_usize];
    for to in 1..=n {
        let (mut least, mut place) = (f64::INFINITY, 0);
        for (from, so_far) in best.iter().enumerate() {
            let total = so_far + cost(from, to) + penalty;
            if total < least {
                (least, place) = (total, from);
            }
        }
        best.push(least);
        before.push(place);
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
    use super::*;

    #[test]
    fn a_step_is_one_change() {
        let counts: Vec<f64> = (0..40).map(|n| if n < 25 { 5.0 } else { 20.0 }).collect();
        assert_eq!(segments(&counts, &[1.0; 40], 1.0), [0, 25]);
        // Half-observed days with half the items are the same rate.
        let half: Vec<f64> = (0..40).map(|n| if n < 25 { 10.0 } else { 5.0 }).collect();
        let exposures: Vec<f64> = (0..40).map(|n| if n < 25 { 1.0 } else { 0.5 }).collect();
        assert_eq!(segments(&half, &exposures, 1.0), [0]);
    }
}
