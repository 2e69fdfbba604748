//! Civil days as numbers, in a zone of fixed offset. The two zones of the demo world had no daylight saving
//! in 2031's rules, so that plain arithmetic is enough and nothing can fail.

use std::fmt;

use serde::{Serialize, Serializer};
use whence_store::time::Micros;

/// A civil date, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        usize::try_from((self.0 + 3).rem_euclid(7)).unwrap_or_default()
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }

    /// Its first instant in a zone `hours` east of Greenwich.
    pub fn start(self, hours: i64) -> Micros {
        Micros(self.0 * Micros::DAY - hours * Micros::HOUR)
    }

    /// The day that `at` falls on in a zone `hours` east of Greenwich.
    pub fn of(at: Micros, hours: i64) -> Self {
        Self((at.0 + hours * Micros::HOUR).div_euclid(Micros::DAY))
    }
}

impl fmt::Display for Day {
    /// `2031-02-17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start(0).timestamp().strftime("%Y-%m-%d"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_date_and_weekday() {
        assert_eq!(Day(22_285).to_string(), "2031-01-06");
        assert_eq!(Day(22_285).weekday(), 0, "a Monday");
        assert!(Day(22_290).is_weekend());
    }

    #[test]
    fn local_days_start_before_utc_ones() {
        let day = Day(22_285);
        assert_eq!(day.start(7).to_string(), "2031-01-05T17:00:00Z");
        assert_eq!(Day::of(day.start(7), 7), day);
        assert_eq!(Day::of(day.start(7).plus(-1), 7), day.plus(-1));
    }
}
