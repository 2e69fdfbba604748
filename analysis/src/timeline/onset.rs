//! When in its first days a stretch began, as far as hours tell.
//!
//! Days raise the alarm: hours follow each other too closely for that. Once a day is found, its hours say when the rate left
//! the baseline: every hour from a day before to the first day's end weighs what its likelihood says, with the hours of the
//! day at their usual share. The middle of the weight is the onset; nights, in which nothing is expected, widen the interval.

use jiff::civil::Date;
use whence_store::time::Micros;

use super::bins::Bins;
use crate::case::Case;
use crate::coverage::Units;
use crate::findings::Onset;
use crate::surge::Stretch;
use crate::surge::look::{Observed, look};
use crate::surge::place::weighed;
use crate::surge::rhythm::{Bin, Phase};

/// Hours of which less was observed are left out.
const LEAST_EXPOSURE: f64 = 0.5;
/// Items of the first day whose hour is not known: more of them than this part, and hours say nothing.
const MOST_WITHOUT_HOUR: f64 = 0.5;

/// Days before a stretch whose hours are looked at: enough for the rhythm of the week and the day.
const DAYS_BEFORE: i32 = 56;

/// An observed hour.
struct Hour {
    from: Micros,
    date: Date,
    count: f64,
    exposure: f64,
    phase: Phase,
}

/// The onset of a stretch.
pub(super) fn find(case: &Case<'_>, bins: &Bins, units: &Units, stretch: &Stretch) -> Onset {
    let by_hour = hourly(case, bins, units, stretch);
    let zone = |at: Micros| case.narrative.window.rfc3339(at);
    if let Some((low, at, high)) = by_hour {
        return Onset {
            at: at.to_string(),
            at_local: zone(at),
            low: low.to_string(),
            low_local: zone(low),
            high: high.to_string(),
            high_local: zone(high),
            unit: "hour".to_owned(),
        };
    }
    by_day(case, stretch.first)
}

/// An onset of which only the day is known.
pub(super) fn by_day(case: &Case<'_>, date: Date) -> Onset {
    let window = &case.narrative.window;
    let begin = |date: Date| case.begin(date, window.from);
    let (from, to) = (begin(date), begin(date.tomorrow().unwrap_or(date)));
    Onset {
        at: from.to_string(),
        at_local: date.to_string(),
        low: from.to_string(),
        low_local: window.rfc3339(from),
        high: to.to_string(),
        high_local: window.rfc3339(to),
        unit: "day".to_owned(),
    }
}

/// The earliest, the middle and the end of the latest hour.
fn hourly(
    case: &Case<'_>,
    bins: &Bins,
    units: &Units,
    stretch: &Stretch,
) -> Option<(Micros, Micros, Micros)> {
    let all = bins.day(stretch.first);
    let hours = observed(case, bins, units, stretch.first);
    let known: f64 = hours.iter().filter(|hour| hour.date == stretch.first).map(|hour| hour.count).sum();
    if all == 0 || known < (1.0 - MOST_WITHOUT_HOUR) * all as f64 {
        return None;
    }
    let counts: Vec<f64> = hours.iter().map(|hour| hour.count).collect();
    let exposures: Vec<f64> = hours.iter().map(|hour| hour.exposure).collect();
    let phases: Vec<Phase> = hours.iter().map(|hour| hour.phase).collect();
    let seen = look(Observed { bin: Bin::Hour, counts: &counts, exposures: &exposures, phases: &phases });
    let eve = stretch.first.yesterday().unwrap_or(stretch.first);
    let first = hours.partition_point(|hour| hour.date < eve);
    let day = hours.partition_point(|hour| hour.date < stretch.first);
    let end = hours.partition_point(|hour| hour.date <= stretch.first);
    // The usual rate of an hour; half an item in all the time before where there was none.
    let before = seen.cost.exposure(0, day).max(1.0);
    let usual = (stretch.baseline / 24.0).max(0.5 / before);
    let cost = |at: usize| {
        let (count, exposure) = (seen.cost.count(first, at), seen.cost.exposure(first, at));
        let quiet = 2.0 * (exposure * usual - count * usual.ln()) / seen.dispersion;
        let rate = seen.cost.rate(at, end).max(usual);
        let (count, exposure) = (seen.cost.count(at, end), seen.cost.exposure(at, end));
        quiet + 2.0 * (exposure * rate - count * rate.ln()) / seen.dispersion
    };
    if first >= end {
        return None;
    }
    let place = weighed(first, end, cost);
    Some((hours[place.low].from, hours[place.middle].from, hours[place.high].from.plus(Micros::HOUR)))
}

/// The hours up to the end of a day that were observed, with what they hold.
fn observed(case: &Case<'_>, bins: &Bins, units: &Units, last: Date) -> Vec<Hour> {
    let known = !units.known.is_empty();
    let mut hours = Vec::new();
    for day in bins.days.iter().filter(|day| (0..=DAYS_BEFORE).contains(&(last - day.date).get_days())) {
        let weekday = crate::surge::phase(day.date).weekday;
        for (from, to) in day.hours() {
            let exposure = if known { super::surges::exposure(units, from, to) } else { 1.0 };
            if exposure >= LEAST_EXPOSURE {
                let hour = case.narrative.window.hour_of(from).unsigned_abs();
                let (count, phase) = (bins.hour(from) as f64, Phase { weekday, hour });
                hours.push(Hour { from, date: day.date, count, exposure, phase });
            }
        }
    }
    hours
}
