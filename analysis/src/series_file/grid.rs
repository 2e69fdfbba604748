//! Rows laid on a grid of bins, so that a missing bin is seen to be missing.

use std::path::{Path, PathBuf};

use jiff::Span;
use jiff::civil::{Date, DateTime};

use super::error::SeriesError;
use super::read::{Row, rows};
use super::stamp::Stamp;
use crate::surge::rhythm::{Bin, Phase};

const HOUR: f64 = 3_600.0;
const DAY: f64 = 24.0 * HOUR;
/// A longer grid is rather a mistyped year.
const MOST_BINS: f64 = 500_000.0;
/// A clock that is put forward or back makes a day of 23 or 25 hours.
const CLOCK_CHANGE: f64 = HOUR;

/// A bin of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesBin {
    /// The row that it came from, counted from 0 below the header; nothing for a bin that has none.
    pub row: Option<usize>,
    /// Its time as the row wrote it.
    pub time: String,
    /// Its local date, where it has one.
    pub date: Option<Date>,
    /// Its value; nothing for a gap.
    pub value: Option<f64>,
    /// Which part of it was observed: above 0, at most 1.
    pub exposure: f64,
    pub(crate) phase: Phase,
}

/// A series on its grid.
#[derive(Debug, Clone)]
pub struct Series {
    /// The file.
    pub path: PathBuf,
    /// How long a bin is.
    pub bin: Bin,
    /// The bins in order, without holes.
    pub bins: Vec<SeriesBin>,
}

impl Series {
    /// Reads a file. `bin` is how long its bins are; found from its times unless given.
    ///
    /// # Errors
    /// [`SeriesError`].
    pub fn read(path: &Path, bin: Option<Bin>) -> Result<Self, SeriesError> {
        let bytes = std::fs::read(path).map_err(|e| {
            SeriesError::file(path, format!("cannot be read: {e}"), "name a CSV file with columns time,value")
        })?;
        Self::parse(path, &bytes, bin)
    }

    /// As [`Series::read`] on bytes at hand; `path` is for messages.
    ///
    /// # Errors
    /// [`SeriesError`].
    pub fn parse(path: &Path, bytes: &[u8], bin: Option<Bin>) -> Result<Self, SeriesError> {
        let rows = rows(path, bytes)?;
        let step = least_step(&rows);
        let found = match (&rows[0].stamp, step) {
            (Stamp::Number(_) | Stamp::Month(_), _) => Bin::Index,
            (_, Some(step)) if step == HOUR => Bin::Hour,
            (_, Some(step)) if (step - DAY).abs() <= CLOCK_CHANGE => Bin::Day,
            // One row alone says nothing of its length.
            (Stamp::Date(_), None) => Bin::Day,
            _ => Bin::Index,
        };
        let fits = bin.is_none_or(|bin| bin == found || (bin, found) == (Bin::Day, Bin::Hour));
        if !fits || bin.is_some() && found == Bin::Index {
            let steps = step.map_or_else(
                || "there is only one".to_owned(),
                |step| format!("the nearest are {step} s apart"),
            );
            return Err(SeriesError::file(
                path,
                format!(
                    "its times do not make bins of that length ({steps}, and the first is {})",
                    rows[0].stamp.form()
                ),
                "leave --freq out, or count into whole hours (--freq h) or days (--freq d) first",
            ));
        }
        let bins = match (bin, found) {
            (_, Bin::Index) => indexed(path, &rows, step)?,
            (_, Bin::Day) => by_date(path, &rows)?,
            (Some(Bin::Day), _) => days_of(&by_hour(path, &rows)?),
            (_, Bin::Hour) => by_hour(path, &rows)?,
        };
        Ok(Self { path: path.to_owned(), bin: bin.unwrap_or(found), bins })
    }
}

/// The least distance of neighbouring rows: larger ones are holes.
fn least_step(rows: &[Row]) -> Option<f64> {
    let steps = rows.windows(2).map(|pair| pair[1].stamp.axis() - pair[0].stamp.axis());
    steps.min_by(f64::total_cmp)
}

fn held(row: usize, of: &Row, clock: Option<DateTime>) -> SeriesBin {
    SeriesBin {
        row: Some(row),
        time: of.text.clone(),
        date: clock.map(DateTime::date),
        value: of.value,
        exposure: 1.0,
        phase: phase(clock),
    }
}

