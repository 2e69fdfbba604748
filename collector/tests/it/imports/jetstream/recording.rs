//! What a recording says is stored, each kind of event in its place.

use std::io::Write as _;

use serde_json::json;

use super::{BEGAN, PRESET, SECOND, did, fixture, gone, import_fixture, uri};
use crate::support::{Bench, workspace_config};

fn recorded() -> Bench {
    let bench = Bench::new();
    let ended = import_fixture(&bench, "harbour.jsonl");
    assert_eq!(ended.code, 0, "{ended:?}");
    bench
}

#[test]
fn events_are_counted_by_kind_and_collection() {
    let bench = Bench::new();
    let report = import_fixture(&bench, "harbour.jsonl").json();
    assert_eq!(
        report["events"],
        json!({
            "creates": {"app.bsky.feed.like": 3, "app.bsky.feed.post": 9, "app.bsky.feed.repost": 1,
                        "app.bsky.graph.block": 1, "app.bsky.graph.follow": 1},
            "updates": {"app.bsky.actor.profile": 1, "app.bsky.feed.post": 1, "fm.teal.alpha.actor.status": 1},
            "deletes": {"app.bsky.feed.like": 1, "app.bsky.feed.post": 4, "app.bsky.graph.follow": 1},
            "identity": 3, "account": 3
        })
    );
    assert_eq!([&report["mapped"], &report["skipped"], &report["unmapped"]], [25, 5, 0]);
    assert_eq!([&report["new_items"], &report["new_reactions"], &report["unknown_deletions"]], [8, 3, 1]);
    // People are told the same.
    let other = Bench::new();
    let told = std::process::Command::new(env!("CARGO_BIN_EXE_whence-collect"))
        .args(["import", PRESET])
        .arg(fixture("harbour.jsonl"))
        .arg("--db")
        .arg(other.db())
        .arg("--config")
        .arg(workspace_config())
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    for part in [
        "15 creates: app.bsky.feed.like 3, app.bsky.feed.post 9, app.bsky.feed.repost 1",
        "fm.teal.alpha.actor.status 1",
        "6 deletes: app.bsky.feed.like 1",
        "3 identity events, 3 account events",
        "3 new reactions; 1 deletions of what was not captured",
    ] {
        assert!(told.contains(part), "`{part}` is not in {told}");
    }
}

#[test]
fn a_post_is_read_with_facets_labels_and_pictures() {
    let bench = recorded();
    let id = uri("ann", "post", "3mpost00000a1");
    let post = &bench.rows(&format!(
        "SELECT id, kind, text, lang, lang_source, url, thread_id, created_at, created_basis, created_original, first_seen_at
         FROM item WHERE platform = 'bluesky' AND native_id = '{id}'"
    ))[0];
    let said =
        "Größe zählt: @bob.harbour.example misst die Kräne, siehe harbour.example/kr... #Hafen (berichtigt)";
    assert_eq!([&post["kind"], &post["text"], &post["lang"]], ["post", said, "de"]);
    assert_eq!(post["lang_source"], "author");
    assert_eq!(post["url"], format!("https://bsky.app/profile/{}/post/3mpost00000a1", did("ann")));
    assert_eq!(post["thread_id"], id);
    assert_eq!(post["created_at"], BEGAN + SECOND * 3 / 2);
    assert_eq!(
        [&post["created_basis"], &post["created_original"]],
        ["record.createdAt", "2026-02-13T16:26:41.500Z"]
    );
    assert_eq!(post["first_seen_at"], BEGAN + 2 * SECOND, "when the server saw it, not when it was imported");
    let of = |query: &str| bench.column(&query.replace("THIS", &post["id"].to_string()));
    assert_eq!(of("SELECT raw FROM link WHERE item_id = THIS"), ["https://harbour.example/kraene?teil=1"]);
    assert_eq!(of("SELECT tag FROM tag WHERE item_id = THIS ORDER BY 1"), ["crane", "hafen"]);
    let mentions = of("SELECT handle || ' ' || native_id FROM mention WHERE item_id = THIS");
    assert_eq!(mentions, [format!("bob.harbour.example {}", did("bob"))], "ranges count bytes");
    assert_eq!(of("SELECT kind || ' ' || alt FROM media WHERE item_id = THIS"), ["photo Ein Kran im Nebel"]);
    assert_eq!(
        of("SELECT DISTINCT name || ' ' || value FROM metric WHERE item_id = THIS"),
        ["label:graphic-media 1"]
    );
    let versions =
        bench.column(&format!("SELECT text FROM item_version WHERE native_id = '{id}' ORDER BY seen_at"));
    assert_eq!(versions.len(), 2);
    assert_eq!((format!("{} (berichtigt)", versions[0]), versions[1].as_str()), (said.to_owned(), said));
}

#[test]
fn relations_are_by_address() {
    let bench = recorded();
    let of = |column: &str, kind: &str| {
        bench.column(&format!("SELECT native_id || ' ' || {column} FROM item WHERE kind = '{kind}'"))
    };
    let ann = uri("ann", "post", "3mpost00000a1");
    assert_eq!(of("reply_to", "reply"), [format!("{} {ann}", uri("bob", "post", "3mpost00000b1"))]);
    assert_eq!(of("thread_id", "reply"), [format!("{} {ann}", uri("bob", "post", "3mpost00000b1"))]);
    assert_eq!(of("quote_of", "quote"), [format!("{} {ann}", uri("bob", "post", "3mpost00000b2"))]);
    assert_eq!(of("repost_of", "repost"), [format!("{} {ann}", uri("cid", "repost", "3mrepost000c1"))]);
    assert_eq!(bench.column("SELECT created_basis FROM item WHERE kind = 'repost'"), ["time_us"]);
}

