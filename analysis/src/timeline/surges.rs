//! Surges of a timeline, in words.

use std::collections::BTreeSet;

use jiff::civil::Date;
use whence_store::StoreError;

use super::bins::Bins;
use super::{added, onset};
use crate::case::Case;
use crate::changepoints::{Method, segments_of_means};
use crate::corpus::Item;
use crate::coverage::Units;
use crate::findings::{DayRow, Onset, Surge};
use crate::placebo;
use crate::surge::{DayCount, FEWEST_DAYS, FEWEST_ITEMS, Kind, Stretch, detect};
use crate::words;

/// Days of which less was observed are left out: their rates would be guesses.
const LEAST_EXPOSURE: f64 = 0.1;

/// What is counted, for the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) measure: &'a str,
    pub(super) unit: &'a str,
}

/// What is known of days, and how to say it.
pub(super) struct Observed {
    /// The days that can be counted.
    pub(super) days: Vec<DayCount>,
    /// Whether anything is known of coverage.
    pub(super) known: bool,
}

/// The days of a timeline that were observed.
pub(super) fn observed(bins: &Bins, rows: &[DayRow], units: &Units) -> Observed {
    let known = !units.known.is_empty();
    let days = bins
        .days
        .iter()
        .zip(rows)
        .filter_map(|(day, row)| {
            let exposure = if known { exposure(units, day.from, day.to) } else { 1.0 };
            let usable = !known || !row.state.is_blank() && exposure >= LEAST_EXPOSURE;
            usable.then(|| DayCount { date: day.date, count: bins.day(day.date) as u64, exposure })
        })
        .collect();
    Observed { days, known }
}

/// The same without holes, for tests before events.
pub(super) fn gapless(days: &[DayCount]) -> Vec<placebo::Day> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    first
        .date
        .series(jiff::Span::new().days(1))
        .take_while(|date| *date <= last.date)
        .map(|date| {
            let day = days.binary_search_by_key(&date, |day| day.date).ok().map(|place| days[place]);
            let count = day.map(|day| day.count as f64);
            placebo::Day { date, count, exposure: day.map_or(1.0, |day| day.exposure) }
        })
        .collect()
}

/// The surges of a timeline, and what was done to find them.
pub(super) fn find(
    case: &Case<'_>,
    counted: Counted<'_>,
    bins: &Bins,
    units: &Units,
    items: &[&Item],
    seen: &Observed,
) -> Result<(Vec<Surge>, String), StoreError> {
    let (stretches, note) = stretches(seen);
    let mut surges = Vec::with_capacity(stretches.len());
    for stretch in &stretches {
        let quiet: BTreeSet<Date> = seen
            .days
            .iter()
            .map(|day| day.date)
            .filter(|date| {
                *date < stretch.first && !stretches.iter().any(|s| s.first <= *date && *date <= s.last)
            })
            .collect();
        let mut surge = describe(counted, stretch, seen, onset::find(case, bins, units, stretch));
        // Entries of a list are no items, and nobody adds them but its editors.
        if counted.measure != "ranking" {
            surge.added = added::find(case, items, stretch, &quiet, stretch.days)?;
        }
        surges.push(surge);
    }
    Ok((surges, note))
}

/// The stretches of some days, and what was done to find them.
pub(super) fn stretches(seen: &Observed) -> (Vec<Stretch>, String) {
    let Observed { days, known } = seen;
    let Some(found) = detect(days) else {
        let note = format!(
            "No surge was looked for: {} and {} are too few (at least {FEWEST_DAYS} days and {FEWEST_ITEMS} items).",
            words::count(days.len(), "observed day", "observed days"),
            words::count(
                days.iter().map(|day| usize::try_from(day.count).unwrap_or(0)).sum(),
                "dated item",
                "dated items"
            ),
        );
        return (Vec::new(), note);
    };
    let weekdays = if found.weekdays {
        "adjusted by weekday"
    } else {
        "not adjusted by weekday (that takes five weeks without a change of level)"
    };
    let partial = days.iter().filter(|day| day.exposure < 0.999).count();
    let unknown = if !*known {
        " Coverage is not known, so a quiet day may be a day that was not collected.".to_owned()
    } else if partial > 0 {
        format!(" {partial} of them were observed in part; their rates are scaled to the part that was.")
    } else {
        String::new()
    };
    let note = format!(
        "Change points over {}, {weekdays}; the counts vary {} times as much as a Poisson process.{unknown}",
        words::count(days.len(), "observed day", "observed days"),
        words::decimal(found.dispersion),
    );
    (found.stretches, note)
}

