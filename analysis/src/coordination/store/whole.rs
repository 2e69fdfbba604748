//! A store as a whole, looked at as if it were one narrative.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use whence_store::StoreError;
use whence_store::read::Reader;
use whence_store::time::Micros;

use crate::narrative::query::Query;
use crate::narrative::{Narrative, Window};

/// Everything in a store, from its first to its last day in UTC; nothing where no item has a time.
///
/// # Errors
/// [`StoreError`].
pub fn whole(reader: &Reader) -> Result<Option<Narrative>, StoreError> {
    let Some((first, last)) = reader.span()? else { return Ok(None) };
    let date = |at: Micros| at.timestamp().to_zoned_datetime(TimeZone::UTC).date();
    let window = date(last).tomorrow().ok().and_then(|end| Window::new(date(first), end, TimeZone::UTC));
    Ok(window.map(|window| Narrative {
        path: PathBuf::new(),
        name: "whole-store".to_owned(),
        title: "Everything in the store".to_owned(),
        question: None,
        query: Query {
            written: String::new(),
            canonical: String::new(),
            sha256: String::new(),
            fts: String::new(),
            phrases: Vec::new(),
        },
        time_zone: "UTC".to_owned(),
        window,
        events: Vec::new(),
        series: Vec::new(),
    }))
}
