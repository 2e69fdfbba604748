//! When: counts per local hour and day with gaps masked, what was captured first, events, series.

mod added;
mod before;
mod bins;
mod build;
mod counts;
mod events;
mod first;
mod onset;
mod series;
mod surges;

pub(crate) use before::test as test_before;
pub(crate) use build::build;
pub(crate) use events::place as place_events;
pub(crate) use first::first_captured;
pub(crate) use series::load as load_series;
