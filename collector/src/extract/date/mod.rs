//! When a page was published and when it was changed: every date that it gives, weighed by where it stands.
//!
//! It does: read JSON-LD, microdata, meta tags, `<time>`, the address and visible dates in the languages of [`months`]; keep
//! publication and change apart, with source, precision, zone and all contradictions. It does not: read a clock, or take the newest date
//! for being the newest.

mod calendar;
mod choose;
mod clock;
mod gather;
mod local;
mod months;
mod path;
mod stamp;
mod token;
mod visible;
mod written;

pub use choose::{Dated, Dates};
pub use stamp::Stamp;

pub(super) use choose::{About, read};

/// How many bytes of a line are dates with their times.
pub(super) fn dated_bytes(line: &str) -> usize {
    let found = written::dates(line, written::Order::DayFirst);
    found.iter().map(|found| found.end - found.start).sum()
}
