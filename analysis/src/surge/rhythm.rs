//! The rhythm of the week and of the day: how much busier a Monday, or nine in the morning, is than a typical bin.
//!
//! Factors are estimated within segments of constant level, each bin against its own segment's rate (the quasi-Poisson
//! estimate of a multiplicative factor), so that a surge or a lasting rise does not become its own excuse. Segments of less
//! than a week cannot tell a level from a weekday and are left out.

use serde::{Deserialize, Serialize};

/// Where a bin lies in the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// Monday is 0.
    pub weekday: u8,
    /// The hour of the day, 0 to 23; 0 for days.
    pub hour: u8,
}

/// How long a bin is, and so which rhythm it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bin {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Something without a week: an index, a month, a year.
    Index,
}

/// Which factors were used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adjustment {
    /// None: too few bins, or no calendar.
    None,
    /// One for Monday to Friday, one for Saturday and Sunday.
    Weekend,
    /// One for each weekday.
    Weekday,
    /// One for each hour of the day.
    HourOfDay,
    /// Hours of the day, and one for Saturday and Sunday.
    HourOfDayAndWeekend,
    /// Hours of the day, and one for each weekday.
    HourOfWeek,
}

/// Days in long segments below which weekdays are not told apart from chance.
const FEWEST_DAYS: usize = 35;
/// Days from which each weekday has a factor of its own; below, its noise hides spikes, and working days share one.
const DAYS_FOR_EACH: usize = 182;
/// Days from which hours of the day have factors.
const DAYS_FOR_HOURS: usize = 10;
const WEEK: usize = 7;
const WORKING_DAYS: u8 = 5;
/// So many items of a typical bin are added to each class, so that a rare hour does not get a factor of zero.
const SHRINK: f64 = 2.0;
const LEAST: f64 = 0.05;

/// The factor of every bin, and which rhythm that is; the mean over a week is 1.
///
/// `segments` are the first places of segments of constant level, as [`super::partition::segments`] gives them.
pub(crate) fn factors(
    bin: Bin,
    counts: &[f64],
    exposures: &[f64],
    phases: &[Phase],
    segments: &[usize],
) -> (Vec<f64>, Adjustment) {
    let none = || (vec![1.0; counts.len()], Adjustment::None);
    let per_day = match bin {
        Bin::Hour => 24,
        Bin::Day => 1,
        Bin::Index => return none(),
    };
    let levels = levels(counts, exposures, segments, WEEK * per_day);
    let days = levels.iter().filter(|level| level.is_some()).count() / per_day;
    let weekdays = if days >= DAYS_FOR_EACH {
        Some(classes::<7>(counts, exposures, &levels, |place| usize::from(phases[place].weekday)))
    } else if days >= FEWEST_DAYS {
        let [working, weekend] = classes::<2>(counts, exposures, &levels, |place| {
            usize::from(phases[place].weekday >= WORKING_DAYS)
        });
        Some(std::array::from_fn(|day| if day < usize::from(WORKING_DAYS) { working } else { weekend }))
    } else {
        None
    };
    let weekdays = weekdays.map(centred);
    let by_day: Vec<f64> =
        phases.iter().map(|phase| weekdays.map_or(1.0, |all| all[usize::from(phase.weekday)])).collect();
    if bin == Bin::Day {
        return match weekdays {
            Some(_) if days >= DAYS_FOR_EACH => (by_day, Adjustment::Weekday),
            Some(_) => (by_day, Adjustment::Weekend),
            None => none(),
        };
    }
    if days < DAYS_FOR_HOURS {
        return none();
    }
    let within: Vec<f64> =
        exposures.iter().zip(&by_day).map(|(exposure, factor)| exposure * factor).collect();
    let hours = centred(classes::<24>(counts, &within, &levels, |place| usize::from(phases[place].hour)));
    let all = phases.iter().zip(&by_day).map(|(phase, day)| day * hours[usize::from(phase.hour)]).collect();
    let adjustment = match weekdays {
        None => Adjustment::HourOfDay,
        Some(_) if days >= DAYS_FOR_EACH => Adjustment::HourOfWeek,
        Some(_) => Adjustment::HourOfDayAndWeekend,
    };
    (all, adjustment)
}

