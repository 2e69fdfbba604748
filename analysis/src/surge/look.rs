//! One look at a series of counts: rhythm, dispersion, and the segments of constant level.

use super::cost::PoissonCost;
use super::rhythm::{self, Adjustment, Bin, Phase};
use super::{dispersion, partition};

/// Observed of bins in order; bins that were not observed are left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observed<'a> {
    pub(crate) bin: Bin,
    pub(crate) counts: &'a [f64],
    /// Which part of each bin was observed: above 0, at most 1.
    pub(crate) exposures: &'a [f64],
    pub(crate) phases: &'a [Phase],
}

/// What was seen.
#[derive(Debug)]
pub(crate) struct Look {
    /// How much of a typical bin each bin stands for: its rhythm's factor times its observed part.
    pub(crate) exposures: Vec<f64>,
    /// Which rhythm was taken out.
    pub(crate) adjustment: Adjustment,
    /// The variance over the mean.
    pub(crate) dispersion: f64,
    /// The penalty of a further segment.
    pub(crate) penalty: f64,
    /// The first places of the segments.
    pub(crate) segments: Vec<usize>,
    /// The cost that they minimise.
    pub(crate) cost: PoissonCost,
}

/// Looks once without a rhythm, then with the one that shows within the segments of that first look.
pub(crate) fn look(series: Observed<'_>) -> Look {
    let Observed { bin, counts, exposures, phases } = series;
    let plain = once(bin, counts, exposures.to_vec(), Adjustment::None);
    let (factors, adjustment) = rhythm::factors(bin, counts, exposures, phases, &plain.segments);
    if adjustment == Adjustment::None {
        return plain;
    }
    let adjusted = exposures.iter().zip(&factors).map(|(exposure, factor)| exposure * factor).collect();
    once(bin, counts, adjusted, adjustment)
}

fn once(bin: Bin, counts: &[f64], exposures: Vec<f64>, adjustment: Adjustment) -> Look {
    let dispersion = dispersion::of(bin, counts, &exposures);
    let penalty = 3.0 * (counts.len() as f64).ln();
    let cost = PoissonCost::new(counts, &exposures, dispersion);
    let segments = partition::segments(counts.len(), penalty, |from, to| cost.fit(from, to));
    let segments = earlier(&cost, penalty, counts, &exposures, segments);
    Look { exposures, adjustment, dispersion, penalty, segments, cost }
}

/// Adds, before each rise, the beginning that a slow one has.
///
/// The variance over the mean grows with the mean (negative binomial), and the one dispersion of a series is that of its busy bins:
/// where a rise begins from little or nothing, it would hide the first items. So the segment before each rise is looked at
/// once more with the dispersion that its own level has, and its last change counts if it is a rise, too.
fn earlier(
    cost: &PoissonCost,
    penalty: f64,
    counts: &[f64],
    exposures: &[f64],
    segments: Vec<usize>,
) -> Vec<usize> {
    let (mut held, mut exposure) = (0.0, 0.0);
    for (count, part) in counts.iter().zip(exposures).filter(|(count, _)| **count > 0.0) {
        held += count;
        exposure += part;
    }
    let busy = held / exposure;
    let mut all = segments.clone();
    for (n, &at) in segments.iter().enumerate().skip(1) {
        let (from, to) = (segments[n - 1], segments.get(n + 1).copied().unwrap_or(counts.len()));
        let level = cost.rate(from, at);
        if cost.rate(at, to) <= level || level <= 0.0 {
            continue;
        }
        let own = 1.0 + (cost.dispersion() - 1.0) * (level / busy).min(1.0);
        let scale = cost.dispersion() / own;
        let inner = partition::segments(at - from, penalty, |a, b| scale * cost.fit(from + a, from + b));
        if let [.., before, last] = inner[..]
            && cost.rate(from + last, at) > cost.rate(from + before, from + last)
        {
            all.push(from + last);
        }
    }
    all.sort_unstable();
    all
}
