//! Times before 1970, stores without a run, names that were mistyped.

use whence_store::Store;
use whence_store::forget::Target;
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource};

use super::forget;
use crate::support::{Bench, post};

#[test]
fn a_time_before_1970_does_not_switch_off_a_later_one() {
    let bench = Bench::new();
    let old = || vec![post("Ann", "1", "the words of an old post")];
    bench.open().put(0, 10, old());
    forget(&bench, &Target::OlderThan(Micros(1_000_000)));
    forget(&bench, &Target::OlderThan(Micros(-1_000_000)));
    assert_eq!(bench.open().put(0, 20, old()).new_items, 0, "it was published before 1970-01-01T00:00:01Z");
    assert_eq!(bench.column("SELECT count(*) FROM item", &[]), ["0"]);
}

#[test]
fn a_store_without_a_run_can_be_asked_what_would_go() {
    let bench = Bench::new();
    let mut store = Store::open(&bench.db()).unwrap();
    let source = NewSource {
        name: "one".to_owned(),
        connector: "feed".to_owned(),
        url: Some("https://example.org/feed".to_owned()),
        measure: Measure::Items,
    };
    store.put_source(&source).unwrap();
    drop(store);
    let ended = bench.program(&["forget", "--source", "one", "--reason", "r", "--dry-run"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(bench.column("SELECT count(*) FROM run", &[]), ["0"]);
}

#[test]
fn a_name_that_was_mistyped_leaves_no_lock_behind() {
    let bench = Bench::new();
    let ended = bench.program(&["forget", "--source", "one", "--reason", "r"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("no store at") && ended.err.contains("hint:"), "{ended:?}");
    assert!(bench.files().is_empty(), "{:?}", bench.files());
}
