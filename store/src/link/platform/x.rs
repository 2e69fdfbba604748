//! X, formerly Twitter. The name before `/status/` is ignored by the platform, and left out.

use super::{Address, Found, Kind, after_at, hashtag, is_code, is_name, is_number, is_one_of};

const PLATFORM: &str = "x";
const HOST: &str = "x.com";

/// First parts of paths that are no names.
const RESERVED: &str = "about account compose download explore hashtag home i intent jobs login logout messages notifications \
    oauth privacy search search-advanced settings share signup tos who_to_follow widgets";

pub(super) fn find(address: &Address) -> Option<Found> {
    match address.host.as_str() {
        "x.com" | "m.x.com" | "mobile.x.com" | "twitter.com" | "m.twitter.com" | "mobile.twitter.com" => {}
        "t.co" | "pic.twitter.com" | "pic.x.com" => return short(address),
        _ => return None,
    }
    let mut parts = address.segments();
    if parts.is_empty() {
        // Until 2011 the page stood behind `#!`.
        let fragment = address.fragment.as_deref()?.strip_prefix("!/")?;
        parts = fragment.split(['/', '?']).filter(|part| !part.is_empty()).collect();
    }
    match parts[..] {
        ["i", "web", "status", id, ..] | [_, "status" | "statuses", id, ..] | ["statuses", id]
            if is_id(id) =>
        {
            Some(found(Kind::Post, id, format!("/i/status/{id}")))
        }
        [_, "article", id, ..] if is_id(id) => Some(found(Kind::Article, id, format!("/i/article/{id}"))),
        ["i", "user", id] if is_id(id) => Some(by_id(id)),
        ["intent", "user" | "follow"] => match (address.value("user_id"), address.value("screen_name")) {
            (Some(id), _) if is_id(id) => Some(by_id(id)),
            (_, Some(name)) => account(name),
            _ => None,
        },
        ["hashtag", tag] => hashtag(PLATFORM, HOST, "/hashtag/", tag),
        [name] | [name, "with_replies" | "media" | "highlights" | "articles" | "photo"] => account(name),
        _ => None,
    }
}

fn is_id(part: &str) -> bool {
    is_number(part, 1, 20)
}

fn found(kind: Kind, id: &str, rest: String) -> Found {
    Found::at(PLATFORM, HOST, kind, id.to_owned(), rest)
}

fn by_id(id: &str) -> Found {
    found(Kind::Account, id, format!("/i/user/{id}"))
}

fn account(part: &str) -> Option<Found> {
    let name = after_at(part).unwrap_or(part).to_ascii_lowercase();
    let is_account = is_name(&name, 15, b"_") && !is_one_of(&name, RESERVED);
    is_account.then(|| found(Kind::Account, &format!("@{name}"), format!("/{name}")))
}

fn short(address: &Address) -> Option<Found> {
    match address.segments()[..] {
        [code] if is_code(code, 1, 40) => {
            Some(Found::here(PLATFORM, Kind::Short, format!("{}/{code}", address.host), format!("/{code}")))
        }
        _ => None,
    }
}
