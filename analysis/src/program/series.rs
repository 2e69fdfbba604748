//! The commands that look at one series in a file: nothing but the file is read, and JSON is printed.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;
use whence_store::program::Exit;

use crate::changepoints::{self, Method};
use crate::placebo::{self, Question};
use crate::series_file::{Series, SeriesError};
use crate::surge::rhythm::Bin;

/// How long a bin is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Frequency {
    /// Hours.
    H,
    /// Days.
    D,
}

pub(super) fn changepoints(
    file: &Path,
    method: Method,
    frequency: Option<Frequency>,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let bin = frequency.map(|frequency| match frequency {
        Frequency::H => Bin::Hour,
        Frequency::D => Bin::Day,
    });
    let series = Series::read(file, bin)?;
    let found = changepoints::find(&series, method)?;
    print(&found, out)
}

pub(super) fn placebo(
    file: &Path,
    event: &str,
    days: usize,
    searched: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    // Of a time the date counts, as it was written.
    let date: Date = event.get(..10).unwrap_or(event).parse().map_err(|_| {
        SeriesError::file(file, format!("--event: {event:?} is no date"), "write a date, such as 2025-01-27")
    })?;
    let series = Series::read(file, None)?;
    let series = if series.bin == Bin::Hour { Series::read(file, Some(Bin::Day))? } else { series };
    let found = placebo::test_file(&series, Question { event: date, days, searched })?;
    print(&found, out)
}

fn print(found: &impl serde::Serialize, out: &mut dyn Write) -> anyhow::Result<Exit> {
    writeln!(out, "{}", serde_json::to_string_pretty(found)?)?;
    Ok(Exit::Done)
}
