//! Lines that are no events, or say what cannot be: counted, the first told with line and field, the bytes kept.

use serde_json::{Value, json};

use super::{PRESET, commit, fixture, import_fixture, text};
use crate::support::Bench;

#[test]
fn broken_lines_cost_themselves_alone() {
    let bench = Bench::new();
    let ended = import_fixture(&bench, "broken.jsonl");
    assert_eq!(ended.code, 3, "{ended:?}");
    let report = ended.json();
    let lines = std::fs::read_to_string(fixture("broken.jsonl")).unwrap().lines().count();
    assert_eq!((&report["mapped"], &report["unmapped"]), (&1.into(), &(lines - 1).into()), "{report}");
    let first = report["first_unmapped"].as_str().unwrap();
    assert!(first.contains("line 1: commit.rkey"), "{first}");
    assert_eq!(bench.column("SELECT text FROM item"), ["The one that can be read."]);
    assert_eq!(
        bench.count("SELECT count(*) FROM reaction") + bench.count("SELECT count(*) FROM deletion"),
        0
    );
    let size = std::fs::metadata(fixture("broken.jsonl")).unwrap().len();
    assert_eq!(bench.column("SELECT size FROM blob"), [size.to_string()], "every byte is kept");
}

/// What is told of a line.
fn told(line: &str) -> String {
    let bench = Bench::new();
    let file = bench.write("one.jsonl", line);
    let ended = bench.import(PRESET, &[file], &[]);
    let report = ended.json();
    assert_eq!(
        (ended.code, &report["unmapped"], &report["mapped"]),
        (3, &1.into(), &0.into()),
        "{line}: {ended:?}"
    );
    report["first_unmapped"].as_str().unwrap().to_owned()
}

#[test]
fn each_field_is_named() {
    let lines = std::fs::read_to_string(fixture("broken.jsonl")).unwrap();
    let fields = [
        "commit.rkey",
        "not JSON",
        "did",
        "did",
        "time_us",
        "time_us",
        "time_us",
        "kind",
        "commit",
        "commit.operation",
        "commit.rkey",
        "commit.record.text",
        "commit.record",
        "commit.record.subject.uri",
        "commit.record.subject.uri",
        "commit.collection",
        "account.active",
        "did",
    ];
    for (line, field) in lines.lines().zip(fields) {
        let told = told(line);
        assert!(told.contains(&format!("line 1: {field}: ")), "{told}");
    }
}

#[test]
fn deep_and_long_lines_do_no_harm() {
    let deep = format!("{{\"did\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(told(&deep).contains("not JSON"));
    let long = format!("{{\"did\":\"did:plc:{}\"}}\n", "a".repeat(1 << 20));
    assert!(told(&long).contains("did: is no DID"));
    // Longer than any record: what stands before it is kept.
    let bench = Bench::new();
    let good = commit("ann", 1, "create", "post", "3mpost00000x1", &text("Before."));
    let file = bench.write("long.jsonl", format!("{good}{}\n", "x".repeat(9 << 20)));
    let ended = bench.import(PRESET, &[file], &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("line 2") && ended.err.contains("hint: "), "{}", ended.err);
    assert_eq!(bench.column("SELECT text FROM item"), ["Before."]);
}

/// Every member of every event, replaced by a value of each other type.
#[test]
fn members_of_wrong_types_cost_their_event_at_most() {
    let lines = std::fs::read_to_string(fixture("harbour.jsonl")).unwrap();
    let mut broken = String::new();
    for line in lines.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        for path in paths(&event, "") {
            for wrong in
                [json!(null), json!(true), json!(-1), json!(1e300), json!("x"), json!([[]]), json!({"x": {}})]
            {
                let mut event = event.clone();
                *event.pointer_mut(&path).unwrap() = wrong;
                broken.extend([event.to_string(), "\n".to_owned()]);
            }
        }
    }
    let bench = Bench::new();
    let file = bench.write("wrong.jsonl", &broken);
    let ended = bench.import(PRESET, &[file], &[]);
    assert!(matches!(ended.code, 0 | 3), "{ended:?}");
    let report = ended.json();
    let sum: u64 = ["mapped", "skipped", "unmapped"].iter().map(|key| report[key].as_u64().unwrap()).sum();
    assert_eq!(usize::try_from(sum).unwrap(), broken.lines().count());
    assert_eq!(
        bench.count("SELECT count(*) FROM item WHERE native_id NOT LIKE 'at://did:%/app.bsky.feed.%/%'"),
        0
    );
    bench.assert_clean();
}

fn paths(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    inner
        .into_iter()
        .flat_map(|(name, value)| {
            let path = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            let below = paths(value, &path);
            [path].into_iter().chain(below)
        })
        .collect()
}
