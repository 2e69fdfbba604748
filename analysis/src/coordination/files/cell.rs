//! Cells of a CSV file.

use std::io::Write as _;

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

/// Writes a number so that it reads back the same, as short as that allows.
pub(crate) fn float(row: &mut Vec<u8>, number: f64) {
    let written = if number == 0.0 || (1e-4..1e15).contains(&number.abs()) {
        write!(row, "{number}")
    } else {
        write!(row, "{number:e}")
    };
    // Memory takes all that is written to it.
    debug_assert!(written.is_ok());
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
        for number in [0.0, 1.0, 0.25, 1e-300, 12345.5] {
            float(&mut row, number);
            row.push(b',');
        }
        let text = String::from_utf8(row).unwrap();
        assert_eq!(text, "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",0,1,0.25,1e-300,12345.5,");
    }
}
