//! One look at a series of counts: rhythm, dispersion, and the segments of constant level.

use super::cost::PoissonCost;
use super::rhythm::{self, Adjustment, Bin, Phase};
use super::{dispersion, partition};

/// Counts of bins in order; bins that were not observed are left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts<'a> {
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
pub(crate) fn look(series: Counts<'_>) -> Look {
    let Counts { bin, counts, exposures, phases } = series;
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
    Look { exposures, adjustment, dispersion, penalty, segments, cost }
}
