//! When a post was published. The author's program says one time, the server another.

use jiff::Timestamp;
use serde_json::Value;
use whence_store::time::{Micros, Moment, Precision};

use crate::connector::lenient;

/// Honest machines differ by less than this; who states a time further off states another one.
const AGREED: i64 = Micros::HOUR;

/// When a post was published, who says so, and where it stands in feeds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) created: Moment,
    pub(super) basis: String,
    /// The earlier of both times: feeds are sorted by it.
    pub(super) key: Micros,
    /// Whether the author's time is one that the server does not contradict.
    pub(super) is_agreed: bool,
}

/// Reads the times of a post; nothing when it states none that can be read.
///
/// The author's time may be any, year 1 or the future: where the server's is more than an hour off, the server's counts, and the
/// basis tells what the author stated.
pub(super) fn of_post(record: &Value, view: &Value) -> Option<Stamp> {
    let stated = time(record, "/createdAt");
    let indexed = time(view, "/indexedAt");
    let stamp = |created: Moment, basis: String, key, is_agreed| Stamp { created, basis, key, is_agreed };
    match (stated, indexed) {
        (Some(stated), Some(indexed)) => Some(of_two(stated, indexed, "indexedAt")),
        (Some(stated), None) => {
            let key = stated.at;
            Some(stamp(stated, "record.createdAt".to_owned(), key, true))
        }
        (None, Some(indexed)) => {
            let key = indexed.at;
            Some(stamp(indexed, "indexedAt".to_owned(), key, true))
        }
        (None, None) => None,
    }
}

/// The field of an event that has the server's time.
pub(super) const EVENT: &str = "time_us";

/// The times of a record in an event of the stream, which the server saw at `server`; the same rule.
pub(super) fn of_event(record: &Value, server: Moment) -> Stamp {
    match time(record, "/createdAt") {
        Some(stated) => of_two(stated, server, EVENT),
        None => Stamp { key: server.at, created: server, basis: EVENT.to_owned(), is_agreed: true },
    }
}

fn of_two(stated: Moment, server: Moment, field: &str) -> Stamp {
    let key = stated.at.min(server.at);
    if stated.at.since(server.at).abs() <= AGREED {
        return Stamp { created: stated, basis: "record.createdAt".to_owned(), key, is_agreed: true };
    }
    let basis = format!("{field}; record.createdAt says {}", stated.original);
    Stamp { created: server, basis, key, is_agreed: false }
}

/// A time of the interface.
pub(super) fn time(value: &Value, path: &str) -> Option<Moment> {
    let original = lenient::owned(value, path)?;
    let at: Timestamp = original.trim().parse().ok()?;
    Some(Moment { at: Micros::from_timestamp(at), precision: Precision::Second, original })
}