/// The mean part of a day that the units were observed.
pub(super) fn exposure(
    units: &Units,
    from: whence_store::time::Micros,
    to: whence_store::time::Micros,
) -> f64 {
    let observed: i64 = units.known.iter().map(|unit| unit.overlap(from, to)).sum();
    observed as f64 / (to.since(from) as f64 * units.known.len() as f64)
}

/// A stretch as a finding, with its words.
pub(super) fn describe(counted: Counted<'_>, stretch: &Stretch, seen: &Observed, onset: Onset) -> Surge {
    let (measure, days) = (counted.measure, &seen.days);
    let within = days.iter().filter(|day| stretch.first <= day.date && day.date <= stretch.last);
    // The words give counts that the reader finds in the table; the ratio has weekdays and gaps taken out.
    let mean = within.clone().map(|day| day.count).sum::<u64>() as f64 / stretch.days as f64;
    // The first of equal days.
    let peak = within.fold(None::<&DayCount>, |best, day| {
        if best.is_some_and(|b| b.count >= day.count) { best } else { Some(day) }
    });
    let peak = match peak {
        Some(peak) if stretch.days > 1 => format!(", most on {} ({})", words::day(peak.date), peak.count),
        _ => String::new(),
    };
    let what = match (measure, stretch.kind) {
        ("ranking", Kind::Spike) => "spike in list presence",
        ("ranking", Kind::Surge) => "surge in list presence",
        (_, Kind::Spike) => "spike",
        (_, Kind::Surge) => "surge",
    };
    let unit = counted.unit;
    let span = if stretch.first == stretch.last {
        format!("on {}", words::day(stretch.first))
    } else {
        format!("from {} to {}", words::day(stretch.first), words::day(stretch.last))
    };
    let against = match stretch.ratio {
        Some((ratio, low, high)) => format!(
            "{} times (95 % interval {} to {}) the level of the {} before ({} a day)",
            words::decimal(ratio),
            words::decimal(low),
            words::decimal(high),
            words::count(stretch.baseline_days, "quiet day", "quiet days"),
            words::decimal(stretch.baseline),
        ),
        None => format!(
            "against none on a typical day of the {} before",
            words::count(stretch.baseline_days, "day", "days")
        ),
    };
    let open = if stretch.open { "; the window ends with it" } else { "" };
    let began = match onset.unit.as_str() {
        "hour" => format!(
            " It began {} (95 % interval {} to {}).",
            words::moment(&onset.at_local),
            words::moment(&onset.low_local),
            words::moment(&onset.high_local)
        ),
        _ => String::new(),
    };
    let sentence =
        format!("A {what} {span}{peak}: {} {unit} a day, {against}{open}.{began}", words::decimal(mean));
    Surge {
        measure: measure.to_owned(),
        from: stretch.first.to_string(),
        to: stretch.last.tomorrow().unwrap_or(stretch.last).to_string(),
        days: stretch.days,
        rate_per_day: rounded(stretch.rate),
        baseline_per_day: rounded(stretch.baseline),
        rate_ratio: stretch.ratio.map(|ratio| rounded(ratio.0)),
        rate_ratio_low: stretch.ratio.map(|ratio| rounded(ratio.1)),
        rate_ratio_high: stretch.ratio.map(|ratio| rounded(ratio.2)),
        onset,
        also_by: also_by(days, stretch.first),
        added: Vec::new(),
        baseline_days: stretch.baseline_days,
        kind: stretch.kind,
        open: stretch.open,
        sentence,
    }
}

/// The methods for comparison that have a change within a day of a date.
fn also_by(days: &[DayCount], first: Date) -> Vec<String> {
    let rates: Vec<f64> = days.iter().map(|day| day.count as f64 / day.exposure).collect();
    [(Method::Binseg, "binseg"), (Method::Pelt, "pelt")]
        .into_iter()
        .filter(|(method, _)| {
            let starts = segments_of_means(&rates, *method);
            starts.iter().skip(1).any(|&start| (days[start].date - first).get_days().abs() <= 1)
        })
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// Three decimals: more would suggest that they are known.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
