//! What a host asks for in its headers: to be left alone until a time.

use jiff::Timestamp;
use whence_store::time::Micros;

/// When a host wants to be asked again: `Retry-After` (seconds or a date, RFC 9110 10.2.3), or the reset of a limit of which
/// nothing remains (`x-rate-limit-*`, `x-ratelimit-*`, `ratelimit-*`: a unix time, seconds left, or ISO 8601). A reset in the past
/// means a wrong clock and says nothing.
pub fn asked_patience<'h>(header: impl Fn(&str) -> Option<&'h str>, now: Micros) -> Option<Micros> {
    if let Some(asked) = header("retry-after").and_then(|text| retry_after(text.trim(), now)) {
        return Some(asked.max(now));
    }
    ["x-rate-limit", "x-ratelimit", "ratelimit"].iter().find_map(|prefix| {
        let part = |name: &str| header(&format!("{prefix}-{name}")).map(str::trim);
        let is_used_up = part("remaining")?.parse::<f64>().ok()? < 1.0;
        let reset = reset(part("reset")?, now)?;
        (is_used_up && reset > now).then_some(reset)
    })
}

fn retry_after(text: &str, now: Micros) -> Option<Micros> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(now.plus(i64::from(seconds) * Micros::SECOND));
    }
    let date: Timestamp = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Micros::from_timestamp(date))
}

/// Numbers above this are unix times, below it seconds left: 2001 as a time, 31 years as a wait.
const TIMES_FROM: f64 = 1e9;

fn reset(text: &str, now: Micros) -> Option<Micros> {
    let Ok(seconds) = text.parse::<f64>() else {
        return text.parse::<Timestamp>().ok().map(Micros::from_timestamp);
    };
    if !(0.0..1e11).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 10^17")]
    let micros = (seconds.ceil() * 1e6) as i64;
    Some(if seconds >= TIMES_FROM { Micros(micros) } else { now.plus(micros) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1_737_964_800 * Micros::SECOND);

    fn until(headers: &[(&str, &str)]) -> Option<Micros> {
        asked_patience(|name| headers.iter().find(|(n, _)| *n == name).map(|(_, value)| *value), NOW)
    }

    #[test]
    fn every_form_of_patience_is_read() {
        let second = |n: i64| Some(NOW.plus(n * Micros::SECOND));
        assert_eq!(until(&[("retry-after", "120")]), second(120));
        assert_eq!(until(&[("retry-after", "Mon, 27 Jan 2025 08:02:00 GMT")]), second(120));
        assert_eq!(until(&[("retry-after", "Mon, 27 Jan 2020 08:02:00 GMT")]), second(0));
        assert_eq!(until(&[("retry-after", "soon")]), None);
        let limit = |reset| until(&[("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", reset)]);
        assert_eq!(limit("1737964860"), second(60));
        assert_eq!(limit("1737964700"), None, "a reset in the past");
        let left = until(&[("x-ratelimit-remaining", "0.0"), ("x-ratelimit-reset", "29.5")]);
        assert_eq!(left, second(30));
        let iso =
            until(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "2025-01-27T08:01:00.000000Z")]);
        assert_eq!(iso, second(60));
        assert_eq!(until(&[("ratelimit-remaining", "7"), ("ratelimit-reset", "60")]), None);
        assert_eq!(until(&[]), None);
    }
}
