//! Mastodon: an account's statuses, a tag's, and single ones that are looked at again.

mod closed;
mod read;
mod swept;

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use super::world::{Reply, World, fixture};

const KEYS: &str = "account = 'harbour'";
const LOOKUP: &str = "/api/v1/accounts/lookup?acct=harbour";
const STATUSES: &str = "/api/v1/accounts/9/statuses?limit=40";

fn file(name: &str) -> Vec<u8> {
    fixture(&format!("mastodon/{name}"))
}

/// A page that names the next one as servers do: by its whole address, after the one before.
fn linked(body: impl AsRef<[u8]>, origin: &str, max_id: &str) -> Reply {
    let (next, prev) =
        (format!("{origin}{STATUSES}&max_id={max_id}"), format!("{origin}{STATUSES}&min_id=9999"));
    Reply::json(body).with(&format!("link: <{prev}>; rel=\"prev\", <{next}>; rel=\"next\""))
}

/// A server whose answers may name its own address.
fn server(keys: &str, reply: impl Fn(&str, &str, usize) -> Reply + Send + Sync + 'static) -> World {
    let origin = Arc::new(OnceLock::<String>::new());
    let known = Arc::clone(&origin);
    let world = World::new("mastodon", keys, move |path, before| {
        reply(known.get().map_or("", String::as_str), path, before)
    });
    origin.set(world.stub.origin()).unwrap();
    world
}

/// An account with three pages of statuses.
fn three_pages(keys: &str) -> World {
    server(keys, |origin, path, _| pages(origin, path))
}

fn pages(origin: &str, path: &str) -> Reply {
    let rest = path.strip_prefix(STATUSES);
    match (path, rest) {
        (LOOKUP, _) => Reply::json(file("account.json")),
        (_, Some("")) => linked(file("statuses-1.json"), origin, "1128"),
        (_, Some("&max_id=1128")) => linked(file("statuses-2.json"), origin, "1124"),
        (_, Some("&max_id=1124")) => Reply::json(file("statuses-3.json")),
        (path, _) => panic!("nobody named {path}"),
    }
}

/// A status of the account at a minute of an hour.
fn status(minute: u32) -> Value {
    let uri = format!("https://social.example/users/harbour/statuses/{minute}");
    json!({"id": minute.to_string(), "uri": uri, "created_at": format!("2025-01-27T10:{minute:02}:00.000Z"),
        "content": format!("<p>At minute {minute}.</p>"), "visibility": "public",
        "account": {"id": "9", "acct": "harbour", "uri": "https://social.example/users/harbour"}})
}

fn list(minutes: &[u32]) -> String {
    Value::from(minutes.iter().map(|minute| status(*minute)).collect::<Vec<_>>()).to_string()
}
