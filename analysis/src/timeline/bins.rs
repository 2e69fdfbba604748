//! Counting items into local days and hours.

use std::collections::BTreeMap;

use jiff::civil::Date;
use whence_store::time::{Micros, Precision};

use crate::case::Case;
use crate::corpus::Item;
use crate::narrative::Day;

/// Counts of a timeline.
#[derive(Debug, Default)]
pub(super) struct Bins {
    /// The window's days up to now, or to the last item.
    pub(super) days: Vec<Day>,
    per_day: BTreeMap<Date, usize>,
    per_hour: BTreeMap<Micros, usize>,
    /// Items whose time is known to the day only.
    pub(super) not_in_hours: usize,
    /// Items whose time is not known.
    pub(super) undated: usize,
}

impl Bins {
    /// Counts.
    pub(super) fn new<'a>(case: &Case<'_>, items: impl Iterator<Item = &'a Item>) -> Self {
        let mut bins = Self::default();
        let mut last = case.end();
        let all = case.narrative.window.days();
        for item in items {
            let at = item.row.created_at;
            let date = case.date(at, item.row.precision);
            // A date without a time is kept as midnight UTC, which may lie on the local day before.
            let known = if item.row.precision == Precision::Day { case.begin(date, at) } else { at };
            last = last.max(known.plus(1));
            if !item.dated() {
                bins.undated += 1;
                continue;
            }
            *bins.per_day.entry(date).or_default() += 1;
            if item.timed() {
                let place = all.partition_point(|day| day.from <= at);
                // Hours are counted from the day's beginning, so that zones with half hours have whole local hours.
                let begin = place.checked_sub(1).map_or(at, |n| {
                    let day = all[n].from;
                    day.plus(at.since(day).div_euclid(Micros::HOUR) * Micros::HOUR)
                });
                *bins.per_hour.entry(begin).or_default() += 1;
            } else {
                bins.not_in_hours += 1;
            }
        }
        bins.days = all.into_iter().take_while(|day| day.from < last).collect();
        bins
    }

    /// How many items a day has.
    pub(super) fn day(&self, date: Date) -> usize {
        self.per_day.get(&date).copied().unwrap_or(0)
    }

    /// How many items the hour that begins there has.
    pub(super) fn hour(&self, from: Micros) -> usize {
        self.per_hour.get(&from).copied().unwrap_or(0)
    }
}
