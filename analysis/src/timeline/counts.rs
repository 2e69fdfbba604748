//! A series that counts items (from a counts endpoint), looked at as items are: surges, and tests before events.

use std::collections::BTreeMap;

use jiff::civil::Date;
use whence_store::read::SeriesRow;

use super::before;
use super::onset::by_day;
use super::surges::{Counted, Observed, describe, gapless, stretches};
use crate::case::Case;
use crate::findings::SeriesCounts;
use crate::narrative::SeriesWanted;
use crate::surge::DayCount;

/// A day whose parts are hours has so many of them.
const HOURS: f64 = 24.0;

/// What the values of a series show. Dates without a value are gaps; of a date with several values, each is an hour.
pub(super) fn look(
    case: &Case<'_>,
    wanted: &SeriesWanted,
    rows: &[SeriesRow],
    evidence: &[usize],
) -> SeriesCounts {
    let seen = Observed { days: days(case, rows), known: true };
    let (found, mut note) = stretches(&seen);
    if rows.iter().any(|row| row.value < 0.0 || row.value.fract() != 0.0) {
        note.push_str(" Some of its values are no whole numbers, and were rounded.");
    }
    let measure = format!("{}/{}", wanted.name, wanted.measure);
    let counted = Counted { measure: &measure, unit: "counted" };
    let surges = found.iter().map(|stretch| {
        let mut surge = describe(counted, stretch, &seen, by_day(case, stretch.first));
        surge.sentence = format!("{}: {}", wanted.label, surge.sentence);
        surge
    });
    let gapless = gapless(&seen.days);
    let subject = format!("Counts of {}", wanted.label);
    let tests = case.narrative.events.iter().filter_map(|event| {
        let mut test = before::one(event, &gapless, &measure, &subject)?;
        evidence.clone_into(&mut test.evidence);
        Some(test)
    });
    SeriesCounts { note, surges: surges.collect(), placebo: tests.collect() }
}

/// The days of the window that have values.
fn days(case: &Case<'_>, rows: &[SeriesRow]) -> Vec<DayCount> {
    let window = &case.narrative.window;
    let mut by_day: BTreeMap<Date, (f64, f64)> = BTreeMap::new();
    for row in rows {
        let written = row.local_date.as_deref().and_then(|date| date.parse().ok());
        let date = written.unwrap_or_else(|| window.date_of(row.at));
        let day = by_day.entry(date).or_default();
        day.0 += row.value.max(0.0);
        day.1 += 1.0;
    }
    by_day
        .into_iter()
        .filter(|(date, _)| window.first <= *date && *date < window.end)
        .map(|(date, (count, parts))| DayCount {
            date,
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count, not negative
            count: count.round() as u64,
            exposure: if parts > 1.0 { (parts / HOURS).min(1.0) } else { 1.0 },
        })
        .collect()
}
