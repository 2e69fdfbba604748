//! Recordings of the Bluesky Jetstream.

mod forgotten;
mod hostile;
mod order;
mod real;
mod recording;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Bench, Ended};

const PRESET: &str = "bsky-jetstream";
/// When the fixture begins.
const BEGAN: i64 = 1_771_000_000_000_000;
const SECOND: i64 = 1_000_000;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jetstream").join(name)
}

/// The id of somebody in the fixture.
fn did(name: &str) -> String {
    format!("did:plc:{name}harbourqrstuvwxyz234")
}

fn uri(name: &str, collection: &str, key: &str) -> String {
    format!("at://{}/app.bsky.feed.{collection}/{key}", did(name))
}

/// An event of a commit, so many seconds after the fixture's beginning.
fn commit(name: &str, second: i64, operation: &str, collection: &str, key: &str, record: &Value) -> String {
    let mut commit =
        json!({"operation": operation, "collection": format!("app.bsky.feed.{collection}"), "rkey": key});
    if operation != "delete" {
        commit["record"] = record.clone();
    }
    event(name, second, &json!({"kind": "commit", "commit": commit}))
}

fn event(name: &str, second: i64, rest: &Value) -> String {
    let mut event = rest.clone();
    event["did"] = did(name).into();
    event["time_us"] = (BEGAN + second * SECOND).into();
    format!("{event}\n")
}

fn text(said: &str) -> Value {
    json!({"text": said, "createdAt": "2026-02-13T16:26:40Z", "langs": ["en"]})
}

fn about(subject: &str) -> Value {
    json!({"createdAt": "2026-02-13T16:26:40Z", "subject": {"uri": subject, "cid": "bafyown"}})
}

/// Imports lines as a file of that name; the store has to be sound, and what its evidence says.
fn import(bench: &Bench, name: &str, lines: &str) -> Value {
    let file = bench.write(name, lines);
    let ended = bench.import(PRESET, &[file], &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    bench.assert_clean();
    ended.json()
}

fn import_fixture(bench: &Bench, name: &str) -> Ended {
    let ended = bench.import(PRESET, &[fixture(name)], &[]);
    bench.assert_clean();
    ended
}

/// When an item was gone, seconds after the fixture's beginning.
fn gone(bench: &Bench, native_id: &str) -> Option<i64> {
    let rows = bench.rows(&format!("SELECT gone_at FROM item WHERE native_id = '{native_id}'"));
    assert_eq!(rows.len(), 1, "{native_id}");
    rows[0]["gone_at"].as_i64().map(|at| (at - BEGAN) / SECOND)
}
