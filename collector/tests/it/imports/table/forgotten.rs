//! Whoever stands in an imported file can be forgotten: nothing of theirs is left in the bodies, others are, and remap agrees.

use serde_json::Value;

use super::row::{Row, table};
use crate::forgetting::forget;
use crate::support::Bench;

/// Every body of the store, unpacked.
fn bodies(bench: &Bench) -> String {
    let mut text = String::new();
    for row in bench.rows("SELECT codec, size, bytes FROM blob") {
        let hex = row["bytes"].as_str().unwrap();
        let stored: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        let bytes = match row["codec"].as_str().unwrap() {
            "zstd" => {
                zstd::bulk::decompress(&stored, usize::try_from(row["size"].as_u64().unwrap()).unwrap())
                    .unwrap()
            }
            _ => stored,
        };
        text.push_str(&String::from_utf8_lossy(&bytes).to_lowercase());
    }
    text
}

#[test]
fn whoever_stands_in_a_file_can_be_forgotten() {
    let table = table();
    let fails = |row: &&Row| std::panic::catch_unwind(|| forgotten(row)).is_err();
    // `not.forgotten` says what is not so yet; where it is, the word goes.
    let failing: Vec<&str> = table.row.iter().filter(fails).map(|row| row.name.as_str()).collect();
    let known: Vec<&str> = table
        .row
        .iter()
        .filter(|row| row.not.contains_key("forgotten"))
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(failing, known);
}

fn forgotten(row: &Row) {
    let bench = Bench::new();
    let file = bench.write(row.path(), row.bytes());
    let ended = bench.import_only(row.preset(), &[file], &[]);
    assert_eq!(ended.code, 0, "{}: {ended:?}", row.name);
    let text = |key: &str| row.item[0][key].as_str().unwrap_or_default();
    let account = format!("{}/{}", text("platform"), text("author"));
    forget(&bench, &["--account", &account]);
    let is_theirs = |item: &&Value| item["author"] == row.item[0]["author"];
    let theirs: Vec<&Value> = row.item.iter().filter(is_theirs).map(|item| &item["id"]).collect();
    // What others only passed on of theirs goes as well.
    let stays = |item: &&Value| !is_theirs(item) && !theirs.contains(&&item["repost_of"]);
    let others = row.item.iter().filter(stays).count();
    assert_eq!(bench.count("SELECT count(*) FROM item"), others, "{}: others stay", row.name);
    let bodies = bodies(&bench);
    for trace in [text("author"), text("author_id"), text("text")] {
        let trace = trace.to_lowercase();
        assert!(trace.len() < 6 || !bodies.contains(&trace), "{}: {trace}: {bodies}", row.name);
    }
    bench.assert_imports_say_the_same();
    bench.assert_clean();
}
