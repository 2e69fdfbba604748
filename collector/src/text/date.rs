//! Dates as feeds and pages write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::{rfc2822, strtime};
use jiff::{Timestamp, tz::TimeZone};
use whence_store::time::{Micros, Moment, Precision};

/// Forms without an offset, and how precise each is.
const NAIVE: &[(&str, Precision)] = &[
    ("%Y-%m-%dT%H:%M:%S", Precision::Second),
    ("%Y-%m-%d %H:%M:%S", Precision::Second),
    ("%Y/%m/%d %H:%M:%S", Precision::Second),
    ("%d %b %Y %H:%M:%S", Precision::Second),
    ("%Y-%m-%dT%H:%M", Precision::Minute),
    ("%Y-%m-%d %H:%M", Precision::Minute),
    ("%Y/%m/%d %H:%M", Precision::Minute),
    ("%d.%m.%Y %H:%M", Precision::Minute),
    ("%Y年%m月%d日 %H:%M", Precision::Minute),
    ("%Y-%m-%d", Precision::Day),
    ("%Y/%m/%d", Precision::Day),
    ("%Y%m%d", Precision::Day),
    ("%d.%m.%Y", Precision::Day),
    ("%Y年%m月%d日", Precision::Day),
    ("%d %b %Y", Precision::Day),
    ("%d %B %Y", Precision::Day),
    ("%B %d, %Y", Precision::Day),
    ("%b %d, %Y", Precision::Day),
];

/// Reads a date of the web: RFC 3339, RFC 2822, or one of the common forms without an offset, in `zone` (UTC without
/// one). Nothing when it cannot be read: a date is never guessed.
pub(crate) fn web_date(text: &str, zone: Option<&TimeZone>) -> Option<Moment> {
    let text = text.trim();
    let moment = |at: Timestamp, precision| Moment {
        at: Micros::from_timestamp(at),
        precision,
        original: text.to_owned(),
    };
    if let Ok(at) = text.parse::<Timestamp>() {
        // The colon of an offset tells nothing of seconds.
        let time = text.get(10..).unwrap_or_default().split(['+', '-', '[']).next().unwrap_or_default();
        let has_seconds = time.matches(':').count() >= 2;
        return Some(moment(at, if has_seconds { Precision::Second } else { Precision::Minute }));
    }
    if let Some(at) = mail_date(text) {
        return Some(moment(at, Precision::Second));
    }
    for pattern in
        ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z"]
    {
        if let Ok(at) = Timestamp::strptime(pattern, text) {
            return Some(moment(
                at,
                if pattern.contains("%S") { Precision::Second } else { Precision::Minute },
            ));
        }
    }
    let utc = TimeZone::UTC;
    let zone = zone.unwrap_or(&utc);
    NAIVE.iter().find_map(|(pattern, precision)| {
        let parts = strtime::parse(pattern, text).ok()?;
        let date: Date = parts.to_date().ok()?;
        let time = parts.to_time().unwrap_or(Time::midnight());
        // A day has no instant: it is kept as the UTC midnight of the date that was written, whatever the zone.
        let zone = if *precision == Precision::Day { &TimeZone::UTC } else { zone };
        Some(moment(zone.to_timestamp(DateTime::from_parts(date, time)).ok()?, *precision))
    })
}

/// The weekday is redundant, and often in another language.
fn mail_date(text: &str) -> Option<Timestamp> {
    let rest = match text.split_once(',') {
        Some((weekday, rest)) if weekday.chars().all(|c| c.is_alphabetic() || c == '.') => rest.trim(),
        _ => text,
    };
    rfc2822::DateTimeParser::new().parse_timestamp(rest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        web_date(text, Some(&zone)).map(|m| format!("{} {}", m.at, m.precision.as_str()))
    }

    #[test]
    fn common_forms_are_read() {
        for text in [
            "2025-01-27T00:00:00Z",
            "2025-01-27T08:00:00+08:00",
            "2025-01-27T08:00:00+0800",
            "2025-01-27 08:00:00 +0800",
            "Mon, 27 Jan 2025 08:00:00 +0800",
            "Lun, 27 Jan 2025 00:00:00 GMT",
            "2025-01-27 08:00:00",
            "2025-01-27T00:00:00.000Z",
        ] {
            assert_eq!(read(text).as_deref(), Some("2025-01-27T00:00:00Z second"), "{text}");
        }
        for text in ["2025-01-27 08:00", "2025-01-27T08:00+08:00"] {
            assert_eq!(read(text).unwrap(), "2025-01-27T00:00:00Z minute");
        }
        for text in ["2025-01-27", "27 Jan 2025", "January 27, 2025", "2025年1月27日", "27.01.2025"] {
            assert_eq!(read(text).as_deref(), Some("2025-01-27T00:00:00Z day"), "{text}");
        }
        for text in ["", "yesterday", "2025", "99.99.9999", "2025-13-45"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
