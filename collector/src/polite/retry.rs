//! What a status means for the work ahead, and when to try again.

use jiff::Timestamp;
use whence_store::time::Micros;

/// What came of a request, in the words of the platforms' outcome classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Ok,
    /// Unchanged since the last time.
    NotModified,
    /// Asked for patience.
    RateLimited,
    /// Not for everyone; never asked again by itself.
    Forbidden,
    /// No longer there.
    Gone,
    /// May work later.
    Transient,
}

impl Outcome {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotModified => "not_modified",
            Self::RateLimited => "rate_limited",
            Self::Forbidden => "forbidden",
            Self::Gone => "gone",
            Self::Transient => "transient",
        }
    }
}

/// What is to be done about an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The task is done.
    Done,
    /// The task is given up.
    GiveUp,
    /// The task is tried again.
    Again,
}

/// Judges a status.
pub fn judge(status: u16) -> (Outcome, Verdict) {
    match status {
        200..=299 => (Outcome::Ok, Verdict::Done),
        304 => (Outcome::NotModified, Verdict::Done),
        404 | 410 => (Outcome::Gone, Verdict::Done),
        429 => (Outcome::RateLimited, Verdict::Again),
        408 | 425 | 500..=599 => (Outcome::Transient, Verdict::Again),
        _ => (Outcome::Forbidden, Verdict::GiveUp),
    }
}

/// The longest wait that a header can ask for; a host that asks for more is asked again after that.
const LONGEST: i64 = Micros::DAY;

/// When to try again: what the host asked for (`Retry-After` in seconds or as a date, RFC 9110 10.2.3), or 30 s doubled
/// with every attempt, up to an hour, spread over a quarter so that failed tasks do not come back all at once.
pub fn retry_at(now: Micros, retry_after: Option<&str>, attempts: i64, spread: i64) -> Micros {
    if let Some(asked) = retry_after.and_then(|text| asked(text.trim(), now)) {
        return asked.max(now).min(now.plus(LONGEST));
    }
    let seconds = (30_i64 << attempts.clamp(0, 7)).min(3600);
    let jitter = seconds * Micros::SECOND / 400 * spread.rem_euclid(100);
    now.plus(seconds * Micros::SECOND + jitter)
}

fn asked(text: &str, now: Micros) -> Option<Micros> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(now.plus(i64::from(seconds) * Micros::SECOND));
    }
    let date: Timestamp = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Micros::from_timestamp(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let now = Micros(1_737_964_800 * Micros::SECOND);
        assert_eq!(retry_at(now, Some("120"), 0, 0), now.plus(120 * Micros::SECOND));
        assert_eq!(
            retry_at(now, Some("Mon, 27 Jan 2025 08:02:00 GMT"), 0, 0),
            now.plus(120 * Micros::SECOND)
        );
        assert_eq!(retry_at(now, Some("Mon, 27 Jan 2020 08:02:00 GMT"), 0, 0), now);
        assert_eq!(retry_at(now, Some("99999999"), 0, 0), now.plus(LONGEST));
        assert_eq!(retry_at(now, Some("soon"), 1, 0), now.plus(60 * Micros::SECOND));
        assert_eq!(retry_at(now, None, 60, 0), now.plus(3600 * Micros::SECOND));
    }
}
