//! Surges of a timeline, in words.

use crate::coverage::Units;
use crate::findings::{DayRow, Surge};
use crate::surge::{DayCount, FEWEST_DAYS, FEWEST_ITEMS, Kind, Stretch, detect};
use crate::words;

use super::bins::Bins;

/// Days of which less was observed are left out: their rates would be guesses.
const LEAST_EXPOSURE: f64 = 0.1;

/// The surges of a timeline, and what was done to find them.
pub(super) fn find(measure: &str, bins: &Bins, rows: &[DayRow], units: &Units) -> (Vec<Surge>, String) {
    let known = !units.known.is_empty();
    let days: Vec<DayCount> = bins
        .days
        .iter()
        .zip(rows)
        .filter_map(|(day, row)| {
            let exposure = if known { exposure(units, day.from, day.to) } else { 1.0 };
            let usable = !known || !row.state.is_blank() && exposure >= LEAST_EXPOSURE;
            usable.then(|| DayCount { date: day.date, count: bins.day(day.date) as u64, exposure })
        })
        .collect();
    let Some(found) = detect(&days) else {
        let note = format!(
            "No surge was looked for: {} and {} are too few (at least {FEWEST_DAYS} days and {FEWEST_ITEMS} items).",
            words::count(days.len(), "observed day", "observed days"),
            words::count(bins.days.iter().map(|day| bins.day(day.date)).sum(), "dated item", "dated items"),
        );
        return (Vec::new(), note);
    };
    let weekdays = if found.weekdays {
        "adjusted by weekday"
    } else {
        "not adjusted by weekday (that takes five quiet weeks in which every weekday has items)"
    };
    let partial = days.iter().filter(|day| day.exposure < 0.999).count();
    let unknown = if !known {
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
    let surges = found
        .stretches
        .iter()
        .map(|stretch| surge(measure, stretch, &days, found.weekdays || partial > 0))
        .collect();
    (surges, note)
}

/// The mean part of a day that the units were observed.
fn exposure(units: &Units, from: whence_store::time::Micros, to: whence_store::time::Micros) -> f64 {
    let observed: i64 = units.known.iter().map(|unit| unit.overlap(from, to)).sum();
    observed as f64 / (to.since(from) as f64 * units.known.len() as f64)
}

fn surge(measure: &str, stretch: &Stretch, days: &[DayCount], adjusted: bool) -> Surge {
    let within = days.iter().filter(|day| stretch.first <= day.date && day.date <= stretch.last);
    // The words give counts that the reader finds in the table; the ratio has weekdays and gaps taken out.
    let counted = within.clone().map(|day| day.count).sum::<u64>() as f64 / stretch.days as f64;
    // The first of equal days.
    let peak = within.fold(None::<&DayCount>, |best, day| {
        if best.is_some_and(|b| b.count >= day.count) { best } else { Some(day) }
    });
    let peak = match peak {
        Some(peak) if stretch.days > 1 => format!(", most on {} ({})", words::day(peak.date), peak.count),
        _ => String::new(),
    };
    let ratio = (stretch.baseline > 0.0).then(|| stretch.rate / stretch.baseline);
    let what = match (measure, stretch.kind) {
        ("ranking", Kind::Spike) => "spike in list presence",
        ("ranking", Kind::Surge) => "surge in list presence",
        (_, Kind::Spike) => "spike",
        (_, Kind::Surge) => "surge",
    };
    let unit = if measure == "ranking" { "topic-hours" } else { "items" };
    let span = if stretch.first == stretch.last {
        format!("on {}", words::day(stretch.first))
    } else {
        format!("from {} to {}", words::day(stretch.first), words::day(stretch.last))
    };
    let against = match ratio {
        Some(ratio) => format!(
            "{} times the level of the {} before ({} a day){}",
            words::decimal(ratio),
            words::count(stretch.baseline_days, "quiet day", "quiet days"),
            words::decimal(stretch.baseline),
            if adjusted { ", weekdays and gaps taken into account" } else { "" },
        ),
        None => format!(
            "against none on a typical day of the {} before",
            words::count(stretch.baseline_days, "day", "days")
        ),
    };
    let open = if stretch.open { "; the window ends with it" } else { "" };
    let sentence =
        format!("A {what} {span}{peak}: {} {unit} a day, {against}{open}.", words::decimal(counted));
    Surge {
        measure: measure.to_owned(),
        from: stretch.first.to_string(),
        to: stretch.last.tomorrow().unwrap_or(stretch.last).to_string(),
        days: stretch.days,
        rate_per_day: rounded(stretch.rate),
        baseline_per_day: rounded(stretch.baseline),
        rate_ratio: ratio.map(rounded),
        baseline_days: stretch.baseline_days,
        kind: stretch.kind,
        open: stretch.open,
        sentence,
    }
}

/// Three decimals: more would suggest that they are known.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
