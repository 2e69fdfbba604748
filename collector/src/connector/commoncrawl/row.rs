//! A row of the index: which record of which archive is a capture of which page.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use whence_store::time::Micros;

use crate::connector::archived;

/// What the request for a record remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The page.
    pub(super) original: String,
    /// When it was captured, as archives write it.
    pub(super) timestamp: String,
    /// The hash of its bytes.
    pub(super) digest: String,
    /// The archive, relative to the data host.
    pub(super) filename: String,
    offset: u64,
    length: u64,
}

impl Record {
    /// Of a request.
    pub(super) fn of(context: &str) -> Option<Self> {
        serde_json::from_str(context).ok()
    }

    /// As it travels with the request.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Its bytes within the archive, as a `Range` header wants them.
    pub(super) fn range(&self) -> String {
        format!("bytes={}-{}", self.offset, self.offset.saturating_add(self.length).saturating_sub(1))
    }
}

/// A number, or a number written as text.
pub(super) fn number(value: Option<&Value>) -> Option<u64> {
    let value = value?;
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Reads a row; nothing for what is none.
pub(super) fn read(row: &Value) -> Option<(Record, Micros)> {
    let text = |key: &str| row.get(key)?.as_str().map(str::to_owned);
    let timestamp = text("timestamp")?;
    let at = archived::at(&timestamp)?;
    let record = Record {
        original: text("url")?,
        timestamp,
        digest: text("digest").unwrap_or_default(),
        filename: text("filename")?.trim_start_matches('/').to_owned(),
        offset: number(row.get("offset"))?,
        length: number(row.get("length")).filter(|length| *length > 0)?,
    };
    Some((record, at))
}