/// The rate of each bin's segment, where that is long enough and not zero.
fn levels(counts: &[f64], exposures: &[f64], segments: &[usize], least: usize) -> Vec<Option<f64>> {
    let mut levels = vec![None; counts.len()];
    for (n, &from) in segments.iter().enumerate() {
        let to = segments.get(n + 1).copied().unwrap_or(counts.len());
        let count: f64 = counts[from..to].iter().sum();
        if to - from >= least && count > 0.0 {
            let rate = count / exposures[from..to].iter().sum::<f64>();
            levels[from..to].fill(Some(rate));
        }
    }
    levels
}

/// What the bins of each class hold over what their segments' rates make expect.
fn classes<const N: usize>(
    counts: &[f64],
    exposures: &[f64],
    levels: &[Option<f64>],
    class: impl Fn(usize) -> usize,
) -> [f64; N] {
    let (mut held, mut expected) = ([SHRINK; N], [SHRINK; N]);
    for (place, level) in levels.iter().enumerate() {
        if let Some(rate) = level {
            held[class(place)] += counts[place];
            expected[class(place)] += exposures[place] * rate;
        }
    }
    std::array::from_fn(|n| (held[n] / expected[n]).max(LEAST))
}

fn centred<const N: usize>(factors: [f64; N]) -> [f64; N] {
    let mean = factors.iter().sum::<f64>() / N as f64;
    factors.map(|factor| factor / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(days: usize) -> Vec<Phase> {
        (0..days).map(|day| Phase { weekday: u8::try_from(day % 7).unwrap(), hour: 0 }).collect()
    }

    #[test]
    fn a_weekend_is_told_in_spite_of_a_step() {
        // Ten a day at first, forty later, and six tenths of it at weekends.
        let phases = weeks(84);
        let counts: Vec<f64> = (0..84)
            .map(|day| f64::from(if day < 42 { 10 } else { 40 }) * if day % 7 >= 5 { 0.6 } else { 1.0 })
            .collect();
        let (found, adjustment) = factors(Bin::Day, &counts, &[1.0; 84], &phases, &[0, 42]);
        assert_eq!(adjustment, Adjustment::Weekend);
        assert!((found[5] / found[0] - 0.6).abs() < 0.01, "{found:?}");
        assert!((found[..7].iter().sum::<f64>() - 7.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_too_short_has_no_rhythm() {
        let counts = [5.0; 28];
        assert_eq!(factors(Bin::Day, &counts, &[1.0; 28], &weeks(28), &[0]).1, Adjustment::None);
        let counts = [5.0; 200];
        assert_eq!(factors(Bin::Day, &counts, &[1.0; 200], &weeks(200), &[0]).1, Adjustment::Weekday);
        assert_eq!(factors(Bin::Index, &counts, &[1.0; 200], &weeks(200), &[0]).1, Adjustment::None);
    }

    #[test]
    fn nights_are_quiet() {
        let phases: Vec<Phase> = (0..24 * 14)
            .map(|n| Phase {
                weekday: u8::try_from(n / 24 % 7).unwrap(),
                hour: u8::try_from(n % 24).unwrap(),
            })
            .collect();
        let counts: Vec<f64> = phases.iter().map(|p| if p.hour < 6 { 1.0 } else { 9.0 }).collect();
        let (found, adjustment) = factors(Bin::Hour, &counts, &vec![1.0; counts.len()], &phases, &[0]);
        assert_eq!(adjustment, Adjustment::HourOfDay);
        assert!((found[3] / found[12] - 1.0 / 9.0).abs() < 0.03, "{} {}", found[3], found[12]);
    }
}
