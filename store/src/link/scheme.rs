//! Addresses of programs that name an object of a platform: `at://` and `tg://`, as the address on the web that names the same.

use url::Url;

use super::error::LinkError;
use super::percent;

/// The web address; nothing for other schemes.
pub(super) fn web_address(raw: &str) -> Option<Result<String, LinkError>> {
    let (scheme, rest) = raw.split_once(':')?;
    if scheme.eq_ignore_ascii_case("at") {
        return Some(rest.strip_prefix("//").and_then(at).ok_or(LinkError::Nothing));
    }
    if scheme.eq_ignore_ascii_case("tg") {
        return Some(telegram(raw).ok_or(LinkError::Nothing));
    }
    None
}

/// <https://atproto.com/specs/at-uri-scheme>: authority, collection, record key.
fn at(rest: &str) -> Option<String> {
    let rest = rest.split(['?', '#']).next()?;
    let parts: Vec<&str> = rest.split('/').collect();
    let authority = parts.first().filter(|authority| {
        authority.starts_with("did:") || (authority.contains('.') && !authority.contains(':'))
    })?;
    let authority = percent::segment(authority);
    match parts[1..] {
        [] | [""] => Some(format!("https://bsky.app/profile/{authority}")),
        ["app.bsky.feed.post", key] if !key.is_empty() => {
            Some(format!("https://bsky.app/profile/{authority}/post/{}", percent::segment(key)))
        }
        _ => None,
    }
}

/// <https://core.telegram.org/api/links>.
fn telegram(raw: &str) -> Option<String> {
    let url = Url::parse(raw).ok()?;
    let action = url.host_str().or_else(|| Some(url.path().trim_matches('/')))?.to_ascii_lowercase();
    let value = |name: &str| {
        let found = url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        found.filter(|value| !value.is_empty()).map(|value| percent::segment(&value))
    };
    match action.as_str() {
        "resolve" => {
            let name = value("domain")?;
            let comment = value("comment").map_or_else(String::new, |comment| format!("?comment={comment}"));
            Some(match value("post") {
                Some(post) => format!("https://t.me/{name}/{post}{comment}"),
                None => format!("https://t.me/{name}"),
            })
        }
        "privatepost" => Some(format!("https://t.me/c/{}/{}", value("channel")?, value("post")?)),
        "join" => Some(format!("https://t.me/+{}", value("invite")?)),
        _ => None,
    }
}
