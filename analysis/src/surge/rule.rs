//! From segments to words: which are surges, which are spikes.
//!
//! The baseline of a segment is the median daily rate of the days before it that are not elevated themselves. A segment is
//! *elevated* when its rate is at least twice its baseline; the first segment never is, as nothing was before it. Elevated
//! segments that touch are one stretch with the baseline of the first: a *spike* of one or two days, a *surge* of three or more.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::DayCount;
use super::weekday::median;

/// How many times the baseline makes a stretch.
pub(crate) const ELEVATED: f64 = 2.0;
/// The fewest days of a surge.
pub(crate) const SURGE_DAYS: usize = 3;

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One or two days.
    Spike,
    /// Three days or more.
    Surge,
}

/// Days well above what came before.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// How many of its days were looked at.
    pub days: usize,
    /// Items per day, weekday and exposure taken out.
    pub rate: f64,
    /// The baseline, likewise.
    pub baseline: f64,
    /// How many days the baseline stands on.
    pub baseline_days: usize,
    /// Spike or surge.
    pub kind: Kind,
    /// Whether the window ends with it.
    pub open: bool,
}

/// Finds the stretches.
pub(super) fn stretches(days: &[DayCount], exposures: &[f64], segments: &[usize]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut quiet: Vec<f64> = Vec::new();
    // The stretch that the segment before belongs to, as its place in the series.
    let mut open: Option<usize> = None;
    for (n, &from) in segments.iter().enumerate() {
        let to = segments.get(n + 1).copied().unwrap_or(days.len());
        let rate = rate(days, exposures, from, to);
        let baseline = median(&mut quiet);
        if quiet.is_empty() || rate <= 0.0 || rate < ELEVATED * baseline {
            quiet.extend((from..to).map(|day| days[day].count as f64 / exposures[day]));
            open = None;
            continue;
        }
        let start = open.unwrap_or(from);
        if open.is_some() {
            found.pop();
        }
        open = Some(start);
        let kind = if to - start >= SURGE_DAYS { Kind::Surge } else { Kind::Spike };
        found.push(Stretch {
            first: days[start].date,
            last: days[to - 1].date,
            days: to - start,
            rate: self::rate(days, exposures, start, to),
            baseline,
            baseline_days: quiet.len(),
            kind,
            open: to == days.len(),
        });
    }
    found
}

fn rate(days: &[DayCount], exposures: &[f64], from: usize, to: usize) -> f64 {
    let count: u64 = days[from..to].iter().map(|day| day.count).sum();
    count as f64 / exposures[from..to].iter().sum::<f64>()
}