fn missing(time: String, clock: Option<DateTime>) -> SeriesBin {
    SeriesBin {
        row: None,
        time,
        date: clock.map(DateTime::date),
        value: None,
        exposure: 1.0,
        phase: phase(clock),
    }
}

fn phase(clock: Option<DateTime>) -> Phase {
    clock.map_or(Phase { weekday: 0, hour: 0 }, |clock| Phase {
        hour: clock.hour().unsigned_abs(),
        ..crate::surge::phase(clock.date())
    })
}

fn too_long(path: &Path, row: &Row) -> SeriesError {
    let message = format!("time: {:?} is too far from the row before for a series without holes", row.text);
    SeriesError::line(
        path,
        row.line,
        message,
        "check the year; split a series that was interrupted for so long",
    )
}

/// An index of whole numbers one apart has holes where one is missing; of anything else only the order is known.
fn indexed(path: &Path, rows: &[Row], step: Option<f64>) -> Result<Vec<SeriesBin>, SeriesError> {
    let whole = matches!(rows[0].stamp, Stamp::Number(_))
        && step == Some(1.0)
        && rows.iter().all(|row| row.stamp.axis().fract() == 0.0);
    let mut bins: Vec<SeriesBin> = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        if whole && n > 0 {
            let (from, to) = (rows[n - 1].stamp.axis() + 1.0, row.stamp.axis());
            if to - from > MOST_BINS {
                return Err(too_long(path, row));
            }
            let mut at = from;
            while at < to {
                bins.push(missing(format!("{at}"), None));
                at += 1.0;
            }
        }
        bins.push(held(n, row, None));
    }
    Ok(bins)
}

fn by_date(path: &Path, rows: &[Row]) -> Result<Vec<SeriesBin>, SeriesError> {
    let mut bins: Vec<SeriesBin> = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let clock = row.stamp.clock();
        let Some(date) = clock.map(DateTime::date) else { continue };
        if let Some(last) = bins.last().and_then(|bin| bin.date) {
            let apart = (date - last).get_days();
            if apart < 1 {
                let message = format!("time: {:?} is on the same day as the row before", row.text);
                return Err(SeriesError::line(path, row.line, message, "write one row a day"));
            }
            if f64::from(apart) > MOST_BINS {
                return Err(too_long(path, row));
            }
            let days = (1..apart).filter_map(|day| last.checked_add(Span::new().days(day)).ok());
            bins.extend(days.map(|day| missing(day.to_string(), Some(day.at(0, 0, 0, 0)))));
        }
        bins.push(held(n, row, clock));
    }
    Ok(bins)
}

fn by_hour(path: &Path, rows: &[Row]) -> Result<Vec<SeriesBin>, SeriesError> {
    let mut bins: Vec<SeriesBin> = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let clock = row.stamp.clock();
        if n > 0 {
            let before = &rows[n - 1];
            let hours = (row.stamp.axis() - before.stamp.axis()) / HOUR;
            if hours.fract() != 0.0 {
                let message =
                    format!("time: {:?} is no whole number of hours after {:?}", row.text, before.text);
                return Err(SeriesError::line(path, row.line, message, "count into whole hours first"));
            }
            if hours > MOST_BINS {
                return Err(too_long(path, row));
            }
            let mut hour = 1;
            while f64::from(hour) < hours {
                let at = before.stamp.clock().and_then(|c| c.checked_add(Span::new().hours(hour)).ok());
                let time = at.map_or_else(String::new, |at| at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
                bins.push(missing(time, at));
                hour += 1;
            }
        }
        bins.push(held(n, row, clock));
    }
    Ok(bins)
}

