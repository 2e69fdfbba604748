//! Change points of a mean, Normal with one variance: the methods that TCPD publishes scores of.

use super::found::{Cut, Method, Parameters, rounded};
use crate::series_file::SeriesBin;
use crate::surge::binary::{self, MOST_SPLITS};
use crate::surge::cost::NormalCost;
use crate::surge::partition;
use crate::surge::place::{Z, of_change};
use crate::surge::rhythm::Adjustment;

/// Values scaled to a mean of 0 and a standard deviation of 1, and that deviation.
fn scaled(values: &[f64]) -> (Vec<f64>, f64) {
    let deviation = deviation(values);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let scale = if deviation > 0.0 { deviation } else { 1.0 };
    (values.iter().map(|value| (value - mean) / scale).collect(), deviation)
}

fn starts(scaled: &[f64], method: Method) -> Vec<usize> {
    let penalty = 3.0 * (scaled.len() as f64).ln();
    if method == Method::Binseg {
        return binary::segments(scaled, penalty, MOST_SPLITS);
    }
    let cost = NormalCost::new(scaled);
    partition::segments(scaled.len(), penalty, |from, to| cost.fit(from, to))
}

/// The first places of the segments of plain numbers; the first is 0.
pub(crate) fn segments(values: &[f64], method: Method) -> Vec<usize> {
    starts(&scaled(values).0, method)
}

pub(super) fn find(observed: &[&SeriesBin], method: Method) -> Cut {
    let values: Vec<f64> = observed.iter().filter_map(|bin| bin.value).collect();
    let (scaled, deviation) = scaled(&values);
    let scale = if deviation > 0.0 { deviation } else { 1.0 };
    let penalty = 3.0 * (values.len() as f64).ln();
    let cost = NormalCost::new(&scaled);
    let starts = starts(&scaled, method);
    let end = |n: usize| starts.get(n + 1).copied().unwrap_or(values.len());
    let part = |n: usize| &values[starts[n]..end(n)];
    // The variance around the segments' means, which intervals stand on.
    let around: f64 = (0..starts.len()).map(|n| cost.fit(starts[n], end(n))).sum();
    let free = values.len().saturating_sub(starts.len()).max(1) as f64;
    let variance = (around / free).max(1e-12);
    let (mut places, mut ratios) = (Vec::new(), Vec::new());
    for n in 1..starts.len() {
        let place = of_change(starts[n - 1], end(n), |from, to| cost.fit(from, to) / variance);
        places.push((place.low.min(starts[n]), place.high.max(starts[n])));
        ratios.push(ratio(part(n - 1), part(n), variance * scale * scale));
    }
    Cut {
        parameters: Parameters {
            penalty: rounded(penalty),
            dispersion: rounded(deviation),
            adjustment: Adjustment::None,
            most_changes: (method == Method::Binseg).then_some(MOST_SPLITS),
        },
        rates: (0..starts.len()).map(|n| part(n).iter().sum::<f64>() / part(n).len() as f64).collect(),
        starts,
        places,
        ratios,
    }
}

/// The sample's standard deviation; 0 for fewer than two values.
fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    if values.len() < 2 { 0.0 } else { (squares / (n - 1.0)).sqrt() }
}

/// The ratio of two means with its 95 % interval (delta method on the logarithm), where both are positive.
fn ratio(before: &[f64], after: &[f64], variance: f64) -> Option<(f64, f64, f64)> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (m0, m1) = (mean(before), mean(after));
    if m0 <= 0.0 || m1 <= 0.0 {
        return None;
    }
    let relative = |mean: f64, n: usize| variance / (n as f64 * mean * mean);
    let spread = (Z * (relative(m0, before.len()) + relative(m1, after.len())).sqrt()).exp();
    let ratio = m1 / m0;
    Some((ratio, ratio / spread, ratio * spread))
}
