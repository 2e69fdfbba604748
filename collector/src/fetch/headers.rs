//! Which headers of an answer are kept as evidence, and as what text.

use std::fmt::Write as _;

use reqwest::header::{HeaderMap, HeaderName, LOCATION};

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

/// The headers that are kept.
pub(super) fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str().to_owned(), text(name, value.as_bytes())))
        .collect()
}

/// A value as text, from which its octets can be told again: UTF-8 where it is that, else Latin-1. The octets of an address
/// are encoded then: the server wants to see them again.
fn text(name: &HeaderName, value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if name == LOCATION => value.iter().fold(String::new(), |mut out, byte| {
            if byte.is_ascii() {
                out.push(char::from(*byte));
            } else {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
            out
        }),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn octets_are_not_lost_and_cookies_are_not_kept() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("location", b"/caf\xe9".as_slice()),
            ("location", "/caf\u{e9}".as_bytes()),
            ("server", b"caf\xe9"),
            ("set-cookie", b"a=b"),
        ] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
        }
        let kept = kept(&headers);
        let values: Vec<&str> = kept.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["/caf%E9", "/caf\u{e9}", "caf\u{e9}"]);
    }
}
