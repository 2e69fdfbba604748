//! Surges: stretches of days whose rate is well above what came before.
//!
//! Real counts vary more than a Poisson process and follow the week, so plain Poisson methods see a surge in every second
//! quiet series. Here counts are set against weekday factors, their excess variance is estimated from neighbouring days, and
//! change points are the exact minimum of a penalised quasi-Poisson cost. A simulation in the tests bounds the false alarms.

pub(crate) mod binary;
pub(crate) mod cost;
mod dispersion;
pub(crate) mod look;
pub(crate) mod partition;
pub(crate) mod place;
pub mod rhythm;
mod rule;

use jiff::civil::Date;

use look::{Look, Observed, look};
use rhythm::{Adjustment, Bin, Phase};
pub use rule::{Kind, Stretch};

/// One day to be looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayCount {
    /// Its date.
    pub date: Date,
    /// How many items it has.
    pub count: u64,
    /// Which part of it was observed: above 0, at most 1.
    pub exposure: f64,
}

/// What was found, and on what terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// The surges and spikes in order.
    pub stretches: Vec<Stretch>,
    /// The first days of segments of constant rate, as places in the series; the first is 0.
    pub segments: Vec<usize>,
    /// The estimated variance over the mean, 1 for a Poisson process.
    pub dispersion: f64,
    /// Whether weekday factors were used.
    pub weekdays: bool,
}

/// Fewer days or items say nothing of a rate and its change.
pub const FEWEST_DAYS: usize = 10;
/// See [`FEWEST_DAYS`].
pub const FEWEST_ITEMS: u64 = 10;

/// Looks for surges in days in order; days that were not observed are left out by the caller.
///
/// Gives nothing where there are too few days or items to look at.
pub fn detect(days: &[DayCount]) -> Option<Detection> {
    if days.len() < FEWEST_DAYS || days.iter().map(|day| day.count).sum::<u64>() < FEWEST_ITEMS {
        return None;
    }
    let seen = look_at(days);
    let stretches = rule::stretches(days, &seen.exposures, &seen.segments, seen.dispersion);
    Some(Detection {
        stretches,
        segments: seen.segments,
        dispersion: seen.dispersion,
        weekdays: seen.adjustment != Adjustment::None,
    })
}

fn look_at(days: &[DayCount]) -> Look {
    let counts: Vec<f64> = days.iter().map(|day| day.count as f64).collect();
    let exposures: Vec<f64> = days.iter().map(|day| day.exposure).collect();
    let phases: Vec<Phase> = days.iter().map(|day| phase(day.date)).collect();
    look(Observed { bin: Bin::Day, counts: &counts, exposures: &exposures, phases: &phases })
}

/// A day's place in the week.
pub(crate) fn phase(date: Date) -> Phase {
    Phase { weekday: date.weekday().to_monday_zero_offset().unsigned_abs(), hour: 0 }
}

/// The median; 0 for nothing.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    match (values.len(), values.len() / 2) {
        (0, _) => 0.0,
        (n, half) if n % 2 == 1 => values[half],
        (_, half) => f64::midpoint(values[half - 1], values[half]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;

    fn days(counts: &[u64]) -> Vec<DayCount> {
        (0_i64..)
            .zip(counts)
            .map(|(n, &count)| DayCount { date: date(2025, 1, 13) + n.days(), count, exposure: 1.0 })
            .collect()
    }

    #[test]
    fn a_spike_and_a_surge_have_their_names() {
        let found = detect(&days(&[6, 5, 6, 7, 5, 6, 5, 40, 5, 6, 5, 30, 34, 33, 31, 6, 5, 6])).unwrap();
        let words: Vec<_> = found.stretches.iter().map(|s| (s.kind, s.first, s.last)).collect();
        assert_eq!(
            words,
            [
                (Kind::Spike, date(2025, 1, 20), date(2025, 1, 20)),
                (Kind::Surge, date(2025, 1, 24), date(2025, 1, 27))
            ]
        );
        let surge = &found.stretches[1];
        assert!((surge.rate / surge.baseline - 32.0 / 5.5).abs() < 1.0 && !surge.open);
    }

    #[test]
    fn a_series_that_begins_high_is_no_surge() {
        let found = detect(&days(&[40, 41, 39, 38, 42, 5, 6, 5, 4, 5, 6, 5])).unwrap();
        assert_eq!(found.stretches, []);
        assert_eq!(found.segments, [0, 5]);
    }

    #[test]
    fn nothing_to_look_at() {
        assert_eq!(detect(&days(&[9; 9])), None);
        assert_eq!(detect(&days(&[0; 30])), None);
    }

    #[test]
    fn what_begins_from_none_has_a_baseline_of_zero() {
        let found = detect(&days(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 58, 119, 73, 51, 37])).unwrap();
        let surge = &found.stretches[0];
        assert_eq!((surge.kind, surge.open), (Kind::Surge, true));
        assert!(
            surge.baseline == 0.0 && surge.first >= date(2025, 1, 26) && surge.first <= date(2025, 1, 27)
        );
    }
}
