//! What connectors of web archives share: times as archives write them, equal captures, and captures read as the pages that they
//! are of.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;
use whence_store::evidence::chain::hex;
use whence_store::ingest::NewItem;
use whence_store::time::{Micros, Precision};

use super::{ReadError, Response, article};
use crate::config::SourceConfig;

/// Captures that are remembered from one page of an index to the next.
const MOST_MARKS: usize = 200;

/// Reads a capture as the page `original`. When it was taken is an upper bound of its publication: later dates are not believed, and
/// it stands in, with the basis `archive` and no precision, only where the page says nothing.
///
/// # Errors
/// [`ReadError`].
pub(super) fn page(
    original: &str,
    timestamp: &str,
    response: &Response<'_>,
    source: &SourceConfig,
) -> Result<NewItem, ReadError> {
    let url = Url::parse(original).map_err(|e| ReadError(format!("`{original}` was captured: {e}")))?;
    let at = at(timestamp).ok_or_else(|| ReadError(format!("`{timestamp}` is no time of a capture")))?;
    let captured = Response { url: &url, received_at: at, ..*response };
    let mut item = article::read(&captured, source, "{}")?;
    if item.created.precision == Precision::None {
        timestamp.clone_into(&mut item.created.original);
        "archive".clone_into(&mut item.created_basis);
    }
    Ok(item)
}

/// The time of `yyyyMMddHHmmss`, UTC.
pub(super) fn at(timestamp: &str) -> Option<Micros> {
    if timestamp.len() != 14 || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| timestamp.get(from..to)?.parse::<i8>().ok();
    let year = timestamp.get(..4)?.parse().ok()?;
    let time =
        DateTime::new(year, part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    Some(Micros::from_timestamp(TimeZone::UTC.to_timestamp(time).ok()?))
}

/// A time as archives write it.
pub(super) fn compact(at: Micros) -> String {
    at.to_string().chars().filter(char::is_ascii_digit).take(14).collect()
}

/// The captures of the page that the index is at, so that equal bytes are asked for once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Listed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    digests: Vec<String>,
}

impl Listed {
    /// As a request remembers it.
    pub(super) fn of(context: &str) -> Self {
        serde_json::from_str(context).unwrap_or_default()
    }

    /// As it travels with a request.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether bytes were not seen yet at a page.
    pub(super) fn is_new(&mut self, page: &str, digest: &str) -> bool {
        let key = hex(&Sha256::digest(page.as_bytes())[..8]);
        if key != self.key {
            self.key = key;
            self.digests.clear();
        }
        if digest.is_empty() {
            return true;
        }
        if self.digests.iter().any(|known| known == digest) {
            return false;
        }
        if self.digests.len() < MOST_MARKS {
            self.digests.push(digest.to_owned());
        }
        true
    }
}