#[test]
fn times_that_cannot_be_are_replaced_by_the_servers_and_kept() {
    let bench = recorded();
    for (key, stated, second) in
        [("3mpost00000d1", "1970-01-01T00:00:00.000Z", 23), ("3mpost00000d2", "2099-12-31T23:59:59Z", 24)]
    {
        let row = &bench.rows(&format!(
            "SELECT created_at, created_basis FROM item WHERE native_id = '{}'",
            uri("dan", "post", key)
        ))[0];
        assert_eq!(row["created_at"], BEGAN + second * SECOND);
        assert_eq!(row["created_basis"], format!("time_us; record.createdAt says {stated}"));
    }
}

#[test]
fn likes_are_reactions_and_never_items() {
    let bench = recorded();
    assert_eq!(bench.count("SELECT count(*) FROM item WHERE native_id LIKE '%feed.like%'"), 0);
    let rows = bench.rows(
        "SELECT reaction.native_id, kind, account.native_id AS who, subject, created_basis, gone_at FROM reaction
         JOIN account ON account.id = account_id ORDER BY 1",
    );
    let like = |name: &str, key: &str, subject: &str, basis: &str, gone: Option<i64>| {
        json!({"native_id": uri(name, "like", key), "kind": "like", "who": did(name), "subject": subject,
               "created_basis": basis, "gone_at": gone.map(|second| BEGAN + second * SECOND)})
    };
    let ann = uri("ann", "post", "3mpost00000a1");
    let never = uri("eve", "post", "3mpost00000e1");
    assert_eq!(
        rows,
        [
            like("cid", "3mlike00000c1", &ann, "record.createdAt", Some(10)),
            like("dan", "3mlike00000d1", &ann, "time_us", None),
            like("dan", "3mlike00000d2", &never, "record.createdAt", None),
        ]
    );
    assert_eq!(
        bench.rows("SELECT created_at FROM reaction WHERE created_basis = 'time_us'")[0]["created_at"],
        BEGAN + 7 * SECOND
    );
}

#[test]
fn deletes_are_kept_by_their_own_time() {
    let bench = recorded();
    assert_eq!(gone(&bench, &uri("bob", "post", "3mpost00000b2")), Some(11));
    assert_eq!(
        gone(&bench, &uri("eve", "post", "3mpost00000e2")),
        Some(14),
        "its create stands later in the file"
    );
    assert_eq!(gone(&bench, &uri("eve", "post", "3mpost00000e3")), None, "it was written anew");
    let said = bench.column(&format!(
        "SELECT text FROM item WHERE native_id = '{}'",
        uri("eve", "post", "3mpost00000e3")
    ));
    assert_eq!(said, ["The ferry leaves at ten."]);
    assert_eq!(gone(&bench, &uri("bob", "post", "3mpost00000b1")), None);
    assert_eq!(bench.count("SELECT count(*) FROM deletion WHERE native_id LIKE '%graph.follow%'"), 0);
}

#[test]
fn accounts_are_known_by_id_until_a_handle_is_told() {
    let bench = recorded();
    let handles = bench.column("SELECT handle FROM account ORDER BY handle");
    assert_eq!(handles, ["ann.harbour.example".to_owned(), did("bob"), did("cid"), did("dan"), did("eve")]);
    let versions = bench.column("SELECT handle FROM account_version");
    assert_eq!(
        versions,
        ["ann.harbour.example"],
        "an id in the place of a handle would look like a change of it"
    );
    let states = bench.rows(
        "SELECT native_id, at, state FROM account_state JOIN account ON account.id = account_id ORDER BY at",
    );
    let state = |name: &str, second: i64, state: &str| json!({"native_id": did(name), "at": BEGAN + second * SECOND, "state": state});
    assert_eq!(
        states,
        [state("dan", 25, "deactivated"), state("dan", 26, "active"), state("cid", 27, "takendown")]
    );
}

#[test]
fn packed_recordings_and_overlapping_ones_give_nothing_twice() {
    let plain = std::fs::read(fixture("harbour.jsonl")).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&plain).unwrap();
    let gzip = encoder.finish().unwrap();
    let zstd = zstd::bulk::compress(&plain, 3).unwrap();
    for (name, packed) in [("a.jsonl.gz", gzip), ("a.jsonl.zst", zstd)] {
        let bench = recorded();
        let tables = [
            "item",
            "reaction",
            "deletion",
            "account",
            "account_state",
            "account_version",
            "item_version",
            "metric",
        ];
        let all = || tables.map(|table| bench.rows(&format!("SELECT * FROM {table}")));
        let before = all();
        let file = bench.write(name, packed);
        let ended = bench.import(PRESET, std::slice::from_ref(&file), &[]);
        assert_eq!(ended.code, 0, "{ended:?}");
        let report = ended.json();
        assert_eq!(
            [&report["mapped"], &report["new_items"], &report["changed_items"]],
            [25, 0, 0],
            "{report}"
        );
        assert!(report.get("new_reactions").is_none(), "{report}");
        assert_eq!(all(), before);
        // The same file again is not even read.
        assert_eq!(bench.import(PRESET, &[file], &[]).json()["known_chunks"], 1);
        assert_eq!(bench.count("SELECT count(*) FROM capture"), 2);
        bench.assert_clean();
    }
}
