//! Durations and sizes as people write them: `50ms`, `2s`, `15m`, `24h`, `7d`; `500 KiB`, `16 MiB`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, de::Error as _};
use whence_store::time::Micros;

fn split(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..digits].parse().ok()?, text[digits..].trim()))
}

/// Reads a duration.
pub(super) fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = split(text)?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    Some(Duration::from_millis(number.checked_mul(millis)?))
}

fn parse_size(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let bytes = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(bytes)
}

/// For serde: a duration.
pub(super) fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_duration(&text)
        .ok_or_else(|| D::Error::custom(format!("`{text}` is no duration: write 50ms, 2s, 15m, 24h or 7d")))
}

/// For serde: an optional duration.
pub(super) fn some_duration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    duration(deserializer).map(Some)
}

/// For serde: a size in bytes.
pub(super) fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_size(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no size: write 500 KiB or 16 MiB")))
}

/// For serde: an optional size in bytes.
pub(super) fn some_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    size(deserializer).map(Some)
}

/// For serde: an optional instant, RFC 3339 or a date alone, which is its beginning in UTC; as a text or as TOML's own.
pub(super) fn some_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Micros>, D::Error> {
    let text = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => text,
        toml::Value::Datetime(time) => time.to_string(),
        // No date: told as one that cannot be read.
        other => format!("{other} ({})", other.type_str()),
    };
    let instant = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        // A time of day without a zone is no instant; the parser of dates would leave it out.
        let date: jiff::civil::Date = text.parse().ok().filter(|_| !text.contains(':'))?;
        jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
    });
    let wrong = || D::Error::custom(format!("`{text}` is no time: write 2025-01-24 or 2025-01-24T08:00:00Z"));
    instant.map(|at| Some(Micros::from_timestamp(at))).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_needed() {
        assert_eq!(parse_duration("50ms"), Some(Duration::from_millis(50)));
        assert_eq!(parse_duration("7 d"), Some(Duration::from_hours(168)));
        assert_eq!(parse_size("16 MiB"), Some(16 << 20));
        for wrong in ["", "5", "s", "-1s", "1.5h", "99999999999999999999s"] {
            assert_eq!(parse_duration(wrong), None, "{wrong}");
        }
    }
}
