//! Cells of a CSV file.

use crate::coordination::log::write_number;

/// Writes a text, quoted where it must be (RFC 4180).
pub(crate) fn field(row: &mut Vec<u8>, text: &[u8]) {
    if !text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        row.extend_from_slice(text);
        return;
    }
    row.push(b'"');
    for &byte in text {
        if byte == b'"' {
            row.push(b'"');
        }
        row.push(byte);
    }
    row.push(b'"');
}

/// Writes a number between 1e-308 and 1e300, or 0, with nine significant digits and no zeros behind: `1`, `2.5e-2`.
///
/// Millions of them are written; the library's formatting, which reads back to the last bit, would take most of a run.
pub(crate) fn float(row: &mut Vec<u8>, number: f64) {
    if number.fract() == 0.0 && (0.0..1e9).contains(&number) {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number below 1e9"
        )]
        write_number(row, number as u64);
        return;
    }
    #[allow(clippy::cast_possible_truncation, reason = "an exponent")]
    let mut exponent = number.log10().floor() as i32;
    // In two steps, as 1e308 is the greatest power that there is.
    let scaled = |exponent: i32| number * power(8 - exponent / 2 - exponent % 2) * power(-(exponent / 2));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "nine digits")]
    let mut digits = scaled(exponent).round() as u64;
    if digits >= 1_000_000_000 {
        exponent += 1;
        digits /= 10;
    } else if digits < 100_000_000 {
        // The logarithm was rounded up to the next power.
        exponent -= 1;
        digits *= 10;
    }
    while digits.is_multiple_of(10) {
        digits /= 10;
    }
    let start = row.len();
    write_number(row, digits);
    if row.len() > start + 1 {
        row.insert(start + 1, b'.');
    }
    if exponent != 0 {
        row.push(b'e');
        if exponent < 0 {
            row.push(b'-');
        }
        write_number(row, u64::from(exponent.unsigned_abs()));
    }
}

fn power(exponent: i32) -> f64 {
    10.0_f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back() {
        let mut row = Vec::new();
        for text in ["plain", "a,b", "say \"so\"", "two\nlines"] {
            field(&mut row, text.as_bytes());
            row.push(b',');
        }
        assert_eq!(String::from_utf8(row).unwrap(), "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",");
    }

    #[test]
    fn numbers_have_nine_digits() {
        let text = |number: f64| {
            let mut row = Vec::new();
            float(&mut row, number);
            String::from_utf8(row).unwrap()
        };
        for (number, wanted) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "2.5e-1"),
            (12_345.5, "1.23455e4"),
            (0.001, "1e-3"),
            (0.999_999_999_99, "1e0"),
            (2.225_073_858_507_201_4e-308, "2.22507386e-308"),
        ] {
            assert_eq!(text(number).trim_end_matches("e0"), wanted.trim_end_matches("e0"));
        }
        let mut number = 3.3e-308;
        while number < 1e8 {
            let read: f64 = text(number).parse().unwrap();
            assert!((read / number - 1.0).abs() < 1e-8, "{number:e} {}", text(number));
            number *= 1.37;
        }
    }
}
