//! Change points of one series by itself, by the method of the reports or by one of two for comparison.
//!
//! Says where the level changes and by how much. Says nothing of why.

mod counts;
mod found;
mod means;

pub(crate) use found::rounded;
pub use found::{Change, Changepoints, Gap, INDEX_CONVENTION, Method, Parameters, SCHEMA, Segment};
pub(crate) use means::segments as segments_of_means;

use crate::series_file::{Series, SeriesBin, SeriesError};

/// Finds the change points of a series.
///
/// # Errors
/// [`SeriesError`] where the series has no values, or values that the method cannot use.
pub fn find(series: &Series, method: Method) -> Result<Changepoints, SeriesError> {
    let observed: Vec<&SeriesBin> = series.bins.iter().filter(|bin| bin.value.is_some()).collect();
    if observed.is_empty() {
        return Err(SeriesError::file(
            &series.path,
            "every value is empty",
            "at least one row needs a number; an empty value is a gap",
        ));
    }
    let places: Vec<usize> = series
        .bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.value.is_some())
        .map(|(place, _)| place)
        .collect();
    let cut = match method {
        Method::QuasiPoisson => counts::find(series, &observed)?,
        Method::Binseg | Method::Pelt => means::find(&observed, method),
    };
    Ok(found::lay_out(series, method, &observed, &places, &cut))
}
