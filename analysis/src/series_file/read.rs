//! Reading the rows: numbers, gaps, times in order.

use std::path::Path;

use super::error::SeriesError;
use super::stamp::Stamp;

const FORMS: &str =
    "write a date (2025-01-27), RFC 3339 (2025-01-27T09:00:00+08:00), or a plain index (0, 1, 2)";

/// A row of the file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its time as written.
    pub(super) text: String,
    /// Its time.
    pub(super) stamp: Stamp,
    /// Its value; nothing for a gap.
    pub(super) value: Option<f64>,
    /// Its line in the file.
    pub(super) line: u64,
}

/// The rows of a file, in order of time.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Row>, SeriesError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let header = reader.headers().map_err(|e| broken(path, &e))?.clone();
    let column = |name: &str| {
        header.iter().position(|cell| cell.eq_ignore_ascii_case(name)).ok_or_else(|| {
            let found = header.iter().collect::<Vec<_>>().join(", ");
            SeriesError::line(
                path,
                1,
                format!("there is no column {name:?} (the first line has: {found})"),
                "the first line names the columns: time,value",
            )
        })
    };
    let (time, value) = (column("time")?, column("value")?);
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(path, &e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let text = &record[time];
        let stamp = Stamp::parse(text).ok_or_else(|| {
            SeriesError::line(path, line, format!("time: {text:?} is no time that is known here"), FORMS)
        })?;
        if let Some(last) = rows.last() {
            if last.stamp.form() != stamp.form() {
                let message =
                    format!("time: {text:?} is {}, the rows before have {}", stamp.form(), last.stamp.form());
                return Err(SeriesError::line(path, line, message, "write all times in one form"));
            }
            if stamp.axis() <= last.stamp.axis() {
                let message = format!("time: {text:?} is not after {:?} of line {}", last.text, last.line);
                return Err(SeriesError::line(path, line, message, "sort the rows by time; one row a bin"));
            }
        }
        let value = number(path, line, &record[value])?;
        rows.push(Row { text: text.to_owned(), stamp, value, line });
    }
    if rows.is_empty() {
        return Err(SeriesError::file(
            path,
            "there are no rows",
            "write one row a bin below the header time,value",
        ));
    }
    Ok(rows)
}

fn number(path: &Path, line: u64, text: &str) -> Result<Option<f64>, SeriesError> {
    if text.is_empty() || ["na", "nan", "null"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(SeriesError::line(
            path,
            line,
            format!("value: {text:?} is no number"),
            "write a number such as 12 or 3.5; leave the value empty for a gap",
        )),
    }
}

fn broken(path: &Path, error: &csv::Error) -> SeriesError {
    let line = error.position().map(csv::Position::line);
    let hint = "the file is CSV in UTF-8: a header time,value, then rows of as many columns";
    SeriesError { line, ..SeriesError::file(path, error.to_string(), hint) }
}
