//! How much more than a Poisson process the counts vary.

use super::rhythm::Bin;

/// The largest fifth of the differences is left out: it holds the changes that are looked for, which in a window of a few
/// weeks are many of all.
const TRIM: f64 = 0.2;
/// The mean of a chi-squared variable of one degree of freedom below its 80th percentile:
/// `P(χ²₃ < 1.6424) / 0.8`. Dividing by it undoes the trimming.
const TRIMMED_MEAN: f64 = 0.4377;
/// Hours of a day.
const HOURS: usize = 24;
/// Days from which the dispersion of hourly counts is also looked at by the day.
const DAYS_TO_COMPARE: usize = 14;
/// From few pairs the estimate is uncertain, and too small as often as too large; this share of `1/pairs` more keeps the false
/// alarms of short windows where those of long ones are (chosen by the simulation in the tests).
const CAUTION: f64 = 4.0;

/// Variance over mean of a series. Hourly counts follow each other: what one hour's difference does not show, days show; the
/// larger of both counts.
pub(super) fn of(bin: Bin, counts: &[f64], exposures: &[f64]) -> f64 {
    let own = estimate(counts, exposures);
    if bin != Bin::Hour || counts.len() < HOURS * DAYS_TO_COMPARE {
        return own;
    }
    let days = |values: &[f64]| values.chunks_exact(HOURS).map(|day| day.iter().sum()).collect::<Vec<f64>>();
    own.max(estimate(&days(counts), &days(exposures)))
}

/// Variance over mean, at least 1, from differences of neighbouring bins (so that a slow change does not count as noise):
/// the trimmed mean of `(yᵢ/eᵢ − yⱼ/eⱼ)² / (m (1/eᵢ + 1/eⱼ))` with `m` the pair's common rate, which for a constant rate is
/// `φ χ²₁` (Pearson's statistic of a pair).
pub(super) fn estimate(counts: &[f64], exposures: &[f64]) -> f64 {
    let mut ratios = Vec::with_capacity(counts.len());
    for (y, e) in counts.windows(2).zip(exposures.windows(2)) {
        let rate = (y[0] + y[1]) / (e[0] + e[1]);
        // Two empty bins tell nothing of the variance.
        if rate > 0.0 {
            let difference = y[0] / e[0] - y[1] / e[1];
            ratios.push(difference * difference / (rate * (1.0 / e[0] + 1.0 / e[1])));
        }
    }
    ratios.sort_unstable_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count of elements, scaled down
    let kept = ((ratios.len() as f64) * (1.0 - TRIM)).ceil() as usize;
    if kept == 0 {
        return 1.0;
    }
    let mean = ratios[..kept].iter().sum::<f64>() / kept as f64;
    (mean / TRIMMED_MEAN * (1.0 + CAUTION / ratios.len() as f64)).max(1.0)
}
