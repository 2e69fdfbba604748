//! What a host is asked and what it answers, whatever its platform.

use std::collections::BTreeMap;
use std::io::Write as _;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, RANGE};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// A request, as far as platforms look at it.
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) query: BTreeMap<String, String>,
    /// The bytes that are wanted, the last included.
    pub(super) range: Option<(usize, usize)>,
    /// Whether the answer may be packed.
    pub(super) takes_gzip: bool,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let pairs = request.uri().query().unwrap_or_default().split('&');
        let query = pairs.filter_map(|pair| pair.split_once('=')).map(|(n, v)| (n.to_owned(), plain(v)));
        let range = || {
            let (from, to) = header(RANGE)?.strip_prefix("bytes=")?.split_once('-')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        Self {
            path: request.uri().path().to_owned(),
            query: query.collect(),
            range: range(),
            takes_gzip: header(ACCEPT_ENCODING).is_some_and(|value| value.contains("gzip")),
        }
    }

    /// A number in the query.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.query.get(name)?.parse().ok()
    }

    /// The number that stands in the path between two parts of it.
    pub(super) fn between(&self, before: &str, after: &str) -> Option<usize> {
        self.path.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
    }
}

/// A value of a query, as it was meant.
fn plain(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().and_then(hex), rest.next().and_then(hex)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => b'?',
            },
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An answer.
pub(super) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn of(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![(CONTENT_TYPE.as_str(), kind.to_owned())], body: body.into() }
    }

    pub(super) fn html(body: String) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    pub(super) fn json(value: &Value) -> Self {
        Self::of("application/json; charset=utf-8", value.to_string())
    }

    /// What was there once, or never.
    pub(super) fn missing() -> Self {
        Self::of("text/plain", "no such page").status(404)
    }

    pub(super) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(super) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Packed on its way.
    pub(super) fn packed(self) -> Self {
        if self.status != 200 {
            return self;
        }
        let body = gzip(&self.body);
        Self { body, ..self }.header(CONTENT_ENCODING.as_str(), "gzip".to_owned())
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body)).unwrap_or_default()
    }
}

/// Bytes packed.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory cannot fail; an empty body would be seen at once.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}