/// Hours summed into days: the part of a day that was observed is its exposure, and a day of which nothing was is a gap.
fn days_of(hours: &[SeriesBin]) -> Vec<SeriesBin> {
    hours
        .chunk_by(|a, b| a.date == b.date)
        .map(|day| {
            let observed: Vec<f64> = day.iter().filter_map(|hour| hour.value).collect();
            SeriesBin {
                row: day.iter().find_map(|hour| hour.row),
                time: day[0].date.map_or_else(|| day[0].time.clone(), |date| date.to_string()),
                date: day[0].date,
                value: (!observed.is_empty()).then(|| observed.iter().sum()),
                exposure: (observed.len() as f64 / 24.0).clamp(f64::MIN_POSITIVE, 1.0),
                phase: Phase { hour: 0, ..day[0].phase },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn parse(text: &str, bin: Option<Bin>) -> Result<Series, SeriesError> {
        Series::parse(Path::new("s.csv"), text.as_bytes(), bin)
    }

    fn fails(text: &str, bin: Option<Bin>) -> String {
        parse(text, bin).unwrap_err().to_string()
    }

    #[test]
    fn a_missing_day_and_an_empty_value_are_gaps() {
        let series = parse("\u{feff}time,value\n2025-01-01,3\n2025-01-02,\n2025-01-04,5\n", None).unwrap();
        assert_eq!(series.bin, Bin::Day);
        let cells: Vec<_> = series.bins.iter().map(|b| (b.row, b.value, b.phase.weekday)).collect();
        assert_eq!(
            cells,
            [(Some(0), Some(3.0), 2), (Some(1), None, 3), (None, None, 4), (Some(2), Some(5.0), 5)]
        );
        assert_eq!(series.bins[2].time, "2025-01-03");
    }

    #[test]
    fn hours_are_found_and_summed_into_days_when_asked() {
        let mut text = "time,value\n".to_owned();
        for hour in 0..48 {
            if hour != 8 {
                let _ = writeln!(text, "2025-01-{:02}T{:02}:00:00+08:00,2", 26 + hour / 24, hour % 24);
            }
        }
        let hours = parse(&text, None).unwrap();
        assert_eq!((hours.bin, hours.bins.len(), hours.bins[8].value), (Bin::Hour, 48, None));
        assert_eq!(hours.bins[8].phase.hour, 8);
        let days = parse(&text, Some(Bin::Day)).unwrap();
        let cells: Vec<_> = days.bins.iter().map(|b| (b.time.as_str(), b.value)).collect();
        assert_eq!(cells, [("2025-01-26", Some(46.0)), ("2025-01-27", Some(48.0))]);
        assert!((days.bins[0].exposure - 23.0 / 24.0).abs() < 1e-12);
    }

    #[test]
    fn other_forms_have_an_order_and_no_week() {
        let series = parse("time,value\n0,1\n1,2\n3,4\n", None).unwrap();
        assert_eq!((series.bin, series.bins.len(), series.bins[2].row), (Bin::Index, 4, None));
        let series = parse("value,time\n1,1913\n2,1918\n,1923\n", None).unwrap();
        assert_eq!((series.bin, series.bins.len(), series.bins[2].value), (Bin::Index, 3, None));
        assert_eq!(parse("time,value\n1993-01,1\n1993-02,2\n", None).unwrap().bin, Bin::Index);
    }

    #[test]
    fn errors_name_file_line_and_a_way_out() {
        let cases = [
            ("when,value\n1,2\n", "s.csv: line 1: there is no column \"time\""),
            ("time,value\n", "s.csv: there are no rows"),
            ("time,value\n2025-01-01,3\n2025-01-02,many\n", "s.csv: line 3: value: \"many\" is no number"),
            ("time,value\n2025-01-01,3\nMonday,4\n", "s.csv: line 3: time: \"Monday\""),
            ("time,value\n2025-01-02,3\n2025-01-01,4\n", "line 3: time: \"2025-01-01\" is not after"),
            (
                "time,value\n2025-01-01,3\n5,4\n",
                "line 3: time: \"5\" is a number, the rows before have a date",
            ),
            ("time,value\n2025-01-01,3,4\n", "s.csv: line 2: "),
            ("time,value\n1,3\n2,3\n900000,3\n", "line 4: time: \"900000\" is too far"),
        ];
        for (text, wanted) in cases {
            let message = fails(text, None);
            assert!(message.contains(wanted), "{message}");
        }
        assert!(fails("time,value\n0,1\n1,2\n", Some(Bin::Hour)).contains("bins of that length"));
        assert!(
            fails("time,value\n2025-01-01,1\n2025-01-02,2\n", Some(Bin::Hour))
                .contains("the nearest are 86400 s apart")
        );
    }
}
