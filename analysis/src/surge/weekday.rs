//! Weekday factors: how much busier a Monday is than the week's typical day.

use jiff::civil::Date;

use super::DayCount;

/// Fewer weeks give medians of too few values.
const FEWEST_WEEKS: usize = 5;
/// From here on each weekday has a factor of its own.
const WEEKS_FOR_EACH: usize = 12;
const WORKING_DAYS: usize = 5;
/// A factor outside this range is noise of a small count.
const RANGE: (f64, f64) = (0.2, 5.0);

/// The factor of each weekday, Monday first: its median rate over the mean of all seven. Medians, so that a surge of a few
/// days does not become its own excuse. Nothing below four weeks, or where a typical day has no items.
///
/// Below twelve weeks a weekday's median stands on a handful of small counts, and its noise hides spikes: working days then
/// share one median, and weekends another.
pub(super) fn factors(days: &[DayCount]) -> Option<[f64; 7]> {
    let mut rates: [Vec<f64>; 7] = Default::default();
    for day in days {
        rates[place(day.date)].push(day.count as f64 / day.exposure);
    }
    let fewest = rates.iter().map(Vec::len).min().unwrap_or_default();
    if fewest < FEWEST_WEEKS {
        return None;
    }
    let medians: [f64; 7] = if fewest >= WEEKS_FOR_EACH {
        rates.map(|mut all| median(&mut all))
    } else {
        let (working, weekend) = rates.split_at(WORKING_DAYS);
        let (working, weekend) = (median(&mut working.concat()), median(&mut weekend.concat()));
        std::array::from_fn(|day| if day < WORKING_DAYS { working } else { weekend })
    };
    let mean = medians.iter().sum::<f64>() / 7.0;
    (mean > 0.0 && medians.iter().all(|&m| m > 0.0))
        .then(|| medians.map(|m| (m / mean).clamp(RANGE.0, RANGE.1)))
}

/// The factor of a date.
pub(super) fn of(factors: Option<&[f64; 7]>, date: Date) -> f64 {
    factors.map_or(1.0, |all| all[place(date)])
}

fn place(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

/// The median; 0 for nothing.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    match (values.len(), values.len() / 2) {
        (0, _) => 0.0,
        (n, half) if n % 2 == 1 => values[half],
        (_, half) => f64::midpoint(values[half - 1], values[half]),
    }
}
