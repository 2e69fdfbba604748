//! A capture of the archive, as its request and its address name it.

use serde::{Deserialize, Serialize};
use url::Url;

/// What the request for a capture remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Captured {
    /// The page.
    pub(super) original: String,
    /// When it was taken, as the archive writes it.
    pub(super) timestamp: String,
    /// The archive's hash of its bytes.
    pub(super) digest: String,
}

impl Captured {
    /// As it travels with the request.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Of a request.
    pub(super) fn of(context: &str) -> Option<Self> {
        serde_json::from_str(context).ok()
    }
}

/// When the capture was taken that an address leads to.
pub(super) fn timestamp_of(url: &Url) -> Option<String> {
    let mut parts = url.path_segments()?.skip_while(|part| *part != "web");
    let stamp: String = parts.nth(1)?.chars().take_while(char::is_ascii_digit).collect();
    (stamp.len() == 14).then_some(stamp)
}
