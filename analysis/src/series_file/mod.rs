//! A series in a CSV file: columns `time` and `value`, an empty value or a missing bin is a gap.
//!
//! Reads numbers and times, finds out how long a bin is, and lays the rows on a grid of bins. Says nothing of what they mean.

mod error;
mod grid;
mod read;
mod stamp;

pub use error::SeriesError;
pub use grid::{Series, SeriesBin};
