//! Atom as platforms give it: entries with their times as they were written, and what stands in a feed's place when a platform
//! wants no reader.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed};
use whence_store::time::{Micros, Moment, Precision};

use super::{Asked, Judged, Outcome, ReadError, Response, judge};
use crate::text::web_date;

/// A feed, and how its times were written.
pub(super) struct Atom {
    feed: Feed,
    written: BTreeMap<i64, (String, Precision)>,
}

impl Atom {
    /// Reads a feed.
    ///
    /// # Errors
    /// [`ReadError`] when it is none.
    pub(super) fn read(response: &Response<'_>) -> Result<Self, ReadError> {
        let written = Arc::new(Mutex::new(BTreeMap::new()));
        let notes = Arc::clone(&written);
        let parser = feed_rs::parser::Builder::new()
            .base_uri(Some(response.url.as_str()))
            .sanitize_content(false)
            .timestamp_parser(move |text| {
                let moment = web_date(text, None)?;
                let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
                notes.insert(moment.at.0, (moment.original, moment.precision));
                DateTime::from_timestamp_micros(moment.at.0)
            })
            .build();
        // Bytes that are no text must not cost the whole feed.
        let text = String::from_utf8_lossy(response.body);
        let feed = parser
            .parse(text.as_bytes())
            .map_err(|e| ReadError(format!("not a feed that can be read: {e}")))?;
        let written = std::mem::take(&mut *written.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Self { feed, written })
    }

    /// Its entries, in order.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.feed.entries
    }

    /// A time, as it was written.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> Moment {
        let at = Micros(at.timestamp_micros());
        let known = self.written.get(&at.0).cloned();
        let (original, precision) = known.unwrap_or_else(|| (at.to_string(), Precision::Second));
        Moment { at, precision, original }
    }
}

/// Judges an answer in whose place there may be a page for people: to log in, to agree to something, to prove to be none.
pub(super) fn judge_feed(asked: &Asked<'_>, response: &Response<'_>) -> Judged {
    let judged = judge(response);
    if !matches!(judged.outcome, Outcome::Ok | Outcome::Forbidden) {
        return judged;
    }
    let (here, there) = (host(asked.url.host_str()), host(response.url.host_str()));
    if here != there {
        return Judged::of(Outcome::Gated, format!("led away to {there}"));
    }
    if is_web_page(response) {
        return Judged::of(Outcome::Gated, "a web page stands in the feed's place");
    }
    judged
}

fn host(name: Option<&str>) -> &str {
    name.map_or("", |name| name.strip_prefix("www.").unwrap_or(name))
}

/// Whether an answer is a page for people.
fn is_web_page(response: &Response<'_>) -> bool {
    let begins = response.body.trim_ascii_start();
    let begins = begins[..begins.len().min(14)].to_ascii_lowercase();
    begins.starts_with(b"<!doctype html") || begins.starts_with(b"<html")
}
