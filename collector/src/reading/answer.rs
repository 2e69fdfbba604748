//! Answers of the network, as their captures keep them.

use url::Url;
use whence_store::evidence::{Body, decode};
use whence_store::ingest::{Content, NewObserved};
use whence_store::time::Micros;

use super::ReadBy;
use crate::config::SourceConfig;
use crate::connector::{ReadError, Reading, Response, SourceFacts, article, feed};
use crate::polite::{Outcome, judge};

/// An answer, as its capture keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<'a> {
    /// Where it came from in the end.
    pub(crate) url: &'a Url,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The headers that are kept.
    pub(crate) headers: &'a [(String, String)],
    /// The body as sent.
    pub(crate) body: &'a Body,
    /// When the body was complete.
    pub(crate) ended_at: Micros,
}

impl Kept<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// What a body gave, or why it could not be read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) reading: Result<Reading, ReadError>,
    /// Whether a part of the body is missing.
    pub(crate) cut: bool,
    /// Whether that is because the connection ended before the body did.
    pub(crate) broken_off: bool,
}

/// Reads the body of an answer; only one with a page in it is read.
pub(crate) fn read(by: &ReadBy, kept: &Kept<'_>, source: &SourceConfig) -> Read {
    let (ReadBy::Feed { max_body, .. } | ReadBy::Article { max_body, .. }) = by else {
        return Read { reading: Ok(Reading::default()), cut: false, broken_off: false };
    };
    if judge(kept.status).0 != Outcome::Ok {
        return Read { reading: Ok(Reading::default()), cut: false, broken_off: false };
    }
    let encodings = kept.header("content-encoding").unwrap_or_default();
    let decoded = decode(&kept.body.bytes, encodings, *max_body);
    let response = Response {
        url: kept.url,
        content_type: kept.header("content-type"),
        body: &decoded.bytes,
        received_at: kept.ended_at,
    };
    let facts = SourceFacts { url: &source.url, publisher: source.publisher, zone: source.zone() };
    let reading = match by {
        ReadBy::Article { context, .. } => article::read(&response, &facts, context),
        _ => feed::read(&response, &facts),
    };
    Read {
        reading,
        cut: kept.body.truncated || decoded.truncated,
        broken_off: decoded.is_broken_off(kept.body, *max_body),
    }
}

/// What is stored of a reading.
pub(crate) fn content(by: &ReadBy, kept: &Kept<'_>, reading: Reading) -> Content {
    let observed = match by {
        ReadBy::Feed { last_poll, .. } => observed(judge(kept.status).0, *last_poll, &reading, kept.ended_at),
        _ => None,
    };
    Content { items: reading.items, observed: observed.into_iter().collect(), ..Content::default() }
}

/// What a poll proves: a feed in order shows everything since its oldest entry; an unchanged one, everything since the last
/// poll. Else only that moment was observed: an entry known from before may be a pinned one.
fn observed(
    outcome: Outcome,
    last_poll: Option<Micros>,
    reading: &Reading,
    now: Micros,
) -> Option<NewObserved> {
    let from = match outcome {
        Outcome::NotModified => last_poll,
        Outcome::Ok => reading.complete_since,
        _ => return None,
    };
    Some(NewObserved { account: None, from: from.unwrap_or(now), to: now })
}
