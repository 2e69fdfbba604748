//! The HTTP client: guarded resolution, both time-outs, a cap on the body, the body as it came over the wire.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use url::Url;
use whence_store::evidence::Body;
use whence_store::time::{Clock, Micros};

use super::guard::{Reach, Refusal, check_url};
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

/// Headers of an answer that are kept as evidence; cookies are not.
const KEPT: &[&str] = &[
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
    "x-robots-tag",
    "x-rate-limit-limit",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "ratelimit-policy",
];

/// Makes requests.
pub struct Fetcher {
    public: reqwest::Client,
    loopback: reqwest::Client,
    max_body: u64,
}

impl Fetcher {
    /// A fetcher that names `user_agent` in every request.
    ///
    /// # Errors
    /// [`FetchError::Protocol`] when the TLS library cannot be set up.
    pub fn new(user_agent: &str, limits: &Limits) -> Result<Self, FetchError> {
        // The first fetcher of a process sets the provider; a second one finds the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = |reach: Reach| {
            reqwest::Client::builder()
                .user_agent(user_agent)
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .connect_timeout(limits.connect_timeout)
                .read_timeout(limits.read_timeout)
                .timeout(limits.total_timeout)
                .dns_resolver(Arc::new(GuardedResolver { reach }))
                .build()
                .map_err(|e| FetchError::Protocol(chain(&e)))
        };
        Ok(Self {
            public: client(Reach::Public)?,
            loopback: client(Reach::Loopback)?,
            max_body: limits.max_body,
        })
    }

    /// Makes one GET request and reads its body, up to the cap.
    ///
    /// # Errors
    /// [`FetchError`]. A body that is cut, by the cap or by the peer, is not an error: it is flagged.
    pub async fn get(
        &self,
        url: &Url,
        headers: &[(String, String)],
        reach: Reach,
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
        let mut bytes = Vec::new();
        let mut truncated = false;
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = usize::try_from(self.max_body).unwrap_or(usize::MAX) - bytes.len();
                    bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        truncated = true;
                        break;
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    truncated = true;
                    break;
                }
            }
        }
        Ok(Exchange {
            status,
            headers,
            body: Body { bytes, truncated },
            started_at,
            answered_at,
            ended_at: clock.now(),
        })
    }
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
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

/// Resolves names, and drops every address that may not be reached: a name cannot lead inside.
struct GuardedResolver {
    reach: Reach,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let any = found.iter().map(SocketAddr::ip).collect::<Vec<IpAddr>>();
            let allowed: Vec<SocketAddr> =
                found.into_iter().filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() && !any.is_empty() {
                return Err(Box::new(Refusal::Name(host)) as Box<dyn std::error::Error + Send + Sync>);
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}
