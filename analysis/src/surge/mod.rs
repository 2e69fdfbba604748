//! Surges: stretches of days whose rate is well above what came before.
//!
//! Real counts vary more than a Poisson process and follow the week, so plain Poisson methods see a surge in every second
//! quiet series. Here counts are set against weekday factors, their excess variance is estimated from neighbouring days, and
//! change points are the exact minimum of a penalised quasi-Poisson cost. A simulation in the tests bounds the false alarms.

mod dispersion;
mod partition;
mod rule;
mod weekday;

use jiff::civil::Date;

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
    // In a window of a few weeks a surge would make its own weekdays look busy, and so hide itself: factors are taken from
    // the days that look quiet without them.
    let plain = look(days, None);
    let busy = |day: &DayCount| plain.stretches.iter().any(|s| s.first <= day.date && day.date <= s.last);
    let quiet: Vec<DayCount> = days.iter().filter(|day| !busy(day)).copied().collect();
    match weekday::factors(&quiet) {
        Some(factors) => Some(look(days, Some(&factors))),
        None => Some(plain),
    }
}

fn look(days: &[DayCount], factors: Option<&[f64; 7]>) -> Detection {
    let counts: Vec<f64> = days.iter().map(|day| day.count as f64).collect();
    let exposures: Vec<f64> = days.iter().map(|day| day.exposure * weekday::of(factors, day.date)).collect();
    let dispersion = dispersion::estimate(&counts, &exposures);
    let segments = partition::segments(&counts, &exposures, dispersion);
    let stretches = rule::stretches(days, &exposures, &segments, dispersion);
    Detection { stretches, segments, dispersion, weekdays: factors.is_some() }
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small positive numbers, drawn there
mod simulation;

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
