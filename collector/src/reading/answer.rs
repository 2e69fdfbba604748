//! Answers of the network, as their captures keep them.

use url::Url;
use whence_store::evidence::{Body, decode_warily};
use whence_store::ingest::{Content, NewObserved};
use whence_store::time::Micros;

use super::ReadBy;
use crate::config::SourceConfig;
use crate::connector::{Asked, Judged, Outcome, ReadError, Reading, Response, picture, reader_of};

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

/// What an answer is, and what its body gave, or why it could not be read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) judged: Judged,
    pub(crate) reading: Result<Reading, ReadError>,
    /// Whether a part of the body is missing.
    pub(crate) cut: bool,
    /// Whether that is because the connection ended before the body did.
    pub(crate) broken_off: bool,
}

/// Judges an answer, and reads it if there is something in it.
pub(crate) fn read(by: &ReadBy, kept: &Kept<'_>, source: &SourceConfig) -> Read {
    let nothing = |judged, reading| Read { judged, reading, cut: false, broken_off: false };
    let unread = || Judged { outcome: Outcome::Ok, until: None, why: None };
    let ReadBy::Connector { kind, context, url, max_body, polled } = by else {
        return nothing(unread(), Ok(Reading::default()));
    };
    let Some(connector) = reader_of(kind) else {
        return nothing(unread(), Err(ReadError(format!("nothing reads `{kind}` any more"))));
    };
    let Ok(url) = Url::parse(url) else {
        return nothing(unread(), Err(ReadError(format!("`{url}` is no address"))));
    };
    let encodings = kept.header("content-encoding").unwrap_or_default();
    // One byte more tells what is too long from what just fits.
    let cap = connector.longest(kind).saturating_add(1).min(*max_body);
    let decoded = decode_warily(&kept.body.bytes, encodings, cap);
    let asked = Asked { kind, url: &url, context, last_poll: polled.and_then(|polled| polled.before) };
    let response = Response {
        url: kept.url,
        status: kept.status,
        headers: kept.headers,
        body: &decoded.bytes,
        received_at: kept.ended_at,
    };
    let cut = kept.body.truncated || decoded.truncated;
    let judged = connector.judge(&asked, &response);
    let reading = match judged.outcome {
        Outcome::Ok if decoded.is_bomb => {
            Err(ReadError("it is packed as only a bomb is: not read, the body is kept".to_owned()))
        }
        Outcome::Ok if cut && decoded.bytes.is_empty() => {
            Err(ReadError("nothing of its body came, or none of it could be unpacked".to_owned()))
        }
        Outcome::Ok if cut && kind == picture::KIND => {
            Err(ReadError(format!("it was cut, or has more than {max_body} bytes: a part has another hash")))
        }
        Outcome::Ok => {
            connector.read(&asked, &response, source).map(|reading| labelled(reading, source, kept))
        }
        Outcome::Gone => Ok(Reading { gone: connector.gone(&asked), ..Reading::default() }),
        _ => Ok(Reading::default()),
    };
    Read { judged, reading, cut, broken_off: decoded.is_broken_off(kept.body, cap) }
}

/// A reading with what the labels of its accounts are worth.
fn labelled(mut reading: Reading, source: &SourceConfig, kept: &Kept<'_>) -> Reading {
    let authors = reading.items.iter().map(|item| (&item.account, item.seen.unwrap_or(kept.ended_at)));
    let shown = reading.accounts.iter().map(|account| (account, kept.ended_at));
    reading.claims = source.labels.claims(shown.chain(authors));
    reading
}

/// What is stored of a reading.
pub(crate) fn content(by: &ReadBy, outcome: Outcome, now: Micros, reading: Reading) -> Content {
    let observed = observed(by, outcome, now, reading.observed)
        .into_iter()
        .map(|(from, to)| NewObserved { account: None, from, to })
        .chain(reading.watched.into_iter().map(|(account, from, to)| NewObserved {
            account: Some(account),
            from,
            to,
        }))
        .collect();
    let gone = reading.gone.into_iter().map(|gone| (gone.platform, gone.native_id)).collect();
    let pictures = match by {
        ReadBy::Picture(hashed) => hashed.picture().into_iter().collect(),
        _ => Vec::new(),
    };
    Content {
        items: reading.items,
        accounts: reading.accounts,
        claims: reading.claims,
        gone,
        observed,
        pictures,
        ..Content::default()
    }
}

/// What an answer proves: its own windows; of an unchanged list, everything since the last poll. A poll that proves nothing more
/// still looked at that moment: an entry known from before may be a pinned one.
fn observed(
    by: &ReadBy,
    outcome: Outcome,
    now: Micros,
    windows: Vec<(Micros, Micros)>,
) -> Vec<(Micros, Micros)> {
    let ReadBy::Connector { polled, .. } = by else { return Vec::new() };
    match (outcome, polled) {
        (Outcome::NotModified, Some(polled)) => vec![(polled.before.unwrap_or(now), now)],
        (Outcome::Ok, Some(_)) if windows.is_empty() => vec![(now, now)],
        (Outcome::Ok, _) => windows,
        _ => Vec::new(),
    }
}
