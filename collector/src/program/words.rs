//! Numbers and spans as people say them.

use std::fmt::Display;

use whence_store::time::Micros;

/// A number of things: `1 request`, `3 requests`.
pub(super) fn count(number: impl Display, thing: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// An instant to the second, as `2025-01-27T08:00:00Z`.
pub(super) fn when(at: Micros) -> String {
    Micros(at.0.div_euclid(Micros::SECOND) * Micros::SECOND).to_string()
}

/// Seconds as `7 s`, `3 min 7 s`, `2 h 3 min` or `4 d 2 h`.
pub(super) fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_spans_have_two_units() {
        assert_eq!(
            (count(1, "request"), count(0, "request")),
            ("1 request".to_owned(), "0 requests".to_owned())
        );
        let spans = [-1, 59, 60, 3599, 3600, 86_399, 90_000].map(span);
        assert_eq!(spans, ["0 s", "59 s", "1 min 0 s", "59 min 59 s", "1 h 0 min", "23 h 59 min", "1 d 1 h"]);
    }
}
