//! A sweep: from the newest message back to what is known. A page knows by its context what the pages before it showed.

use serde::{Deserialize, Serialize};
use whence_store::time::Micros;

use super::page::Seen;
use super::{Ask, Cursors, OLDER, ReadError, Reading, address};
use crate::config::SourceConfig;

/// The cursor that holds the newest id of the last complete sweep.
const NEWEST: &str = "newest";
/// The cursor that holds how far back complete sweeps have gone, in microseconds.
const SINCE: &str = "since";

/// What a page of a sweep has to know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sweep {
    /// The newest id of the last complete sweep: this one ends there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known: Option<i64>,
    /// The newest id of this sweep's first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    newest: Option<i64>,
    /// Messages older than this id are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<i64>,
    /// Everything from then on, in microseconds, is on the pages before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
}

/// Where a sweep has ended.
enum End {
    /// At what was known.
    Known,
    /// At a time: everything since then has been shown.
    Since(Micros),
}

impl Sweep {
    /// A new sweep. Where `from` lies before all that was swept so far, what is known does not end it.
    pub(super) fn begin(source: &SourceConfig, cursors: &Cursors) -> Self {
        let number = |name: &str| cursors.get(name).and_then(|text| text.parse::<i64>().ok());
        let is_deep = source.target.from.is_some_and(|from| number(SINCE).is_none_or(|since| since > from.0));
        Self { known: number(NEWEST).filter(|_| !is_deep), ..Self::default() }
    }

    pub(super) fn read(context: &str) -> Result<Self, ReadError> {
        serde_json::from_str(context).map_err(|e| ReadError(format!("its context cannot be read: {e}")))
    }

    pub(super) fn to_json(&self) -> String {
        // Numbers always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Says what a page proves, and asks for the next one or ends the sweep.
    pub(super) fn go_on(
        &self,
        seen: &Seen,
        received: Micros,
        source: &SourceConfig,
        reading: &mut Reading,
    ) -> Result<(), ReadError> {
        if let Some((before, lowest)) = self.before.zip(seen.lowest)
            && lowest >= before
        {
            return Err(ReadError(format!("nothing on the page is older than message {before}")));
        }
        if seen.lowest.is_none() && seen.messages > 0 {
            return Err(ReadError(format!("none of its {} messages says which it is", seen.messages)));
        }
        let newest = self.newest.or(seen.highest);
        let until = self.until.map_or(received, Micros);
        let end = self.end(seen, source);
        let since = seen.oldest.map(|oldest| match end {
            Some(End::Since(Micros(i64::MIN))) => oldest,
            // The rest of the oldest message's second may lie on the next page.
            _ => oldest.plus(Micros::SECOND),
        });
        if let Some(since) = since.filter(|_| seen.is_complete) {
            let from = source.target.from.map_or(since, |from| from.max(since));
            let to = source.target.to.map_or(until, |to| to.min(until));
            reading.observed.extend((from < to).then_some((from, to)));
        }
        // The page's own link to older messages is missing at times where there are some: the lowest id leads there as well.
        match (end, seen.lowest) {
            (None, Some(next)) => {
                let until = since.map_or(until, |since| since.min(until));
                let context = Self { known: self.known, newest, before: Some(next), until: Some(until.0) };
                let url = address(source, Some(next));
                reading.asks.extend(url.map(|url| Ask::list(OLDER, url, context.to_json())));
            }
            (end, _) => {
                reading.cursors.extend(newest.map(|id| (NEWEST.to_owned(), Some(id.to_string()))));
                if let Some(End::Since(at)) = end {
                    reading.cursors.push((SINCE.to_owned(), Some(at.0.to_string())));
                }
            }
        }
        Ok(())
    }

    /// Whether the sweep ends with a page.
    fn end(&self, seen: &Seen, source: &SourceConfig) -> Option<End> {
        let Some(lowest) = seen.lowest.filter(|lowest| *lowest > 1) else {
            // A page without messages lies before the first one.
            return Some(End::Since(Micros(i64::MIN)));
        };
        if let Some(from) = source.target.from
            && seen.oldest.is_some_and(|oldest| oldest < from)
        {
            return Some(End::Since(from));
        }
        match self.known {
            Some(known) => (lowest <= known).then_some(End::Known),
            // History is asked for by `from` alone: a first poll is not to go through years.
            None if source.target.from.is_none() => seen.oldest.map(End::Since),
            None => None,
        }
    }
}
