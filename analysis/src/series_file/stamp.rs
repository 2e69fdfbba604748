//! The forms in which a series may write its times.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A time as a row wrote it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stamp {
    /// `2025-01-27`.
    Date(Date),
    /// RFC 3339, `2025-01-27T09:00:00+08:00`: the instant, and the wall clock of the offset that was written.
    Instant(Timestamp, DateTime),
    /// `2025-01-27T09:00`, `2025-01-27 09:00:00` or `2025-01-27T09`: a wall clock without an offset.
    Wall(DateTime),
    /// `2025-01`, `2025Q1`: a month or quarter; there is no week in it.
    Month(Date),
    /// A plain index or a year.
    Number(f64),
}

impl Stamp {
    pub(super) fn parse(text: &str) -> Option<Self> {
        // A year would also be read as a date of few digits, so that numbers come first.
        if let Ok(number) = text.parse::<f64>() {
            return number.is_finite().then_some(Self::Number(number));
        }
        let slashes = text.replace('/', "-");
        // Of 27/01/2025 and 01/27/2025 nobody knows which is the month: only the year first is read.
        let text = if text.as_bytes().get(4) == Some(&b'/') { slashes.as_str() } else { text };
        if let Ok(date) = text.parse::<Date>() {
            // `2025-01-27T09` is a date to the parser, too.
            if text.len() <= 10 {
                return Some(Self::Date(date));
            }
        }
        if let Some(month) = month(text) {
            return Some(Self::Month(month));
        }
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(Self::Instant(at, wall(text, at)));
        }
        let clock = text.replacen(' ', "T", 1);
        if let Some((_, time)) = clock.split_once('T')
            && time.len() == 2
        {
            return format!("{clock}:00").parse().ok().map(Self::Wall);
        }
        clock.parse::<DateTime>().ok().map(Self::Wall)
    }

    /// What the form is called in messages.
    pub(super) const fn form(&self) -> &'static str {
        match self {
            Self::Date(_) => "a date",
            Self::Instant(..) => "a time with an offset",
            Self::Wall(_) => "a time without an offset",
            Self::Month(_) => "a month",
            Self::Number(_) => "a number",
        }
    }

    /// Seconds on a common axis; an index counts as seconds.
    pub(super) fn axis(&self) -> f64 {
        let utc = |clock: DateTime| {
            clock.to_zoned_datetime(TimeZone::UTC).map_or(0.0, |zoned| zoned.timestamp().as_second() as f64)
        };
        match *self {
            Self::Date(date) | Self::Month(date) => utc(date.to_datetime(jiff::civil::Time::midnight())),
            Self::Instant(at, _) => at.as_second() as f64,
            Self::Wall(clock) => utc(clock),
            Self::Number(number) => number,
        }
    }

    /// The wall clock, where there is one.
    pub(super) fn clock(&self) -> Option<DateTime> {
        match *self {
            Self::Date(date) => Some(date.to_datetime(jiff::civil::Time::midnight())),
            Self::Instant(_, clock) | Self::Wall(clock) => Some(clock),
            Self::Month(_) | Self::Number(_) => None,
        }
    }
}

/// The wall clock that RFC 3339 wrote before its offset.
fn wall(text: &str, at: Timestamp) -> DateTime {
    let place = text.rfind(['Z', 'z', '+', '-']).filter(|place| *place > 10);
    let clock = place.and_then(|place| text[..place].replacen(' ', "T", 1).parse().ok());
    clock.unwrap_or_else(|| at.to_zoned_datetime(TimeZone::UTC).datetime())
}

fn month(text: &str) -> Option<Date> {
    if let Some((year, quarter)) = text.split_once(['Q', 'q']) {
        let quarter = quarter.parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Date::new(year.trim_end_matches('-').trim().parse().ok()?, 3 * quarter - 2, 1).ok();
    }
    let (year, month) = text.split_once('-')?;
    let digits = |part: &str, most: usize| {
        (!part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())).then_some(())
    };
    digits(year, 4)?;
    digits(month, 2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_form() {
        assert_eq!(Stamp::parse("2025-01-27"), Some(Stamp::Date(date(2025, 1, 27))));
        let wall = date(2025, 1, 27).at(9, 0, 0, 0);
        let at: Timestamp = "2025-01-27T01:00:00Z".parse().unwrap();
        assert_eq!(Stamp::parse("2025-01-27T09:00:00+08:00"), Some(Stamp::Instant(at, wall)));
        assert_eq!(Stamp::parse("2025-01-27 09:00:00"), Some(Stamp::Wall(wall)));
        assert_eq!(Stamp::parse("2025-01-27T09"), Some(Stamp::Wall(wall)));
        assert_eq!(Stamp::parse("2025-01-27T09:00"), Some(Stamp::Wall(wall)));
        assert_eq!(Stamp::parse("2025-01"), Some(Stamp::Month(date(2025, 1, 1))));
        assert_eq!(Stamp::parse("1993-Q4"), Some(Stamp::Month(date(1993, 10, 1))));
        assert_eq!(Stamp::parse("2025/01/27"), Some(Stamp::Date(date(2025, 1, 27))));
        assert_eq!(Stamp::parse("1913"), Some(Stamp::Number(1913.0)));
        for nothing in ["", "Monday", "27/01/2025", "2025-13", "2025-02-30", "inf", "NaN"] {
            assert_eq!(Stamp::parse(nothing), None, "{nothing}");
        }
    }
}
