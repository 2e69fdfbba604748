//! A point in time, how precisely it is known, and what the source wrote.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// One second, minute, hour and day in microseconds.
    pub const SECOND: i64 = 1_000_000;
    /// One minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One day of 24 hours.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// From a timestamp of `jiff`.
    pub fn from_timestamp(t: Timestamp) -> Self {
        Self(t.as_microsecond())
    }

    /// As a timestamp of `jiff`; values outside its range become its nearest end.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// This time plus `micros`, without overflow.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// `self - earlier` in microseconds.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Micros {
    /// RFC 3339 in UTC, with as many decimals as needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

/// How precisely a time is known; what the source wrote decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the second or finer.
    Second,
    /// To the minute.
    Minute,
    /// To the hour.
    Hour,
    /// To the day.
    Day,
    /// Told relative to the capture ("3 hours ago").
    Relative,
    /// Not known: the value is a stand-in (the capture's time).
    None,
}

impl Precision {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Relative => "relative",
            Self::None => "none",
        }
    }

    /// The reverse of [`Precision::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Relative, Self::None]
            .into_iter()
            .find(|p| p.as_str() == word)
    }
}

/// A time as a source stated it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The point in time, UTC; the start of the minute or hour when the precision is coarser. A day has no instant: it is
    /// kept as the UTC midnight of the civil date that the source wrote, in whatever zone it meant it.
    pub at: Micros,
    /// How precisely it is known.
    pub precision: Precision,
    /// The original string, kept as evidence.
    pub original: String,
}
