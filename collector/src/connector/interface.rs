//! What the documented interfaces of platforms have in common: how their configuration is checked, and how a page in the place of
//! an answer is told.

use url::{Host, Url};

use super::{Judged, Outcome, Response, Unfit};
use crate::config::SourceConfig;

/// Refuses an address that would be asked without encryption, and keys that mean nothing where no page of a site is read.
///
/// # Errors
/// [`Unfit`].
pub(super) fn check(source: &SourceConfig) -> Result<(), Unfit> {
    let is_loopback = match source.url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if source.url.scheme() != "https" && !is_loopback {
        return Err(Unfit {
            key: "url",
            message: "is not encrypted".to_owned(),
            hint: "use the server's https address".to_owned(),
        });
    }
    if source.url.path() != "/" || source.url.query().is_some() {
        return Err(Unfit {
            key: "url",
            message: "names more than a server".to_owned(),
            hint: "write the server alone, as https://social.example".to_owned(),
        });
    }
    unused(source.publisher.is_some(), "publisher", "who runs an account is said by a registry of actors")?;
    unused(source.time_zone.is_some(), "time_zone", "the times of this platform name their zone")?;
    unused(source.revisit.is_some(), "revisit", "each poll looks at the newest posts again")
}

/// Refuses a key that is set and has no meaning.
///
/// # Errors
/// [`Unfit`].
pub(super) fn unused(is_set: bool, key: &'static str, why: &str) -> Result<(), Unfit> {
    if !is_set {
        return Ok(());
    }
    let message = "means nothing to this connector".to_owned();
    Err(Unfit { key, message, hint: format!("take it out: {why}") })
}

/// An answer that is no answer of the interface: a login page, a page of a host in between, another host's answer.
pub(super) fn gate(asked: &Url, response: &Response<'_>) -> Option<Judged> {
    // These say what they mean, whatever comes with them.
    if matches!(response.status, 304 | 402 | 408 | 425 | 429 | 451 | 500..=599) {
        return None;
    }
    if is_page(response) {
        let why = format!("a page in the place of JSON, status {}, from {}", response.status, response.url);
        return Some(Judged::of(Outcome::Gated, why));
    }
    let elsewhere = response.url.host_str() != asked.host_str();
    let is_answer = (200..300).contains(&response.status);
    (elsewhere && !is_answer)
        .then(|| Judged::of(Outcome::Gated, format!("led to {}, status {}", response.url, response.status)))
}

/// Whether an answer is a page for people.
pub(super) fn is_page(response: &Response<'_>) -> bool {
    let says_so = response.content_type().is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    says_so || response.body.trim_ascii_start().starts_with(b"<")
}
