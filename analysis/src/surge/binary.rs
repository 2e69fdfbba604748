//! Binary segmentation of a change of mean, as the R package `changepoint` does it and TCPD scores it.
//!
//! Scott and Knott (1974); the criterion is MBIC (Zhang and Siegmund, 2007): squares around the mean plus the logarithm of
//! the length, a penalty of `3 ln n`. The Q best splits are taken one after the other, each over all segments so far; a
//! split counts while no split up to it gained less than the penalty.

use super::cost::NormalCost;

/// The most splits that are looked for: TCPD's default.
pub(crate) const MOST_SPLITS: usize = 5;

/// The first places of the segments of values scaled to a standard deviation of 1; the first is always 0.
pub(crate) fn segments(values: &[f64], penalty: f64, most: usize) -> Vec<usize> {
    let n = values.len();
    let cost = NormalCost::new(values);
    let full = |from: usize, to: usize| cost.fit(from, to) + ((to - from) as f64).ln();
    let mut starts = vec![0];
    for _ in 0..most {
        let mut best: Option<(f64, usize)> = None;
        for (k, &from) in starts.iter().enumerate() {
            let to = starts.get(k + 1).copied().unwrap_or(n);
            // A first part of one point is no segment in the original, which counts it from its last point.
            for at in from + 2..to {
                let gain = full(from, to) - full(from, at) - full(at, to);
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, at));
                }
            }
        }
        match best {
            Some((gain, at)) if gain >= penalty => {
                starts.push(at);
                starts.sort_unstable();
            }
            _ => break,
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_are_two_splits() {
        let values: Vec<f64> = (0..60)
            .map(|n| if (20..40).contains(&n) { 1.5 } else { -0.7 } + 0.1 * f64::from(n % 3))
            .collect();
        assert_eq!(segments(&values, 3.0 * 60.0_f64.ln(), MOST_SPLITS), [0, 20, 40]);
        assert_eq!(segments(&[0.5; 60], 3.0 * 60.0_f64.ln(), MOST_SPLITS), [0]);
        assert_eq!(segments(&values, 3.0 * 60.0_f64.ln(), 1).len(), 2);
    }
}
