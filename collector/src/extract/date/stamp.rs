//! A moment as a page writes it: a day of the calendar, perhaps a time of the day, perhaps an offset.

use std::fmt;

use jiff::civil::Date;

/// A written moment. A day without a time has no instant, and none is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp {
    /// The day.
    pub day: Date,
    /// Hour, minute, and second where one is written.
    pub time: Option<(u8, u8, Option<u8>)>,
    /// Minutes east of UTC, where an offset or an unambiguous zone is written.
    pub offset: Option<i16>,
}

impl Stamp {
    /// A day alone; nothing if the calendar has no such day.
    pub(super) fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(|day| Self { day, time: None, offset: None })
    }

    /// `second`, `minute` or `day`.
    pub fn precision(&self) -> &'static str {
        match self.time {
            Some((_, _, Some(_))) => "second",
            Some(_) => "minute",
            None => "day",
        }
    }

    /// The offset as ISO 8601 writes it.
    pub fn zone(&self) -> Option<String> {
        self.offset.map(|minutes| match minutes {
            0 => "Z".to_owned(),
            m => format!("{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60),
        })
    }
}

impl fmt::Display for Stamp {
    /// ISO 8601, as precise as it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        if let Some((hour, minute, second)) = self.time {
            write!(f, "T{hour:02}:{minute:02}")?;
            if let Some(second) = second {
                write!(f, ":{second:02}")?;
            }
            write!(f, "{}", self.zone().unwrap_or_default())?;
        }
        Ok(())
    }
}
