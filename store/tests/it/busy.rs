//! Others who hold the store: who is in the way is told, and nothing is lost by waiting.

use whence_store::time::Micros;
use whence_store::work::RunLock;
use whence_store::{StoreError, verify};

use crate::support::{Bench, evidence, post};

#[test]
fn a_second_writer_is_told_who_is_in_the_way() {
    let bench = Bench::of(&evidence());
    let _held = RunLock::take(&bench.db(), "run", Micros(0)).unwrap();
    let error = RunLock::take(&bench.db(), "import", Micros(1)).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }) && error.to_string().contains("`run`"), "{error}");
    assert_eq!(whence_store::program::store_exit(&error), whence_store::program::Exit::Locked);
}

#[test]
fn a_transaction_of_another_program_is_waited_for_and_then_told() {
    let bench = Bench::of(&evidence());
    let mut filled = bench.open();
    let other = bench.raw();
    other.execute_batch("BEGIN IMMEDIATE; UPDATE source SET url = 'x';").unwrap();
    let page = filled.page(0, 100, vec![post("Ann", "late", "words")]);
    let error = filled.store.put_page(&page).unwrap_err();
    assert!(error.is_locked(), "{error}");
    assert_eq!(whence_store::program::store_exit(&error), whence_store::program::Exit::Locked);
    assert!(whence_store::hint::Hint::hint(&error).unwrap().contains("wait for it to end"));
    // Readers and copies do not wait for a writer.
    assert_eq!(bench.program(&["verify"]).code, 0);
    let copy = bench.path("copy.db");
    assert_eq!(bench.program(&["backup", "--to", copy.to_str().unwrap()]).code, 0);
    other.execute_batch("ROLLBACK").unwrap();
    filled.store.put_page(&page).unwrap();
    assert!(verify(&bench.db(), None).unwrap().findings.is_empty());
}

#[test]
fn a_file_held_by_another_program_alone_is_busy_for_readers_too() {
    // A copy has no log: there a writer keeps readers out while it writes.
    let bench = Bench::of(&evidence());
    let other = bench.raw();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let ended = bench.program(&["stats"]);
    assert_eq!(ended.code, 4, "{ended:?}");
    assert!(ended.err.contains("it.db") && ended.err.contains("hint: another process"), "{}", ended.err);
}
