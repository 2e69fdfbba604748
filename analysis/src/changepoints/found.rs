//! What `whence-analyze changepoints` prints; the keys are documented in docs/surges.md and stay.

use serde::{Deserialize, Serialize};

use crate::series_file::{Series, SeriesBin};
use crate::surge::rhythm::{Adjustment, Bin};

/// The schema of the output.
pub const SCHEMA: &str = "whence-changepoints/1";

/// What `index` counts; other programs count otherwise.
pub const INDEX_CONVENTION: &str = "index is the row (from 0, below the header) of the first observed point of the new segment; bin counts the same on the grid, missing bins included; r_index is what R's changepoint reports (the last point of the segment before, from 1); tcpd_index is TCPD's cps-1 (the last point of the segment before, from 0)";

/// How change points are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Counts: exact optimal partitioning, quasi-Poisson cost, rhythm of week and day taken out. The method of the reports.
    QuasiPoisson,
    /// Any numbers: binary segmentation of the mean, Normal, MBIC, at most five changes (TCPD's default).
    Binseg,
    /// Any numbers: exact optimal partitioning of the mean, Normal, MBIC.
    Pelt,
}

/// The change points of a series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Changepoints {
    /// [`SCHEMA`].
    pub schema: String,
    /// The method.
    pub method: Method,
    /// How long a bin is: `hour`, `day` or `index`.
    pub bin: Bin,
    /// [`INDEX_CONVENTION`].
    pub index_convention: String,
    /// Bins of the grid from the first row to the last.
    pub bins: usize,
    /// Of these, observed.
    pub observed: usize,
    /// What the method was given, or found out.
    pub parameters: Parameters,
    /// Where the level changes.
    pub changepoints: Vec<Change>,
    /// The segments between.
    pub segments: Vec<Segment>,
    /// Bins that were not observed: masked, never zero.
    pub gaps: Vec<Gap>,
}

/// What the method was given, or found out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parameters {
    /// The penalty of each further segment: `3 ln n` over the observed bins.
    pub penalty: f64,
    /// The variance over the mean (`quasi-poisson`); the standard deviation that values were scaled by (others).
    pub dispersion: f64,
    /// Which rhythm was taken out.
    pub adjustment: Adjustment,
    /// The most change points that the method looks for; nothing for no limit.
    pub most_changes: Option<usize>,
}

/// A change of level.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// See [`INDEX_CONVENTION`].
    pub index: usize,
    /// See [`INDEX_CONVENTION`].
    pub bin: usize,
    /// See [`INDEX_CONVENTION`].
    pub r_index: usize,
    /// See [`INDEX_CONVENTION`].
    pub tcpd_index: usize,
    /// The time of that row, as written there.
    pub time: String,
    /// The earliest bin of a 95 % interval for the place.
    pub bin_low: usize,
    /// The latest bin.
    pub bin_high: usize,
    /// The time of `bin_low`.
    pub time_low: String,
    /// The time of `bin_high`.
    pub time_high: String,
    /// Whether a gap lies right before it: then the change may lie anywhere in the gap.
    pub after_gap: bool,
    /// `up` or `down`.
    pub direction: String,
    /// The level before.
    pub rate_before: f64,
    /// The level after.
    pub rate_after: f64,
    /// One over the other; nothing where a level is not positive (`binseg`, `pelt`).
    pub rate_ratio: Option<f64>,
    /// The lower end of its 95 % interval, given the place.
    pub rate_ratio_low: Option<f64>,
    /// The upper end.
    pub rate_ratio_high: Option<f64>,
}

/// A stretch of constant level.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Segment {
    /// Its first observed row.
    pub index: usize,
    /// Its first bin.
    pub bin: usize,
    /// The time of that row.
    pub time: String,
    /// Its last observed bin.
    pub last_bin: usize,
    /// The time of that bin.
    pub last_time: String,
    /// How many of its bins were observed.
    pub observed: usize,
    /// Its level per bin, the rhythm taken out.
    pub rate: f64,
}

/// Bins that were not observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The first bin.
    pub bin: usize,
    /// Its time.
    pub time: String,
    /// How many.
    pub bins: usize,
}

/// A change as a method gives it, counted in observed points.
pub(super) struct Cut {
    pub(super) parameters: Parameters,
    /// First places of segments; the first is 0.
    pub(super) starts: Vec<usize>,
    /// The level of each.
    pub(super) rates: Vec<f64>,
    /// For each change the interval of its place, as observed points.
    pub(super) places: Vec<(usize, usize)>,
    /// For each change the ratio with its interval.
    pub(super) ratios: Vec<Option<(f64, f64, f64)>>,
}

/// Six digits: more would suggest that they are known, and differ between machines.
pub(crate) fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.5e}").parse().unwrap_or(value)
}

pub(super) fn lay_out(
    series: &Series,
    method: Method,
    observed: &[&SeriesBin],
    places: &[usize],
    cut: &Cut,
) -> Changepoints {
    let row = |point: usize| observed[point].row.unwrap_or(places[point]);
    let bin_time = |bin: usize| series.bins[bin].time.clone();
    let segments = cut.starts.iter().enumerate().map(|(n, &from)| {
        let last = cut.starts.get(n + 1).map_or(observed.len(), |&to| to) - 1;
        Segment {
            index: row(from),
            bin: places[from],
            time: observed[from].time.clone(),
            last_bin: places[last],
            last_time: observed[last].time.clone(),
            observed: last + 1 - from,
            rate: rounded(cut.rates[n]),
        }
    });
    let changes = cut.starts.iter().skip(1).enumerate().map(|(n, &at)| {
        let (low, high) = cut.places[n];
        // After a gap the change may lie anywhere in it.
        let low = places[low.saturating_sub(1)] + 1;
        let high = places[high];
        let ratio = cut.ratios[n];
        let (before, after) = (cut.rates[n], cut.rates[n + 1]);
        Change {
            index: row(at),
            bin: places[at],
            r_index: row(at),
            tcpd_index: row(at).saturating_sub(1),
            time: observed[at].time.clone(),
            bin_low: low,
            bin_high: high,
            time_low: bin_time(low),
            time_high: bin_time(high),
            after_gap: places[at] > places[at - 1] + 1,
            direction: if after > before { "up" } else { "down" }.to_owned(),
            rate_before: rounded(before),
            rate_after: rounded(after),
            rate_ratio: ratio.map(|r| rounded(r.0)),
            rate_ratio_low: ratio.map(|r| rounded(r.1)),
            rate_ratio_high: ratio.map(|r| rounded(r.2)),
        }
    });
    Changepoints {
        schema: SCHEMA.to_owned(),
        method,
        bin: series.bin,
        index_convention: INDEX_CONVENTION.to_owned(),
        bins: series.bins.len(),
        observed: observed.len(),
        parameters: cut.parameters.clone(),
        changepoints: changes.collect(),
        segments: segments.collect(),
        gaps: gaps(series),
    }
}

fn gaps(series: &Series) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (place, bin) in series.bins.iter().enumerate() {
        if bin.value.is_some() {
            continue;
        }
        match gaps.last_mut() {
            Some(gap) if gap.bin + gap.bins == place => gap.bins += 1,
            _ => gaps.push(Gap { bin: place, time: bin.time.clone(), bins: 1 }),
        }
    }
    gaps
}
