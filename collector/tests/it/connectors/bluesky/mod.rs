//! Bluesky: an account's feed, threads, and posts by their addresses.

mod feed;
mod refused;
mod streamed;
mod swept;
mod threads;

use super::world::{Reply, World, fixture};

const OWN: &str = "did:plc:harbour00";
const KEYS: &str = "account = 'press.harbour.example'";

fn uri(key: &str) -> String {
    format!("at://{OWN}/app.bsky.feed.post/{key}")
}

fn file(name: &str) -> Vec<u8> {
    fixture(&format!("bluesky/{name}"))
}

/// A server with three pages of a feed.
fn three_pages(keys: &str) -> World {
    World::new("bluesky", keys, |path, _| pages(path))
}

fn pages(path: &str) -> Reply {
    assert!(path.starts_with("/xrpc/app.bsky.feed.getAuthorFeed?actor=press.harbour.example&"), "{path}");
    Reply::json(match cursor(path).as_deref() {
        None => file("feed-1.json"),
        Some("2025-01-27T09:00:00Z") => file("feed-2.json"),
        Some("2025-01-27T07:50:00Z") => file("feed-3.json"),
        Some(other) => panic!("nobody gave the cursor {other}"),
    })
}

fn cursor(path: &str) -> Option<String> {
    let url = url::Url::parse(&format!("http://localhost{path}")).unwrap();
    url.query_pairs().find(|(name, _)| name == "cursor").map(|(_, value)| value.into_owned())
}
