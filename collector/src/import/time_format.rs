//! Reading times: named formats and patterns, with the precision that they carry. A time that cannot be read is
//! an error of its record, never a guess.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use whence_store::time::{Micros, Moment, Precision};

use super::item_map::{TimeMap, UNKNOWN};

/// Reads `text` as a preset says; nothing where no format fits.
///
/// # Errors
/// The preset names a zone that is none.
pub(super) fn read(
    map: &TimeMap,
    text: &str,
    precision: Option<Precision>,
) -> Result<Option<Moment>, String> {
    let (mut clock, mut zone, mut is_known) = (text, None, true);
    match map.zone.as_deref() {
        Some(UNKNOWN) => is_known = false,
        Some(name) => zone = Some(TimeZone::get(name).map_err(|e| format!("zone `{name}`: {e}"))?),
        None => {}
    }
    let last = text.rsplit_once(' ').filter(|(_, word)| word.bytes().all(|b| b.is_ascii_alphabetic()));
    if let Some((before, word)) = last.filter(|_| !map.abbreviations.is_empty()) {
        clock = before.trim_end();
        match map.abbreviations.get(word) {
            Some(offset) => {
                let fixed = fixed(offset).ok_or_else(|| format!("zone `{word}`: `{offset}` is no offset"))?;
                zone = Some(fixed);
            }
            None => is_known = false,
        }
    } else if !map.abbreviations.is_empty() && zone.is_none() {
        is_known = false;
    }
    for format in &map.format {
        let Some(moment) = parse(clock, std::slice::from_ref(format), zone.as_ref(), precision) else {
            continue;
        };
        let moment = Moment { original: text.to_owned(), ..moment };
        return Ok(Some(if is_known || has_zone(format) { moment } else { day_of(moment) }));
    }
    Ok(None)
}

/// Whether times of a format say their zone themselves.
fn has_zone(format: &str) -> bool {
    matches!(format, "rfc3339" | "x" | "unix" | "unix_ms") || format.contains("%z")
}

/// The zone of an offset such as `-05:00`.
fn fixed(offset: &str) -> Option<TimeZone> {
    let (hours, minutes) = offset.split_once(':')?;
    let west = hours.starts_with('-');
    let seconds = hours.parse::<i32>().ok()?.abs() * 3600 + minutes.parse::<i32>().ok()? * 60;
    Some(TimeZone::fixed(jiff::tz::Offset::from_seconds(if west { -seconds } else { seconds }).ok()?))
}

/// Where nobody says a clock's zone, only the date that was written is sure.
fn day_of(moment: Moment) -> Moment {
    let day = Micros(moment.at.0.div_euclid(Micros::DAY) * Micros::DAY);
    Moment { at: day, precision: Precision::Day, ..moment }
}

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
        "unix" => {
            seconds(text).and_then(|s| Timestamp::from_second(s).ok()).map(|at| (at, Precision::Second))
        }
        "unix_ms" => seconds(text)
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

/// A whole number; tools that keep numbers as floats write `1737964800.0`. Nought means that there is no time.
fn seconds(text: &str) -> Option<i64> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    whole.parse().ok().filter(|seconds| *seconds != 0)
}

fn with_offset(pattern: &str, text: &str) -> Option<(Timestamp, Precision)> {
    Timestamp::strptime(pattern, text).ok().map(|at| (at, Precision::Second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_without_a_known_zone_is_good_for_its_day() {
        let map: TimeMap = toml::from_str(
            "from = 't'\nformat = ['%Y-%m-%d %H:%M:%S', '%z']\nabbreviations = { EST = '-05:00', IST = '+05:30' }",
        )
        .unwrap();
        let map = TimeMap { format: vec!["%Y-%m-%d %H:%M:%S".to_owned()], ..map };
        let said = |text: &str| {
            super::read(&map, text, None)
                .unwrap()
                .map(|m| format!("{} {} {}", m.at, m.precision.as_str(), m.original))
        };
        let cases = [
            ("2025-01-27 23:30:00 EST", "2025-01-28T04:30:00Z second"),
            ("2025-01-27 03:00:00 IST", "2025-01-26T21:30:00Z second"),
            ("2025-01-27 23:30:00 XYZ", "2025-01-27T00:00:00Z day"),
            ("2025-01-27 23:30:00", "2025-01-27T00:00:00Z day"),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text).unwrap(), format!("{expected} {text}"));
        }
        let unknown = TimeMap {
            zone: Some(UNKNOWN.to_owned()),
            abbreviations: std::collections::BTreeMap::new(),
            ..map
        };
        let moment = super::read(&unknown, "2025-01-27 23:30:00", None).unwrap().unwrap();
        assert_eq!(
            (moment.at.to_string().as_str(), moment.precision),
            ("2025-01-27T00:00:00Z", Precision::Day)
        );
    }

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
        assert_eq!(read("1737964800.0", "unix").unwrap(), "2025-01-27T08:00:00Z second");
        assert_eq!(read("0", "unix"), None);
        assert_eq!(read("yesterday", "rfc3339"), None);
    }
}
