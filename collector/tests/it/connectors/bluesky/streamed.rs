//! The same posts and reposts from the network and from a recording of its stream are the same items.

use serde_json::{Value, json};
use whence_store::time::{Clock as _, SystemClock};

use super::{KEYS, file, three_pages, uri};
use crate::support::Bench;

const PRESET: &str = "bsky-jetstream";

/// What both have to say of an item.
const SAME: &str = "SELECT item.native_id, account.native_id AS who, kind, text, lang, created_original, created_at, created_basis,
    quote_of, reply_to, thread_id, repost_of,
    (SELECT group_concat(raw, ' ') FROM (SELECT raw FROM link WHERE item_id = item.id ORDER BY raw)) AS links,
    (SELECT group_concat(tag, ' ') FROM (SELECT tag FROM tag WHERE item_id = item.id ORDER BY tag)) AS tags,
    (SELECT group_concat(native_id, ' ') FROM (SELECT native_id FROM mention WHERE item_id = item.id ORDER BY 1)) AS mentions
  FROM item JOIN account ON account.id = account_id";

fn micros(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

/// The events that the stream would have had for a page of a feed.
fn events(page: &str) -> (Vec<String>, String) {
    let page: Value = serde_json::from_slice(&file(page)).unwrap();
    let (mut ids, mut lines) = (Vec::new(), String::new());
    let mut tell = |id: &str, at: &str, record: &Value| {
        let [did, collection, key] = id.strip_prefix("at://").unwrap().split('/').collect::<Vec<_>>()[..]
        else {
            panic!("{id}")
        };
        let commit = json!({"operation": "create", "collection": collection, "rkey": key, "record": record});
        ids.push(id.to_owned());
        let event = json!({"did": did, "time_us": micros(at), "kind": "commit", "commit": commit});
        lines.extend([event.to_string(), "\n".to_owned()]);
    };
    for entry in page["feed"].as_array().unwrap() {
        let post = &entry["post"];
        let (Some(id), Some(at)) = (post["uri"].as_str(), post["indexedAt"].as_str()) else { continue };
        if post["record"]["text"].is_string() {
            tell(id, at, &post["record"]);
        }
        if let (Some(own), Some(at)) =
            (entry["reason"]["uri"].as_str(), entry["reason"]["indexedAt"].as_str())
        {
            tell(own, at, &json!({"createdAt": at, "subject": {"uri": id, "cid": "bafyown"}}));
        }
    }
    (ids, lines)
}

#[test]
fn a_post_by_network_and_by_recording_is_one_item() {
    let world = three_pages(KEYS);
    assert_eq!(world.run().code, 0);
    let (ids, lines) = events("feed-1.json");
    assert!(ids.iter().any(|id| id.contains("feed.repost")) && ids.len() > 3, "{ids:?}");
    let alone = Bench::new();
    let recording = alone.write("page.jsonl", &lines);
    let ended = alone.import(PRESET, std::slice::from_ref(&recording), &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for id in &ids {
        let of = |bench: &Bench| bench.rows(&format!("{SAME} WHERE item.native_id = '{id}'"));
        let (mut by_network, mut by_file) = (of(&world.bench), of(&alone));
        assert_eq!((by_network.len(), by_file.len()), (1, 1), "{id}");
        if by_file[0]["kind"] == "repost" {
            // An event does not have the words of what is reposted, and writes its time as a number.
            for key in ["text", "lang", "created_original", "created_basis", "links", "tags", "mentions"] {
                by_network[0][key] = Value::Null;
                by_file[0][key] = Value::Null;
            }
        }
        if by_network[0]["created_basis"].as_str().is_some_and(|basis| basis.starts_with("indexedAt")) {
            for row in [&mut by_network[0], &mut by_file[0]] {
                (row["created_original"], row["created_basis"]) = (Value::Null, Value::Null);
            }
        }
        assert_eq!(by_network, by_file, "{id}");
    }
    // Into one store: nothing is new, nothing changes, the handle stays.
    let handles = || world.bench.column("SELECT shown_handle FROM account ORDER BY id");
    let versions = || world.bench.count("SELECT count(*) FROM account_version");
    let (before, versions_before) = (handles(), versions());
    let ended = world.bench.import_only(PRESET, &[recording], &[]);
    let report = ended.json();
    assert_eq!(
        [&report["new_items"], &report["changed_items"], &report["same_items"]],
        [0, 0, ids.len()],
        "{report}"
    );
    assert_eq!((handles(), versions()), (before, versions_before));
    world.bench.assert_clean();
}

#[test]
fn a_delete_of_the_stream_marks_what_the_network_showed_before_it() {
    let world = three_pages(KEYS);
    world.run();
    let gone = |key: &str| {
        world.bench.rows(&format!("SELECT gone_at FROM item WHERE native_id = '{}'", uri(key)))[0]["gone_at"]
            .as_i64()
    };
    let delete = |key: &str, at: i64| {
        let commit = json!({"operation": "delete", "collection": "app.bsky.feed.post", "rkey": key});
        let event = json!({"did": super::OWN, "time_us": at, "kind": "commit", "commit": commit});
        let recording = world.bench.write(&format!("{key}.jsonl"), format!("{event}\n"));
        assert_eq!(world.bench.import_only(PRESET, &[recording], &[]).code, 0);
    };
    let later = SystemClock.now().0 + 60_000_000;
    delete("3a", later);
    assert_eq!(gone("3a"), Some(later));
    // The network showed this one after the delete: it was written anew.
    delete("3c", micros("2025-01-28T00:00:00Z"));
    assert_eq!(gone("3c"), None);
}
