//! What was asked of the sites: enough to see that the collector asked politely.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use whence_store::time::Micros;

/// One request and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The source's name.
    pub site: &'static str,
    /// The path asked for.
    pub path: String,
    /// Whether it carried If-None-Match or If-Modified-Since.
    pub conditional: bool,
    /// The status of the answer.
    pub status: u16,
    /// The simulated time.
    pub at: Micros,
    /// The User-Agent, or an empty string.
    pub agent: String,
}

/// The shared list of requests.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<Asked>>>);

impl Log {
    pub(super) fn add(&self, request: &Request<Body>, site: &'static str, status: u16, at: Micros) {
        let headers = request.headers();
        let asked = Asked {
            site,
            path: request.uri().path().to_owned(),
            conditional: headers.contains_key(header::IF_NONE_MATCH)
                || headers.contains_key(header::IF_MODIFIED_SINCE),
            status,
            at,
            agent: headers
                .get(header::USER_AGENT)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
        };
        // A panic elsewhere cannot leave the list half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    }

    pub(super) fn all(&self) -> Vec<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
