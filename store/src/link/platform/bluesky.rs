//! Bluesky, by <https://atproto.com/specs>: posts are records of a repository, which is named by its id or by a handle. Which belong
//! together is not told by addresses.

use super::{Address, Found, Kind, after_at, hashtag, is_name, percent};

const PLATFORM: &str = "bluesky";
const HOST: &str = "bsky.app";

pub(super) fn find(address: &Address) -> Option<Found> {
    if address.host != HOST {
        return None;
    }
    match address.segments()[..] {
        ["profile", who] => {
            let who = repository(who)?;
            let id = if who.starts_with("did:") { who.clone() } else { format!("@{who}") };
            Some(Found::at(PLATFORM, HOST, Kind::Account, id, format!("/profile/{who}")))
        }
        ["profile", who, "post", key] if is_name(key, 512, b"-_.:~") => {
            let who = repository(who)?;
            let id = format!("at://{who}/app.bsky.feed.post/{key}");
            Some(Found::at(PLATFORM, HOST, Kind::Post, id, format!("/profile/{who}/post/{key}")))
        }
        ["hashtag", tag] => hashtag(PLATFORM, HOST, "/hashtag/", tag),
        _ => None,
    }
}

/// A repository's id as it is, or a handle, which has no case.
fn repository(part: &str) -> Option<String> {
    let who = percent::decoded(part)?;
    if who.starts_with("did:") {
        return is_name(&who, 200, b":.-_").then_some(who);
    }
    let handle = after_at(&who).unwrap_or(&who).to_ascii_lowercase();
    (handle.contains('.') && is_name(&handle, 253, b".-")).then_some(handle)
}
