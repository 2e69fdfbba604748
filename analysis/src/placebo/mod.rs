//! Did items rise in the N days before an event? The event and N are fixed before anybody looks.
//!
//! The window is set against every window of N days before it (placebo windows), the rhythm of the week taken out: what
//! many quiet weeks also show is no rise. It tells order in time, never cause, and chooses no event and no window itself.

mod blocks;
mod found;
mod student;
mod studentised;
mod window;
mod words;

use jiff::Span;
use jiff::civil::Date;

pub use found::{Effect, Placebo, SCHEMA, Second, Sensitivity, Stretch};
pub use window::Refusal;
pub(crate) use words::sentence;

use crate::series_file::{Series, SeriesError};
use crate::surge::rhythm::Bin;
use window::Windows;

/// A day of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Its local date.
    pub date: Date,
    /// Its items; nothing where it was not observed.
    pub count: Option<f64>,
    /// Which part of it was observed: above 0, at most 1.
    pub exposure: f64,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The day of the event.
    pub event: Date,
    /// How many days before it are looked at; the event's own day is not among them.
    pub days: usize,
    /// Whether the window was found by searching, so that the most striking of many is to be expected.
    pub searched: bool,
}

/// The nominal size of the test.
pub const LEVEL: f64 = 0.05;
/// Lengths that the answer is looked at for, whatever the question's.
pub const SENSITIVITY: std::ops::RangeInclusive<usize> = 2..=7;
/// Longer windows leave too few of them.
pub const MOST_DAYS: usize = 60;

/// Tests a question on days in order without holes.
///
/// # Errors
/// [`Refusal`] where the baseline or the window is too little to say anything.
pub fn test(days: &[Day], question: Question) -> Result<Placebo, Refusal> {
    let windows = Windows::new(days, question.event, question.days)?;
    let main = studentised::test(&windows)?;
    let second = blocks::test(&windows)?;
    let candidates = if question.searched { windows.candidates(days.len()) } else { 1 };
    let sensitivity = SENSITIVITY.map(|n| sensitivity(days, question.event, n)).collect();
    Ok(found::gather(question, &windows, &main, &second, candidates, sensitivity))
}

fn sensitivity(days: &[Day], event: Date, n: usize) -> Sensitivity {
    let tested = Windows::new(days, event, n)
        .and_then(|windows| Ok((studentised::test(&windows)?, blocks::test(&windows)?)));
    match tested {
        Ok((main, second)) => Sensitivity {
            days: n,
            rate_ratio: Some(found::rounded(second.ratio)),
            p_value: Some(found::rounded(main.p_value)),
            second_p_value: Some(found::rounded(second.p_value)),
            refused: None,
        },
        Err(refusal) => Sensitivity {
            days: n,
            rate_ratio: None,
            p_value: None,
            second_p_value: None,
            refused: Some(refusal.to_string()),
        },
    }
}

/// As [`fn@test`] on a series in a file.
///
/// # Errors
/// [`SeriesError`] where the series has no days, or too few.
pub fn test_file(series: &Series, question: Question) -> Result<Placebo, SeriesError> {
    if series.bin != Bin::Day {
        let hint = "write one row a day (2025-01-27,12), or one an hour with --freq d";
        return Err(SeriesError::file(&series.path, "its times are no days", hint));
    }
    let days: Vec<Day> = series
        .bins
        .iter()
        .filter_map(|bin| Some(Day { date: bin.date?, count: bin.value, exposure: bin.exposure }))
        .collect();
    if let Some(bin) = series.bins.iter().find(|bin| bin.value.is_some_and(|value| value < 0.0)) {
        let message = format!(
            "value: {} at {} is negative, and counts are not",
            bin.value.unwrap_or_default(),
            bin.time
        );
        return Err(SeriesError::file(&series.path, message, "give counts of items"));
    }
    test(&days, question)
        .map_err(|refusal| SeriesError::file(&series.path, refusal.to_string(), refusal.advice()))
}

/// The day so many days before another; the same where the calendar ends.
fn before(date: Date, days: usize) -> Date {
    i32::try_from(days).ok().and_then(|days| date.checked_sub(Span::new().days(days)).ok()).unwrap_or(date)
}
