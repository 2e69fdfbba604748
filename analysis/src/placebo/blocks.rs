//! The second opinion, and the effect: a quasi-Poisson rate ratio whose dispersion is that of N-day blocks.
//!
//! Days that follow each other are alike, so that the dispersion of single days is too small for a sum of N. Blocks of N
//! days that do not overlap have the right one (Pearson's statistic over their degrees of freedom).

use super::student::{quantile, upper_tail};
use super::window::{Refusal, Windows};

/// The result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blocks {
    pub(super) dispersion: f64,
    pub(super) freedom: f64,
    pub(super) p_value: f64,
    pub(super) ratio: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

pub(super) fn test(windows: &Windows<'_>) -> Result<Blocks, Refusal> {
    let blocks = windows.blocks();
    let rate = windows.all.count / windows.all.exposure;
    let freedom = blocks.len() as f64 - 1.0;
    if freedom < 1.0 {
        return Err(Refusal::Baseline { from: windows.from, days: windows.baseline_observed });
    }
    let pearson: f64 = blocks
        .iter()
        .map(|block| (block.count - rate * block.exposure).powi(2) / (rate * block.exposure))
        .sum();
    let dispersion = (pearson / freedom).max(1.0);
    let expected = rate * windows.window.exposure;
    // An empty window has half an item, so that its logarithm is one.
    let count = windows.window.count.max(0.5);
    let log = (count / expected).ln();
    // Under no rise the window's variance is that of what was expected, not of what was counted.
    let z = log / (dispersion * (1.0 / expected + 1.0 / windows.all.count)).sqrt();
    let spread = quantile(0.025, freedom) * (dispersion * (1.0 / count + 1.0 / windows.all.count)).sqrt();
    let ratio = log.exp();
    Ok(Blocks {
        dispersion,
        freedom,
        p_value: upper_tail(z, freedom),
        ratio,
        low: ratio / spread.exp(),
        high: ratio * spread.exp(),
    })
}
