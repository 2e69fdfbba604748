//! Reading times: named formats and patterns, with the precision that they carry. A time that cannot be read is
//! an error of its record, never a guess.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use whence_store::time::{Micros, Moment, Precision};

/// Reads `text` by the first format that fits. Formats: `rfc3339`, `x`, `unix`, `unix_ms`, `date`, or a `strptime`
/// pattern. `zone` is for times without an offset.
pub(super) fn parse(
    text: &str,
    formats: &[String],
    zone: Option<&TimeZone>,
    precision: Option<Precision>,
) -> Option<Moment> {
    let (at, natural) = formats.iter().find_map(|format| one(text, format, zone))?;
    Some(Moment {
        at: Micros::from_timestamp(at),
        precision: precision.unwrap_or(natural),
        original: text.to_owned(),
    })
}

fn one(text: &str, format: &str, zone: Option<&TimeZone>) -> Option<(Timestamp, Precision)> {
    let utc = TimeZone::UTC;
    let zone = zone.unwrap_or(&utc);
    match format {
        "rfc3339" => text.parse::<Timestamp>().ok().map(|at| (at, Precision::Second)),
        "x" => with_offset("%a %b %d %H:%M:%S %z %Y", text),
        "unix" => text
            .parse::<i64>()
            .ok()
            .and_then(|s| Timestamp::from_second(s).ok())
            .map(|at| (at, Precision::Second)),
        "unix_ms" => text
            .parse::<i64>()
            .ok()
            .and_then(|ms| Timestamp::from_millisecond(ms).ok())
            .map(|at| (at, Precision::Second)),
        "date" => {
            let date: Date = text.parse().ok()?;
            // A day has no instant: it is kept as the UTC midnight of the date that was written, whatever the zone.
            let zone = &TimeZone::UTC;
            Some((zone.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?, Precision::Day))
        }
        pattern if pattern.contains("%z") => with_offset(pattern, text),
        pattern => {
            let parts = strtime::parse(pattern, text).ok()?;
            let precision = if pattern.contains("%S") || pattern.contains("%T") {
                Precision::Second
            } else if pattern.contains("%M") {
                Precision::Minute
            } else if pattern.contains("%H") {
                Precision::Hour
            } else {
                Precision::Day
            };
            let date = parts.to_date().ok()?;
            let zone = if precision == Precision::Day { &TimeZone::UTC } else { zone };
            let time = parts.to_time().unwrap_or_default();
            Some((zone.to_timestamp(DateTime::from_parts(date, time)).ok()?, precision))
        }
    }
}

fn with_offset(pattern: &str, text: &str) -> Option<(Timestamp, Precision)> {
    Timestamp::strptime(pattern, text).ok().map(|at| (at, Precision::Second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, format: &str) -> Option<String> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        parse(text, &[format.to_owned()], Some(&zone), None)
            .map(|m| format!("{} {}", m.at, m.precision.as_str()))
    }

    #[test]
    fn formats_keep_their_zone_and_precision() {
        assert_eq!(read("Mon Jan 27 08:00:00 +0800 2025", "x").unwrap(), "2025-01-27T00:00:00Z second");
        assert_eq!(read("2025-01-27T00:00:00+08:00", "rfc3339").unwrap(), "2025-01-26T16:00:00Z second");
        assert_eq!(read("2025-01-27 08:00:00", "%Y-%m-%d %H:%M:%S").unwrap(), "2025-01-27T00:00:00Z second");
        assert_eq!(read("2025-01-27 08:00", "%Y-%m-%d %H:%M").unwrap(), "2025-01-27T00:00:00Z minute");
        assert_eq!(read("2025-01-27", "date").unwrap(), "2025-01-27T00:00:00Z day");
        assert_eq!(read("1737964800", "unix").unwrap(), "2025-01-27T08:00:00Z second");
        assert_eq!(read("yesterday", "rfc3339"), None);
    }
}
