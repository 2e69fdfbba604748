//! Where a change lies, and how much of a change it is, each with an interval.

/// 97.5 % of a standard normal variable lies below it.
pub(crate) const Z: f64 = 1.959_964;

/// Where a change lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Below it lie 2.5 % of the weight.
    pub(crate) low: usize,
    /// The middle of the weight.
    pub(crate) middle: usize,
    /// Above it lie 2.5 % of the weight.
    pub(crate) high: usize,
}

/// Where the one change within `[from, to)` lies: every place weighs what its likelihood says (a flat prior over the places
/// between two neighbours). `fit` is twice a negative log-likelihood.
pub(crate) fn of_change(from: usize, to: usize, fit: impl Fn(usize, usize) -> f64) -> Place {
    weighed(from + 1, to, |at| fit(from, at) + fit(at, to))
}

/// As [`of_change`] for any cost of the places `[first, end)`.
pub(crate) fn weighed(first: usize, end: usize, cost: impl Fn(usize) -> f64) -> Place {
    let costs: Vec<f64> = (first..end).map(cost).collect();
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> = costs.iter().map(|cost| (-(cost - least) / 2.0).exp()).collect();
    let all: f64 = weights.iter().sum();
    let quantile = |part: f64| {
        let mut sum = 0.0;
        let place = weights.iter().position(|weight| {
            sum += weight;
            sum >= part * all
        });
        first + place.unwrap_or(weights.len().saturating_sub(1))
    };
    Place { low: quantile(0.025), middle: quantile(0.5), high: quantile(0.975) }
}

/// A ratio with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratio {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A stretch: its count, its exposure, and the variance over the mean that counts of its level have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    pub(crate) count: f64,
    pub(crate) exposure: f64,
    pub(crate) dispersion: f64,
}

/// One rate over another with a 95 % interval: normal on the logarithm, each side's variance its dispersion over its count.
/// Where either count is zero half an item is added to both, so that the ratio stays finite.
pub(crate) fn ratio(before: Level, after: Level) -> Ratio {
    let add = if before.count <= 0.0 || after.count <= 0.0 { 0.5 } else { 0.0 };
    let (y0, y1) = (before.count + add, after.count + add);
    let value = (y1 / after.exposure) / (y0 / before.exposure);
    let spread = (Z * (before.dispersion / y0 + after.dispersion / y1).sqrt()).exp();
    Ratio { value, low: value / spread, high: value * spread }
}

#[cfg(test)]
mod tests {
    use super::super::cost::PoissonCost;
    use super::*;

    #[test]
    fn a_clear_step_is_certain_and_a_faint_one_is_not() {
        let step = |high: f64| {
            let counts: Vec<f64> = (0..30).map(|n| if n < 20 { 4.0 } else { high }).collect();
            let cost = PoissonCost::new(&counts, &[1.0; 30], 1.0);
            of_change(0, 30, |from, to| cost.fit(from, to))
        };
        assert_eq!(step(60.0), Place { low: 20, middle: 20, high: 20 });
        let faint = step(7.0);
        assert!(faint.low < 20 && faint.high > 20, "{faint:?}");
    }

    #[test]
    fn the_interval_of_a_ratio() {
        // 40 in 10 days against 40 in 20: twice, 1.96 √(2/40) on the logarithm.
        let level = |count, exposure| Level { count, exposure, dispersion: 1.0 };
        let found = ratio(level(40.0, 20.0), level(40.0, 10.0));
        assert!((found.value - 2.0).abs() < 1e-12);
        assert!((found.low - 2.0 / (1.959_964 * 0.05_f64.sqrt()).exp()).abs() < 1e-9);
        assert!(ratio(level(0.0, 20.0), level(40.0, 10.0)).value.is_finite());
    }
}
