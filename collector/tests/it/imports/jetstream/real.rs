//! The production service's own events, against its manifest and a count of the lines made without the reader.

use std::collections::BTreeMap;

use serde_json::Value;

use super::PRESET;
use crate::imports::{import, import_again};
use crate::support::{Bench, shared};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn every_event_is_stored_or_counted() {
    let Some(folder) = shared("bsky-jetstream") else { return };
    let file = folder.join("expected_v1.jsonl");
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let written = std::fs::read_to_string(&file).unwrap();
    let events: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(manifest["v1_events"], events.len());

    let bench = Bench::new();
    let report = import(&bench, PRESET, std::slice::from_ref(&file));
    let counted = &report["events"];
    let mut tally: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for event in events.iter().filter(|event| event["kind"] == "commit") {
        *tally.entry((text(event, "/commit/operation"), text(event, "/commit/collection"))).or_default() += 1;
    }
    for (operation, key) in [("create", "creates"), ("update", "updates"), ("delete", "deletes")] {
        let told: BTreeMap<&str, usize> = counted[key]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, count)| (name.as_str(), usize::try_from(count.as_u64().unwrap()).unwrap()))
            .collect();
        assert_eq!(manifest[key], told.values().sum::<usize>(), "{key}");
        let here: BTreeMap<&str, usize> =
            tally.iter().filter(|((of, _), _)| *of == operation).map(|((_, name), n)| (*name, *n)).collect();
        assert_eq!(told, here, "{key}");
    }
    assert_eq!((&counted["identity"], &counted["account"]), (&manifest["identity"], &manifest["account"]));
    eprintln!("{counted}");

    let made = |collection: &str| -> Vec<&Value> {
        let is_it = |event: &&Value| {
            text(event, "/commit/operation") == "create" && text(event, "/commit/collection") == collection
        };
        events.iter().filter(is_it).collect()
    };
    let uri = |event: &Value| {
        let parts = ["/did", "/commit/collection", "/commit/rkey"].map(|path| text(event, path));
        format!("at://{}", parts.join("/"))
    };
    let (posts, reposts, likes) =
        (made("app.bsky.feed.post"), made("app.bsky.feed.repost"), made("app.bsky.feed.like"));
    assert_eq!([posts.len(), reposts.len(), likes.len()], [17, 15, 105]);
    assert_eq!(bench.count("SELECT count(*) FROM item"), posts.len() + reposts.len(), "likes are no items");
    let stored = |query: &str| -> BTreeMap<String, String> {
        let rows = bench.rows(query);
        rows.iter().map(|row| (text(row, "/id").to_owned(), text(row, "/said").to_owned())).collect()
    };
    let said = |events: &[&Value], path: &str| -> BTreeMap<String, String> {
        events.iter().map(|event| (uri(event), text(event, path).to_owned())).collect()
    };
    let subject = "/commit/record/subject/uri";
    assert_eq!(
        stored("SELECT native_id AS id, text AS said FROM item WHERE kind <> 'repost'"),
        said(&posts, "/commit/record/text")
    );
    assert_eq!(
        stored("SELECT native_id AS id, repost_of AS said FROM item WHERE kind = 'repost'"),
        said(&reposts, subject)
    );
    assert_eq!(stored("SELECT native_id AS id, subject AS said FROM reaction"), said(&likes, subject));
    let answers = |path: &str| {
        posts
            .iter()
            .filter(|event| event.pointer(path).is_some())
            .map(|event| (uri(event), text(event, path).to_owned()))
            .collect()
    };
    let answered_by_id: BTreeMap<String, String> = answers("/commit/record/reply/parent/uri");
    assert_eq!(
        stored("SELECT native_id AS id, reply_to AS said FROM item WHERE reply_to IS NOT NULL"),
        answered_by_id
    );
    let of: BTreeMap<String, String> = stored(
        "SELECT item.native_id AS id, account.native_id AS said FROM item JOIN account ON account.id = account_id",
    );
    assert!(of.iter().all(|(id, did)| id.starts_with(&format!("at://{did}/"))), "{of:?}");
    let gone: Vec<String> = events
        .iter()
        .filter(|event| {
            text(event, "/commit/operation") == "delete"
                && text(event, "/commit/collection") == "app.bsky.feed.post"
        })
        .map(uri)
        .collect();
    assert_eq!(bench.column("SELECT native_id FROM deletion"), gone);
    assert_eq!(
        report["unknown_deletions"],
        gone.len(),
        "the post had been written before the recording began"
    );
    assert_eq!(bench.column("SELECT state FROM account_state"), ["active"]);
    assert_eq!(bench.count("SELECT count(*) FROM account_version"), 0, "no event tells a handle");
    import_again(&bench, PRESET, &[file]);
}
