//! A forgetting that was cut off before the file was rewritten is told, and finished by the next who may.

use super::forget_account;
use crate::support::{Bench, Ended, post};

/// Bob is forgotten while somebody reads an older state.
fn cut_off() -> (Bench, rusqlite::Connection, Ended) {
    let bench = Bench::new();
    bench.open().put(
        0,
        10,
        vec![post("Bob", "1", "words that are to be forgotten"), post("Amy", "2", "others")],
    );
    let reader = bench.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM item").unwrap();
    let _: i64 = reader.query_row("SELECT count(*) FROM item", [], |row| row.get(0)).unwrap();
    let ended = bench.program(&["forget", "--account", "x/bob", "--reason", "r"]);
    (bench, reader, ended)
}

#[test]
fn what_is_unfinished_is_told_by_everybody_and_finished() {
    let (bench, reader, ended) = cut_off();
    assert_eq!(ended.code, 4, "{ended:?}");
    let hint = format!("whence-store forget --finish --db {}", bench.db().display());
    assert!(ended.err.contains(&hint), "{ended:?}");

    let verified = bench.program(&["verify"]);
    assert_eq!(verified.code, 3, "{verified:?}");
    assert!(verified.out.contains("clean:") && verified.out.contains(&hint), "{verified:?}");
    let verified = bench.program(&["verify", "--json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&verified.out).unwrap()["unfinished"], true);
    let stats = bench.program(&["stats"]);
    assert!(stats.out.contains("UNFINISHED"), "{stats:?}");

    // Who asks for the same again is not told that there was nothing.
    let again = bench.program(&["forget", "--account", "x/bob", "--reason", "r"]);
    assert_eq!(again.code, 2, "{again:?}");
    assert!(again.err.contains("unfinished") && again.err.contains(&hint), "{again:?}");

    drop(reader);
    let finished = bench.program(&["forget", "--finish"]);
    assert_eq!(finished.code, 0, "{finished:?}");
    assert_eq!(bench.program(&["verify"]).code, 0);
    assert!(!bench.program(&["stats"]).out.contains("UNFINISHED"));
    assert!(!super::holds(&bench.db(), "words that are to be forgotten"));
}

#[test]
fn who_writes_next_finishes_it() {
    let (bench, reader, _) = cut_off();
    drop(reader);
    bench.open().store.settle().unwrap();
    assert_eq!(bench.program(&["verify"]).code, 0);
    assert_eq!(forget_account(&bench, "amy").items, 1);
}
