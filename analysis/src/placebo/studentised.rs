//! The first opinion: the window's logarithm against those of all placebo windows, in standard deviations.
//!
//! Overlapping windows give the spread of N-day sums with whatever correlation the days have; as many windows as do not
//! overlap, less two, are the degrees of freedom of Student's t. One-sided: a rise.

use super::student::upper_tail;
use super::window::{Refusal, Sum, Windows};

/// Half an item, so that an empty window has a logarithm.
const HALF: f64 = 0.5;

/// The result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Studentised {
    pub(super) t: f64,
    pub(super) freedom: f64,
    pub(super) p_value: f64,
    pub(super) placebos: usize,
}

pub(super) fn test(windows: &Windows<'_>) -> Result<Studentised, Refusal> {
    let log = |sum: &Sum| ((sum.count + HALF) / sum.exposure).ln();
    let placebos: Vec<f64> = windows.placebos().iter().map(log).collect();
    let n = placebos.len() as f64;
    let mean = placebos.iter().sum::<f64>() / n;
    let variance = placebos.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // Where gaps leave few whole windows, those count.
    let separate = windows.separate().min(n);
    let freedom = separate - 2.0;
    if !(variance > 0.0 && freedom >= 1.0) {
        return Err(Refusal::Items { days: windows.baseline_observed, items: windows.all.count });
    }
    // The mean is itself one of as many windows as do not overlap.
    let t = (log(&windows.window) - mean) / (variance * (1.0 + 1.0 / separate)).sqrt();
    Ok(Studentised { t, freedom, p_value: upper_tail(t, freedom), placebos: placebos.len() })
}
