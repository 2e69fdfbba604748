//! From segments to words: which are surges, which are spikes.
//!
//! The baseline of a segment is the median daily rate of the days before it that are not elevated themselves, a week of them
//! at least: what begins with the window, or right after it, has no baseline. A segment is *elevated* when its rate is at
//! least twice its baseline. Elevated segments that touch are one stretch with the baseline of the first, cut where two days
//! running are back below twice the baseline (change points cost, so a segment may hold a spike, the lull after it and a
//! rise), without days at its ends that the baseline explains better, and with days before it that the baseline does not
//! explain: a rise may begin slowly. A stretch is a *spike* of one or two days, a *surge* of three or more.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::place::{Level, Ratio, ratio};
use super::{DayCount, median};

/// How many times the baseline makes a stretch.
pub(crate) const ELEVATED: f64 = 2.0;
/// The fewest days that a baseline stands on.
pub(crate) const BASELINE_DAYS: usize = 7;
/// So many days running below the threshold end a stretch; a single one is a day off.
const LULL: usize = 2;
/// What a day before a stretch must be worth to belong to it: 1 % of a chi-squared variable of one degree of freedom lies above.
const BEGINS: f64 = 6.635;
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
    /// The rate over the baseline, with the lower and upper end of its 95 % interval, given the days; nothing where the
    /// baseline is zero.
    pub ratio: Option<(f64, f64, f64)>,
    /// Spike or surge.
    pub kind: Kind,
    /// Whether the window ends with it.
    pub open: bool,
}

/// Finds the stretches.
pub(super) fn stretches(
    days: &[DayCount],
    exposures: &[f64],
    segments: &[usize],
    dispersion: f64,
) -> Vec<Stretch> {
    let daily = |day: usize| days[day].count as f64 / exposures[day];
    let mut found = Vec::new();
    let mut quiet: Vec<f64> = Vec::new();
    // Elevated segments that touch, as places in the series.
    let mut elevated: Option<(usize, usize)> = None;
    for (n, &from) in segments.iter().enumerate() {
        let to = segments.get(n + 1).copied().unwrap_or(days.len());
        let rate = rate(days, exposures, from, to);
        let baseline = median(&mut quiet);
        if quiet.len() >= BASELINE_DAYS && rate > 0.0 && rate >= ELEVATED * baseline {
            elevated = Some((elevated.map_or(from, |(start, _)| start), to));
            continue;
        }
        if let Some((start, end)) = elevated.take() {
            close(days, exposures, (start, end), dispersion, &mut quiet, &mut found);
        }
        quiet.extend((from..to).map(daily));
    }
    if let Some(range) = elevated {
        close(days, exposures, range, dispersion, &mut quiet, &mut found);
    }
    found
}

/// Cuts elevated days at their lulls into stretches; the lulls are quiet days.
fn close(
    days: &[DayCount],
    exposures: &[f64],
    (start, end): (usize, usize),
    dispersion: f64,
    quiet: &mut Vec<f64>,
    found: &mut Vec<Stretch>,
) {
    let baseline = median(quiet);
    let baseline_days = quiet.len();
    let high =
        |day: usize| days[day].count > 0 && days[day].count as f64 / exposures[day] >= ELEVATED * baseline;
    // What the lulls cut off must be worth a change point by itself.
    let penalty = 3.0 * (days.len() as f64).ln();
    let mut at = start;
    while let Some(first) = (at..end).find(|&day| high(day)) {
        let mut last = first;
        while let Some(next) = (last + 1..end.min(last + 1 + LULL)).find(|&day| high(day)) {
            last = next;
        }
        let (mut first, last) = trim(days, exposures, (first, last), baseline);
        if 2.0 * gain(days, exposures, first, last + 1, baseline) / dispersion < penalty {
            quiet.extend((at..=last).map(|day| days[day].count as f64 / exposures[day]));
            at = last + 1;
            continue;
        }
        // Not into what ended before it.
        let earliest = found.last().map_or(0, |stretch| days.partition_point(|day| day.date <= stretch.last));
        while first > earliest
            && begins(&days[first - 1], exposures[first - 1], baseline, baseline_days, dispersion)
        {
            first -= 1;
        }
        let length = last + 1 - first;
        found.push(Stretch {
            first: days[first].date,
            last: days[last].date,
            days: length,
            rate: rate(days, exposures, first, last + 1),
            baseline,
            baseline_days,
            ratio: over(days, exposures, (first, last + 1), (baseline, baseline_days), dispersion),
            kind: if length >= SURGE_DAYS { Kind::Surge } else { Kind::Spike },
            open: last + 1 == days.len(),
        });
        quiet.extend((at..first.max(at)).map(|day| days[day].count as f64 / exposures[day]));
        at = last + 1;
    }
    quiet.extend((at..end).map(|day| days[day].count as f64 / exposures[day]));
}

/// Takes off days at either end that the baseline explains better than the rate of the days beside them (Poisson likelihood
/// ratio): a busy Sunday before a spike is not its first day.
fn trim(
    days: &[DayCount],
    exposures: &[f64],
    (mut first, mut last): (usize, usize),
    baseline: f64,
) -> (usize, usize) {
    let belongs = |day: usize, from: usize, to: usize| {
        let beside = rate(days, exposures, from, to);
        days[day].count as f64 * (beside / baseline).ln() >= exposures[day] * (beside - baseline)
    };
    while baseline > 0.0 && first < last {
        if !belongs(first, first + 1, last + 1) {
            first += 1;
        } else if !belongs(last, first, last) {
            last -= 1;
        } else {
            break;
        }
    }
    (first, last)
}

/// Whether a day before a stretch is more than the baseline explains (quasi-likelihood ratio), and elevated itself.
fn begins(day: &DayCount, exposure: f64, baseline: f64, baseline_days: usize, dispersion: f64) -> bool {
    // Where there was nothing, half an item in all of it is the most cautious rate.
    let usual = baseline.max(0.5 / baseline_days.max(1) as f64);
    let own = day.count as f64 / exposure;
    let gain = exposure * (own * (own / usual).ln() - (own - usual));
    day.count > 0 && own >= ELEVATED * baseline && own > usual && 2.0 * gain / dispersion >= BEGINS
}

/// The rate of `[from, to)` over the baseline.
fn over(
    days: &[DayCount],
    exposures: &[f64],
    (from, to): (usize, usize),
    (baseline, baseline_days): (f64, usize),
    dispersion: f64,
) -> Option<(f64, f64, f64)> {
    let count: u64 = days[from..to].iter().map(|day| day.count).sum();
    let quiet = baseline_days as f64;
    let after = Level { count: count as f64, exposure: exposures[from..to].iter().sum(), dispersion };
    let before = Level { count: baseline * quiet, exposure: quiet, dispersion };
    let Ratio { value, low, high } = ratio(before, after);
    (baseline > 0.0).then_some((value, low, high))
}

/// How much better its own rate explains a stretch than the baseline (Poisson log-likelihood); without end for a baseline of 0.
fn gain(days: &[DayCount], exposures: &[f64], from: usize, to: usize, baseline: f64) -> f64 {
    let (own, exposure) = (rate(days, exposures, from, to), exposures[from..to].iter().sum::<f64>());
    if baseline > 0.0 { exposure * (own * (own / baseline).ln() - (own - baseline)) } else { f64::INFINITY }
}

fn rate(days: &[DayCount], exposures: &[f64], from: usize, to: usize) -> f64 {
    let count: u64 = days[from..to].iter().map(|day| day.count).sum();
    count as f64 / exposures[from..to].iter().sum::<f64>()
}
