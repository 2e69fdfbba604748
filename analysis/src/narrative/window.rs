//! A window of local days in a time zone, cut into days and hours.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use whence_store::time::{Micros, Precision};

/// Local days `[from, to)` in a time zone.
#[derive(Debug, Clone)]
pub struct Window {
    /// The first local day.
    pub first: Date,
    /// The day after the last.
    pub end: Date,
    /// The first instant.
    pub from: Micros,
    /// The instant after the last.
    pub to: Micros,
    zone: TimeZone,
}

/// One local day as instants; 23 or 25 hours long where clocks are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// Its first instant.
    pub from: Micros,
    /// The first instant of the next day.
    pub to: Micros,
}

impl Window {
    /// A window; nothing where a date has no instant in the zone (far outside the calendar).
    pub fn new(first: Date, end: Date, zone: TimeZone) -> Option<Self> {
        let (from, to) = (begin(first, &zone)?, begin(end, &zone)?);
        Some(Self { first, end, from, to, zone })
    }

    /// All days of UTC from year 1 to 9998.
    pub(crate) fn always() -> Self {
        let (first, end) = (jiff::civil::date(1, 1, 1), jiff::civil::date(9998, 12, 31));
        let instant = |date| begin(date, &TimeZone::UTC).unwrap_or_default();
        Self { first, end, from: instant(first), to: instant(end), zone: TimeZone::UTC }
    }

    /// Its zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Its days in order.
    pub fn days(&self) -> Vec<Day> {
        let mut days = Vec::new();
        let (mut date, mut from) = (self.first, self.from);
        while date < self.end {
            let Ok(next) = date.tomorrow() else { break };
            let to = self.begin(next).unwrap_or(from.plus(Micros::DAY));
            days.push(Day { date, from, to });
            (date, from) = (next, to);
        }
        days
    }

    /// The first instant of a local date; nothing far outside the calendar.
    pub fn begin(&self, date: Date) -> Option<Micros> {
        begin(date, &self.zone)
    }

    /// The instants of local days, the last included, and the midnights (UTC) that stand for them where a day alone is known;
    /// nothing far outside the calendar.
    pub(crate) fn span(&self, first: Date, last: Date) -> Option<(Micros, Micros, Micros, Micros)> {
        let end = last.tomorrow().ok()?;
        let midnight = |date| begin(date, &TimeZone::UTC);
        Some((self.begin(first)?, self.begin(end)?, midnight(first)?, midnight(end)?))
    }

    /// The local date of an instant.
    pub fn date_of(&self, at: Micros) -> Date {
        at.timestamp().to_zoned_datetime(self.zone.clone()).date()
    }

    /// The local date of an item. A date without a time is the date that the source stated, kept as midnight UTC whatever
    /// the zone: it is the same date in every report.
    pub fn date_known(&self, at: Micros, precision: Precision) -> Date {
        if precision == Precision::Day {
            return at.timestamp().to_zoned_datetime(TimeZone::UTC).date();
        }
        self.date_of(at)
    }

    /// Whether an item of that time belongs to the window.
    pub fn holds(&self, at: Micros, precision: Precision) -> bool {
        let date = self.date_known(at, precision);
        self.first <= date && date < self.end
    }

    /// The local hour of an instant, 0 to 23.
    pub fn hour_of(&self, at: Micros) -> i8 {
        at.timestamp().to_zoned_datetime(self.zone.clone()).hour()
    }

    /// An instant as people of the zone write it: `26 Jan 2025 09:00 +08:00`.
    pub fn local(&self, at: Micros) -> String {
        at.timestamp().to_zoned_datetime(self.zone.clone()).strftime("%-d %b %Y %H:%M %:z").to_string()
    }

    /// As [`Window::local`] with nothing but hours and minutes.
    pub fn local_clock(&self, at: Micros) -> String {
        at.timestamp().to_zoned_datetime(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// An instant in RFC 3339 with the zone's offset, to the second.
    pub fn rfc3339(&self, at: Micros) -> String {
        at.timestamp().to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

fn begin(date: Date, zone: &TimeZone) -> Option<Micros> {
    date.to_zoned_datetime(zone.clone()).ok().map(|zoned| Micros::from_timestamp(zoned.timestamp()))
}

impl Day {
    /// The day's hours as instants, counted from its beginning; the last may be shorter.
    pub fn hours(&self) -> impl Iterator<Item = (Micros, Micros)> + use<> {
        let (from, to) = (self.from, self.to);
        (0..)
            .map(move |n| from.plus(n * Micros::HOUR))
            .take_while(move |&start| start < to)
            .map(move |start| (start, Micros((start.0 + Micros::HOUR).min(to.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(zone: &str, first: &str, end: &str) -> Window {
        Window::new(first.parse().unwrap(), end.parse().unwrap(), TimeZone::get(zone).unwrap()).unwrap()
    }

    #[test]
    fn days_are_local_days() {
        let window = window("Asia/Shanghai", "2025-01-26", "2025-01-28");
        assert_eq!(window.from.to_string(), "2025-01-25T16:00:00Z");
        assert_eq!(window.days().len(), 2);
        assert_eq!(window.local(window.from.plus(9 * Micros::HOUR)), "26 Jan 2025 09:00 +08:00");
    }

    #[test]
    fn a_date_without_time_is_its_own_day_everywhere() {
        let window = window("America/New_York", "2025-01-26", "2025-01-27");
        let midnight: jiff::Timestamp = "2025-01-26T00:00:00Z".parse().unwrap();
        let at = Micros::from_timestamp(midnight);
        assert!(window.holds(at, Precision::Day) && !window.holds(at, Precision::Second));
    }

    #[test]
    fn a_day_may_have_23_or_25_hours() {
        let hours = |first: &str, end: &str| {
            window("Europe/Berlin", first, end).days().iter().map(|d| d.hours().count()).collect::<Vec<_>>()
        };
        assert_eq!(hours("2025-03-29", "2025-03-31"), [24, 23]);
        assert_eq!(hours("2025-10-26", "2025-10-27"), [25]);
    }
}
