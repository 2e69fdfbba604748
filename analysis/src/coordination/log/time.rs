//! Times of a share log: seconds since 1970, with or without a fraction, or RFC 3339.

use jiff::Timestamp;

/// µs of a cell, or nothing where it is no time. Fractions beyond a µs are rounded.
pub fn micros(cell: &[u8]) -> Option<i64> {
    let cell = cell.trim_ascii();
    plain(cell).or_else(|| other(std::str::from_utf8(cell).ok()?))
}

/// Digits, perhaps with a sign and up to six places: what nearly all cells are.
fn plain(cell: &[u8]) -> Option<i64> {
    let (negative, digits) = match cell.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, cell),
    };
    let mut whole: i64 = 0;
    let mut places: Option<u32> = None;
    for &byte in digits {
        match byte {
            b'0'..=b'9' if places.is_none_or(|n| n < 6) => {
                whole = whole.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                places = places.map(|n| n + 1);
            }
            b'.' if places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let micros = whole.checked_mul(10_i64.pow(6 - places.unwrap_or(0)))?;
    Some(if negative { -micros } else { micros })
}

fn other(cell: &str) -> Option<i64> {
    // Words that Rust reads as numbers and no log means.
    if cell.starts_with(|first: char| first.is_ascii_digit() || first == '-' || first == '+')
        && let Ok(seconds) = cell.parse::<f64>()
    {
        let micros = (seconds * 1e6).round();
        #[allow(clippy::cast_possible_truncation, reason = "checked to be in range")]
        return (micros.abs() < 9e18).then_some(micros as i64);
    }
    cell.parse::<Timestamp>().ok().map(Timestamp::as_microsecond)
}

/// Writes µs as seconds, with as many places as are needed.
pub(crate) fn write_seconds(row: &mut Vec<u8>, micros: i64) {
    if micros < 0 {
        row.push(b'-');
    }
    let all = micros.unsigned_abs();
    write_number(row, all / 1_000_000);
    let mut part = all % 1_000_000;
    if part == 0 {
        return;
    }
    row.push(b'.');
    let mut unit = 100_000;
    while part > 0 {
        #[allow(clippy::cast_possible_truncation, reason = "a digit")]
        row.push(b'0' + (part / unit) as u8);
        part %= unit;
        unit /= 10;
    }
}

/// Writes a whole number.
pub(crate) fn write_number(row: &mut Vec<u8>, number: u64) {
    row.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_time() {
        for (cell, wanted) in [
            ("1737331200", Some(1_737_331_200_000_000)),
            ("1623881091.0", Some(1_623_881_091_000_000)),
            (" 10.4 ", Some(10_400_000)),
            ("10.0000004", Some(10_000_000)),
            ("-1.5", Some(-1_500_000)),
            ("1.737e9", Some(1_737_000_000_000_000)),
            ("2025-01-20T00:00:00Z", Some(1_737_331_200_000_000)),
            ("2025-01-20T08:00:00.25+08:00", Some(1_737_331_200_250_000)),
            ("", None),
            ("-", None),
            (".5", None),
            ("1.2.3", None),
            ("NaN", None),
            ("-inf", None),
            ("1e300", None),
            ("99999999999999999999", None),
            ("yesterday", None),
        ] {
            assert_eq!(micros(cell.as_bytes()), wanted, "{cell:?}");
        }
    }

    #[test]
    fn seconds_are_written_as_short_as_they_are() {
        for (micros, wanted) in
            [(0, "0"), (10_400_000, "10.4"), (-1_500_000, "-1.5"), (1, "0.000001"), (60_000_000, "60")]
        {
            let mut row = Vec::new();
            write_seconds(&mut row, micros);
            assert_eq!(String::from_utf8(row).unwrap(), wanted);
        }
    }
}
