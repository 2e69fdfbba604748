//! The window before the event, the baseline before the window, and the placebo windows in it.

use jiff::civil::Date;

use super::{Day, before};
use crate::surge::rhythm::{self, Adjustment, Bin, Phase};

/// Fewer observed days are no baseline; eight weeks are wanted.
const FEWEST_DAYS: usize = 28;
/// Fewer windows that do not overlap give no spread.
const FEWEST_WINDOWS: f64 = 5.0;
/// Fewer items in the baseline say nothing of a rate.
const FEWEST_ITEMS: f64 = 10.0;
/// A window of which less was observed is not tested.
const LEAST_OBSERVED: f64 = 0.5;

/// Why nothing can be said.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// No day of the window was observed, or less than half.
    #[error("{observed} of the {days} days before {event} were observed")]
    Window {
        /// The event.
        event: Date,
        /// The days asked for.
        days: usize,
        /// Of these, observed.
        observed: usize,
    },
    /// Too few days before the window.
    #[error(
        "the baseline before {from} has {days} observed days; {FEWEST_DAYS} are needed, and room for {FEWEST_WINDOWS} windows"
    )]
    Baseline {
        /// The first day of the window.
        from: Date,
        /// Observed days before it.
        days: usize,
    },
    /// Too few items before the window, or the same number in every window.
    #[error("the {days} days of the baseline have {items} items: too few to tell a rise from chance")]
    Items {
        /// Observed days.
        days: usize,
        /// Their items.
        items: f64,
    },
    /// The windows would be too many days long, or none.
    #[error("a window of {0} days is not tested")]
    Length(usize),
}

impl Refusal {
    /// What to do.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Window { .. } => {
                "the series must reach the days before the event; check --event, or collect the days that are missing"
            }
            Self::Baseline { .. } => "begin the series eight weeks or more before the window",
            Self::Items { .. } => "begin the series earlier, or widen the query",
            Self::Length(_) => "ask for 1 to 60 days",
        }
    }
}

/// One stretch of days: its items, and how many typical days it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sum {
    pub(super) count: f64,
    pub(super) exposure: f64,
}

/// A window, its baseline, and what days are expected to hold.
#[derive(Debug)]
pub(super) struct Windows<'a> {
    pub(super) from: Date,
    pub(super) days: usize,
    pub(super) observed: usize,
    pub(super) baseline: &'a [Day],
    pub(super) baseline_observed: usize,
    pub(super) adjustment: Adjustment,
    pub(super) window: Sum,
    pub(super) all: Sum,
    exposures: Vec<f64>,
    /// Which of the window's days were observed: placebo windows are looked at through the same holes.
    mask: Vec<bool>,
}

impl<'a> Windows<'a> {
    pub(super) fn new(days: &'a [Day], event: Date, length: usize) -> Result<Self, Refusal> {
        if length == 0 || length > super::MOST_DAYS {
            return Err(Refusal::Length(length));
        }
        let from = before(event, length);
        let start = days.partition_point(|day| day.date < from);
        let end = days.partition_point(|day| day.date < event);
        let window = &days[start..end];
        let observed = window.iter().filter(|day| day.count.is_some()).count();
        if (observed as f64) < LEAST_OBSERVED * length as f64 {
            return Err(Refusal::Window { event, days: length, observed });
        }
        let baseline = &days[..start];
        let baseline_observed = baseline.iter().filter(|day| day.count.is_some()).count();
        if baseline_observed < FEWEST_DAYS || (baseline_observed as f64) < FEWEST_WINDOWS * length as f64 {
            return Err(Refusal::Baseline { from, days: baseline_observed });
        }
        let (exposures, adjustment) = exposures(&days[..end], start);
        let mut mask = vec![false; length];
        for day in window {
            let place = usize::try_from((day.date - from).get_days()).unwrap_or(0);
            mask[place] = day.count.is_some();
        }
        let sum = |range: std::ops::Range<usize>| {
            let held = range.filter_map(|n| Some((days[n].count?, exposures[n])));
            held.fold(Sum { count: 0.0, exposure: 0.0 }, |sum, (count, exposure)| Sum {
                count: sum.count + count,
                exposure: sum.exposure + exposure,
            })
        };
        let (all, window) = (sum(0..start), sum(start..end));
        if all.count < FEWEST_ITEMS {
            return Err(Refusal::Items { days: baseline_observed, items: all.count });
        }
        Ok(Self {
            from,
            days: length,
            observed,
            baseline,
            baseline_observed,
            adjustment,
            window,
            all,
            exposures,
            mask,
        })
    }

    /// Every placebo window: those of the baseline that are whole where the window itself is.
    pub(super) fn placebos(&self) -> Vec<Sum> {
        let last = self.baseline.len().saturating_sub(self.days);
        (0..=last).filter_map(|from| self.through_mask(from)).collect()
    }

    fn through_mask(&self, from: usize) -> Option<Sum> {
        let mut sum = Sum { count: 0.0, exposure: 0.0 };
        for (n, _) in self.mask.iter().enumerate().filter(|(_, seen)| **seen) {
            let day = self.baseline.get(from + n)?;
            sum.count += day.count?;
            sum.exposure += self.exposures[from + n];
        }
        Some(sum)
    }

    /// Stretches of as many days that do not overlap, counted back from the window; of partly observed ones what there is.
    pub(super) fn blocks(&self) -> Vec<Sum> {
        let mut blocks = Vec::new();
        let mut end = self.baseline.len();
        while end >= self.days {
            let from = end - self.days;
            let held = (from..end).filter_map(|n| Some((self.baseline[n].count?, self.exposures[n])));
            let sum = held.fold(Sum { count: 0.0, exposure: 0.0 }, |sum, (count, exposure)| Sum {
                count: sum.count + count,
                exposure: sum.exposure + exposure,
            });
            if sum.exposure > 0.0 {
                blocks.push(sum);
            }
            end = from;
        }
        blocks
    }

    /// How many windows of the baseline do not overlap.
    pub(super) fn separate(&self) -> f64 {
        self.baseline_observed as f64 / self.days as f64
    }

    /// How many windows of that length a search over a series could have chosen.
    pub(super) fn candidates(&self, days: usize) -> usize {
        (days + 1).saturating_sub(self.days).max(1)
    }
}

/// What a typical day's rate is to be multiplied with on each day: the weekday's factor of the baseline times the observed part.
fn exposures(days: &[Day], baseline: usize) -> (Vec<f64>, Adjustment) {
    let held: Vec<(usize, f64)> =
        days[..baseline].iter().enumerate().filter_map(|(n, day)| Some((n, day.count?))).collect();
    let counts: Vec<f64> = held.iter().map(|&(_, count)| count).collect();
    let observed: Vec<f64> = held.iter().map(|&(n, _)| days[n].exposure).collect();
    let phases: Vec<Phase> = held.iter().map(|&(n, _)| crate::surge::phase(days[n].date)).collect();
    let (factors, adjustment) = rhythm::factors(Bin::Day, &counts, &observed, &phases, &[0]);
    let mut by_weekday = [1.0; 7];
    for (phase, factor) in phases.iter().zip(factors) {
        by_weekday[usize::from(phase.weekday)] = factor;
    }
    let factor = |day: &Day| by_weekday[usize::from(crate::surge::phase(day.date).weekday)];
    (days.iter().map(|day| day.exposure * factor(day)).collect(), adjustment)
}
