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
    /// The rate of the bins that have items: what the dispersion is of.
    busy: f64,
}

impl Look {
    /// The variance over the mean that counts of a level have: it grows with the mean (negative binomial), and the one dispersion
    /// of a series is that of its busy bins.
    pub(crate) fn dispersion_at(&self, level: f64) -> f64 {
        dispersion_at(self.dispersion, self.busy, level)
    }

    /// The same of a stretch.
    pub(crate) fn dispersion_of(&self, from: usize, to: usize) -> f64 {
        self.dispersion_at(self.cost.rate(from, to))
    }
}

fn dispersion_at(dispersion: f64, busy: f64, level: f64) -> f64 {
    // A series without any items has no busy bins.
    let part = if busy > 0.0 { (level / busy).min(1.0) } else { 1.0 };
    1.0 + (dispersion - 1.0) * part
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
    let busy = busy(counts, &exposures);
    let segments = earlier(&cost, penalty, busy, &segments);
    Look { exposures, adjustment, dispersion, penalty, segments, cost, busy }
}

/// The rate of the bins that have items; 0 without any.
fn busy(counts: &[f64], exposures: &[f64]) -> f64 {
    let with = counts.iter().zip(exposures).filter(|(count, _)| **count > 0.0);
    let (held, exposure) = with.fold((0.0, 0.0), |sum, (count, part)| (sum.0 + count, sum.1 + part));
    if exposure > 0.0 { held / exposure } else { 0.0 }
}

/// Adds, before each rise, the beginning that a slow one has.
///
/// Where a rise begins from little or nothing, the dispersion of busy bins would hide the first items. So the segment before
/// each rise is looked at once more with the dispersion that its own level has, and its last change counts if it is a rise,
/// too.
fn earlier(cost: &PoissonCost, penalty: f64, busy: f64, segments: &[usize]) -> Vec<usize> {
    let end = cost.len();
    let mut all = segments.to_vec();
    for (n, &at) in segments.iter().enumerate().skip(1) {
        let (from, to) = (segments[n - 1], segments.get(n + 1).copied().unwrap_or(end));
        let level = cost.rate(from, at);
        if cost.rate(at, to) <= level || level <= 0.0 {
            continue;
        }
        let scale = cost.dispersion() / dispersion_at(cost.dispersion(), busy, level);
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
