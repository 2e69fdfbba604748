//! The ways in which the demo world writes a time down.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use whence_store::time::Micros;

fn offset(hours: i64) -> Offset {
    i8::try_from(hours).ok().and_then(|hours| Offset::from_hours(hours).ok()).unwrap_or(Offset::UTC)
}

/// `2031-02-14T09:30:00+07:00`.
pub(crate) fn iso(at: Micros, hours: i64) -> String {
    at.timestamp().display_with_offset(offset(hours)).to_string()
}

/// `Fri, 14 Feb 2031 09:30:00 +0700`, as RSS wants it.
pub(crate) fn rss(at: Micros, hours: i64) -> String {
    at.timestamp()
        .to_zoned_datetime(TimeZone::fixed(offset(hours)))
        .strftime("%a, %d %b %Y %H:%M:%S %z")
        .to_string()
}

/// `14 February 2031, 09:30`, for readers.
pub(crate) fn dateline(at: Micros, hours: i64) -> String {
    at.timestamp().to_zoned_datetime(TimeZone::fixed(offset(hours))).strftime("%d %B %Y, %H:%M").to_string()
}

/// `2031/02/14`, for addresses.
pub(crate) fn folder(at: Micros, hours: i64) -> String {
    at.timestamp().to_zoned_datetime(TimeZone::fixed(offset(hours))).strftime("%Y/%m/%d").to_string()
}

/// `Fri, 14 Feb 2031 02:30:00 GMT`, as HTTP headers want it.
pub(crate) fn http(at: Micros) -> String {
    at.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The reverse of [`http`].
pub(crate) fn parse_http(text: &str) -> Option<Micros> {
    let at: Timestamp = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Micros::from_timestamp(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_each_form() {
        let at = Micros(1_929_061_800 * Micros::SECOND);
        assert_eq!(iso(at, 7), "2031-02-17T09:30:00+07:00");
        assert_eq!(iso(at, 0), "2031-02-17T02:30:00+00:00");
        assert_eq!(rss(at, 7), "Mon, 17 Feb 2031 09:30:00 +0700");
        assert_eq!(http(at), "Mon, 17 Feb 2031 02:30:00 GMT");
        assert_eq!(parse_http(&http(at)), Some(at));
        assert_eq!(folder(at, 7), "2031/02/17");
    }
}
