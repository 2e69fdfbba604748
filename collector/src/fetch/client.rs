//! The HTTP client: guarded resolution, both time-outs, a cap on the body, the body as it came over the wire.

use std::sync::Arc;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use url::Url;
use whence_store::evidence::Body;
use whence_store::time::{Clock, Micros};

use super::guard::{Reach, Refusal, check_url};
use super::headers::kept;
use super::resolve::{GuardedResolver, Lookup, SystemLookup};
use crate::config::Limits;
use crate::polite::asked_patience;

/// What one request brought.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The HTTP status.
    pub status: u16,
    /// The response headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Body,
    /// When the request began.
    pub started_at: Micros,
    /// When the headers had come: the server has seen the request by then.
    pub answered_at: Micros,
    /// When the body was complete.
    pub ended_at: Micros,
}

impl Exchange {
    /// When the host wants to be asked again, where it said so.
    pub fn patience(&self) -> Option<Micros> {
        asked_patience(|name| self.header(name), self.answered_at)
    }

    /// A response header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Why a request brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address may not be reached.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection.
    #[error("no connection: {0}")]
    Connect(String),
    /// The answer is not HTTP, or the connection broke before the headers.
    #[error("no proper answer: {0}")]
    Protocol(String),
}

/// Which bodies are received, and how much of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Bytes of a body at most, as sent.
    pub most: u64,
    /// What the type of an answer has to begin with for its body to be received. Where one is given, nor is a body that says
    /// that it is longer than `most`.
    pub only: Option<&'static str>,
}

impl Wanted {
    fn takes(self, response: &reqwest::Response) -> bool {
        let Some(only) = self.only else { return true };
        let kind =
            response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        response.status().is_success()
            && kind.trim_start().to_ascii_lowercase().starts_with(only)
            && response.content_length().is_none_or(|length| length <= self.most)
    }
}

/// Makes requests.
pub struct Fetcher {
    public: reqwest::Client,
    loopback: reqwest::Client,
}

impl Fetcher {
    /// A fetcher that names `user_agent` in every request.
    ///
    /// # Errors
    /// [`FetchError::Protocol`] when the TLS library cannot be set up.
    pub fn new(user_agent: &str, limits: &Limits) -> Result<Self, FetchError> {
        Self::with_lookup(user_agent, limits, Arc::new(SystemLookup))
    }

    /// As [`Fetcher::new`], with names looked up elsewhere.
    ///
    /// # Errors
    /// [`FetchError::Protocol`] when the TLS library cannot be set up.
    pub fn with_lookup(
        user_agent: &str,
        limits: &Limits,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, FetchError> {
        // The first fetcher of a process sets the provider; a second one finds the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = |reach: Reach, lookup: Arc<dyn Lookup>| {
            reqwest::Client::builder()
                .user_agent(user_agent)
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .connect_timeout(limits.connect_timeout)
                .read_timeout(limits.read_timeout)
                .timeout(limits.total_timeout)
                .dns_resolver(Arc::new(GuardedResolver { reach, lookup }))
                .build()
                .map_err(|e| FetchError::Protocol(chain(&e)))
        };
        Ok(Self {
            public: client(Reach::Public, Arc::clone(&lookup))?,
            loopback: client(Reach::Loopback, lookup)?,
        })
    }

    /// Makes one GET request and reads its body, if it is wanted and up to the cap.
    ///
    /// # Errors
    /// [`FetchError`]. A body that is cut, by the cap or by the peer, is not an error: it is flagged.
    pub async fn get(
        &self,
        url: &Url,
        headers: &[(String, String)],
        reach: Reach,
        wanted: Wanted,
        clock: &dyn Clock,
    ) -> Result<Exchange, FetchError> {
        check_url(url, reach)?;
        let client = if reach == Reach::Loopback { &self.loopback } else { &self.public };
        let mut map = HeaderMap::new();
        map.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd, deflate"));
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value))
            {
                map.insert(name, value);
            }
        }
        let started_at = clock.now();
        let mut response = client.get(url.clone()).headers(map).send().await.map_err(|e| classify(&e))?;
        let answered_at = clock.now();
        let status = response.status().as_u16();
        let headers = kept(response.headers());
        let body =
            if wanted.takes(&response) { body(&mut response, wanted.most).await } else { Body::default() };
        Ok(Exchange { status, headers, body, started_at, answered_at, ended_at: clock.now() })
    }
}

/// A body as sent, up to a cap.
async fn body(response: &mut reqwest::Response, most: u64) -> Body {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = usize::try_from(most).unwrap_or(usize::MAX) - bytes.len();
                bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return Body { bytes, truncated: true };
                }
            }
            Ok(None) => return Body { bytes, truncated: false },
            Err(_) => return Body { bytes, truncated: true },
        }
    }
}

fn classify(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(e) = cause {
        if let Some(refusal) = e.downcast_ref::<Refusal>() {
            return FetchError::Refused(refusal.clone());
        }
        cause = e.source();
    }
    if error.is_timeout() {
        FetchError::Timeout
    } else if error.is_connect() {
        FetchError::Connect(chain(error))
    } else {
        FetchError::Protocol(chain(error))
    }
}

/// The last cause says most; the URL is named by whoever reports the error.
fn chain(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
