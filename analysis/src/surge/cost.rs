//! What a segment costs: how badly one level explains its points.

/// The quasi-Poisson cost: twice the negative log-likelihood of a segment at its own rate, over the dispersion, without
/// what no partition changes.
#[derive(Debug)]
pub(crate) struct PoissonCost {
    counts: Vec<f64>,
    exposures: Vec<f64>,
    dispersion: f64,
}

impl PoissonCost {
    /// Of counts, how much of a typical bin each stands for, and the variance over the mean.
    pub(crate) fn new(counts: &[f64], exposures: &[f64], dispersion: f64) -> Self {
        Self { counts: sums(counts), exposures: sums(exposures), dispersion }
    }

    /// The cost of `[from, to)`.
    pub(crate) fn fit(&self, from: usize, to: usize) -> f64 {
        let (count, exposure) = (self.count(from, to), self.exposure(from, to));
        if count > 0.0 { -2.0 * count * (count / exposure).ln() / self.dispersion } else { 0.0 }
    }

    /// How many bins there are.
    pub(crate) fn len(&self) -> usize {
        self.counts.len() - 1
    }

    /// All counts of `[from, to)`.
    pub(crate) fn count(&self, from: usize, to: usize) -> f64 {
        self.counts[to] - self.counts[from]
    }

    /// All exposure of `[from, to)`.
    pub(crate) fn exposure(&self, from: usize, to: usize) -> f64 {
        self.exposures[to] - self.exposures[from]
    }

    /// Counts per unit of exposure in `[from, to)`.
    pub(crate) fn rate(&self, from: usize, to: usize) -> f64 {
        self.count(from, to) / self.exposure(from, to)
    }

    /// The variance over the mean that it was made with.
    pub(crate) const fn dispersion(&self) -> f64 {
        self.dispersion
    }
}

/// The cost of a change of mean at a variance of 1: the sum of squares around a segment's own mean.
#[derive(Debug)]
pub(crate) struct NormalCost {
    values: Vec<f64>,
    squares: Vec<f64>,
}

impl NormalCost {
    /// Of values scaled to a standard deviation of 1.
    pub(crate) fn new(values: &[f64]) -> Self {
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        Self { values: sums(values), squares: sums(&squares) }
    }

    /// The cost of `[from, to)`.
    pub(crate) fn fit(&self, from: usize, to: usize) -> f64 {
        let sum = self.values[to] - self.values[from];
        self.squares[to] - self.squares[from] - sum * sum / (to - from) as f64
    }
}

fn sums(values: &[f64]) -> Vec<f64> {
    let mut total = 0.0;
    let mut all = Vec::with_capacity(values.len() + 1);
    all.push(0.0);
    all.extend(values.iter().map(|value| {
        total += value;
        total
    }));
    all
}
