//! Pages that are held become one transaction: all of them or none.

use rusqlite::params;

use crate::support::{Bench, post};

#[test]
fn nothing_held_is_stored_before_it_is_released() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.store.hold().unwrap();
    filled.put(0, 1, vec![post("ann", "1", "the first one")]);
    filled.put(0, 2, vec![post("ann", "2", "the second one")]);
    assert!(bench.column("SELECT native_id FROM item", &[]).is_empty());
    filled.store.release().unwrap();
    assert_eq!(bench.column("SELECT native_id FROM item ORDER BY id", &[]), ["1", "2"]);
    assert_eq!(bench.found("second"), ["2"]);
    filled.store.release().unwrap();
}

#[test]
fn what_is_held_is_gone_with_its_store() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.store.hold().unwrap();
    filled.put(0, 1, vec![post("ann", "1", "the first one")]);
    drop(filled);
    assert!(bench.column("SELECT native_id FROM item", &[]).is_empty());
    assert_eq!(bench.program(&["verify"]).code, 0);
}

#[test]
fn a_page_that_fails_takes_all_that_is_held_along() {
    let bench = Bench::new();
    let mut filled = bench.open();
    // The trigger stands for any failure in the middle.
    bench
        .raw()
        .execute_batch(
            "CREATE TRIGGER fails BEFORE INSERT ON item WHEN NEW.native_id = '2' BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
    filled.store.hold().unwrap();
    filled.put(0, 1, vec![post("ann", "1", "the first one")]);
    let page = filled.page(0, 2, vec![post("ann", "2", "the second one")]);
    assert!(filled.store.put_page(&page).unwrap_err().to_string().contains("no room"));
    filled.store.release().unwrap();
    assert!(bench.column("SELECT native_id FROM item", &[]).is_empty());
    // The store goes on: the next page is a transaction of its own.
    filled.put(0, 3, vec![post("ann", "3", "the third one")]);
    assert_eq!(bench.column("SELECT native_id FROM item", &[]), ["3"]);
    let raw = bench.raw();
    let captures: i64 = raw.query_row("SELECT count(*) FROM capture", params![], |row| row.get(0)).unwrap();
    assert_eq!(captures, 1);
}
